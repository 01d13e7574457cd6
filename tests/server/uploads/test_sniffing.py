"""What a file is, is found in it, never believed of it."""

import asyncio
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text
from PIL import Image

from sent_files import SONG_S, aiff_file, footage_file, photo_file, song_file
from songreel_server import sniff
from songreel_server.errors import TooLargeError, UnsupportedFileError
from songreel_server.opening.file import open_file
from songreel_server.opening.refusal import Limits, RefusedError
from songreel_server.settings import Settings
from songreel_server.sniff import LONGEST_NAME_BYTES, Found, Kind, Sniffer, safe_name

USUAL = {"min_song_s": 5.0, "max_song_s": 600.0, "max_song_bytes": 500_000_000, "max_photo_bytes": 10_000_000}


def opened(path: Path, *, name: str | None = None, wanted: str | None = None, **limits: float) -> Found:
    allowed = Limits(**(USUAL | limits))  # type: ignore[arg-type]
    return Found(**open_file(path, name=name or path.name, limits=allowed, wanted=wanted))


def refusal(path: Path, *, name: str | None = None, wanted: str | None = None, **limits: float) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        opened(path, name=name, wanted=wanted, **limits)
    return refused.value


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("mp3", "audio/mpeg"), ("wav", "audio/wav"), ("m4a", "audio/mp4"), ("adts", "audio/aac"), ("flac", "audio/flac"),
        ("opus", "audio/ogg"), ("vorbis", "audio/ogg"), ("mp3_bare", "audio/mpeg"), ("webm", "audio/webm"),
    ],
)  # fmt: skip
def test_every_format_of_songs_is_a_song(tmp_path: Path, kind: str, media_type: str) -> None:
    found = opened(song_file(tmp_path, kind, title="Night", artist="Someone"))
    assert (found.kind, found.media_type) == ("song", media_type)
    assert found.facts["duration_s"] == pytest.approx(SONG_S, abs=0.06)


def test_a_song_tells_its_title(tmp_path: Path) -> None:
    facts = opened(song_file(tmp_path, title="Night", artist="Someone")).facts
    assert (facts["title"], facts["artist"], facts["channels"]) == ("Night", "Someone", 2)


def test_sound_too_short_for_a_song_is_a_sound(tmp_path: Path) -> None:
    found = opened(song_file(tmp_path, "wav", seconds=2.0))
    assert found.kind == "sound"
    assert found.facts["duration_s"] == pytest.approx(2.0, abs=0.01)


def test_a_short_song_is_refused_where_a_song_is_wanted(tmp_path: Path) -> None:
    message = str(refusal(song_file(tmp_path, "wav", seconds=2.0), wanted="song"))
    assert "2.00 s long and a song needs 5 s" in message


def test_a_song_may_be_taken_as_a_sound(tmp_path: Path) -> None:
    assert opened(song_file(tmp_path, "wav"), wanted="sound").kind == "sound"


def test_a_song_longer_than_the_limit_is_refused_without_words_of_the_command_line(tmp_path: Path) -> None:
    refused = refusal(song_file(tmp_path, "wav", seconds=9.0), max_song_s=6.0)
    assert str(refused) == "song.wav is longer than 6 s; cut the song."


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "avi", "webm"])
def test_moving_pictures_are_footage(tmp_path: Path, suffix: str) -> None:
    found = opened(footage_file(tmp_path, suffix))
    assert found.kind == "footage"
    assert found.media_type.startswith("video/")
    assert (found.facts["width_px"], found.facts["height_px"], found.facts["has_sound"]) == (48, 80, False)
    assert found.facts["duration_s"] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("jpg", "image/jpeg"), ("png", "image/png"), ("gif", "image/gif"), ("webp", "image/webp")],
)
def test_pictures_are_photos(tmp_path: Path, kind: str, media_type: str) -> None:
    found = opened(photo_file(tmp_path, kind))
    assert (found.kind, found.media_type) == ("photo", media_type)
    assert found.facts == {"width_px": 128, "height_px": 96}


