"""Files for players and browsers, by signed link: whole, in ranges so that a video seeks, or only their head (RFC 9110).

What an uploaded file claims to be must not matter to the browser that shows it: the type comes from the content, is not
guessed again, and nothing in it may run.
"""

import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse

from songreel_server import vault
from songreel_server.errors import LinkError, NotFoundError, StorageError
from songreel_server.media_links import PATH, Disposition, MediaLinks, Opened
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore

SAFETY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_FILE: Final[dict[str, Any]] = {"content": {"*/*": {}}}
_SENTENCE: Final[dict[str, Any]] = {"content": {"text/plain": {}}}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", **_FILE},
    206: {"description": "The part that was asked for.", **_FILE},
    307: {"description": "The file lies there."},
    400: {"description": "The range cannot be read.", **_SENTENCE},
    403: {"description": "The link is damaged or has expired.", **_SENTENCE},
    404: {"description": "The file has been deleted.", **_SENTENCE},
    416: {"description": "The file is shorter than that.", **_SENTENCE},
    503: {"description": "The media store does not answer.", **_SENTENCE},
}
_STATUSES: Final = {LinkError: 403, NotFoundError: 404, StorageError: 503}


def media_router(
    *, links: MediaLinks, database: Database, store: MediaStore, clock: Callable[[], float] = time.time
) -> APIRouter:
    """GET and HEAD of `/media/{signed}/{name}`."""
    router = APIRouter(tags=["media"])

    async def media(request: Request, signed: str, name: str) -> Response:
        """A file by its signed link; the name is for the eye alone."""
        now = clock()
        try:
            says = links.read(signed, now=now)
            return await run_in_threadpool(_answer, request.method, says, database, store, now)
        except (LinkError, NotFoundError, StorageError) as error:
            return PlainTextResponse(
                f"{error}\n",
                status_code=_STATUSES[type(error)],
                headers={**SAFETY_HEADERS, "Cache-Control": "no-store"},
            )

    for method in ("GET", "HEAD"):
        router.add_api_route(
            PATH + "/{signed}/{name}",
            media,
            methods=[method],
            response_class=Response,
            response_model=None,
            responses=_RESPONSES,
            operation_id=f"{method.lower()}_media",
        )
    return router


def _answer(method: str, says: Opened, database: Database, store: MediaStore, now: float) -> Response:
    with database.reading() as tx:
        item = vault.linked_item(tx, says.item_id)
    return file_response(method, item, store, disposition=says.disposition, expires_s=max(1, says.expires_at - now))


def file_response(
    method: str, item: vault.Item, store: MediaStore, *, disposition: Disposition, expires_s: float
) -> Response:
    """An item's file as the answer to a GET or HEAD, for whoever has been let in. Waits for disk or network.

    Raises NotFoundError where the file is gone, StorageError.
    """
    theirs = store.link(item.key, expires_s=expires_s, method="HEAD" if method == "HEAD" else "GET")
    if theirs is None:
        return _from_folder(item, store, disposition, expires_s)
    if disposition == "attachment":
        return _through_here(method, item, store, expires_s)
    # 307: the method stays, and so does the range that the client asked for.
    return RedirectResponse(theirs, 307, {**SAFETY_HEADERS, "Cache-Control": "no-store"})


def _from_folder(item: vault.Item, store: MediaStore, disposition: Disposition, expires_s: float) -> Response:
    path = store.local_path(item.key)
    if path is None or not path.is_file():
        raise NotFoundError("This file has been deleted.")
    return FileResponse(
        path,
        media_type=item.media_type,
        filename=item.name,
        content_disposition_type=disposition,
        headers=_headers(item, expires_s),
    )


def _through_here(method: str, item: vault.Item, store: MediaStore, expires_s: float) -> Response:
    """The store does not know what its file is called; whoever saves it should not have to name it."""
    headers = {
        **_headers(item, expires_s),
        "Content-Length": str(store.size(item.key)),
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(item.name, safe='')}",
    }
    if method == "HEAD":
        return Response(headers=headers, media_type=item.media_type)
    return StreamingResponse(store.read(item.key), headers=headers, media_type=item.media_type)


def _headers(item: vault.Item, expires_s: float) -> dict[str, str]:
    return {
        **SAFETY_HEADERS,
        "ETag": f'"{item.sha256}"',
        "Cache-Control": f"private, max-age={round(expires_s)}",
        # Whoever has the link may show the film, on whatever page.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
