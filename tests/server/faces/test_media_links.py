"""Links to files: whoever has one may play it, seek in it and save it, until it expires or the file is deleted."""

import asyncio
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from s3_servers import s3_settings
from songreel_server import vault
from songreel_server.errors import LinkError
from songreel_server.faces.media import media_router
from songreel_server.media_links import MediaLinks
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from songreel_server.store.database import Database
from songreel_server.store.media_store import open_media_store
from songreel_server.store.tables import Account
from songreel_server.vault import Arrival, Item

NOW = 1_800_000_000.0
HOUR_S = 3600.0
CONTENT = os.urandom(200_000)


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


class Film:
    """A kept film and the server that plays it; its clock stands."""

    def __init__(self, settings: Settings, database: Database, folder: Path) -> None:
        self.now = NOW
        self.database = database
        self.store = open_media_store(settings)
        self.links = MediaLinks(settings, self.store)
        app = FastAPI()
        app.include_router(media_router(links=self.links, database=database, store=self.store, clock=lambda: self.now))
        self.app = app
        with database.writing() as tx:
            tx.add(Account(id="anna", kind="anonymous", made_at=NOW))
        self.item = self.keep(folder, CONTENT, name="Night drive – 夜.mp4")

    def keep(self, folder: Path, content: bytes, *, name: str, media_type: str = "video/mp4") -> Item:
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / sha256).write_bytes(content)
        found = Found(kind="film", media_type=media_type, facts={})
        arrival = Arrival(path=folder / sha256, name=name, sha256=sha256, size=len(content), found=found)
        return vault.keep(self.database, self.store, "anna", [arrival], now=NOW, quota_bytes=None)[0]

    def get(self, link: str | None = None, *, method: str = "GET", **headers: str) -> httpx.Response:
        return asyncio.run(self._get(link or self.links.own_link(self.item, now=NOW), method, headers))

    async def _get(self, link: str, method: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url=self.links.settings.base_url) as client:
            return await client.request(method, link, headers=headers)


@pytest.fixture
def film(settings: Settings, database: Database, tmp_path: Path) -> Film:
    return Film(settings.model_copy(update={"media_link_s": HOUR_S}), database, tmp_path)


@pytest.fixture
def film_on_s3(settings: Settings, database: Database, tmp_path: Path, s3_server: str) -> Film:
    on_s3 = settings.model_copy(update={"media_link_s": HOUR_S, **s3_settings(s3_server)})
    return Film(on_s3, database, tmp_path)