def test_a_picture_too_small_to_show_anybody_is_refused(tmp_path: Path) -> None:
    assert str(refusal(photo_file(tmp_path, width_px=95, height_px=300))) == (
        "photo.jpg is 95x300 pixels, too small to show anybody; give a photo of at least 96 on its shorter side."
    )


def test_a_song_tells_whether_its_file_carries_words(tmp_path: Path) -> None:
    assert opened(song_file(tmp_path, name="sung.mp3", lyrics="first we wait")).facts["carries_words"] is True
    assert opened(song_file(tmp_path)).facts["carries_words"] is False


def test_a_photo_is_measured_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(photo_file(tmp_path)) as photo:
        photo.save(tmp_path / "turned.jpg", exif=exif)
    assert opened(tmp_path / "turned.jpg").facts == {"width_px": 96, "height_px": 128}


@pytest.mark.parametrize(
    ("name", "text", "timing"),
    [
        ("words.lrc", "[00:01.00]one line\n[00:03.00]another", "given"),
        ("words.srt", "1\n00:00:01,000 --> 00:00:02,000\none line\n", "given"),
        ("words.txt", "one line\nanother\n", "none"),
        ("歌词.txt", "一行\n又一行\n", "none"),
    ],
)
def test_lyrics_are_lyrics(tmp_path: Path, name: str, text: str, timing: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = opened(tmp_path / name)
    assert (found.kind, found.media_type, found.facts["timing"]) == ("lyrics", "text/plain; charset=utf-8", timing)


def test_a_name_does_not_make_a_song_of_something_else(tmp_path: Path) -> None:
    picture = photo_file(tmp_path)
    assert opened(picture, name="song.mp3").kind == "photo"
    assert opened(song_file(tmp_path), name="photo.png").kind == "song"
    for content in (b"<html><script>alert(1)</script>", b"MZ" + bytes(200), b"%PDF-1.7\n", b"PK\x03\x04" + bytes(60)):
        (tmp_path / "disguised").write_bytes(content)
        assert "songreel takes songs as MP3" in str(refusal(tmp_path / "disguised", name="song.mp3"))


def test_what_is_sent_as_one_thing_and_is_another_is_refused(tmp_path: Path) -> None:
    assert str(refusal(photo_file(tmp_path), wanted="song")) == (
        "photo.jpg is no song but a photo; send it as that, or choose another file."
    )


def test_an_aiff_is_refused_with_the_way_out(tmp_path: Path) -> None:
    assert str(refusal(aiff_file(tmp_path))) == (
        "song.aiff is an AIFF, which songreel does not read; export the song as WAV or FLAC."
    )


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfb" + bytes(500), b"RIFF\x24\x00\x00\x00WAVEfmt "])
def test_an_empty_or_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1").write_bytes(content)
    assert str(refusal(tmp_path / "1", name="song.mp3")).startswith("song.mp3 is ")


def test_a_song_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = song_file(tmp_path, "m4a_tail").read_bytes()
    (tmp_path / "part.m4a").write_bytes(whole[: len(whole) // 2])
    assert "cut off" in str(refusal(tmp_path / "part.m4a"))


def test_a_photo_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(photo_file(tmp_path, "png").read_bytes() + bytes(10_000_000))
    refused = refusal(tmp_path / "large.png")
    assert refused.why == "too_large"
    assert "10.0 MB and a photo may be 10 MB" in str(refused)


@pytest.mark.parametrize("side_px", [9_000, 60_000, 2**31 - 1])
def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_head(tmp_path: Path, side_px: int) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(_png_of_zeros(side_px, side_px))
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb).why == "too_large"


def _png_of_zeros(width_px: int, height_px: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10**7), 9))
        + chunk(b"IEND", b"")
    )


