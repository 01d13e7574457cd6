"""What holds for a folder and for S3 alike."""

import os
import time
from pathlib import Path

import httpx
import pytest

from songreel_server.errors import NotFoundError, StorageError
from songreel_server.settings import Settings
from songreel_server.store.media_store import CHUNK_BYTES, PART_BYTES, MediaStore, open_media_store

KEY = "blobs/ab/abcdef"


@pytest.fixture
def content() -> bytes:
    return os.urandom(300_000)


@pytest.fixture
def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    return path


def test_a_file_comes_back_as_it_was_put(media_store: MediaStore, file: Path, content: bytes) -> None:
    media_store.put_file(file, KEY, media_type="video/mp4")
    assert media_store.size(KEY) == len(content)
    assert b"".join(media_store.read(KEY)) == content


def test_a_file_of_several_parts_comes_back_in_pieces_of_bounded_size(media_store: MediaStore, tmp_path: Path) -> None:
    content = os.urandom(PART_BYTES + 12_345)
    (tmp_path / "large").write_bytes(content)
    media_store.put_file(tmp_path / "large", KEY)
    pieces = list(media_store.read(KEY))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 2 * CHUNK_BYTES


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (7, 200_000), (250_000, None), (299_000, 10**12), (5, 5), (9, 3)])
def test_a_range_of_a_file_is_what_its_slice_is(
    media_store: MediaStore, file: Path, content: bytes, start: int, stop: int | None
) -> None:
    media_store.put_file(file, KEY)
    assert b"".join(media_store.read(KEY, start, stop)) == content[start:stop]


def test_an_empty_file_is_kept_too(media_store: MediaStore, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    media_store.put_file(tmp_path / "empty", KEY)
    assert media_store.size(KEY) == 0
    assert list(media_store.read(KEY)) == []


def test_a_file_is_replaced_by_the_next_under_its_key(media_store: MediaStore, file: Path, tmp_path: Path) -> None:
    media_store.put_file(file, KEY)
    (tmp_path / "other").write_bytes(b"other")
    media_store.put_file(tmp_path / "other", KEY)
    assert b"".join(media_store.read(KEY)) == b"other"


def test_a_file_is_copied_out_whole(media_store: MediaStore, file: Path, content: bytes, tmp_path: Path) -> None:
    media_store.put_file(file, KEY)
    media_store.copy_to(KEY, tmp_path / "new" / "copy.mp4")
    assert (tmp_path / "new" / "copy.mp4").read_bytes() == content
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["copy.mp4"]


def test_what_is_absent_is_said_to_be(media_store: MediaStore, tmp_path: Path) -> None:
    assert not media_store.holds(KEY)
    for look in (media_store.size, lambda key: list(media_store.read(key))):
        with pytest.raises(NotFoundError, match="no file"):
            look(KEY)
    with pytest.raises(NotFoundError):
        media_store.copy_to(KEY, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_deleted_file_is_gone_and_may_be_deleted_again(media_store: MediaStore, file: Path) -> None:
    media_store.put_file(file, KEY)
    media_store.delete(KEY)
    assert not media_store.holds(KEY)
    media_store.delete(KEY)


def test_files_are_listed_by_folder_with_size_and_age(media_store: MediaStore, file: Path, content: bytes) -> None:
    for key in (KEY, "blobs/cd/cdef", "projects/p/draft.json"):
        media_store.put_file(file, key)
    listed = {stored.key: stored for stored in media_store.files("blobs")}
    assert set(listed) == {KEY, "blobs/cd/cdef"}
    assert listed[KEY].size == len(content)
    assert abs(listed[KEY].changed_at - time.time()) < 60


@pytest.mark.parametrize(
    "key", ["../secret", "/etc/passwd", "a//b", "a/../b", "", ".hidden", "a/.b", "a\\b", "a b", "ä"]
)
def test_a_key_that_is_no_plain_path_is_refused(media_store: MediaStore, file: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        media_store.put_file(file, key)
    with pytest.raises(ValueError, match="no key"):
        media_store.size(key)


def test_only_a_store_that_serves_files_itself_makes_links(
    media_store: MediaStore, media_store_kind: str, file: Path, content: bytes
) -> None:
    media_store.put_file(file, KEY, media_type="video/mp4")
    link = media_store.link(KEY, expires_s=60)
    path = media_store.local_path(KEY)
    if media_store_kind == "folder":
        assert link is None
        assert path is not None
        assert path.read_bytes() == content
        return
    assert path is None
    assert link is not None
    answer = httpx.get(link, headers={"Range": "bytes=5-9"}, trust_env=False)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (206, content[5:10], "video/mp4")


def test_a_file_that_cannot_be_read_is_no_crash(media_store: MediaStore, tmp_path: Path) -> None:
    with pytest.raises((StorageError, NotFoundError)):
        media_store.put_file(tmp_path / "absent", KEY)


def test_a_store_that_does_not_answer_is_said_to_have_failed(tmp_path: Path) -> None:
    options = {"endpoint": "http://127.0.0.1:1", "allow_http": "true", "access_key_id": "a", "secret_access_key": "b"}
    store = open_media_store(Settings(data=tmp_path, media_url="s3://bucket/p", media_options=options))
    with pytest.raises(StorageError, match="media store failed"):
        store.size(KEY)


@pytest.mark.parametrize(
    ("url", "options"),
    [("ftp://x/y", {}), ("s3://bucket/p", {"no_such_option": "1"}), ("file:///tmp/x", {}), ("nonsense", {})],
)
def test_a_store_that_cannot_be_used_is_refused_at_the_start(tmp_path: Path, url: str, options: dict[str, str]) -> None:
    with pytest.raises(StorageError, match=r"SONGREEL_MEDIA_URL|is not S3"):
        open_media_store(Settings(data=tmp_path, media_url=url, media_options=options))
