"""What the operator may do, and that it works beside a running server."""

import pytest

from songreel_server import admin
from songreel_server.accounts import tokens
from songreel_server.credits import ledger
from songreel_server.credits.price_list import read_price_list
from songreel_server.errors import BadRequestError, NotFoundError, TooManyRequestsError, UnknownTokenError
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Event, Job, ProjectRow, Worker

NOW = 1_800_000_000.0
DAY_S = 86_400.0


def _guest(database: Database, settings: Settings, client: str = "client", *, now: float = NOW) -> tokens.IssuedToken:
    with database.writing() as tx:
        return tokens.issue_guest(tx, settings, client_id=client, ip="203.0.113.7", now=now)


def test_the_operator_gives_a_token_with_scopes_days_and_credits(database: Database) -> None:
    issued = admin.create_token(database, now=NOW, scopes="read,render", days=2, name="back end", credits=500)
    with database.reading() as tx:
        caller = tokens.who_is(tx, issued.token, now=NOW + 2 * DAY_S - 1)
        assert caller.scopes == {"read", "render"}
        assert ledger.balance(tx, issued.account_id).available == 500
        with pytest.raises(UnknownTokenError):
            tokens.who_is(tx, issued.token, now=NOW + 2 * DAY_S)
    (listed,) = admin.list_tokens(database)
    assert (listed.token_id, listed.name, listed.scopes) == (issued.token_id, "back end", "read render")


def test_a_second_token_of_an_account_opens_the_same_account(database: Database, settings: Settings) -> None:
    guest = _guest(database, settings)
    issued = admin.create_token(database, now=NOW, account_id=guest.account_id)
    assert (issued.account_id, issued.expires_at) == (guest.account_id, None)
    assert {one.token_id for one in admin.list_tokens(database, account_id=guest.account_id)} == {
        guest.token_id,
        issued.token_id,
    }
    with pytest.raises(NotFoundError):
        admin.create_token(database, now=NOW, account_id="nobody")
    with pytest.raises(BadRequestError, match="fly"):
        admin.create_token(database, now=NOW, scopes="fly")
    assert len(admin.list_accounts(database)) == 1


def test_the_local_owner_pays_nothing(database: Database) -> None:
    issued = admin.create_token(database, now=NOW, kind="local")
    with database.reading() as tx:
        assert not tokens.who_is(tx, issued.token, now=NOW).metered


@pytest.mark.parametrize("by_text", [True, False])
def test_a_token_is_revoked_by_its_id_or_its_text(database: Database, settings: Settings, by_text: bool) -> None:
    guest = _guest(database, settings)
    assert admin.revoke_token(database, guest.token if by_text else guest.token_id, now=NOW).revoked_at == NOW
    with database.reading() as tx, pytest.raises(UnknownTokenError):
        tokens.who_is(tx, guest.token, now=NOW)
    with pytest.raises(NotFoundError):
        admin.revoke_token(database, "unknown", now=NOW)


def test_credits_are_granted_by_account_email_or_token_and_once_for_a_key(
    database: Database, settings: Settings
) -> None:
    guest = _guest(database, settings)
    with database.writing() as tx:
        person = tokens.open_account(tx, kind="registered", now=NOW, email="ada@example.org").id
    assert admin.grant(database, guest.token_id, 50, now=NOW).available == 150
    assert admin.grant(database, guest.account_id, 50, now=NOW).available == 200
    for _ in range(2):
        assert admin.grant(database, "Ada@example.org", 250, now=NOW, key="pack 1").available == 250
    with pytest.raises(NotFoundError, match="nobody"):
        admin.grant(database, "nobody", 5, now=NOW)
    with pytest.raises(BadRequestError):
        admin.grant(database, person, 0, now=NOW)
    assert admin.check_books(database) == ()
    assert {one.account_id: one.granted for one in admin.list_accounts(database)} == {
        guest.account_id: 200,
        person: 250,
    }


def test_a_plan_gives_its_credits_each_month_and_its_free_images_once(database: Database, settings: Settings) -> None:
    guest, prices = _guest(database, settings), read_price_list()
    for month in ("2026-11", "2026-11", "2026-12"):
        stands = admin.start_plan(database, prices, guest.account_id, month=month, now=NOW)
    assert (stands.available, stands.free_left) == (100 + 2 * 750, 10)


def _job(database: Database, account_id: str, name: str, state: str, worker_id: str | None = None) -> None:
    with database.writing() as tx:
        if tx.get(ProjectRow, account_id) is None:
            tx.add(ProjectRow(id=account_id, account_id=account_id, name="p", made_at=NOW, changed_at=NOW))
            tx.flush()
        tx.add(
            Job(
                id=name,
                account_id=account_id,
                project_id=account_id,
                kind="make",
                request={},
                request_key=name,
                state=state,
                price=40,
                worker_id=worker_id,
                made_at=NOW + len(name),
            )
        )


def test_jobs_are_listed_newest_first_by_state_and_account_with_their_workers_last_sign(
    database: Database, settings: Settings
) -> None:
    mine, theirs = _guest(database, settings), _guest(database, settings, "other")
    with database.writing() as tx:
        tx.add(Worker(id="w", host="h", started_at=NOW, seen_at=NOW + 7))
    _job(database, mine.account_id, "a", "running", "w")
    _job(database, mine.account_id, "bb", "completed")
    _job(database, theirs.account_id, "ccc", "running")
    assert [job.job_id for job in admin.list_jobs(database)] == ["ccc", "bb", "a"]
    assert [job.job_id for job in admin.list_jobs(database, limit=1)] == ["ccc"]
    (only,) = admin.list_jobs(database, states=["running", "queued"], account_id=mine.account_id)
    assert (only.job_id, only.worker_id, only.worker_seen_at) == ("a", "w", NOW + 7)


def test_vacuum_clears_what_ended_long_ago_and_nothing_that_is_still_good(
    database: Database, settings: Settings
) -> None:
    old, revoked = _guest(database, settings), _guest(database, settings, "revoked")
    admin.revoke_token(database, revoked.token_id, now=NOW)
    later = NOW + 20 * DAY_S
    young = _guest(database, settings, "young", now=later - DAY_S)
    lasting = admin.create_token(database, now=NOW)
    _job(database, old.account_id, "a", "running", "busy")
    with database.writing() as tx:
        for stream, kind, at in (
            ("old", "text", NOW),
            ("old", "end", NOW),
            ("open", "text", NOW),
            ("new", "end", later - DAY_S),
        ):
            number = 1 if kind == "text" or stream == "new" else 2
            tx.add(Event(stream_id=stream, number=number, kind=kind, body={}, made_at=at))
        for name, at in (("gone", NOW), ("busy", NOW), ("alive", later)):
            tx.add(Worker(id=name, host="h", started_at=NOW, seen_at=at))
    assert admin.vacuum(database, settings, now=later) == admin.Cleared(tokens=2, events=2, workers=1)
    assert {one.token_id for one in admin.list_tokens(database)} == {young.token_id, lasting.token_id}
    assert admin.vacuum(database, settings, now=later) == admin.Cleared(tokens=0, events=0, workers=0)
    with database.reading() as tx:
        assert ledger.balance(tx, old.account_id).available == 100


def test_vacuum_keeps_tokens_that_a_rate_rule_still_counts(database: Database, settings: Settings) -> None:
    guest = _guest(database, settings)
    admin.revoke_token(database, guest.token_id, now=NOW)
    admin.vacuum(database, settings, now=NOW + DAY_S, keep_days=0.5)
    with pytest.raises(TooManyRequestsError):
        _guest(database, settings, now=NOW + DAY_S)
