"""How often: requests of one token or address in this process, and which address a request really comes from."""

import threading
from collections import OrderedDict
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil
from typing import Final

from songreel_server.errors import BadRequestError, TooManyRequestsError

MINUTE_S: Final = 60.0
MOST_KEYS: Final = 100_000
"""Beyond it the ones longest unheard of are forgotten, so that made-up callers do not fill the memory."""
IPV6_HOME: Final = 64
"""Bits of an IPv6 address that one household holds: the rest it chooses itself."""


class RequestLimiter:
    """Lets `per_minute` requests of one key through, up to `burst` of them at once. Thread-safe; of this process only.

    Source: the generic cell rate algorithm, ITU-T I.371.
    """

    def __init__(self, per_minute: int, *, burst: int | None = None) -> None:
        self._each_s = MINUTE_S / per_minute
        self._slack_s = self._each_s * ((burst or per_minute) - 1)
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, *, now: float) -> None:
        """One more request. Raises TooManyRequestsError, and does not count it, where it is one too many."""
        with self._lock:
            due = max(self._free_at.get(key, now), now)
            wait_s = due - now - self._slack_s
            if wait_s > 1e-9:
                seconds = ceil(wait_s)
                raise TooManyRequestsError(
                    f"Too many requests; send the next one in {seconds} s.", retry_after_s=seconds
                )
            self._free_at[key] = due + self._each_s
            self._free_at.move_to_end(key)
            if len(self._free_at) > MOST_KEYS:
                self._free_at.popitem(last=False)


def network_of(ip: str) -> str:
    """What counts as one address: an IPv4 address itself, of an IPv6 address its /64. Raises BadRequestError."""
    address = _address(ip)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, IPV6_HOME), strict=False))
    return str(address)


def counted_as(address: str) -> str:
    """What a limiter counts this address as: its network, or where it is none (a socket's name) itself."""
    try:
        return network_of(address)
    except BadRequestError:
        return address


def client_address(peer: str, forwarded_for: str | None, trusted: frozenset[str]) -> str:
    """The address a request comes from: its peer's, or what proxies that are trusted say stood before them.

    `forwarded_for` is X-Forwarded-For: each proxy adds its peer at the end, so the last entry that is not a trusted proxy is
    the one nobody could make up. An entry that is no address ends the search at the last good one.
    """
    hops = [peer, *(hop.strip() for hop in reversed((forwarded_for or "").split(",")))]
    networks = [ip_network(name, strict=False) for name in trusted]
    client = peer
    for hop in hops:
        try:
            address = _address(hop)
        except BadRequestError:
            break
        client = str(address)
        if not any(address in network for network in networks):
            break
    return client


def _address(ip: str) -> IPv4Address | IPv6Address:
    try:
        address = ip_address(ip.strip().partition("%")[0])
    except ValueError as error:
        raise BadRequestError(f"{ip[:60]!r} is no internet address.") from error
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
