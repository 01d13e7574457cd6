"""Files from requests: kept whole or not at all, whatever their body looks like."""

import asyncio
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from forms import CONTENT_TYPE, form, in_pieces
from sent_files import aiff_file, footage_file, photo_file, song_file
from songreel_server import received, uploads, vault
from songreel_server.errors import (
    BadRequestError,
    FetchError,
    ServerError,
    TooLargeError,
    TooManyRequestsError,
    UnsupportedFileError,
)
from songreel_server.opening.__main__ import answer
from songreel_server.settings import Settings
from songreel_server.sniff import Sniffer
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore, open_media_store
from songreel_server.store.tables import Account, Blob, VaultItem
from songreel_server.uploads import AT_ONCE, MOST_FILES, STALE_S, Uploads
from songreel_server.vault import Item
from web_listeners import Answer, listening

NOW = 1_800_000_000.0
ANNA = "anna"


@pytest.fixture
def database_kind() -> str:
    """What is stored is the vault's affair, whose tests know both databases."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _anna(database: Database) -> None:
    with database.writing() as tx:
        tx.add(Account(id=ANNA, kind="anonymous", made_at=NOW))


async def ask_here(request: str, name: str) -> dict[str, Any]:
    """What the child would answer: files made here are no danger."""
    return answer(request)


class Desk:
    """Uploads of one account, and what is there afterwards."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.store: MediaStore = open_media_store(settings)
        sniffer = Sniffer(settings, ask_here)
        self.uploads = Uploads(settings=settings, database=database, store=self.store, sniffer=sniffer)

    def send(self, *parts: Any, piece: int = 1 << 16, content_type: str = CONTENT_TYPE, **more: Any) -> list[Item]:
        return self.send_body(form(*parts), piece=piece, content_type=content_type, **more)

    def send_body(
        self,
        body: bytes,
        *,
        piece: int = 1 << 16,
        content_type: str = CONTENT_TYPE,
        length: int | None = None,
        **more: Any,
    ) -> list[Item]:
        return asyncio.run(
            self.uploads.from_form(
                ANNA, in_pieces(body, piece), content_type=content_type, content_length=length, now=NOW, **more
            )
        )

    def has_nothing(self) -> bool:
        with self.database.reading() as tx:
            rows = sum(tx.scalar(select(func.count()).select_from(table)) or 0 for table in (VaultItem, Blob))
        return not rows and not list(self.store.files("blobs")) and not self.scratch()

    def scratch(self) -> list[Path]:
        return list(self.settings.scratch_dir.glob("*"))


@pytest.fixture
def desk(settings: Settings, database: Database) -> Desk:
    return Desk(settings, database)


@pytest.fixture
def strict_desk(settings: Settings, database: Database) -> Callable[..., Desk]:
    return lambda **limits: Desk(settings.model_copy(update=limits), database)


def test_a_song_and_a_photo_in_one_form_are_kept_in_its_order(desk: Desk, tmp_path: Path) -> None:
    desk.uploads = Uploads(settings=desk.settings, database=desk.database, store=desk.store)
    song, photo = desk.send(song_file(tmp_path), photo_file(tmp_path))
    assert (song.kind, song.name, photo.kind, photo.name) == ("song", "song.mp3", "photo", "photo.jpg")
    assert song.facts["duration_s"] == pytest.approx(6.0, abs=0.1)
    assert b"".join(desk.store.read(song.key)) == (tmp_path / "song.mp3").read_bytes()
    assert desk.scratch() == []


@pytest.mark.parametrize("piece", [1, 7, 1_000])
def test_it_does_not_matter_where_the_line_cuts_the_body(desk: Desk, tmp_path: Path, piece: int) -> None:
    (tmp_path / "words.txt").write_text("one line\nanother\n")
    (kept,) = desk.send(("=task", b"x"), tmp_path / "words.txt", piece=piece)
    assert b"".join(desk.store.read(kept.key)) == b"one line\nanother\n"


