"""Cuts against beats, picture against sound: figures of films whose truth is known."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from checked_films import FRAMES, RATE, SHOT_FRAMES, meant_draft
from songreel_engine.coherence.cuts import Breaks
from songreel_engine.coherence.meant import Meant, meant_by_draft, meant_by_file
from songreel_engine.coherence.measures import Measures
from songreel_engine.coherence.sound import sound_lags_s
from songreel_engine.coherence.sync import Sync, measure_drift, measure_light, measure_sync
from songreel_engine.film import Film
from songreel_engine.timebase import FrameRange
from synthetic import click_song, steady_analysis, write_wav

PLANNED = tuple(range(SHOT_FRAMES, FRAMES, SHOT_FRAMES))


def measures_of(frames: int = FRAMES, **changes: object) -> Measures:
    flat = np.full(frames, 100.0, np.float32)
    known: dict[str, object] = dict(
        width_px=144, height_px=256, frame_rate=RATE, at_s=np.arange(frames) / 24, key=np.zeros(frames, np.bool_), luma=flat,
        **{name: np.zeros(frames, np.float32) for name in ("dark", "blown", "tones", "comb", "stairs", "recoloured")},
        change=flat, motion=flat / 1e5, explained=flat / 100, unexplained=flat / 100,
        back=np.ones((frames, 8), np.float32), cells=np.zeros((frames, 16, 9), np.float32),
    )  # fmt: skip
    return Measures(**(known | changes))  # type: ignore[arg-type]


def meant() -> Meant:
    return meant_by_draft(meant_draft(), steady_analysis(FRAMES / 24, first_beat_s=0.0), FRAMES)


def sync_of(cuts: tuple[int, ...], asked: Meant | None = None) -> Sync:
    breaks = Breaks(cuts=cuts, leaps=(), inserts=())
    return measure_sync(measures_of(), breaks, asked or meant(), beats_from="project")


def film_of(**changes: object) -> Film:
    known: dict[str, object] = dict(
        path=Path("film.mp4"), frames=FRAMES, duration_s=FRAMES / 24, audio_duration_s=FRAMES / 24, width_px=144,
        height_px=256, frame_rate=RATE, video_codec="h264", audio_codec="aac", size_bytes=1,
    )  # fmt: skip
    return Film(**(known | changes))  # type: ignore[arg-type]


def test_cuts_on_their_beats_have_no_error() -> None:
    sync = sync_of(PLANNED)
    assert (sync.cuts, sync.mean_error_s, sync.worst_error_s, sync.share_within_one_frame) == (9, 0.0, 0.0, 1.0)
    assert sync.off_beat == sync.displaced == sync.missing_s == ()


def test_a_shifted_cut_is_named_with_its_shot_its_beat_and_its_error() -> None:
    late = PLANNED[3] + 4
    sync = sync_of((*PLANNED[:3], late, *PLANNED[4:]))
    (cut,) = sync.off_beat
    assert (cut.frame, cut.shot, cut.error_s) == (late, "shot 4", pytest.approx(4 / 24, abs=1e-4))
    assert cut.planned_s == pytest.approx(PLANNED[3] / 24, abs=1e-4)
    assert sync.displaced == (cut,)
    assert sync.worst_error_s == cut.error_s
    assert sync.worst_at_s == cut.time_s
    assert sync.mean_error_s == pytest.approx(4 / 24 / 9, abs=1e-4)
    assert sync.share_within_one_frame == pytest.approx(8 / 9, abs=1e-4)


def test_a_cut_one_frame_off_is_still_on_the_beat() -> None:
    sync = sync_of((PLANNED[0] + 1, *PLANNED[1:]))
    assert sync.share_within_one_frame == 1.0
    assert sync.off_beat == ()
    assert len(sync.displaced) == 1


def test_a_planned_cut_that_is_not_seen_is_told() -> None:
    assert sync_of(PLANNED[1:]).missing_s == (pytest.approx(PLANNED[0] / 24, abs=1e-4),)


def test_a_cut_that_nobody_planned_is_not_measured() -> None:
    assert sync_of((10, *PLANNED)).cuts == len(PLANNED)


def test_cuts_that_fall_behind_the_beats_drift() -> None:
    cuts = tuple(cut + round(5 * k / len(PLANNED)) for k, cut in enumerate(PLANNED))
    trend_s = measure_drift(film_of(), measures_of(), sync_of(cuts)).over_film_s
    assert trend_s is not None
    assert 4 / 24 < trend_s < 7 / 24


def test_without_beats_there_is_nothing_to_measure() -> None:
    breaks = Breaks(cuts=PLANNED, leaps=(), inserts=())
    sync = sync_of(PLANNED, meant_by_file(breaks, (), FRAMES))
    assert (sync.mean_error_s, sync.share_within_one_frame) == (None, None)
    assert sync.cuts == len(PLANNED)


def test_sound_that_ends_later_than_the_picture_is_told() -> None:
    drift = measure_drift(film_of(audio_duration_s=FRAMES / 24 + 0.25), measures_of(), sync_of(PLANNED))
    assert drift.ends_apart_s == 0.25
    assert measure_drift(film_of(audio_codec=None), measures_of(), sync_of(PLANNED)).sound_s is None


def test_frames_that_do_not_come_evenly_are_told() -> None:
    at_s = np.arange(FRAMES) / 24
    at_s[100:] += 0.5 / 24
    assert measure_drift(film_of(), measures_of(), sync_of(PLANNED)).even
    assert not measure_drift(film_of(), measures_of(at_s=at_s), sync_of(PLANNED)).even


def test_light_that_rises_on_beats_is_planned_and_elsewhere_is_not() -> None:
    luma = np.full(FRAMES, 90.0, np.float32)
    for hit in (12, 60, 150):
        luma[hit : hit + 6] += np.float32(8.0)
    light = measure_light(measures_of(luma=luma), Breaks(cuts=(), leaps=(), inserts=()), meant())
    assert (light.hits, light.planned) == (3, 2)


def test_a_planned_transition_is_not_held_against_a_beat() -> None:
    asked = meant()
    shots = list(asked.shots)
    shots[2] = replace(shots[2], blend=FrameRange(shots[2].span.start - 6, shots[2].span.start + 6))
    sync = sync_of(PLANNED, replace(asked, shots=tuple(shots)))
    assert sync.cuts == len(PLANNED) - 1
    assert sync.missing_s == ()


@pytest.mark.parametrize("late_s", [0.0, 0.05, -0.03])
def test_sound_behind_its_song_is_measured_at_both_ends(late_s: float, tmp_path: Path) -> None:
    song = click_song(12.0, 97.0, rate_hz=8_000)
    song += 0.05 * np.random.default_rng(1).standard_normal(len(song)).astype(np.float32)
    shifted = np.roll(song, round(late_s * 8_000))
    lags_s = sound_lags_s(
        write_wav(tmp_path / "film.wav", shifted, 8_000), write_wav(tmp_path / "song.wav", song, 8_000), 12.0
    )
    assert lags_s == pytest.approx((late_s, late_s), abs=0.0005)


def test_another_song_has_no_lag(tmp_path: Path) -> None:
    one, other = (np.random.default_rng(seed).standard_normal(80_000).astype(np.float32) * 0.2 for seed in (1, 2))
    paths = [write_wav(tmp_path / f"{name}.wav", sound, 8_000) for name, sound in (("a", one), ("b", other))]
    assert sound_lags_s(paths[0], paths[1], 10.0) is None


def test_frame_rates_are_exact() -> None:
    sync = measure_sync(
        measures_of(frame_rate=Fraction(24000, 1001)),
        Breaks(cuts=(), leaps=(), inserts=()),
        meant(),
        beats_from="project",
    )
    assert sync.frame_s == pytest.approx(1001 / 24000, abs=1e-4)
