"""What words name scopes, how often a caller may ask, and which address a request comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_server.accounts import limits, scopes
from songreel_server.accounts.limits import RequestLimiter, client_address, counted_as, network_of
from songreel_server.errors import BadRequestError, TooManyRequestsError


def test_a_star_is_all_scopes_and_words_may_be_written_several_ways() -> None:
    assert scopes.parsed("*") == scopes.parsed("read, write upload,render") == scopes.ALL
    assert scopes.parsed("") == frozenset()
    assert scopes.parsed(scopes.written(["write", "read"])) == {"read", "write"}
    with pytest.raises(BadRequestError, match="fly"):
        scopes.parsed("read fly")


def test_a_burst_passes_and_then_requests_pass_at_the_set_pace() -> None:
    limiter = RequestLimiter(60, burst=3)
    for _ in range(3):
        limiter.count("a", now=100.0)
    with pytest.raises(TooManyRequestsError) as refused:
        limiter.count("a", now=100.2)
    assert refused.value.retry_after_s == 1
    limiter.count("b", now=100.2)
    limiter.count("a", now=100.2 + refused.value.retry_after_s)


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 30))
def test_no_minute_has_more_than_twice_the_limit_and_a_refused_request_passes_when_told(
    pauses_s: list[float], per_minute: int
) -> None:
    limiter, now, passed = RequestLimiter(per_minute), 0.0, []
    for pause_s in pauses_s:
        now += pause_s
        try:
            limiter.count("a", now=now)
        except TooManyRequestsError as refused:
            now += refused.retry_after_s
            limiter.count("a", now=now)
        passed.append(now)
    for start in passed:
        # The burst and what came due within the minute.
        assert sum(start <= at < start + 60 for at in passed) <= 2 * per_minute


def test_made_up_callers_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 50)
    limiter = RequestLimiter(1)
    for number in range(500):
        limiter.count(f"caller {number}", now=1.0)
    assert len(limiter._free_at) == 50
    with pytest.raises(TooManyRequestsError):
        limiter.count("caller 499", now=1.0)


def test_who_keeps_asking_is_not_forgotten_for_those_who_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 50)
    limiter = RequestLimiter(1, burst=600)
    for number in range(500):
        limiter.count("busy", now=1.0)
        limiter.count(f"caller {number}", now=1.0)
    for _ in range(100):
        limiter.count("busy", now=1.0)
    with pytest.raises(TooManyRequestsError):
        limiter.count("busy", now=1.0)


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("203.0.113.5", None, (), "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", (), "203.0.113.5"),
        ("10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.9", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "not an address", ("10.0.0.1",), "10.0.0.1"),
        ("10.0.0.1", "", ("10.0.0.1",), "10.0.0.1"),
        ("::ffff:10.0.0.1", "2001:db8::5", ("10.0.0.1",), "2001:db8::5"),
        ("10.0.0.1", "10.0.0.2", ("10.0.0.0/8",), "10.0.0.2"),
    ],
)
def test_only_trusted_proxies_are_believed_about_who_stood_before_them(
    peer: str, forwarded: str | None, trusted: tuple[str, ...], client: str
) -> None:
    assert client_address(peer, forwarded, frozenset(trusted)) == client


def test_an_address_counts_as_its_network() -> None:
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert network_of("fe80::1%eth0") == "fe80::/64"
    with pytest.raises(BadRequestError, match="no internet address"):
        network_of("somewhere")


def test_a_limiter_counts_a_household_as_one_and_a_sockets_name_as_itself() -> None:
    assert counted_as("2001:db8:1:2:3::4") == counted_as("2001:db8:1:2:ffff::1")
    assert counted_as("203.0.113.7") != counted_as("203.0.113.8")
    assert counted_as("unix socket") == "unix socket"
