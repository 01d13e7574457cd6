"""Containers say how long they are, some of them honestly."""

import struct
from pathlib import Path

import pytest

from songreel_engine.media.wholeness import bytes_are_missing, tells_its_length
from songreel_engine.song import open_song
from synthetic_media import click_song_file


def with_data_size(path: Path, size: int) -> None:
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"data") + 4, size)
    path.write_bytes(content)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_written_as_a_stream_has_no_size_and_is_whole(size: int, tmp_path: Path) -> None:
    path = click_song_file(tmp_path, "wav")
    with_data_size(path, size)
    assert not bytes_are_missing(path, "wav")
    assert open_song(path).duration_s == pytest.approx(6.0, abs=0.001)


def test_a_wav_whose_size_is_a_few_bytes_off_is_whole(tmp_path: Path) -> None:
    path = click_song_file(tmp_path, "wav")
    with_data_size(path, 6 * 44_100 * 4 + 36)
    assert not bytes_are_missing(path, "wav")


def test_a_wav_without_its_last_tenth_is_not(tmp_path: Path) -> None:
    path = click_song_file(tmp_path, "wav")
    path.write_bytes(path.read_bytes()[: -6 * 44_100 * 4 // 10])
    assert bytes_are_missing(path, "wav")


@pytest.mark.parametrize(("kind", "container"), [("opus", "ogg"), ("vorbis", "ogg"), ("webm", "matroska")])
def test_even_a_few_missing_bytes_show_at_the_end(kind: str, container: str, tmp_path: Path) -> None:
    path = click_song_file(tmp_path, kind)
    assert not bytes_are_missing(path, container)
    path.write_bytes(path.read_bytes()[:-50])
    assert bytes_are_missing(path, container)


def test_a_matroska_written_as_a_stream_has_no_size_and_is_whole(tmp_path: Path) -> None:
    path = click_song_file(tmp_path, "webm")
    content = bytearray(path.read_bytes())
    at = content.index(b"\x18\x53\x80\x67") + 4
    content[at : at + 8] = b"\x01" + b"\xff" * 7
    path.write_bytes(content[:-50])
    assert not bytes_are_missing(path, "matroska")


def test_only_an_mp3_with_a_header_of_its_encoder_tells_its_length(tmp_path: Path) -> None:
    with_header, bare = click_song_file(tmp_path, "mp3"), click_song_file(tmp_path, "mp3_bare")
    assert tells_its_length(with_header, "mp3")
    assert not tells_its_length(bare, "mp3")
    picture = b"ID3\x04\x00\x00" + bytes([0, 1, 0x48, 0x10]) + bytes((1 << 14) + (0x48 << 7) + 0x10)
    with_header.write_bytes(picture + with_header.read_bytes())
    assert tells_its_length(with_header, "mp3")
