"""The task API's calls, as its published clients know them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from songreel_engine.rendering.quality import find_quality, frame_size
from songreel_server import vault
from songreel_server.credits.audit import audit
from songreel_server.errors import StorageError
from songreel_server.store.tables import Job, ProjectRow, VaultItem, Worker
from songreel_server.task_models import SIZES, height_px_of
from task_houses import GENERATOR, LRC, PRICE, PRO, SECONDS, BackEnd, TaskHouse


def assert_refused(answer: httpx.Response, status: int, code: str, kind: str) -> str:
    """With the sentence that was said; the body has nothing else."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "type"}
    assert (body["error"]["code"], body["error"]["type"]) == (code, kind)
    assert body["error"]["message"]
    return str(body["error"]["message"])


def vault_of(back_end: BackEnd, kind: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = back_end.client.get("/v1/vault", params={"kind": kind}).json()["data"]["items"]
    return items


def job_of(house: TaskHouse, task_id: str) -> dict[str, Any]:
    with house.house.parts.database.reading() as tx:
        return dict(tx.get_one(Job, task_id).request)


def test_a_task_is_pending_then_processing_then_completed_with_its_film(back_end: BackEnd, house: TaskHouse) -> None:
    answer = back_end.post()
    assert answer.status_code == 200
    assert (answer.json()["code"], answer.json()["msg"], set(answer.json()["data"])) == (200, "success", {"taskId"})
    task_id = answer.json()["data"]["taskId"]
    price = SECONDS * PRICE["480p"]
    assert back_end.credits() == (10_000 - price, price, 10_000)
    pending = back_end.task(task_id)
    assert (pending["id"], pending["status"], pending["model"]) == (task_id, "pending", GENERATOR)
    assert "output" not in pending
    assert pending["data"]["status"] == "pending"
    with house.house.parts.database.writing() as tx:
        tx.get_one(Job, task_id).state = "running"
    assert back_end.task(task_id)["status"] == "processing"
    house.end(task_id)
    done = back_end.task(task_id)
    assert (done["status"], done["progress"]) == ("completed", 100)
    assert done["completed_at"] >= done["created_at"]
    assert done["output"]["metadata"]["model"] == GENERATOR
    assert done["output"]["metadata"]["has_nsfw_contents"] == [None]
    assert done["output"]["metadata"]["warnings"] == []
    assert done["output"]["metadata"]["voice"] in ("low", "high", "not detected")
    [url] = done["output"]["urls"]
    path = url.split("//", 1)[1].split("/", 1)[1]
    assert back_end.client.get(f"/{path}").content == f"film of {task_id}".encode()


def test_what_failed_is_given_back_and_says_why(back_end: BackEnd, house: TaskHouse) -> None:
    task_id = back_end.create()
    assert back_end.credits()[1] > 0
    house.end(task_id, "failed", error="The renderer broke.")
    task = back_end.task(task_id)
    assert task["status"] == "failed"
    assert task["error"] == {"code": "upstream_error", "message": "The renderer broke."}
    assert "output" not in task
    assert back_end.credits() == (10_000, 0, 10_000)
    with house.house.parts.database.reading() as tx:
        assert audit(tx) == ()


@pytest.mark.parametrize(
    ("resolution", "model"), [("480p", GENERATOR), ("720p", GENERATOR), ("1080p", PRO), ("4k", PRO)]
)
def test_an_estimate_is_what_the_task_then_costs(back_end: BackEnd, resolution: str, model: str) -> None:
    answer = back_end.post("/v1/estimate", resolution=resolution, model=model)
    price = SECONDS * PRICE[resolution]
    body = {"credits": price, "billed_seconds": SECONDS, "resolution": resolution}
    assert answer.json() == {"code": 200, "msg": "success", "data": body}
    assert back_end.credits() == (10_000, 0, 10_000)
    back_end.create(resolution=resolution, model=model)
    assert back_end.credits() == (10_000 - price, price, 10_000)


def test_an_estimate_keeps_nothing_of_the_song(back_end: BackEnd) -> None:
    assert back_end.post("/v1/estimate").status_code == 200
    assert back_end.client.get("/v1/vault").json()["data"]["items"] == []


def test_credits_have_the_contracts_shape(back_end: BackEnd) -> None:
    assert back_end.client.get("/v1/credits").json() == {
        "code": 200,
        "data": {"available": 10_000, "frozen": 0, "total": 10_000},
    }


@pytest.mark.parametrize(
    ("model", "resolution", "aspect", "height_px", "quality"),
    [
        (GENERATOR, None, "16:9", 480, "preview"),
        (GENERATOR, "480p", "9:16", 854, "preview"),
        (GENERATOR, "720p", "9:16", 1280, "draft"),
        (PRO, "720p", "4:5", 900, "draft"),
        (PRO, "1080p", "1:1", 1080, "final"),
        (PRO, "1080p", "16:9", 1080, "final"),
        (PRO, "4k", "9:16", 3840, "final"),
        (PRO, "4K", "16:9", 2160, "final"),
    ],
)
def test_a_resolution_is_the_films_shorter_side(
    house: TaskHouse, model: str, resolution: str | None, aspect: str, height_px: int, quality: str
) -> None:
    back_end = house.back_end()
    asked = {} if resolution is None else {"resolution": resolution}
    request = job_of(house, back_end.create(model=model, aspect_ratio=aspect, **asked))
    assert (request["aspect"], request["film"]) == (aspect, {"quality": quality, "height_px": height_px})


@pytest.mark.parametrize("aspect", ["9:16", "16:9", "1:1", "4:5"])
@pytest.mark.parametrize(("resolution", "short_px"), [("480p", 480), ("720p", 720), ("1080p", 1080), ("4k", 2160)])
def test_the_engine_makes_films_of_exactly_that_size(aspect: Any, resolution: Any, short_px: int) -> None:
    quality = find_quality(SIZES[resolution].quality)
    size = frame_size(aspect, quality, height_px_of(resolution, aspect))
    assert min(size) == short_px
    wide, high = map(int, aspect.split(":"))
    assert size[0] / size[1] == pytest.approx(wide / high, abs=2e-3)


@pytest.mark.parametrize(("photo", "aspect"), [("/photo.jpg", "16:9"), ("/tall.jpg", "9:16")])
def test_without_a_ratio_the_first_photo_decides(back_end: BackEnd, house: TaskHouse, photo: str, aspect: str) -> None:
    request = job_of(house, back_end.create(image_urls=[house.files.url(photo)]))
    assert (request["aspect"], request["scenic"]) == (aspect, False)


def test_auto_is_the_photos_ratio_too(back_end: BackEnd, house: TaskHouse) -> None:
    task_id = back_end.create(model=PRO, aspect_ratio="auto", image_urls=[house.photo_url])
    assert job_of(house, task_id)["aspect"] == "16:9"


def test_the_photos_go_to_the_engine_in_their_order(back_end: BackEnd, house: TaskHouse) -> None:
    urls = [house.files.url("/photo.jpg"), house.files.url("/tall.jpg")]
    request = job_of(house, back_end.create(image_urls=urls))
    assert [photo["name"] for photo in request["photos"]] == ["photo.jpg", "tall.jpg"]
    with house.house.parts.database.reading() as tx:
        kept = {item.sha256: item.name for item in vault.search(tx, back_end.account_id, kind="photo").items}
    assert {photo["sha256"]: photo["name"] for photo in request["photos"]} == kept


def test_a_small_photo_of_a_vault_from_before_is_refused_at_once(back_end: BackEnd, house: TaskHouse) -> None:
    back_end.create(image_urls=[house.photo_url])
    [photo] = vault_of(back_end, "photo")
    with house.house.parts.database.writing() as tx:
        row = tx.get_one(VaultItem, photo["id"])
        row.facts = {**row.facts, "width_px": 60}
    refused = assert_refused(back_end.post(image_urls=[f"vault:{photo['id']}"]), 400, *INVALID)
    assert "photo.jpg is 60x108 pixels" in refused


def test_a_characters_photos_come_before_those_of_the_request(back_end: BackEnd, house: TaskHouse) -> None:
    back_end.create(image_urls=[house.files.url("/tall.jpg")])
    [photo] = vault_of(back_end, "photo")
    character = back_end.client.post("/v1/characters", json={"name": "Ida", "item_ids": [photo["id"]]}).json()["data"]
    request = job_of(house, back_end.create(character_id=character["id"], image_urls=[house.photo_url]))
    assert [one["name"] for one in request["photos"]] == ["tall.jpg", "photo.jpg"]


def test_a_photo_cannot_be_deleted_while_a_film_is_made_of_it(back_end: BackEnd, house: TaskHouse) -> None:
    task_id = back_end.create(image_urls=[house.photo_url])
    [photo] = vault_of(back_end, "photo")
    refused = back_end.client.delete(f"/v1/vault/{photo['id']}")
    assert_refused(refused, 409, "conflict", "invalid_request_error")
    house.end(task_id)
    assert back_end.client.delete(f"/v1/vault/{photo['id']}").status_code == 200


@pytest.mark.parametrize("how", ["lyrics", "lyrics_url", "vault"])
def test_words_go_to_the_engine_as_subtitles(back_end: BackEnd, house: TaskHouse, how: str) -> None:
    given = {"lyrics": {"lyrics": LRC}, "lyrics_url": {"lyrics_url": house.files.url("/words.lrc")}}.get(how)
    if given is None:
        back_end.create(lyrics=LRC)
        [item] = vault_of(back_end, "lyrics")
        given = {"lyrics_url": f"vault:{item['id']}"}
    look = {"subtitle_color": "gold", "subtitle_position": "center", "subtitle_style": "karaoke"}
    shown = job_of(house, back_end.create(model=PRO, **given, **look))["lyrics"]
    assert len(vault_of(back_end, "lyrics")) == 1
    assert shown["file"]["sha256"] == hashlib.sha256(LRC.encode()).hexdigest()
    assert (shown["place"], shown["colour"], shown["style"]) == ("middle", "gold", "karaoke")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, None),
        ({"subtitle_enabled": False, "lyrics": LRC}, None),
        (
            {"subtitle_enabled": True, "audio_urls": ["/sung.mp3"]},
            {"file": None, "place": None, "colour": None, "style": None},
        ),
    ],
    ids=str,
)
def test_subtitles_are_shown_where_they_are_asked_for(
    back_end: BackEnd, house: TaskHouse, asked: dict[str, Any], shown: object
) -> None:
    if "audio_urls" in asked:
        asked = asked | {"audio_urls": [house.files.url(path) for path in asked["audio_urls"]]}
    assert job_of(house, back_end.create(model=PRO, **asked))["lyrics"] == shown