def test_content_that_looks_like_a_boundary_is_content(desk: Desk) -> None:
    lines = b"one line\r\n------songreel\r\n--\r\n----songreel7MA4YWxkTrZu0g\r\nanother\n"
    (kept,) = desk.send(("words.txt", lines), piece=3)
    assert b"".join(desk.store.read(kept.key)) == lines


def test_footage_is_a_song_where_a_song_is_wanted_and_it_has_none(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFileError, match="holds no sound"):
        desk.send(footage_file(tmp_path), wanted="song")
    assert desk.has_nothing()


def test_one_bad_file_and_none_of_the_request_is_kept(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFileError, match=r"^song\.aiff is an AIFF.* export the song as WAV or FLAC\.$"):
        desk.send(photo_file(tmp_path), aiff_file(tmp_path))
    assert desk.has_nothing()


def test_the_same_file_twice_in_one_form_is_one_item(desk: Desk, tmp_path: Path) -> None:
    content = photo_file(tmp_path).read_bytes()
    first, second = desk.send(("one.jpg", content), ("two.jpg", content))
    assert first == second


def test_a_hostile_name_stays_a_name(desk: Desk, tmp_path: Path) -> None:
    (kept,) = desk.send(("../../../etc/cron.d/x\u202e.jpg", photo_file(tmp_path).read_bytes()))
    assert kept.name == "x.jpg"
    assert not list(tmp_path.rglob("cron*"))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"max_upload_mb": 0.05}, r"large\.wav is larger than 0\.05 MB"),
        ({"max_song_mb": 0.05}, r"large\.wav is 1 MB and a song may be 0 MB at most"),
        ({"max_photo_mb": 0.0001}, r"photo\.jpg is .* a photo may be 0\.0001 MB"),
        ({"account_quota_mb": 0.3}, "One request may bring 0 MB in all"),
    ],
)
def test_what_is_too_large_is_refused(
    strict_desk: Callable[..., Desk], tmp_path: Path, limits: dict[str, float], said: str
) -> None:
    desk = strict_desk(**limits)
    with pytest.raises(TooLargeError, match=said):
        desk.send(photo_file(tmp_path), song_file(tmp_path, "wav", name="large.wav"))
    assert desk.has_nothing()


def test_a_full_vault_takes_no_more(strict_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = strict_desk(account_quota_mb=0.001)
    (kept,) = desk.send(("a.txt", b"a line\n" * 100))
    with pytest.raises(TooLargeError, match="delete what you no longer need"):
        desk.send(("b.txt", b"b line\n" * 100))
    assert desk.send(("c.txt", b"a line\n" * 100)) == [kept]


def test_a_body_announced_too_large_is_refused_before_it_is_written(strict_desk: Callable[..., Desk]) -> None:
    desk = strict_desk(account_quota_mb=1)
    with pytest.raises(TooLargeError, match="send the files one by one"):
        desk.send(("x.mp3", b"x"), length=10**9)


def test_after_a_refusal_the_rest_of_the_body_is_read_so_that_the_client_hears_why(
    strict_desk: Callable[..., Desk],
) -> None:
    desk = strict_desk(max_upload_mb=0.1)
    given = []

    async def body() -> AsyncIterator[bytes]:
        async for piece in in_pieces(form(("x.mp3", bytes(1_000_000))), 10_000):
            given.append(piece)
            yield piece

    with pytest.raises(TooLargeError):
        asyncio.run(desk.uploads.from_form(ANNA, body(), content_type=CONTENT_TYPE, content_length=None, now=NOW))
    assert sum(map(len, given)) == len(form(("x.mp3", bytes(1_000_000))))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (form(("x.mp3", b"x"), end=False), "broke off"),
        (b"", "broke off"),
        (form(), "holds no file|cannot be read"),
        (form(("=files", b"x")), "holds no file"),
        (form(("", b"")), "holds no file"),
        (form(("=a", bytes(200_000))), "fields hold too much"),
        (b"no form at all", "cannot be read"),
        (form(*[("x.txt", b"x")] * (MOST_FILES + 1)), "may bring 20 files"),
        (form(*[("=a", b"x")] * 101), "more than 100 parts"),
        (form(("x.txt", b"x")).replace(b"Content-Type", b"X" * 100_000), "cannot be read"),
        (form(("x.txt", b"x")).replace(b"Content-Type", b"A: b\r\n" * 1_000 + b"C"), "cannot be read"),
    ],
)
def test_a_body_that_is_no_form_with_files_is_refused(desk: Desk, body: bytes, said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        desk.send_body(body)
    assert desk.has_nothing()


@pytest.mark.parametrize(
    "content_type", ["", "application/json", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 1_000, "ä"]
)
def test_a_content_type_without_a_boundary_is_refused(desk: Desk, content_type: str) -> None:
    with pytest.raises(BadRequestError):
        desk.send(("x.txt", b"x"), content_type=content_type)


def test_a_line_that_goes_silent_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received.unhurried, "__defaults__", (0.05,))

    async def silent() -> AsyncIterator[bytes]:
        yield form(("x.mp3", b"x"), end=False)
        await asyncio.Event().wait()

    with pytest.raises(BadRequestError, match="Nothing came for"):
        asyncio.run(desk.uploads.from_form(ANNA, silent(), content_type=CONTENT_TYPE, content_length=None, now=NOW))
    assert desk.has_nothing()


