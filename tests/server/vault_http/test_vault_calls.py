"""The vault over HTTP: what is sent is kept, found, used again and deleted, and nobody sees another's."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sent_files import photo_file, song_file
from songreel_server import jobs, sessions
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.erasing import finish
from songreel_server.errors import NotFoundError, StorageError, UnknownTokenError
from songreel_server.store.tables import Account, Blob, Event, Job, ProjectRow, TaskRow, Token, VaultItem
from task_houses import BackEnd, TaskHouse


def data(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    assert (answer.json()["code"], answer.json()["msg"]) == (200, "success")
    return dict(answer.json()["data"])


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def send(owner: BackEnd, *paths: Path) -> list[dict[str, Any]]:
    parts = [("files", (path.name, path.read_bytes())) for path in paths]
    return list(data(owner.client.post("/v1/vault/files", files=parts))["items"])


def listed(owner: BackEnd, **asked: Any) -> list[str]:
    return [item["name"] for item in data(owner.client.get("/v1/vault", params=asked))["items"]]


def test_what_is_sent_is_listed_searched_and_served(owner: BackEnd, tmp_path: Path) -> None:
    song = song_file(tmp_path, name="Night Drive.mp3")
    photo = photo_file(tmp_path)
    sent = send(owner, song, photo)
    assert [item["kind"] for item in sent] == ["song", "photo"]
    assert listed(owner) == ["photo.jpg", "Night Drive.mp3"]
    assert listed(owner, words="drive NIGHT") == ["Night Drive.mp3"]
    assert listed(owner, kind="photo") == ["photo.jpg"]
    assert listed(owner, words="nothing") == []
    one = data(owner.client.get(f"/v1/vault/{sent[0]['id']}"))
    assert one["facts"]["duration_s"] == pytest.approx(6, abs=0.1)
    path = one["url"].split("//", 1)[1].split("/", 1)[1]
    assert owner.client.get(f"/{path}").content == song.read_bytes()


def test_a_long_list_is_read_page_by_page(owner: BackEnd, tmp_path: Path) -> None:
    send(owner, *(photo_file(tmp_path, kind, width_px=140 + n) for n, kind in enumerate(("jpg", "png", "webp"))))
    first = data(owner.client.get("/v1/vault", params={"limit": 2}))
    assert [item["name"] for item in first["items"]] == ["photo.webp", "photo.png"]
    assert listed(owner, limit=2, before=first["before"]) == ["photo.jpg"]


def test_urls_are_kept_too(owner: BackEnd, house: TaskHouse) -> None:
    answer = owner.client.post("/v1/vault/files", json={"urls": [house.photo_url, house.song_url]})
    assert [item["kind"] for item in data(answer)["items"]] == ["photo", "song"]
    wrong = owner.client.post("/v1/vault/files", json={"urls": [house.photo_url], "kind": "song"})
    assert refused(wrong) == (400, "invalid_request")
    assert refused(owner.client.post("/v1/vault/files", json={"url": "x"})) == (400, "invalid_request")


def test_deleting_tells_what_it_frees(owner: BackEnd, house: TaskHouse, tmp_path: Path) -> None:
    photo = photo_file(tmp_path, width_px=147)
    [item] = send(owner, photo)
    used = data(owner.client.get("/v1/account"))["used_bytes"]
    gone = data(owner.client.delete(f"/v1/vault/{item['id']}"))
    assert gone == {"id": item["id"], "name": "photo.jpg", "freed_bytes": photo.stat().st_size}
    assert data(owner.client.get("/v1/account"))["used_bytes"] == used - photo.stat().st_size
    assert refused(owner.client.get(f"/v1/vault/{item['id']}")) == (404, "not_found")
    path = item["url"].split("//", 1)[1].split("/", 1)[1]
    assert owner.client.get(f"/{path}").status_code == 404


def test_the_song_of_a_task_under_way_is_not_deleted(owner: BackEnd, house: TaskHouse) -> None:
    task_id = owner.create()
    [song] = data(owner.client.get("/v1/vault"))["items"]
    assert refused(owner.client.delete(f"/v1/vault/{song['id']}")) == (409, "conflict")
    house.end(task_id)
    assert data(owner.client.delete(f"/v1/vault/{song['id']}"))["freed_bytes"] > 0
    # The film it was for stands, in the vault too.
    assert len(owner.task(task_id)["output"]["urls"]) == 1
    [film] = data(owner.client.get("/v1/vault"))["items"]
    data(owner.client.delete(f"/v1/vault/{film['id']}"))
    assert owner.task(task_id)["output"]["urls"] == []


def test_an_item_is_used_again_in_a_chat(owner: BackEnd, tmp_path: Path) -> None:
    [song] = send(owner, song_file(tmp_path))
    session = owner.client.post("/api/tasks/me/with-session/nemo_agent", json={}).json()["data"]["session_id"]
    used = owner.client.post(f"/v1/vault/{song['id']}/use", json={"session_id": session})
    assert data(used)["id"] == song["id"]
    state = owner.client.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
    assert song["name"] in json.dumps(state)
    elsewhere = owner.client.post(f"/v1/vault/{song['id']}/use", json={"session_id": "nobodys"})
    assert refused(elsewhere) == (404, "not_found")


def test_another_accounts_things_are_as_if_absent(owner: BackEnd, house: TaskHouse, tmp_path: Path) -> None:
    [item] = send(owner, photo_file(tmp_path))
    character = data(owner.client.post("/v1/characters", json={"name": "Mia", "item_ids": [item["id"]]}))
    other = house.back_end()
    for path in (f"/v1/vault/{item['id']}", f"/v1/characters/{character['id']}"):
        for method in ("GET", "DELETE"):
            assert refused(other.client.request(method, path)) == (404, "not_found")
    mine = other.client.post("/v1/characters", json={"name": "Mia", "item_ids": [item["id"]]})
    assert refused(mine) == (404, "not_found")
    assert listed(other) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/v1/vault/x", None),
        ("POST", "/v1/characters", {"name": "x", "item_ids": []}),
        ("DELETE", "/v1/characters/x", None),
        ("DELETE", "/v1/account", {"confirm": "x"}),
        ("POST", "/v1/vault/files", {"urls": ["https://a.example/x.png"]}),
    ],
)
def test_a_key_that_may_only_read_changes_nothing(house: TaskHouse, method: str, path: str, body: Any) -> None:
    reader = house.back_end(scopes="read")
    assert refused(reader.client.request(method, path, json=body)) == (403, "scope_not_allowed")


def test_a_character_is_a_name_with_photos(owner: BackEnd, house: TaskHouse, tmp_path: Path) -> None:
    front, side = send(owner, photo_file(tmp_path, "jpg", width_px=190), photo_file(tmp_path, "png", height_px=190))
    [song] = send(owner, song_file(tmp_path))
    made = data(owner.client.post("/v1/characters", json={"name": " Mia  Moon ", "item_ids": [front["id"]]}))
    assert (made["name"], [photo["id"] for photo in made["photos"]]) == ("Mia Moon", [front["id"]])
    path = f"/v1/characters/{made['id']}"
    changed = data(owner.client.put(path, json={"name": "Mia", "item_ids": [side["id"], front["id"]]}))
    assert [photo["id"] for photo in changed["photos"]] == [side["id"], front["id"]]
    assert data(owner.client.get("/v1/characters", params={"words": "MIA"}))["characters"] == [changed]
    taken = owner.client.post("/v1/characters", json={"name": "Mia", "item_ids": [front["id"]]})
    assert refused(taken) == (409, "conflict")
    for wrong in ({"name": " ", "item_ids": [front["id"]]}, {"name": "x", "item_ids": []}):
        assert refused(owner.client.post("/v1/characters", json=wrong)) == (400, "invalid_request")
    no_photo = owner.client.post("/v1/characters", json={"name": "x", "item_ids": [song["id"]]})
    assert refused(no_photo) == (400, "invalid_request")
    task_id = owner.create(character_id=made["id"])
    with house.house.parts.database.reading() as tx:
        assert tx.get_one(TaskRow, task_id).asked["image_items"] == [side["id"], front["id"]]
        assert tx.get_one(Job, task_id).request["scenic"] is False
    in_use = owner.client.delete(f"/v1/vault/{side['id']}")
    assert refused(in_use) == (409, "conflict"), "a film is being made with it"
    with house.house.parts.database.writing() as tx:
        tx.get_one(Job, task_id).state = "cancelled"
    data(owner.client.delete(f"/v1/vault/{side['id']}"))
    assert [photo["id"] for photo in data(owner.client.get(path))["photos"]] == [front["id"]]
    data(owner.client.delete(path))
    assert refused(owner.client.get(path)) == (404, "not_found")
    assert front["name"] in listed(owner)


def test_all_of_an_accounts_data_comes_as_one_archive_without_secrets(
    owner: BackEnd, house: TaskHouse, tmp_path: Path
) -> None:
    photo = photo_file(tmp_path)
    [kept] = send(owner, photo)
    data(owner.client.post("/v1/characters", json={"name": "Mia", "item_ids": [kept["id"]]}))
    task_id = owner.create(prompt="a walk by the sea")
    house.end(task_id)
    data(owner.client.get("/v1/webhook-secret"))
    answer = owner.client.get("/v1/account/data")
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        about = archive.read("account.json").decode()
        [photo_name] = [name for name in names if name.startswith("vault/photo/")]
        assert archive.read(photo_name) == photo.read_bytes()
    assert {name.split("/")[1] for name in names if name.startswith("vault/")} == {"photo", "song", "film"}
    assert any(name.startswith("projects/") and name.endswith("/draft.json") for name in names)
    told = json.loads(about)
    assert told["account"]["id"] == owner.account_id
    assert [task["asked"]["prompt"] for task in told["tasks"]] == ["a walk by the sea"]
    assert told["characters"][0]["name"] == "Mia"
    assert told["credits"]["granted"] == 10_000
    assert {one["kind"] for one in told["movements"]} >= {"grant", "hold"}
    assert "whsec_" not in about
    assert owner.key not in about


def test_an_erased_account_leaves_nothing_but_its_books(owner: BackEnd, house: TaskHouse, tmp_path: Path) -> None:
    parts, other = house.house.parts, house.back_end()
    shared, own = photo_file(tmp_path, "png"), photo_file(tmp_path, "jpg", width_px=151)
    send(owner, shared, own)
    [theirs] = send(other, shared)
    task_id = owner.create()
    not_yet = owner.client.request("DELETE", "/v1/account", json={"confirm": owner.account_id})
    assert refused(not_yet) == (409, "conflict")
    house.end(task_id)
    with parts.database.writing() as tx:
        # As if the job had ended a while ago.
        tx.get_one(Job, task_id).ended_at = 1.0
        project_id = tx.get_one(Job, task_id).project_id
    unconfirmed = owner.client.request("DELETE", "/v1/account", json={"confirm": "yes"})
    assert refused(unconfirmed) == (400, "invalid_request")
    gone = data(owner.client.request("DELETE", "/v1/account", json={"confirm": owner.account_id}))
    assert (gone["projects"], gone["files"]) == (1, 4)
    assert refused(owner.client.get("/v1/account")) == (401, "invalid_api_key")
    assert not parts.studio.films.workspaces.folder(project_id).exists()
    with parts.database.reading() as tx:
        account = tx.get_one(Account, owner.account_id)
        assert (account.kind, account.email, account.password_hash) == ("erased", None, None)
        for table in (VaultItem, ProjectRow, Job, TaskRow):
            assert tx.scalars(select(table).where(table.account_id == owner.account_id)).all() == []  # type: ignore[attr-defined]
        assert tx.scalars(select(Event).where(Event.stream_id == task_id)).all() == []
        assert all(row.revoked_at for row in tx.scalars(select(Token).where(Token.account_id == owner.account_id)))
        assert audit(tx) == ()
        assert ledger.balance(tx, owner.account_id).spent > 0
        stored = {blob.sha256 for blob in tx.scalars(select(Blob))}
        held = {item.sha256 for item in tx.scalars(select(VaultItem))}
        assert stored == held
    path = theirs["url"].split("//", 1)[1].split("/", 1)[1]
    assert other.client.get(f"/{path}").content == shared.read_bytes()
    with pytest.raises(UnknownTokenError):
        parts.studio.who_is(owner.key)


def test_an_erasure_that_was_cut_off_is_finished_at_the_next_start(
    owner: BackEnd, house: TaskHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = house.house.parts
    send(owner, photo_file(tmp_path, width_px=152), photo_file(tmp_path, "png", width_px=153))

    def away(*_: object) -> None:
        raise StorageError("The media store does not answer; try again later.")

    with monkeypatch.context() as patch:
        patch.setattr(type(parts.store), "delete", away)
        answer = owner.client.request("DELETE", "/v1/account", json={"confirm": owner.account_id})
        assert refused(answer) == (503, "upstream_error")
    # Nobody comes in any more, and what is left goes.
    assert refused(owner.client.get("/v1/account")) == (401, "invalid_api_key")
    assert finish(parts.database, parts.store, parts.studio.films.workspaces) == 1
    with parts.database.reading() as tx:
        assert tx.scalars(select(VaultItem).where(VaultItem.account_id == owner.account_id)).all() == []
    assert finish(parts.database, parts.store, parts.studio.films.workspaces) == 0


def test_nothing_is_kept_for_an_account_that_was_erased_meanwhile(owner: BackEnd, house: TaskHouse) -> None:
    parts = house.house.parts
    caller = parts.studio.who_is(owner.key)
    parts.belongings.erase(caller, confirm=owner.account_id)
    order = jobs.Make(song_sha256="0" * 64, song_suffix=".mp3", film=jobs.Film(quality="preview"))

    def start_late() -> None:
        with parts.database.writing() as tx:
            project = sessions.add_project(tx, owner.account_id, name="late", now=1.0)
            late = {"request_key": "late", "price": 1, "now": 1.0}
            jobs.start(tx, account_id=owner.account_id, project_id=project, order=order, **late)  # type: ignore[arg-type]

    with pytest.raises(NotFoundError, match="no such account any more"):
        start_late()