@pytest.mark.parametrize(
    ("asked", "singing"),
    [
        ({}, None),
        ({"lipsync_enabled": True}, 0.3),
        ({"lipsync_enabled": True, "lipsync_frequency": 0.8}, 0.8),
        ({"lipsync_frequency": 0.8}, None),
    ],
    ids=str,
)
def test_lip_sync_goes_to_the_engine_as_a_share_of_the_film(
    back_end: BackEnd, house: TaskHouse, asked: dict[str, Any], singing: float | None
) -> None:
    assert job_of(house, back_end.create(model=PRO, **asked))["singing"] == singing


def test_what_was_not_honoured_is_what_the_engine_says_and_what_nobody_knows(
    back_end: BackEnd, house: TaskHouse
) -> None:
    task_id = back_end.create(model=PRO, image_urls=[house.photo_url], lipsync_enabled=True, mood="calm")
    house.end(task_id)
    with house.house.parts.database.writing() as tx:
        job = tx.get_one(Job, task_id)
        job.result = dict(job.result or {}) | {"warnings": ["Nobody is heard to sing in this song."]}
    assert back_end.task(task_id)["output"]["metadata"]["warnings"] == [
        "mood: nothing of this name is known here, and nothing was done about it.",
        "Nobody is heard to sing in this song.",
    ]


