"""Keys: where they may be used from, what they may spend, and that nothing gets round it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from songreel_server import admin, jobs
from songreel_server.accounts import tokens
from songreel_server.accounts.key_limits import KeyLimits, key_limits
from songreel_server.accounts.spending import spent
from songreel_server.accounts.tokens import IssuedToken
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.errors import (
    AddressNotAllowedError,
    BadRequestError,
    NotEnoughCreditsError,
    SpendLimitError,
    UnknownTokenError,
)
from songreel_server.jobs.settling import settle
from songreel_server.sessions import add_project
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Hold

NOW = 1_800_000_000.0
HOUR_S = 3_600.0
ORDER = jobs.Make(song_sha256="0" * 64, song_suffix=".mp3", film=jobs.Film(quality="preview"))


def key_with(database: Database, settings: Settings, *, credits: int = 1_000, **limits: object) -> IssuedToken:
    return admin.create_key(
        database, settings, user="back@example.com", now=NOW, limits=key_limits(**limits), credits=credits
    )


def start(database: Database, key: IssuedToken, price: int, *, now: float = NOW, name: str = "") -> str:
    with database.writing() as tx:
        project = add_project(tx, key.account_id, name="a", now=now)
        return jobs.start(
            tx,
            account_id=key.account_id,
            project_id=project,
            order=ORDER,
            request_key=name or project,
            price=price,
            token_id=key.token_id,
            now=now,
        ).job_id


def end(database: Database, job_id: str, to: str) -> None:
    with database.writing() as tx:
        settle(tx, job_id, to=to, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("window", ["hourly", "daily", "total"])
def test_a_key_spends_up_to_its_limit_and_no_further(database: Database, settings: Settings, window: str) -> None:
    key = key_with(database, settings, **{window: 100})
    start(database, key, 60)
    start(database, key, 40)
    with pytest.raises(SpendLimitError, match="100 credits") as refusal:
        start(database, key, 1)
    assert (refusal.value.window, refusal.value.limit) == (window, 100)
    with database.reading() as tx:
        assert spent(tx, key.token_id, now=NOW).total == 100
        assert ledger.balance(tx, key.account_id).frozen == 100
        assert audit(tx) == ()


def test_what_is_refunded_makes_room_again_and_what_is_paid_does_not(database: Database, settings: Settings) -> None:
    key = key_with(database, settings, total=100)
    end(database, start(database, key, 100), "failed")
    end(database, start(database, key, 100), "completed")
    with pytest.raises(SpendLimitError):
        start(database, key, 1)


@pytest.mark.parametrize(("window", "length_s"), [("hourly", HOUR_S), ("daily", 24 * HOUR_S)])
def test_room_comes_back_with_time(database: Database, settings: Settings, window: str, length_s: float) -> None:
    key = key_with(database, settings, **{window: 50})
    start(database, key, 50)
    with pytest.raises(SpendLimitError):
        start(database, key, 50, now=NOW + length_s - 1)
    start(database, key, 50, now=NOW + length_s)


def test_a_limit_is_the_keys_own_and_the_account_keeps_its_credits(database: Database, settings: Settings) -> None:
    first, second = (key_with(database, settings, total=50) for _ in "12")
    assert first.account_id == second.account_id
    start(database, first, 50)
    start(database, second, 50)
    with pytest.raises(SpendLimitError):
        start(database, first, 1)


def test_credits_are_asked_for_after_the_limit(database: Database, settings: Settings) -> None:
    with pytest.raises(NotEnoughCreditsError):
        start(database, key_with(database, settings, credits=10, total=50), 40)


def test_a_request_that_comes_twice_counts_once(database: Database, settings: Settings) -> None:
    key = key_with(database, settings, total=50)
    assert start(database, key, 50, name="same") == start(database, key, 50, name="same")


def test_requests_at_the_same_moment_cannot_overspend_together(database: Database, settings: Settings) -> None:
    key, at_once = key_with(database, settings, hourly=100), 8
    gate = Barrier(at_once)

    def ask(_: int) -> bool:
        gate.wait(10)
        try:
            start(database, key, 30)
        except SpendLimitError:
            return False
        return True

    with ThreadPoolExecutor(at_once) as pool:
        assert sum(pool.map(ask, range(at_once))) == 3
    with database.reading() as tx:
        assert tx.scalar(select(func.sum(Hold.amount)).where(Hold.token_id == key.token_id)) == 90
        assert ledger.balance(tx, key.account_id).frozen == 90
        assert audit(tx) == ()


@pytest.mark.parametrize(
    ("listed", "ip", "lets_in"),
    [
        ((), None, True),
        ((), "203.0.113.7", True),
        (("203.0.113.0/24",), "203.0.113.7", True),
        (("203.0.113.0/24",), "203.0.114.7", False),
        (("203.0.113.7",), "::ffff:203.0.113.7", True),
        (("2001:db8::/32",), "2001:db8::1%eth0", True),
        (("203.0.113.0/24",), "2001:db8::1", False),
        (("203.0.113.0/24",), None, False),
        (("0.0.0.0/0",), "testclient", False),
    ],
)
def test_a_list_of_addresses_lets_in_those_on_it(listed: tuple[str, ...], ip: str | None, lets_in: bool) -> None:
    assert KeyLimits(allow_ips=listed).lets_in(ip) is lets_in


def test_a_key_is_refused_from_elsewhere_and_a_revoked_one_everywhere(database: Database, settings: Settings) -> None:
    key = key_with(database, settings, allow_ips=["203.0.113.0/24"])
    with database.reading() as tx:
        assert tokens.who_is(tx, key.token, now=NOW, ip="203.0.113.7").account_id == key.account_id
        for ip in ("198.51.100.1", None):
            with pytest.raises(AddressNotAllowedError):
                tokens.who_is(tx, key.token, now=NOW, ip=ip)
    admin.revoke_token(database, key.token, now=NOW)
    with database.reading() as tx, pytest.raises(UnknownTokenError):
        tokens.who_is(tx, key.token, now=NOW, ip="203.0.113.7")


@pytest.mark.parametrize("wrong", [{"allow_ips": ["home"]}, {"hourly": -1}, {"daily": "much"}, {"weekly": 5}])
def test_a_limit_that_is_none_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(BadRequestError, match=next(iter(wrong))):
        key_limits(**wrong)


def test_the_operators_key_comes_with_what_was_granted_and_nothing_else(database: Database, settings: Settings) -> None:
    key = key_with(database, settings, credits=45)
    assert key.token.startswith("sk-")
    with database.reading() as tx:
        assert ledger.balance(tx, key.account_id).available == 45
