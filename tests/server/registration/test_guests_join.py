"""What a guest made is there after registering or logging in: projects, files, films, sessions, credits, the token."""

import re

import pytest
from sqlalchemy import select

from browsers import Browser, credits_of
from chat_houses import Guest, House
from songreel_server.accounts import people, tokens
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.errors import ConflictError, NotFoundError
from songreel_server.joining import join
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import (
    Account,
    Blob,
    CharacterPhoto,
    CharacterRow,
    Job,
    ProjectRow,
    SessionRow,
    Token,
    VaultItem,
)

NOW = 1_800_000_000.0


def id_of(guest: Guest) -> str:
    return guest.house.parts.studio.who_is(guest.token).account_id


def bind_of(guest: Guest) -> str:
    """As the server's own links name the guest."""
    return guest.house.parts.settings.bind_id(id_of(guest))


def with_film(house: House) -> Guest:
    guest = house.guest()
    guest.make_film()
    return guest


def test_a_guest_who_registers_keeps_all_and_goes_on_with_the_same_token(house: House) -> None:
    guest = with_film(house)
    before = guest.state()
    account_id, credits = id_of(guest), guest.credits()
    browser = Browser(house)
    page = browser.register(bind=bind_of(guest))
    assert page.url.path == "/account"
    assert guest.state()["draft"] == before["draft"]
    assert len(guest.state()["generated_media"]) == len(before["generated_media"]) == 1
    assert credits["available"] == 60
    assert guest.credits()["available"] == 60 + 250
    assert id_of(guest) == account_id
    assert credits_of(browser.api(house))["available"] == 310


def test_a_guest_without_the_scope_to_export_has_it_once_registered(house: House) -> None:
    guest = with_film(house)
    with house.parts.database.writing() as tx:
        for row in tx.query(Token).filter_by(account_id=id_of(guest)):
            row.scopes = "read write"
    assert guest.render("r1").status_code == 402
    Browser(house).register(bind=bind_of(guest))
    assert guest.render("r1").status_code == 200
    for job in house.jobs("queued"):
        house.end(job, "cancelled", error="the test is over")


def test_a_guest_who_logs_in_brings_everything_along(house: House) -> None:
    guest, browser = with_film(house), Browser(house)
    browser.send(browser.register(), "/logout")
    before, guest_id, bind = guest.state(), id_of(guest), bind_of(guest)
    page = browser.log_in(bind=bind)
    assert page.url.path == "/account"
    assert guest.state()["draft"] == before["draft"]
    assert len(guest.state()["generated_media"]) == 1
    assert guest.client.get(guest.state()["generated_media"][0]["url"].split("8710", 1)[1]).status_code == 200
    assert guest.credits()["available"] == 60 + 250
    assert id_of(guest) != guest_id
    with house.parts.database.reading() as tx:
        assert tx.get_one(Account, guest_id).merged_into == id_of(guest)
        assert ledger.balance(tx, guest_id).total == 0
        assert audit(tx) == ()
    # Following the link once more changes nothing.
    browser.client.cookies.clear()
    assert browser.log_in(bind=bind).url.path == "/account"
    assert guest.credits()["available"] == 310


def test_the_link_of_a_chat_shows_its_videos_and_leads_to_registering(house: House) -> None:
    guest, browser = with_film(house), Browser(house)
    body = {"session_id": guest.session}
    link = guest.client.post("/api/auth/claim-token", json=body).json()["data"]["url"]
    page = browser.open(link.split("8710", 1)[1])
    assert page.status_code == 200
    assert re.search(r"0:24,\s+540 × 960", page.text)
    assert f"/register?bind={bind_of(guest)}" in page.text
    browser.register(bind=bind_of(guest))
    assert "/register?bind" not in browser.open(link.split("8710", 1)[1]).text
    wrong = browser.open("/workspace/claim?ct=clm_nothing")
    assert (wrong.status_code, "Log in" in wrong.text) == (401, True)


def test_a_guests_client_is_announced_listed_and_can_be_put_out(house: House) -> None:
    guest, browser = house.guest(), Browser(house)
    for page in ("register", "login"):
        assert "do not go on" in browser.open(f"/{page}?bind={bind_of(guest)}").text
        assert "do not go on" not in browser.open(f"/{page}").text
    page = browser.register(bind=bind_of(guest))
    assert "a chat client" in page.text
    assert guest.client.get("/v1/credits").status_code == 200
    assert "a chat client" not in browser.send(page, "/account/keys/revoke").text
    assert guest.client.get("/v1/credits").status_code == 401


def test_nobody_joins_an_account_that_is_no_guest(house: House) -> None:
    guest = house.guest()
    Browser(house).register(bind=bind_of(guest))
    for bind in (bind_of(guest), "nobody", id_of(house.guest())):
        page = Browser(house).register(bind=bind)
        assert page.status_code == 404
        assert "There is no guest of this id" in page.text
    assert guest.credits()["available"] == 350


def test_a_guest_whose_video_is_being_made_is_asked_to_wait(house: House) -> None:
    guest, browser = house.guest(), Browser(house)
    browser.send(browser.register(), "/logout")
    guest.send_song()
    guest.say("make a music video, golden hour", most_events=1)
    [job] = house.jobs("queued")
    page = browser.log_in(bind=bind_of(guest))
    assert page.status_code == 409
    assert "still being made" in page.text
    house.end(job)
    assert browser.log_in(bind=bind_of(guest)).url.path == "/account"