def test_a_playlist_does_not_open_other_files(tmp_path: Path) -> None:
    secret = song_file(tmp_path, "wav", name="secret.wav")
    for content in (f"#EXTM3U\n{secret}\n", f"ffconcat version 1.0\nfile '{secret}'\n"):
        (tmp_path / "1").write_text(content)
        refusal(tmp_path / "1", name="song.mp3")


@pytest.mark.parametrize(("path", "kind"), [("song", "song"), ("photo", "photo"), ("footage", "footage")])
def test_a_child_process_says_the_same(tmp_path: Path, path: str, kind: Kind) -> None:
    file = {"song": song_file, "photo": photo_file, "footage": footage_file}[path](tmp_path)  # type: ignore[operator]
    found = asyncio.run(Sniffer(Settings(data=tmp_path)).look(file, name="as sent.bin"))
    assert found == opened(file)
    assert found.kind == kind


def test_the_childs_refusal_is_raised_here(tmp_path: Path) -> None:
    sniffer = Sniffer(Settings(data=tmp_path, max_photo_mb=0.0001))
    with pytest.raises(TooLargeError, match="holiday"):
        asyncio.run(sniffer.look(photo_file(tmp_path), name="holiday.jpg"))
    with pytest.raises(UnsupportedFileError, match=r"^album\.aiff is an AIFF"):
        asyncio.run(sniffer.look(aiff_file(tmp_path), name="album.aiff"))


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.kill(os.getpid(), 11)", "cannot be opened"),
        ("import time; time.sleep(60)", "takes longer"),
        (
            "from songreel_server.opening.__main__ import bound_memory; bound_memory(); bytearray(3 * 10**9)",
            "cannot be opened",
        ),
    ],
)
def test_a_decoder_that_crashes_hangs_or_swells_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(sniff, "_COMMAND", ("-c", program))
    monkeypatch.setattr(sniff, "_PATIENCE_S", 1.0 if "sleep" in program else 30.0)
    with pytest.raises(UnsupportedFileError, match=said):
        asyncio.run(Sniffer(Settings(data=tmp_path)).look(song_file(tmp_path), name="song.mp3"))


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("song.mp3", "song.mp3"),
        ("../../etc/passwd", "passwd"),
        ("C:\\music\\my song.mp3", "my song.mp3"),
        ("/absolute/path/", "path"),
        ("夜に駆ける.flac", "夜に駆ける.flac"),
        ("a\x00b\r\nc.mp3", "abc.mp3"),
        ("gnp.\u202e3pm", "gnp.3pm"),
        ('x"; rm -rf *|?.mp3', "x_; rm -rf ___.mp3"),
        ("...", "file"),
        ("", "file"),
        (".hidden.mp3", "hidden.mp3"),
        ("CON.mp3", "_CON.mp3"),
        ("%2e%2e%2fx.mp3", "_2e_2e_2fx.mp3"),
        ("two  spaces .mp3", "two spaces.mp3"),
        ("e\u0301.mp3", "é.mp3"),
        ("\ud800.mp3", "mp3"),
    ],
)
def test_names_are_made_safe(said: str, safe: str) -> None:
    assert safe_name(said) == safe


@pytest.mark.parametrize("letter", ["a", "歌", "🎵"])
def test_long_names_are_cut_between_characters_and_keep_their_suffix(letter: str) -> None:
    cut = safe_name(letter * 500 + ".flac")
    assert cut.endswith(letter + ".flac")
    assert LONGEST_NAME_BYTES - 4 <= len(cut.encode()) <= LONGEST_NAME_BYTES


@given(text())
def test_any_name_is_made_safe_once_and_for_all(said: str) -> None:
    name = safe_name(said)
    assert 1 <= len(name.encode()) <= LONGEST_NAME_BYTES
    assert not set(name) & set('<>:"|?*%\\/\0\r\n')
    assert not name.startswith((".", " "))
    assert safe_name(name) == name
