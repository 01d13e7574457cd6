"""Clips and a song become a film without being encoded again."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songreel_engine.errors import RenderError, SongError
from songreel_engine.film import Film
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.media import EncodeSettings, read_frames, write_clip
from songreel_engine.media.sound import read_sound
from songreel_engine.progress import Progress
from songreel_engine.song import load_samples, open_song
from songreel_engine.timebase import seconds_to_frame
from synthetic_media import (
    CODINGS,
    click_song_file,
    click_times_s,
    frame_number,
    heard_clicks_s,
    numbered_frames,
    small_settings,
    write_song,
)

COPIED = {"mp3", "mp3_bare", "m4a", "m4a_tail", "alac", "adts", "mkv"}
RATE_HZ = 48_000
CLICK_TOLERANCE_S = 0.002


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("songs")
    return {kind: click_song_file(folder, kind) for kind in CODINGS}


def cut_into_clips(folder: Path, lengths: list[int], encoding: EncodeSettings) -> list[ClipSegment]:
    """Clips whose frames carry their number in the film."""
    clips, start = [], 0
    for index, frames in enumerate(lengths):
        path = folder / f"clip{index}.mp4"
        write_clip(path, numbered_frames(start, start + frames, encoding), encoding)
        clips.append(ClipSegment(path=path, frames=frames))
        start += frames
    return clips


def film_of(folder: Path, song: Path, seconds: float, frame_rate: Fraction = Fraction(24)) -> Film:
    frames = seconds_to_frame(seconds, frame_rate)
    clips = cut_into_clips(folder, [1, frames - 8, 2, 5], small_settings(frame_rate))
    return assemble(clips, song, folder / "film.mp4", frame_rate=frame_rate, frames=frames, song_seconds=seconds)


@pytest.mark.parametrize("kind", CODINGS)
def test_the_song_is_neither_late_nor_early_nor_longer_than_the_picture(
    kind: str, songs: dict[str, Path], tmp_path: Path
) -> None:
    seconds = open_song(songs[kind]).duration_s
    film = film_of(tmp_path, songs[kind], seconds)
    assert film.audio_copied is (kind in COPIED)
    assert film.duration_s == pytest.approx(seconds, abs=0.5 / 24)
    assert film.audio_duration_s == pytest.approx(seconds, abs=0.001)
    near_s = click_times_s(6.0)
    source_s = heard_clicks_s(load_samples(songs[kind], RATE_HZ), RATE_HZ, near_s)
    film_s = heard_clicks_s(load_samples(film.path, RATE_HZ), RATE_HZ, near_s)
    assert film_s == pytest.approx(source_s, abs=CLICK_TOLERANCE_S)


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a", "adts", "opus"])
def test_a_part_of_a_song_is_cut_at_exactly_that_time(kind: str, songs: dict[str, Path], tmp_path: Path) -> None:
    film = film_of(tmp_path, songs[kind], 3.3, Fraction(24000, 1001))
    assert film.audio_duration_s == pytest.approx(3.3, abs=0.001)
    assert film.duration_s == pytest.approx(3.3, abs=0.5 * 1001 / 24000)
    near_s = click_times_s(3.3)
    source_s = heard_clicks_s(load_samples(songs[kind], RATE_HZ), RATE_HZ, near_s)
    film_s = heard_clicks_s(load_samples(film.path, RATE_HZ), RATE_HZ, near_s)
    assert film_s == pytest.approx(source_s, abs=CLICK_TOLERANCE_S)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_an_encoded_song_keeps_its_level_and_gets_a_rate_that_players_know(
    channels: int, rate_hz: int, tmp_path: Path
) -> None:
    tone = 0.5 * np.sin(np.arange(rate_hz * 3) * 2 * np.pi * 440 / rate_hz).astype(np.float32)
    song = write_song(tmp_path / "song.wav", CODINGS["wav"], np.stack([tone] * channels), rate_hz=rate_hz)
    film = film_of(tmp_path, song, 3.0)
    sound = read_sound(film.path, rate_hz=rate_hz)
    assert (film.audio_codec, sound.sample_rate_hz, sound.channels) == ("aac", 48_000, 2)
    middle = sound.samples[rate_hz : 2 * rate_hz]
    assert np.sqrt((middle**2).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lengths=st.lists(st.integers(1, 12), min_size=1, max_size=12),
    preset=st.sampled_from(["ultrafast", "medium"]),
    frame_rate=st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001)]),
)
def test_clips_of_any_lengths_tile_the_film_frame_by_frame(
    lengths: list[int], preset: str, frame_rate: Fraction, songs: dict[str, Path], tmp_path: Path
) -> None:
    frames = sum(lengths)
    clips = cut_into_clips(tmp_path, lengths, small_settings(frame_rate, preset=preset, crf=12))
    film = assemble(
        clips,
        songs["wav"],
        tmp_path / "film.mp4",
        frame_rate=frame_rate,
        frames=frames,
        song_seconds=float(frames / frame_rate),
    )
    assert film.frames == frames
    assert film.frame_rate == frame_rate
    assert [frame_number(frame) for frame in read_frames(film.path)] == list(range(frames))
    with av.open(str(film.path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert sorted((p.pts or 0) * p.time_base * frame_rate for p in packets) == list(range(frames))
        decode_times = [p.dts for p in packets]
        assert all(a < b for a, b in pairwise(decode_times))
        assert all(p.dts <= p.pts for p in packets)


def test_one_clip_may_be_used_for_several_segments(songs: dict[str, Path], tmp_path: Path) -> None:
    (clip,) = cut_into_clips(tmp_path, [6], small_settings())
    film = assemble(
        [clip] * 8, songs["m4a"], tmp_path / "film.mp4", frame_rate=Fraction(24), frames=48, song_seconds=2.0
    )
    assert [frame_number(frame) for frame in read_frames(film.path)] == list(range(6)) * 8


def test_a_film_starts_to_play_before_it_is_loaded_and_keeps_its_colours(
    songs: dict[str, Path], tmp_path: Path
) -> None:
    content = film_of(tmp_path, songs["mp3"], 2.0).path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    # ISO/IEC 14496-12 §12.1.5: 'colr', 'nclx', primaries, transfer, matrix, full-range flag.
    assert b"colrnclx" + bytes([0, 1, 0, 1, 0, 1, 0]) in content


def test_a_film_can_be_sought_to_any_clip(songs: dict[str, Path], tmp_path: Path) -> None:
    clips = cut_into_clips(tmp_path, [10, 10, 10], small_settings(crf=12))
    film = assemble(clips, songs["mp3"], tmp_path / "film.mp4", frame_rate=Fraction(24), frames=30, song_seconds=1.25)
    with av.open(str(film.path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        container.seek(int(20 / 24 / stream.time_base), stream=stream)
        frame = next(container.decode(stream))
    assert frame_number(np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)) == 20


def test_the_same_clips_and_song_give_the_same_film(songs: dict[str, Path], tmp_path: Path) -> None:
    first = film_of(tmp_path, songs["flac"], 2.0).path.read_bytes()
    assert film_of(tmp_path, songs["flac"], 2.0).path.read_bytes() == first


def test_progress_counts_frames_to_the_last(songs: dict[str, Path], tmp_path: Path) -> None:
    reports: list[Progress] = []
    clips = cut_into_clips(tmp_path, [20, 4], small_settings())
    assemble(
        clips,
        songs["m4a"],
        tmp_path / "film.mp4",
        frame_rate=Fraction(24),
        frames=24,
        song_seconds=1.0,
        progress=reports.append,
    )
    assert [(report.stage, report.done, report.total) for report in reports] == [
        ("assembly", 20, 24),
        ("assembly", 24, 24),
    ]


def refused(clips: list[ClipSegment], song: Path, folder: Path, *, frames: int = 48, seconds: float = 2.0) -> str:
    """The refusal's words; nothing but the clips is left behind."""
    before = sorted(folder.iterdir())
    with pytest.raises((RenderError, SongError)) as refusal:
        assemble(clips, song, folder / "film.mp4", frame_rate=Fraction(24), frames=frames, song_seconds=seconds)
    assert sorted(folder.iterdir()) == before
    return str(refusal.value)