def test_the_same_idempotency_key_is_the_same_task_and_paid_once(back_end: BackEnd) -> None:
    back_end.client.headers["Idempotency-Key"] = "order-17"
    assert back_end.create() == back_end.create()
    assert back_end.credits()[1] == SECONDS * PRICE["480p"]


def test_the_same_request_at_the_same_moment_leaves_one_task_and_one_project(house: TaskHouse) -> None:
    back_end = house.back_end()
    back_end.client.headers["Idempotency-Key"] = "order-18"
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: back_end.create(), range(4)))) == 1
    with house.house.parts.database.reading() as tx:
        assert len(tx.scalars(select(ProjectRow).where(ProjectRow.account_id == back_end.account_id)).all()) == 1
    assert back_end.credits()[1] == SECONDS * PRICE["480p"]


def test_a_song_of_the_vault_is_used_again_without_a_url(back_end: BackEnd, house: TaskHouse) -> None:
    back_end.create()
    [song] = back_end.client.get("/v1/vault", params={"kind": "song"}).json()["data"]["items"]
    before = house.files.hits
    assert back_end.create(audio_urls=[f"vault:{song['id']}"])
    assert house.files.hits == before


INVALID = ("invalid_request", "invalid_request_error")


@pytest.mark.parametrize(
    "changes",
    [
        {"duration": 10},
        {"audio_urls": []},
        {"audio_urls": ["https://a.example/1.mp3", "https://a.example/2.mp3"]},
        {"audio_urls": ["/words.txt"]},
        {"audio_urls": ["/song.aac"]},
        {"audio_urls": ["/nothing.mp3"]},
        {"audio_urls": ["http://127.0.0.1:9/song.mp3"]},
        {"audio_urls": ["file:///etc/passwd"]},
        {"audio_urls": ["vault:nothing"]},
        {"image_urls": ["/photo.jpg"] * 4},
        {"image_urls": ["/words.txt"]},
        {"model": PRO, "image_urls": ["/photo.jpg"] * 5},
        {"prompt": "x" * 2_501},
        {"aspect_ratio": "4:5"},
        {"aspect_ratio": "3:2", "model": PRO},
        {"resolution": "1080p"},
        {"resolution": "480p", "model": PRO},
        {"lipsync_frequency": 1.5, "model": PRO},
        {"character_id": "nobody"},
        {"lyrics": ""},
        {"lyrics": "la la", "lyrics_url": "/words.lrc"},
        {"lyrics_url": "/photo.jpg"},
        {"lyrics_url": "vault:nothing"},
        {"subtitle_enabled": True, "model": PRO},
        {"image_urls": ["/tiny.jpg"]},
        {"subtitle_color": "blorange", "model": PRO},
        {"subtitle_position": "elsewhere", "model": PRO},
        {"subtitle_style": "graffiti", "model": PRO},
    ],
    ids=str,
)
def test_a_wrong_request_is_400_and_costs_nothing(back_end: BackEnd, house: TaskHouse, changes: dict[str, Any]) -> None:
    for name in ("audio_urls", "image_urls"):
        if name in changes:
            urls = [house.files.url(url) if url.startswith("/") else url for url in changes[name]]
            changes = changes | {name: urls}
    if changes.get("lyrics_url", "").startswith("/"):
        changes = changes | {"lyrics_url": house.files.url(changes["lyrics_url"])}
    assert_refused(back_end.post(**changes), 400, *INVALID)
    assert back_end.credits() == (10_000, 0, 10_000)


