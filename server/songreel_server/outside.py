"""Requests to hosts of others: never to this machine or a private network, whatever a URL, a redirect or the DNS says.

A name is looked up once for each hop; every address it has must be a public one, and the connection goes to the very
address that was checked, so an answer that changes in between (DNS rebinding) changes nothing, and nothing is sent, not
even a connection opened, to an address that is refused. httpx-secure checks the address a second time where the
connection is made. Hosts that the operator allows (`host:port`) may be private.
"""

import asyncio
import functools
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final

from songreel_server.errors import FetchError

if TYPE_CHECKING:
    # Late where it is used: it takes a tenth of the server's start, and most servers never ask anybody.
    import httpx

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) → addresses, in the order they should be tried."""

LONGEST_URL: Final = 4_000
USER_AGENT: Final = "songreel"
_PORTS: Final = {"http": 80, "https": 443}
_RESOLVE_S: Final = 10.0
_MOST_ADDRESSES: Final = 4
_TRANSLATING: Final = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""Addresses that stand for an IPv4 address behind a gateway (NAT64, 6to4, Teredo, compatible): nothing public needs one."""


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """A URL whose host may be asked, and where it is."""

    url: "httpx.URL"
    host: str
    port: int
    addresses: tuple[Address, ...]
    """In the order they are tried; all of them were checked."""
    allowed: bool
    """By the operator, so it may be private."""


async def resolved(host: str, port: int) -> list[str]:
    """What the system's resolver says. Raises OSError where there is no such host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def reach(url: "str | httpx.URL", *, allow: frozenset[str], resolve: Resolve = resolved) -> Reachable:
    """The URL with its host's address, checked. Raises FetchError where it is no URL of the web or may not be asked."""
    parsed = _parsed(url)
    host = parsed.raw_host.decode("ascii").rstrip(".")
    port = parsed.port or _PORTS[parsed.scheme]
    allowed = not {f"{host}:{port}", f"[{host}]:{port}"}.isdisjoint(map(str.lower, allow))
    addresses = await _addresses(host, port, resolve)
    if not allowed and not all(map(is_public, addresses)):
        raise _unknown(host)
    return Reachable(url=parsed, host=host, port=port, addresses=addresses[:_MOST_ADDRESSES], allowed=allowed)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be reached there, and nobody else."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or address.scope_id or any(address in network for network in _TRANSLATING):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@asynccontextmanager
async def opened(
    method: str,
    target: Reachable,
    *,
    timeout_s: float,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    tls: ssl.SSLContext | None = None,
) -> "AsyncIterator[httpx.Response]":
    """The answer's head; its body is read by the caller. A redirect is an answer like any other: it is not followed.

    `timeout_s` bounds each wait, not the whole. Raises httpx.HTTPError.
    """
    import httpx
    from httpx_secure import httpx_ssrf_protection

    client = httpx.AsyncClient(
        timeout=timeout_s,
        trust_env=False,  # a proxy named in the environment would do the connecting, and no check here would hold
        follow_redirects=False,
        verify=tls or _usual_tls(),
    )
    if target.allowed:
        # Only the addresses that were looked up: the operator allowed this host, not its neighbours.
        httpx_ssrf_protection(
            client,
            check_globally_reachable=False,
            custom_validator=lambda _, address, port: address in target.addresses and port == target.port,
        )
    else:
        httpx_ssrf_protection(client, custom_validator=lambda _, address, __: is_public(address))
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == _PORTS[target.url.scheme]
    sent = {
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",  # nothing is unpacked, so nothing swells
        **(headers or {}),
        "Host": host if usual else f"{host}:{target.port}",
    }
    async with client, AsyncExitStack() as stack:
        for address in target.addresses:
            answer = client.stream(
                method,
                target.url.copy_with(host=str(address)),
                headers=sent,
                content=content,
                # The certificate must be the host's, though the connection goes to its address.
                extensions={"sni_hostname": target.host},
            )
            try:
                response = await stack.enter_async_context(answer)
                break
            except (httpx.ConnectError, httpx.ConnectTimeout):
                # Many hosts have an address that nobody listens at, IPv6 before all; nothing has been sent yet.
                if address == target.addresses[-1]:
                    raise
        yield response


@functools.cache
def _usual_tls() -> ssl.SSLContext:
    """Made once: reading the world's certificates takes 50 ms."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _parsed(url: "str | httpx.URL") -> "httpx.URL":
    import httpx

    shown = str(url)[:100]
    if len(str(url)) > LONGEST_URL:
        raise FetchError(f"{shown}… is longer than {LONGEST_URL} characters; give a shorter link.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise FetchError(f"{shown!r} is no URL; give one that begins with https://.") from error
    if parsed.scheme not in _PORTS or not parsed.host:
        raise FetchError(f"{shown!r} is no URL of the web; give one that begins with https://.")
    if parsed.port is not None and not 1 <= parsed.port <= 65_535:
        raise FetchError(f"{shown!r} names a port that does not exist; check the URL.")
    if parsed.userinfo:
        raise FetchError("A URL with a name or password in it is not fetched; give a link that needs none.")
    return parsed


async def _addresses(host: str, port: int, resolve: Resolve) -> tuple[Address, ...]:
    try:
        async with asyncio.timeout(_RESOLVE_S):
            # Resolvers know spellings of an address that nobody else does (0x7f.1, 2130706433): they are names here.
            found = [host] if _is_address(host) else await resolve(host, port)
        addresses = tuple(dict.fromkeys(ip_address(text) for text in found))
    except (OSError, UnicodeError, ValueError) as error:
        raise _unknown(host) from error
    if not addresses:
        raise _unknown(host)
    return addresses


def _unknown(host: str) -> FetchError:
    """The same for a host that does not exist and one that is private: no stranger learns which names exist here."""
    return FetchError(f"{host} is no host on the public internet; check the URL, or upload the file instead.")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