def test_what_does_not_fit_is_refused_by_name_and_leaves_no_film(songs: dict[str, Path], tmp_path: Path) -> None:
    good = cut_into_clips(tmp_path, [24, 24], small_settings())
    other_size = small_settings(width_px=64)
    write_clip(tmp_path / "wide.mp4", numbered_frames(0, 24, other_size), other_size)
    other_rate = small_settings(Fraction(25))
    write_clip(tmp_path / "fast.mp4", numbered_frames(0, 24, other_rate), other_rate)
    (tmp_path / "torn.mp4").write_bytes(good[1].path.read_bytes()[:-900])
    song = songs["wav"]

    def with_second(name: str, frames: int = 24) -> list[ClipSegment]:
        return [good[0], ClipSegment(path=tmp_path / name, frames=frames)]

    assert "wide.mp4 was encoded with other settings" in refused(with_second("wide.mp4"), song, tmp_path)
    assert "fast.mp4" in refused(with_second("fast.mp4"), song, tmp_path)
    assert "torn.mp4" in refused(with_second("torn.mp4"), song, tmp_path)
    assert "clip1.mp4 holds 24 of its 12 frames" in refused(
        with_second("clip1.mp4", 12), song, tmp_path, frames=36, seconds=1.5
    )
    assert "48 frames and the film needs 47" in refused(good, song, tmp_path, frames=47)
    assert "at least one clip" in refused([], song, tmp_path, frames=0)


def test_picture_and_sound_must_be_as_long_as_the_song(songs: dict[str, Path], tmp_path: Path) -> None:
    clips = cut_into_clips(tmp_path, [24, 24], small_settings())
    assert "picture would last 2.000 s and its song lasts 2.100 s" in refused(
        clips, songs["wav"], tmp_path, seconds=2.1
    )
    long = [clips[0]] * 10
    assert "sound would last 6.000 s" in refused(long, songs["flac"], tmp_path, frames=240, seconds=10.0)
    assert "sound would last 6.000 s" in refused(long, songs["mp3"], tmp_path, frames=240, seconds=10.0)


def test_a_song_that_is_gone_is_a_song_error(tmp_path: Path) -> None:
    clips = cut_into_clips(tmp_path, [48], small_settings())
    assert "gone.wav" in refused(clips, tmp_path / "gone.wav", tmp_path)