def test_what_a_photo_lacks_and_which_words_are_missing_is_said_at_once(back_end: BackEnd, house: TaskHouse) -> None:
    small = assert_refused(back_end.post(image_urls=[house.files.url("/tiny.jpg")]), 400, *INVALID)
    assert small.startswith("tiny.jpg is 95x200 pixels, too small to show anybody")
    wordless = assert_refused(back_end.post(model=PRO, subtitle_enabled=True), 400, *INVALID)
    assert "input.lyrics or input.lyrics_url" in wordless


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "http://169.254.169.254/", "ftp://a.example/", "nonsense"])
def test_a_callback_that_may_not_be_reached_is_400_before_anything_is_fetched(
    back_end: BackEnd, house: TaskHouse, url: str
) -> None:
    before = house.files.hits
    assert "callback_url" in assert_refused(back_end.post(callback_url=url), 400, *INVALID)
    assert house.files.hits == before
    assert back_end.credits() == (10_000, 0, 10_000)


@pytest.mark.parametrize("body", ["", "{", "[]", '{"model": 5}', '{"input": {}}'])
def test_a_body_that_cannot_be_read_is_400(back_end: BackEnd, body: str) -> None:
    answer = back_end.client.post("/v1/videos/generations", content=body, headers={"Content-Type": "application/json"})
    assert_refused(answer, 400, *INVALID)


