"""A file from a URL: streamed to the scratch folder under caps of size and time, redirects checked one by one."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from email.message import Message
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from songreel_server.errors import FetchError
from songreel_server.outside import Reachable, Resolve, opened, reach, resolved
from songreel_server.received import Received, Receiver

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_WAIT_S: Final = 15.0
"""For a connection, and between two pieces of an answer."""


async def fetch(
    url: str,
    receiver: Receiver,
    *,
    allow: frozenset[str],
    timeout_s: float,
    resolve: Resolve = resolved,
    tls: ssl.SSLContext | None = None,
) -> Received:
    """What stands at the URL, named as its server names it, else as the URL ends.

    `allow` holds host:port of hosts that may be private. Raises FetchError, TooLargeError, StorageError.
    """
    try:
        async with asyncio.timeout(timeout_s):
            return await _follow(url, receiver, allow=allow, resolve=resolve, tls=tls)
    except TimeoutError as error:
        raise FetchError(f"The file did not come within {timeout_s:g} s; upload it instead.") from error


async def _follow(
    url: str, receiver: Receiver, *, allow: frozenset[str], resolve: Resolve, tls: ssl.SSLContext | None
) -> Received:
    import httpx

    target = await reach(url, allow=allow, resolve=resolve)
    for _ in range(MOST_REDIRECTS + 1):
        try:
            async with opened("GET", target, timeout_s=_WAIT_S, tls=tls) as response:
                if response.status_code not in _REDIRECTS:
                    return await _received(response, target, receiver)
                onward = _onward(response, target)
        except httpx.HTTPError as error:
            raise FetchError(f"{target.host} does not answer as it should ({type(error).__name__}).") from error
        target = await reach(onward, allow=allow, resolve=resolve)
    raise FetchError(f"{target.host} redirects more than {MOST_REDIRECTS} times; give the link it ends at.")


async def _received(response: "httpx.Response", target: Reachable, receiver: Receiver) -> Received:
    if response.status_code != 200:
        raise FetchError(
            f"{target.host} answered {response.status_code}; check that the link works without logging in."
        )
    packing = response.headers.get("content-encoding", "identity").lower()
    if packing != "identity":
        raise FetchError(f"{target.host} sends the file packed as {packing[:20]}; give a link to the file itself.")
    name = _name(response, target)
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit():
        receiver.announce(int(length), name)
    return await receiver.receive(_pieces(response), name=name)


async def _pieces(response: "httpx.Response") -> AsyncIterator[bytes]:
    async for piece in response.aiter_raw(chunk_size=1 << 16):
        yield piece


def _onward(response: "httpx.Response", target: Reachable) -> "httpx.URL":
    import httpx

    location = response.headers.get("location", "")
    try:
        onward = target.url.join(location)
    except httpx.InvalidURL as error:
        raise FetchError(f"{target.host} redirects to what is no URL; give the link it ends at.") from error
    if not location:
        raise FetchError(f"{target.host} redirects to nowhere; give the link it ends at.")
    return onward


def _name(response: "httpx.Response", target: Reachable) -> str:
    head = Message()
    head["Content-Disposition"] = response.headers.get("content-disposition", "")
    return head.get_filename() or unquote(target.url.path.rpartition("/")[2])
