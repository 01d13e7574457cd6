"""Guests get tokens by the contract's rules, and a token opens what it should and nothing else."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from songreel_server.accounts import tokens
from songreel_server.credits import ledger
from songreel_server.errors import (
    BadRequestError,
    NotFoundError,
    ScopeError,
    SessionNotFoundError,
    TooManyRequestsError,
    UnknownTokenError,
)
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import ProjectRow, SessionRow, Token

NOW = 1_800_000_000.0
WEEK_S = 7 * 86_400
CLIENT = "0b1f2f3e-58f4-4a7e-9d6a-000000000001"


def _issue(
    database: Database, settings: Settings, client: str = CLIENT, ip: str = "203.0.113.7", *, now: float = NOW
) -> tokens.IssuedToken:
    with database.writing() as tx:
        return tokens.issue_guest(tx, settings, client_id=client, ip=ip, now=now)


def test_a_guest_gets_a_token_for_a_week_and_the_houses_credits(database: Database, settings: Settings) -> None:
    issued = _issue(database, settings)
    assert issued.token.startswith("nmv_usr_")
    assert len(issued.token) > 40
    assert issued.expires_at == NOW + WEEK_S
    with database.reading() as tx:
        assert ledger.balance(tx, issued.account_id).available == 100
        caller = tokens.who_is(tx, issued.token, now=NOW + WEEK_S - 1)
    assert (caller.account_id, caller.kind, caller.metered) == (issued.account_id, "anonymous", True)
    assert caller.scopes == {"read", "write", "upload", "render"}


def test_a_guest_may_be_given_no_credits_and_few_scopes(database: Database, settings: Settings) -> None:
    chosen = settings.model_copy(update={"anonymous_credits": 0, "anonymous_scopes": frozenset({"read", "write"})})
    issued = _issue(database, chosen)
    with database.reading() as tx:
        assert ledger.balance(tx, issued.account_id).granted == 0
        caller = tokens.who_is(tx, issued.token, now=NOW)
    caller.require("write")
    with pytest.raises(ScopeError, match="may not render"):
        caller.require("render")


def test_only_the_hash_of_a_token_is_kept_and_its_value_does_not_print_it(
    database: Database, settings: Settings
) -> None:
    issued = _issue(database, settings)
    with database.reading() as tx:
        row = tx.get_one(Token, issued.token_id)
        kept = [str(value) for name, value in vars(row).items() if not name.startswith("_")]
    assert row.hash == hashlib.sha256(issued.token.encode()).hexdigest()
    assert not any(issued.token in value for value in kept)
    assert issued.token not in repr(issued)


@pytest.mark.parametrize("client", [CLIENT, CLIENT.upper(), f" {CLIENT} "])
def test_a_client_gets_one_token_a_week_and_is_told_when_the_next_is_due(
    database: Database, settings: Settings, client: str
) -> None:
    _issue(database, settings)
    with pytest.raises(TooManyRequestsError) as refused:
        _issue(database, settings, client, now=NOW + 1000.5)
    assert refused.value.retry_after_s == WEEK_S - 1000
    due = NOW + 1000.5 + refused.value.retry_after_s
    with pytest.raises(TooManyRequestsError):
        _issue(database, settings, client, now=due - 1)
    _issue(database, settings, client, now=due)


def test_an_address_gets_as_many_tokens_as_are_set_and_is_told_when_the_next_is_due(
    database: Database, settings: Settings
) -> None:
    few = settings.model_copy(update={"tokens_per_ip": 3})
    for number in range(3):
        _issue(database, few, f"client-{number}", now=NOW + 60 * number)
    with pytest.raises(TooManyRequestsError, match="address") as refused:
        _issue(database, few, "client-3", now=NOW + 200)
    assert refused.value.retry_after_s == WEEK_S - 200
    _issue(database, few, "client-4", "203.0.113.8", now=NOW + 200)
    _issue(database, few, "client-3", now=NOW + 200 + refused.value.retry_after_s)
    # Room for one, not for more: the second of the three is still counted.
    with pytest.raises(TooManyRequestsError) as again:
        _issue(database, few, "client-5", now=NOW + WEEK_S)
    assert again.value.retry_after_s == 60


def test_where_both_rules_refuse_the_longer_wait_is_told(database: Database, settings: Settings) -> None:
    one = settings.model_copy(update={"tokens_per_ip": 1})
    _issue(database, one, "first", "203.0.113.1", now=NOW)
    _issue(database, one, "second", "203.0.113.2", now=NOW + 500)
    with pytest.raises(TooManyRequestsError) as refused:
        _issue(database, one, "first", "203.0.113.2", now=NOW + 600)
    assert refused.value.retry_after_s == WEEK_S - 100
    _issue(database, one, "first", "203.0.113.2", now=NOW + 600 + refused.value.retry_after_s)


def test_a_household_of_ipv6_addresses_counts_as_one(database: Database, settings: Settings) -> None:
    one = settings.model_copy(update={"tokens_per_ip": 1})
    _issue(database, one, "first", "2001:db8:1:2::1")
    with pytest.raises(TooManyRequestsError):
        _issue(database, one, "second", "2001:db8:1:2:ffff::9")
    _issue(database, one, "second", "2001:db8:1:3::1")


def test_an_ipv4_address_written_as_ipv6_is_the_same_address(database: Database, settings: Settings) -> None:
    one = settings.model_copy(update={"tokens_per_ip": 1})
    _issue(database, one, "first", "203.0.113.7")
    with pytest.raises(TooManyRequestsError):
        _issue(database, one, "second", "::ffff:203.0.113.7")


@pytest.mark.parametrize("client", ["", "   ", "a b", "x" * 101, "é", "a\nb", "';--"])
def test_a_client_id_that_is_missing_or_no_name_is_refused(database: Database, settings: Settings, client: str) -> None:
    with pytest.raises(BadRequestError, match="X-Client-Id"):
        _issue(database, settings, client)
    with database.reading() as tx:
        assert tx.scalar(select(func.count()).select_from(Token)) == 0


def test_the_same_client_asking_many_times_at_once_gets_one_token(database: Database, settings: Settings) -> None:
    start = Barrier(6)

    def ask(_: int) -> bool:
        start.wait(timeout=10)
        try:
            _issue(database, settings)
        except TooManyRequestsError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ask, range(6))) == 1


def test_expired_revoked_and_made_up_tokens_are_refused_in_the_same_words(
    database: Database, settings: Settings
) -> None:
    issued = _issue(database, settings)
    revoked = _issue(database, settings, "other")
    with database.writing() as tx:
        tokens.revoke(tx, revoked.token_id, now=NOW + 1)
    said = set()
    made_up = ["", "nmv_usr_", issued.token[:-1], issued.token + "=", issued.token.upper(), "né", "\ud800", "x" * 9999]
    for token, now in [(issued.token, NOW + WEEK_S), (revoked.token, NOW + 1), *((text, NOW) for text in made_up)]:
        with database.reading() as tx, pytest.raises(UnknownTokenError) as refused:
            tokens.who_is(tx, token, now=now)
        said.add(str(refused.value))
    assert len(said) == 1
    with database.reading() as tx:
        assert tokens.who_is(tx, issued.token, now=NOW).account_id == issued.account_id


def test_revoking_twice_keeps_the_first_time_and_an_unknown_token_is_said_so(
    database: Database, settings: Settings
) -> None:
    issued = _issue(database, settings)
    for later in (5, 9):
        with database.writing() as tx:
            tokens.revoke(tx, issued.token_id, now=NOW + later)
    with database.writing() as tx:
        assert tx.get_one(Token, issued.token_id).revoked_at == NOW + 5
        with pytest.raises(NotFoundError):
            tokens.revoke(tx, "unknown", now=NOW)


def _session(database: Database, account_id: str, session_id: str = "s1") -> str:
    with database.writing() as tx:
        project = ProjectRow(id=f"p-{session_id}", account_id=account_id, name="p", made_at=NOW, changed_at=NOW)
        tx.add(project)
        tx.flush()
        tx.add(
            SessionRow(
                id=session_id,
                account_id=account_id,
                project_id=project.id,
                language="en",
                memory={},
                made_at=NOW,
                changed_at=NOW,
            )
        )
    return session_id


def test_a_claim_opens_its_session_for_a_week_and_nothing_of_the_api(database: Database, settings: Settings) -> None:
    guest = _issue(database, settings)
    session_id = _session(database, guest.account_id)
    with database.writing() as tx:
        claim = tokens.claim(tx, settings, account_id=guest.account_id, session_id=session_id, now=NOW)
    assert claim.token.startswith("clm_")
    assert claim.expires_at == NOW + WEEK_S
    with database.reading() as tx:
        for _ in range(2):
            opened = tokens.open_claim(tx, claim.token, now=NOW + 5)
            assert opened == tokens.OpenedClaim(account_id=guest.account_id, session_id=session_id)
        with pytest.raises(UnknownTokenError):
            tokens.who_is(tx, claim.token, now=NOW)
        with pytest.raises(UnknownTokenError):
            tokens.open_claim(tx, guest.token, now=NOW)
        with pytest.raises(UnknownTokenError):
            tokens.open_claim(tx, claim.token, now=NOW + WEEK_S)


def test_nobody_gets_a_claim_on_a_session_of_another_account(database: Database, settings: Settings) -> None:
    mine, theirs = _issue(database, settings), _issue(database, settings, "other")
    session_id = _session(database, theirs.account_id)
    said = []
    for wanted in (session_id, "unknown"):
        with database.writing() as tx, pytest.raises(SessionNotFoundError) as refused:
            tokens.claim(tx, settings, account_id=mine.account_id, session_id=wanted, now=NOW)
        said.append(str(refused.value).replace(wanted, "ID"))
    assert said[0] == said[1]