def test_a_link_answers_with_the_whole_file(film: Film) -> None:
    answer = film.get(film.links.link(film.item, now=NOW))
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, 200_000),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=199999-", 199_999, 200_000),
        ("bytes=150000-999999999", 150_000, 200_000),
        ("bytes=-500", 199_500, 200_000),
        ("bytes=-999999999", 0, 200_000),
    ],
)
def test_a_video_seeks(film: Film, asked: str, start: int, stop: int) -> None:
    answer = film.get(Range=asked)
    assert (answer.status_code, answer.content) == (206, CONTENT[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/200000"
    assert answer.headers["content-length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["bytes=200000-", "bytes=999999999-"])
def test_a_range_beyond_the_end_cannot_be_satisfied(film: Film, asked: str) -> None:
    answer = film.get(Range=asked)
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */200000"


@pytest.mark.parametrize(
    "asked", ["bytes=x-y", "bytes=5-2", "lines=1-2", "bytes", "bytes=" + "0-1," * 500, "bytes=--1"]
)
def test_a_range_that_is_none_is_no_crash(film: Film, asked: str) -> None:
    assert film.get(Range=asked).status_code in (200, 206, 400, 416)


def test_a_range_of_another_version_is_answered_with_the_whole(film: Film) -> None:
    etag = film.get().headers["etag"]
    assert film.get(Range="bytes=0-9", **{"If-Range": etag}).status_code == 206
    assert film.get(Range="bytes=0-9", **{"If-Range": '"other"'}).content == CONTENT


def test_the_head_alone_tells_size_and_type(film: Film) -> None:
    answer = film.get(method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer.headers["content-length"], answer.headers["content-type"]) == ("200000", "video/mp4")


def test_a_film_is_shown_or_saved_under_its_name(film: Film) -> None:
    shown, saved = (
        film.get(film.links.link(film.item, now=NOW, disposition=how)).headers["content-disposition"]
        for how in ("inline", "attachment")
    )
    name = "Night%20drive%20%E2%80%93%20%E5%A4%9C.mp4"
    assert (shown, saved) == (f"inline; filename*=utf-8''{name}", f"attachment; filename*=utf-8''{name}")


def test_a_file_cannot_do_harm_in_a_browser(film: Film, tmp_path: Path) -> None:
    page = film.keep(tmp_path, b"<script>alert(1)</script>", name='x".html', media_type="text/plain; charset=utf-8")
    for answer in (film.get(film.links.own_link(page, now=NOW)), film.get("/media/x/y")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"].startswith("text/plain")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_link_expires(film: Film) -> None:
    film.now = NOW + HOUR_S - 1
    assert film.get().status_code == 200
    film.now = NOW + HOUR_S
    answer = film.get()
    assert (answer.status_code, answer.text) == (403, "This link has expired; ask for a new one.\n")
    assert answer.headers["cache-control"] == "no-store"


def test_a_link_dies_with_its_file(film: Film) -> None:
    link = film.links.own_link(film.item, now=NOW)
    vault.forget(film.database, film.store, "anna", film.item.id)
    assert (film.get(link).status_code, film.get(link).text) == (404, "This file has been deleted.\n")


def changed(link: str, change: Callable[[str], str]) -> str:
    found = re.fullmatch(r"(.*/media/)([^/]+)(/.*)", link)
    assert found is not None
    return found[1] + change(found[2]) + found[3]


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed[:-1] + ("A" if signed[-1] != "A" else "B"),
        lambda signed: "X" + signed[1:],
        lambda signed: signed.rpartition(".")[0],
        lambda signed: "." + signed.rpartition(".")[2],
        lambda signed: "x",
        lambda signed: "%00",
        lambda signed: "é.é",
        lambda signed: "A" * 5_000,
    ],
)
def test_a_link_cannot_be_made_up_or_changed(film: Film, change: Callable[[str], str]) -> None:
    answer = film.get(changed(film.links.own_link(film.item, now=NOW), change))
    assert (answer.status_code, answer.text) == (403, "This link is damaged; ask for a new one.\n")


def test_a_link_of_another_server_is_worth_nothing_here(film: Film, tmp_path: Path) -> None:
    other = MediaLinks(Settings(data=tmp_path / "other"), film.store)
    assert film.get(other.own_link(film.item, now=NOW)).status_code == 403


def test_what_is_signed_for_something_else_is_no_link(film: Film) -> None:
    serializer = film.links._serializer
    for says in ({}, [], "x", {"item_id": film.item.id}, {"item_id": 1, "expires_at": "x", "disposition": "inline"}):
        with pytest.raises(LinkError):
            film.links.read(str(serializer.dumps(says)), now=NOW)


@pytest.mark.parametrize(
    "path", ["/media/", "/media/x", "/media/../secret", "/media/x/../../secret", "/media/x/%2e%2e/y"]
)
def test_a_path_that_is_no_link_leads_nowhere(film: Film, path: str) -> None:
    assert film.get(path).status_code in (403, 404)


def test_only_looking_is_allowed(film: Film) -> None:
    assert [film.get(method=method).status_code for method in ("POST", "PUT", "DELETE", "PATCH")] == [405] * 4


def direct(answer: httpx.Response | str, method: str = "GET", **headers: str) -> httpx.Response:
    url = answer if isinstance(answer, str) else answer.headers["location"]
    return httpx.request(method, url, headers=headers, trust_env=False)


def test_s3_serves_its_files_itself(film_on_s3: Film) -> None:
    link = film_on_s3.links.link(film_on_s3.item, now=NOW)
    assert "X-Amz-Expires=3600" in link
    assert direct(link).content == CONTENT
    assert direct(link, Range="bytes=100-199").content == CONTENT[100:200]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_of_ours_leads_on_to_s3_for_as_long_as_it_is_good(film_on_s3: Film, method: str) -> None:
    film_on_s3.now = NOW + HOUR_S - 60
    answer = film_on_s3.get(method=method)
    assert (answer.status_code, answer.headers["cache-control"]) == (307, "no-store")
    assert "X-Amz-Expires=60&" in answer.headers["location"]
    at_last = direct(answer, method)
    assert (at_last.status_code, at_last.headers["content-type"]) == (200, "video/mp4")
    assert at_last.content == (CONTENT if method == "GET" else b"")


def test_a_link_of_ours_to_s3_expires_and_dies_too(film_on_s3: Film) -> None:
    link = film_on_s3.links.own_link(film_on_s3.item, now=NOW)
    film_on_s3.now = NOW + HOUR_S
    assert film_on_s3.get(link).status_code == 403
    film_on_s3.now = NOW
    vault.forget(film_on_s3.database, film_on_s3.store, "anna", film_on_s3.item.id)
    assert film_on_s3.get(link).status_code == 404


def test_a_film_on_s3_is_saved_under_its_name_too(film_on_s3: Film) -> None:
    link = film_on_s3.links.link(film_on_s3.item, now=NOW, disposition="attachment")
    for method, content in (("GET", CONTENT), ("HEAD", b"")):
        answer = film_on_s3.get(link, method=method)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-length"] == "200000"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''Night%20drive")