# The same, row by row, on both databases.


def new_account(database: Database, settings: Settings, name: str) -> str:
    with database.writing() as tx:
        if name == "guest":
            return tokens.issue_guest(tx, settings, client_id="a", ip="203.0.113.7", now=NOW).account_id
        hashed = "no password opens this"
        return people.register(tx, settings, email=f"{name}@example.com", password_hash=hashed, bind=None, now=NOW).id


def add_items(database: Database, account_id: str, *contents: str) -> dict[str, str]:
    """Photos by their content's name."""
    with database.writing() as tx:
        ids = {}
        for name in contents:
            if tx.get(Blob, name * 64) is None:
                tx.add(Blob(sha256=name * 64, size=5, media_type="image/png", made_at=NOW))
                tx.flush()
            ids[name] = f"{account_id[-6:]}-{name}"
            item = VaultItem(
                id=ids[name], account_id=account_id, kind="photo", sha256=name * 64, name=name, facts={}, made_at=NOW
            )
            tx.add(item)
        return ids


def test_what_both_have_stays_once_and_is_what_everything_speaks_of(database: Database, settings: Settings) -> None:
    guest, ann = (new_account(database, settings, name) for name in ("guest", "ann"))
    theirs, hers = add_items(database, guest, "a", "b"), add_items(database, ann, "a", "c")
    with database.writing() as tx:
        project = {"name": "p", "made_at": NOW, "changed_at": NOW}
        tx.add(ProjectRow(id="project", account_id=guest, song_item_id=theirs["a"], **project))
        tx.add(ProjectRow(id="hers", account_id=ann, song_item_id=None, **project))
        tx.flush()
        memory = {"files": [theirs["a"], theirs["b"]], "song_item_id": theirs["a"]}
        tx.add(
            SessionRow(
                id="session", account_id=guest, project_id="project", language="en", memory=memory,
                made_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
        done = {"kind": "make", "request": {}, "state": "completed", "price": 0, "made_at": NOW}
        result = {"item_id": theirs["a"], "files": [{"item_id": theirs["a"]}, {"item_id": theirs["b"]}]}
        tx.add(Job(id="job", account_id=guest, project_id="project", request_key="same", result=result, **done))
        tx.add(Job(id="her-job", account_id=ann, project_id="hers", request_key="same", result=None, **done))
        for owner, photo, character in ((guest, theirs["a"], "theirs"), (ann, hers["a"], "hers")):
            row = CharacterRow(id=character, account_id=owner, name="Mia", made_at=NOW, changed_at=NOW)
            tx.add(row)
            tx.flush()
            tx.add(CharacterPhoto(character_id=character, item_id=photo, position=0))
    with database.writing() as tx:
        assert join(tx, guest, ann, now=NOW) == settings.anonymous_credits
    with database.reading() as tx:
        kept = {item.id: item.account_id for item in tx.scalars(select(VaultItem))}
        assert kept == {hers["a"]: ann, theirs["b"]: ann, hers["c"]: ann}
        assert tx.get_one(ProjectRow, "project").song_item_id == hers["a"]
        session = tx.get_one(SessionRow, "session")
        assert (session.account_id, session.memory["files"]) == (ann, [hers["a"], theirs["b"]])
        assert session.memory["song_item_id"] == hers["a"]
        job = tx.get_one(Job, "job")
        assert job.result == {"item_id": hers["a"], "files": [{"item_id": hers["a"]}, {"item_id": theirs["b"]}]}
        assert (job.account_id, job.request_key) == (ann, f"same@{guest}")
        assert {row.name for row in tx.scalars(select(CharacterRow))} == {"Mia", "Mia (2)"}
        assert {row.item_id for row in tx.scalars(select(CharacterPhoto))} == {hers["a"]}
        credits = settings.anonymous_credits + settings.registered_credits
        assert ledger.balance(tx, ann).available == ledger.balance(tx, ann).granted == credits
        assert audit(tx) == ()


def test_spent_credits_stay_spent_and_free_images_come_along(database: Database, settings: Settings) -> None:
    guest, ann = (new_account(database, settings, name) for name in ("guest", "ann"))
    with database.writing() as tx:
        ledger.grant(tx, guest, 0, reason="gift", key="free", free_items=4, now=NOW)
        ledger.hold(tx, guest, 30, hold_id="h", free_items=1, now=NOW)
        ledger.capture(tx, "h", 30, now=NOW)
        join(tx, guest, ann, now=NOW)
        left, gained = ledger.balance(tx, guest), ledger.balance(tx, ann)
        assert (left.available, left.spent, left.free_left) == (0, 30, 0)
        assert gained.available == settings.registered_credits + settings.anonymous_credits - 30
        assert gained.free_left == 3
        assert audit(tx) == ()


def test_a_guest_joins_once_and_one_with_credits_held_not_at_all(database: Database, settings: Settings) -> None:
    guest, ann, bob = (new_account(database, settings, name) for name in ("guest", "ann", "bob"))
    with database.writing() as tx:
        ledger.hold(tx, guest, 30, hold_id="h", now=NOW)
    with pytest.raises(ConflictError), database.writing() as tx:
        join(tx, guest, ann, now=NOW)
    with database.writing() as tx:
        ledger.release(tx, "h", now=NOW)
        join(tx, guest, ann, now=NOW)
    with pytest.raises(NotFoundError), database.writing() as tx:
        join(tx, guest, bob, now=NOW)
