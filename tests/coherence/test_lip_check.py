"""Lips measured in a film: they follow the voice they were moved by, and fail where they do not."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.coherence.lip_report import Lips
from songreel_engine.coherence.lips import measure_lips
from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, FigureJob, PlateJob, ShotJob
from songreel_engine.rendering.parallax import ParallaxAnimator
from songreel_engine.rendering.parallax.mouth import opening_of
from songreel_engine.rendering.plan import PlannedShot, RenderPlan
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.procedural.gbuffer import render_views
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.plate_maker import plate_of
from songreel_engine.timebase import FrameRange
from synthetic import analysis_of, curves_of, steady_analysis

FRAMES = 96
SUNG_FROM, SUNG_TO = 24, 84
SINGER = PlateJob(
    width_px=180,
    height_px=320,
    place="beach",
    style="golden_hour",
    framing="close",
    variation=2,
    time_of_day="golden",
    weather="clear",
    figure=FigureJob(pose="sing", hair=0.6, coat=0.6, colour=(0.3, 0.02, 0.02)),
    prompt="",
    seed=3,
)


@dataclass(frozen=True, eq=False)
class Sung:
    film: Path
    plan: RenderPlan
    plates_dir: Path
    opening: NDArray[np.float64]


def syllables() -> NDArray[np.float64]:
    """Uneven ones, so that only one lag fits."""
    k = np.arange(FRAMES)
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * (k / 9.0 + 0.9 * np.sin(k / 17.0)))
    return np.where((k >= SUNG_FROM) & (k < SUNG_TO), wave, 0.0)


def analysis(voice: NDArray[np.float64]) -> Analysis:
    """One in which somebody sings from the second second on; a curve sample is a frame."""
    heard = tuple(float(value) for value in np.append(voice, 0.0))
    sections = steady_analysis(FRAMES / 24, 0.001).sections
    return analysis_of(
        duration_s=FRAMES / 24,
        sections=(sections[0].model_copy(update={"end_s": FRAMES / 24}),),
        vocals=((SUNG_FROM / 24, SUNG_TO / 24),),
        feature_rate_hz=24.0,
        curves=curves_of((0.0,) * len(heard), vocal=heard),
    )


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory) -> Sung:
    folder = tmp_path_factory.mktemp("sung")
    views = render_views(SINGER)
    try:
        plate = plate_of(views, find_look(SINGER.style), light_for(SINGER.style, SINGER.time_of_day), seed=3)
    finally:
        views.release()
    save_plate(plate, folder / "plates" / "face")
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    voice = syllables()
    drive[:, DRIVE_CHANNELS.index("vocal")] = voice > 0
    drive[:, DRIVE_CHANNELS.index("mid")] = voice
    drive[:, DRIVE_CHANNELS.index("beat")] = np.exp(-(np.arange(FRAMES) % 12) / 4)
    job = ShotJob(
        plate=SINGER, frames=FRAMES, frames_per_s=24.0, camera="push_in", motion=6, weather="clear", style="golden_hour",
        light=0.8, seed=5, drive=drive,
    )  # fmt: skip
    settings = EncodeSettings(width_px=180, height_px=320, frame_rate=Fraction(24), preset="veryfast", crf=18)
    film = folder / "film.mp4"
    write_clip(film, ParallaxAnimator().animate(load_plate(folder / "plates" / "face"), job, 0, FRAMES), settings)
    plan = RenderPlan(
        width_px=180, height_px=320, frame_rate=Fraction(24), frames=FRAMES, preset="veryfast", crf=18,
        shots=(PlannedShot(shot_id="s1", job=job, origin=0, plate_key="face", shot_key="k"),), segments=(),
    )  # fmt: skip
    return Sung(film, plan, folder / "plates", opening_of(job))


def lips_of(sung: Sung, voice: NDArray[np.float64], body: FrameRange | None = None) -> Lips:
    lips = measure_lips(
        sung.film, sung.plan, analysis(voice), bodies={"s1": body or FrameRange(0, FRAMES)}, plates_dir=sung.plates_dir
    )
    assert lips is not None
    return lips


def test_lips_that_sing_along_pass_with_no_lag_and_shut_in_silence(sung: Sung) -> None:
    lips = lips_of(sung, syllables())
    assert lips.correlation is not None
    assert lips.correlation > 0.8
    assert lips.lag_s == pytest.approx(0.0, abs=1 / 24 + 1e-3)
    assert lips.open_in_silence is not None
    assert lips.open_in_silence < 0.1
    assert lips.failed() == ()


@pytest.mark.parametrize("late_frames", [5, -4])
def test_lips_beside_the_voice_are_late_or_early_by_as_much(sung: Sung, late_frames: int) -> None:
    in_time, beside = (lips_of(sung, np.roll(syllables(), shift)) for shift in (0, -late_frames))
    assert beside.lag_s is not None
    assert in_time.lag_s is not None
    assert beside.lag_s - in_time.lag_s == pytest.approx(late_frames / 24, abs=1e-3)
    (shot,) = beside.shots
    assert not shot.ok
    assert ("late" if late_frames > 0 else "early") in shot.why_not


def test_lips_that_sing_something_else_fail(sung: Sung) -> None:
    other = np.where(syllables() > 0, np.random.default_rng(3).uniform(0.0, 1.0, FRAMES), 0.0)
    other[SUNG_FROM:SUNG_TO] = 1 - syllables()[SUNG_FROM:SUNG_TO]
    other[:SUNG_FROM] = 1.0
    (shot,) = lips_of(sung, other).shots
    assert not shot.ok
    assert "does not follow" in shot.why_not


def test_lips_that_move_while_nobody_sings_fail(sung: Sung) -> None:
    heard = analysis(syllables()).model_copy(update={"vocals": ()})
    lips = measure_lips(sung.film, sung.plan, heard, bodies={"s1": FrameRange(0, FRAMES)}, plates_dir=sung.plates_dir)
    assert lips is not None
    assert "while nobody sings" in lips.shots[0].why_not


def test_a_part_of_a_shot_is_found_by_its_frames(sung: Sung) -> None:
    part = FrameRange(30, 80)
    lips = lips_of(sung, syllables(), part)
    assert lips.correlation is not None
    assert lips.correlation > 0.8
    assert lips.lag_s == pytest.approx(0.0, abs=1 / 24 + 1e-3)


def test_a_shot_without_a_mouth_is_passed_over(sung: Sung) -> None:
    plate = load_plate(sung.plates_dir / "face")
    mute = replace(plate, layers=tuple(replace(layer, mouth=None) for layer in plate.layers))
    save_plate(mute, sung.plates_dir / "mute")
    shot = replace(sung.plan.shots[0], plate_key="mute")
    plan = replace(sung.plan, shots=(shot,))
    body = {"s1": FrameRange(0, FRAMES)}
    assert measure_lips(sung.film, plan, analysis(syllables()), bodies=body, plates_dir=sung.plates_dir) is None
    gone = replace(sung.plan, shots=(replace(shot, plate_key="gone"),))
    assert measure_lips(sung.film, gone, analysis(syllables()), bodies=body, plates_dir=sung.plates_dir) is None
