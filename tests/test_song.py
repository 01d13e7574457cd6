"""Songs are read to the sample and refused in one sentence."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songreel_engine.errors import SongError
from songreel_engine.song import Song, load_samples, open_song, read_song, sha256_of_file
from songreel_engine.song_limits import SongLimits
from synthetic_media import CODINGS, click_song_file, click_times_s, clicks, heard_clicks_s, write_song

HEADERLESS = {"adts", "mp3_bare"}
"""Nothing in them says what their encoder put before the first sample, so it is part of the song."""
A_PACKET_S = 1024 / 44_100
LENGTH_TOLERANCE_S = {"adts": 0.05, "mp3_bare": 0.05, "mkv": A_PACKET_S, "vorbis": A_PACKET_S}
"""Where the last packet's padding cannot be told from sound; the others are exact to the sample."""


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Six seconds with a click each second, in every format."""
    folder = tmp_path_factory.mktemp("songs")
    return {kind: click_song_file(folder, kind) for kind in CODINGS}


@pytest.mark.parametrize("kind", CODINGS)
def test_every_format_gives_its_length_and_its_clicks_where_they_were_put(kind: str, songs: dict[str, Path]) -> None:
    song, samples, rate_hz = read_song(songs[kind])
    assert song.duration_s == pytest.approx(6.0, abs=LENGTH_TOLERANCE_S.get(kind, 1e-9))
    assert samples.dtype == np.float32
    assert len(samples) == round(song.duration_s * rate_hz)
    found_s = heard_clicks_s(samples, rate_hz, click_times_s(6.0))
    assert found_s == pytest.approx(click_times_s(6.0), abs=0.03 if kind in HEADERLESS else 0.001)
    assert samples.max() == pytest.approx(0.8, abs=0.06)


def test_a_song_is_described_by_what_was_decoded(songs: dict[str, Path]) -> None:
    path = songs["mp3"]
    content = path.read_bytes()
    assert open_song(path) == Song(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        duration_s=6.0,
        codec="mp3",
        container="mp3",
        sample_rate_hz=44_100,
        channels=2,
        size_bytes=len(content),
        silent=False,
    )
    assert sha256_of_file(path) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("kind", ["mp3", "m4a", "flac", "opus"])
def test_title_and_artist_are_read_as_one_printable_line(kind: str, tmp_path: Path) -> None:
    coding = CODINGS[kind]
    tags = {"title": "Night \x1b[31mBus\n", "artist": "Låten"}
    path = write_song(tmp_path / f"song.{coding.suffix}", coding, clicks(5.5, coding.rate_hz), tags=tags)
    song = open_song(path)
    assert (song.title, song.artist) == ("Night [31mBus", "Låten")
    assert song.channels == 1


@pytest.mark.parametrize(("level_db", "silent"), [(None, True), (-70, True), (-50, False), (0, False)])
def test_silence_is_a_song_and_said_to_be_silent(level_db: float | None, silent: bool, tmp_path: Path) -> None:
    tone = np.sin(np.arange(44_100 * 5 + 1) * 0.06).astype(np.float32)
    gain = 0.0 if level_db is None else 10 ** (level_db / 20)
    assert open_song(write_song(tmp_path / "song.flac", CODINGS["flac"], tone * np.float32(gain))).silent is silent


def test_channels_of_opposite_phase_are_not_silence(tmp_path: Path) -> None:
    tone = 0.5 * np.sin(np.arange(44_100 * 5) * 0.06).astype(np.float32)
    path = write_song(tmp_path / "song.wav", CODINGS["wav"], np.stack([tone, -tone]))
    assert not open_song(path).silent


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a"])
def test_a_part_of_a_song_is_exactly_as_long_as_asked_and_may_be_short(kind: str, songs: dict[str, Path]) -> None:
    song, samples, rate_hz = read_song(songs[kind], max_seconds=2.25)
    whole = load_samples(songs[kind])
    assert song.duration_s == 2.25
    assert len(samples) == round(2.25 * rate_hz)
    # The resampler looks a few samples ahead, so only those at the very end may know that nothing follows.
    assert np.abs(samples[:-64] - whole[: len(samples) - 64]).max() < 1e-6
    assert open_song(songs[kind], max_seconds=60.0).duration_s == open_song(songs[kind]).duration_s


def test_samples_come_at_the_rate_that_was_asked_for(songs: dict[str, Path]) -> None:
    samples = load_samples(songs["flac"], rate_hz=8_000, max_seconds=3.0)
    assert len(samples) == 24_000
    assert heard_clicks_s(samples, 8_000, click_times_s(3.0)) == pytest.approx(click_times_s(3.0), abs=0.001)


@pytest.mark.parametrize("kind", sorted(set(CODINGS) - {"mp3_bare"}))
def test_a_file_cut_in_half_is_refused(kind: str, songs: dict[str, Path], tmp_path: Path) -> None:
    content = songs[kind].read_bytes()
    half = tmp_path / songs[kind].name
    half.write_bytes(content[: len(content) // 2 + 1])
    with pytest.raises(SongError, match="cut off") as refusal:
        open_song(half, SongLimits(min_s=1.0))
    assert str(refusal.value).count(".") <= 4  # its name, two lengths and the stop


def test_an_mp3_without_a_length_header_cannot_be_known_to_be_cut(songs: dict[str, Path], tmp_path: Path) -> None:
    content = songs["mp3_bare"].read_bytes()
    half = tmp_path / "half.mp3"
    half.write_bytes(content[: len(content) // 2])
    assert open_song(half, SongLimits(min_s=1.0)).duration_s == pytest.approx(3.0, abs=0.1)


def test_an_mp3_with_a_bad_frame_is_a_song_and_stays_in_time_after_it(songs: dict[str, Path], tmp_path: Path) -> None:
    content = bytearray(songs["mp3"].read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    spoiled = tmp_path / "spoiled.mp3"
    spoiled.write_bytes(content)
    song, samples, rate_hz = read_song(spoiled)
    assert song.duration_s == pytest.approx(6.0, abs=0.06)
    assert heard_clicks_s(samples, rate_hz, click_times_s(6.0)) == pytest.approx(click_times_s(6.0), abs=0.03)


def missing(folder: Path) -> Path:
    return folder / "nowhere.mp3"


def a_folder(folder: Path) -> Path:
    return folder


def empty(folder: Path) -> Path:
    (folder / "empty.wav").touch()
    return folder / "empty.wav"


def a_text(folder: Path) -> Path:
    path = folder / "notes.mp3"
    path.write_text("this is not music\n" * 900)
    return path


def noise_bytes(folder: Path) -> Path:
    path = folder / "noise.mp3"
    path.write_bytes(np.random.default_rng(3).bytes(200_000))
    return path


def an_aiff(folder: Path) -> Path:
    path = folder / "song.aiff"
    path.write_bytes(b"FORM\x00\x00\x10\x00AIFFCOMM" + bytes(5000))
    return path


def a_playlist(folder: Path) -> Path:
    click_song_file(folder, "mp3")
    path = folder / "list.mp3"
    path.write_text("ffconcat version 1.0\nfile mp3.mp3\n")
    return path


def too_short(folder: Path) -> Path:
    return click_song_file(folder, "wav", 3.2)


def protected(folder: Path) -> Path:
    path = click_song_file(folder, "m4a")
    content = path.read_bytes()
    at = content.index(b"mp4a")
    path.write_bytes(content[:at] + b"drms" + content[at + 4 :])
    return path


def a_silent_film(folder: Path) -> Path:
    from songreel_engine.media import write_clip
    from synthetic_media import numbered_frames, small_settings

    write_clip(folder / "film.mp4", numbered_frames(0, 24, small_settings()), small_settings())
    return folder / "film.mp4"


REFUSALS: list[tuple[Callable[[Path], Path], str]] = [
    (missing, "nowhere.mp3 does not exist"),
    (a_folder, "is a folder"),
    (empty, "empty.wav is empty"),
    (a_text, "notes.mp3 is damaged or no song"),
    (noise_bytes, "noise.mp3"),
    (an_aiff, "AIFF.*WAV or FLAC"),
    (a_playlist, "list.mp3 is damaged or no song"),
    (too_short, r"3\.20 s long and a song needs 5 s"),
    (protected, "copy-protected"),
    (a_silent_film, "film.mp4 holds no sound"),
]


@pytest.mark.parametrize(("spoil", "words"), REFUSALS, ids=[spoil.__name__ for spoil, _ in REFUSALS])
def test_what_cannot_be_used_is_refused_in_one_sentence_and_in_silence(
    spoil: Callable[[Path], Path], words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SongError, match=words) as refusal:
        open_song(spoil(tmp_path))
    message = str(refusal.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert capfd.readouterr() == ("", "")


def test_limits_are_named_with_the_value_that_broke_them(songs: dict[str, Path]) -> None:
    with pytest.raises(SongError, match=r"longer than 4 s \(6 s\)"):
        open_song(songs["mp3"], SongLimits(min_s=1.0, max_s=4.0))
    with pytest.raises(SongError, match="is 1 MB and a song may be 0 MB"):
        open_song(songs["wav"], SongLimits(max_bytes=1000))
    assert open_song(songs["mp3"], SongLimits(max_s=4.0), max_seconds=2.0).duration_s == 2.0


@pytest.mark.parametrize("seconds", [0.0, -3.0, float("nan"), float("inf")])
def test_a_part_without_a_length_is_refused(seconds: float, songs: dict[str, Path]) -> None:
    with pytest.raises(SongError, match="longer than 0 s"):
        open_song(songs["wav"], max_seconds=seconds)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["mp3", "m4a", "flac", "opus", "wav", "adts", "webm"]),
    wounds=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=40)), min_size=1, max_size=8),
    kept=st.floats(0.0, 1.0),
)
def test_a_wounded_file_is_a_song_or_refused_and_nothing_else(
    kind: str,
    wounds: list[tuple[float, bytes]],
    kept: float,
    songs: dict[str, Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    content = bytearray(songs[kind].read_bytes())
    for share, wound in wounds:
        # Squared: headers are where it hurts.
        at = int(len(content) * share**2)
        content[at : at + len(wound)] = wound
    path = tmp_path / songs[kind].name
    path.write_bytes(content[: int(len(content) * (1 - kept**3))])
    refusals = []
    try:
        song, samples, rate_hz = read_song(path)
    except SongError as refusal:
        refusals.append(str(refusal))
    else:
        assert len(samples) == round(song.duration_s * rate_hz)
        assert np.isfinite(samples).all()
    assert not any("\n" in refusal for refusal in refusals)
    assert capfd.readouterr() == ("", "")