@pytest.mark.parametrize("said", ["", "Bearer sk-nobodys", "Bearer clm_x", "Basic YTpi"])
def test_a_key_nobody_knows_is_401(house: TaskHouse, said: str) -> None:
    with house.house.client(**({"Authorization": said} if said else {})) as client:
        for answer in (client.post("/v1/videos/generations", json={}), client.get("/v1/credits")):
            assert_refused(answer, 401, "invalid_api_key", "authentication_error")


def test_too_few_credits_are_402(house: TaskHouse) -> None:
    poor = house.back_end(credits=5)
    assert_refused(poor.post(), 402, "insufficient_credits", "billing_error")
    assert poor.credits() == (5, 0, 5)


def test_a_model_nobody_knows_is_404(back_end: BackEnd) -> None:
    assert_refused(back_end.post(model="suno-v9"), 404, "model_not_found", "invalid_request_error")


def test_a_task_of_another_account_is_404_as_one_that_does_not_exist(back_end: BackEnd, house: TaskHouse) -> None:
    task_id, other = back_end.create(), house.back_end()
    told = {
        assert_refused(other.client.get(f"/v1/tasks/{one}"), 404, "task_not_found", "invalid_request_error")
        for one in (task_id, "nothing")
    }
    assert len(told) == 1


def test_a_key_without_the_scope_is_403(house: TaskHouse) -> None:
    reader = house.back_end(scopes="read")
    assert_refused(reader.post(), 403, "scope_not_allowed", "permission_error")
    assert reader.credits() == (10_000, 0, 10_000)


def test_a_store_that_does_not_answer_is_503_and_costs_nothing(
    back_end: BackEnd, house: TaskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StorageError("The media store does not answer; try again later.")

    monkeypatch.setattr(type(house.house.parts.store), "holds", away)
    assert_refused(back_end.post(), 503, "upstream_error", "upstream_error")
    assert back_end.credits() == (10_000, 0, 10_000)


def test_nobody_who_renders_is_503_and_costs_nothing(back_end: BackEnd, house: TaskHouse) -> None:
    server = house.house.parts
    server.failure = "did not start"
    try:
        assert_refused(back_end.post(), 503, "upstream_error", "upstream_error")
        with server.database.writing() as tx:
            tx.add(Worker(id="elsewhere", host="h", started_at=1.0, seen_at=server.studio.clock()))
        assert back_end.create()
    finally:
        server.failure = None
    assert back_end.credits()[1] == SECONDS * PRICE["480p"]


def test_a_failure_of_the_server_is_500_in_the_same_shape(
    back_end: BackEnd, house: TaskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(house.house.parts.studio), "balance", broken)
    assert_refused(back_end.client.get("/v1/credits"), 500, "internal_error", "api_error")


def test_an_address_nobody_knows_is_404_in_the_same_shape(back_end: BackEnd) -> None:
    assert_refused(back_end.client.get("/v1/nothing"), 404, "not_found", "invalid_request_error")
    assert_refused(back_end.client.put("/v1/credits"), 405, "method_not_allowed", "invalid_request_error")