def test_a_client_that_hangs_up_leaves_nothing(desk: Desk) -> None:
    class HungUpError(Exception):
        pass

    async def broken() -> AsyncIterator[bytes]:
        yield form(("x.mp3", bytes(3_000_000)), end=False)
        raise HungUpError

    with pytest.raises(HungUpError):
        asyncio.run(desk.uploads.from_form(ANNA, broken(), content_type=CONTENT_TYPE, content_length=None, now=NOW))
    assert desk.has_nothing()


def test_one_account_uploads_a_few_things_at_once_and_others_are_not_held_up(desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> list[Item]:
        go = asyncio.Event()

        async def waiting() -> AsyncIterator[bytes]:
            yield form(("words.txt", b"a line\n"))
            await go.wait()

        def send(account_id: str, body: AsyncIterator[bytes]) -> asyncio.Task[list[Item]]:
            one = desk.uploads.from_form(account_id, body, content_type=CONTENT_TYPE, content_length=None, now=NOW)
            return asyncio.create_task(one)

        tasks = [send(ANNA, waiting()) for _ in range(AT_ONCE)]
        while len(desk.scratch()) < AT_ONCE:
            await asyncio.sleep(0.005)
        with pytest.raises(TooManyRequestsError) as refused:
            await send(ANNA, waiting())
        assert refused.value.retry_after_s > 0
        (others,) = await send("ben", in_pieces(form(("words.txt", b"a line\n"))))
        go.set()
        await asyncio.gather(*tasks)
        again = await send(ANNA, in_pieces(form(("words.txt", b"a line\n"))))
        return [others, *again]

    with desk.database.writing() as tx:
        tx.add(Account(id="ben", kind="anonymous", made_at=NOW))
    assert len({item.id for item in asyncio.run(scenario())}) == 2


def test_files_come_by_url_too(strict_desk: Callable[..., Desk], tmp_path: Path) -> None:
    answers = {
        "/a.mp3": Answer(body=song_file(tmp_path).read_bytes()),
        "/b": Answer(body=photo_file(tmp_path).read_bytes()),
    }
    with listening(answers) as listener:
        desk = strict_desk(fetch_allow=frozenset({f"127.0.0.1:{listener.port}"}))
        urls = [listener.url("/a.mp3"), listener.url("/b")]
        song, photo = asyncio.run(desk.uploads.from_urls(ANNA, urls, now=NOW))
        assert (song.kind, song.name, photo.kind, photo.name) == ("song", "a.mp3", "photo", "b")
        assert desk.scratch() == []


def test_one_url_that_fails_and_none_is_kept(strict_desk: Callable[..., Desk], tmp_path: Path) -> None:
    with listening({"/a.jpg": Answer(body=photo_file(tmp_path).read_bytes())}) as listener:
        desk = strict_desk(fetch_allow=frozenset({f"127.0.0.1:{listener.port}"}))
        with pytest.raises(FetchError):
            asyncio.run(desk.uploads.from_urls(ANNA, [listener.url("/a.jpg"), listener.url("/gone")], now=NOW))
    assert desk.has_nothing()


@pytest.mark.parametrize("count", [0, MOST_FILES + 1])
def test_no_urls_and_too_many_are_refused(desk: Desk, count: int) -> None:
    with pytest.raises(BadRequestError, match=f"There are {count} URLs"):
        asyncio.run(desk.uploads.from_urls(ANNA, ["http://a.example/"] * count, now=NOW))


def test_a_file_of_this_machine_and_a_bare_body_are_kept_alike(desk: Desk, tmp_path: Path) -> None:
    path = photo_file(tmp_path)
    from_path = asyncio.run(desk.uploads.from_path(ANNA, path, now=NOW))
    from_body = asyncio.run(desk.uploads.from_stream(ANNA, in_pieces(path.read_bytes()), name="x.jpg", now=NOW))
    assert from_path == from_body
    with pytest.raises(BadRequestError, match="cannot be read"):
        asyncio.run(desk.uploads.from_path(ANNA, tmp_path / "absent.mp3", now=NOW))


def test_footage_with_sound_is_a_song_as_well_where_one_is_wanted(desk: Desk, tmp_path: Path) -> None:
    path = footage_file(tmp_path, "mkv", sound_s=6.0)
    (footage,) = desk.send(path)
    song = asyncio.run(desk.uploads.again_as(ANNA, footage, "song", now=NOW))
    assert (footage.kind, footage.facts["has_sound"], song.kind, song.name) == ("footage", True, "song", "footage.mkv")
    assert song.facts["duration_s"] == pytest.approx(6.0, abs=0.1)
    assert song.key == footage.key
    with desk.database.reading() as tx:
        assert vault.used_bytes(tx, ANNA) == path.stat().st_size


def test_memory_does_not_grow_with_a_file(desk: Desk) -> None:
    """40 MB pass through 6 MB; the child that judges them is another process."""
    piece = b"x" * (1 << 16)

    async def body() -> AsyncIterator[bytes]:
        head, tail = form(("large.bin", b"|")).split(b"|")
        yield head
        for _ in range(40_000_000 // len(piece)):
            yield piece
        yield tail

    async def send() -> None:
        with pytest.raises(UnsupportedFileError):
            await desk.uploads.from_form(ANNA, body(), content_type=CONTENT_TYPE, content_length=None, now=NOW)

    tracemalloc.start()
    try:
        asyncio.run(send())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000


def test_what_a_dead_process_left_is_swept_away_once_it_cannot_be_new(desk: Desk) -> None:
    left = desk.settings.scratch_dir / "upload-left"
    left.mkdir(parents=True)
    (left / "received-01").write_bytes(b"x")
    desk.uploads.sweep(now=time.time())
    assert left.exists()
    desk.uploads.sweep(now=time.time() + STALE_S + 60)
    assert not left.exists()


def test_an_upload_under_way_is_not_swept_away_however_long_it_takes(desk: Desk, tmp_path: Path) -> None:
    body = form(photo_file(tmp_path))

    async def slow() -> AsyncIterator[bytes]:
        yield body[:100]
        desk.uploads.sweep(now=time.time() + 10 * STALE_S)
        yield body[100:]

    (kept,) = asyncio.run(desk.uploads.from_form(ANNA, slow(), content_type=CONTENT_TYPE, content_length=None, now=NOW))
    assert kept.kind == "photo"


def test_a_full_disk_is_said_and_nothing_is_begun(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE_BYTES", 10**18)
    with pytest.raises(ServerError, match="disk is full"):
        desk.send(photo_file(tmp_path))
    assert desk.has_nothing()
