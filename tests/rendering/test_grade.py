"""The print, on frames whose colours are known."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, GradeJob, PlateJob, ShotJob
from songreel_engine.rendering.parallax import ParallaxAnimator
from songreel_engine.rendering.parallax.colour import LUMA_SPAN, NEUTRAL, Planes, frame_planes, to_planes
from songreel_engine.rendering.parallax.grade import PRINT_LOOKS, grade_frame, make_print
from songreel_engine.rendering.plates import Layer, Plate

WIDTH_PX, HEIGHT_PX = 64, 96


def ramp() -> Planes:
    """Greys from black to white, left to right."""
    rgb = np.zeros((8, 256, 3), np.uint8)
    rgb[:] = np.arange(256, dtype=np.uint8)[None, :, None]
    return to_planes(rgb)


def flat(rgb: tuple[int, int, int]) -> Planes:
    return to_planes(np.full((8, 8, 3), rgb, np.uint8))


def graded(picture: Planes, grade: GradeJob) -> Planes:
    made = make_print(grade)
    assert made is not None
    grade_frame(picture, made)
    return picture


def redness(picture: Planes) -> float:
    """Mean of V less U: red up, blue down."""
    return float(picture.v.mean()) - float(picture.u.mean())


def coloured_plate() -> Plate:
    height, width = round(HEIGHT_PX * 1.25), round(WIDTH_PX * 1.25)
    rgb = np.random.default_rng(3).integers(0, 255, (height, width, 3)).astype(np.uint8)
    layer = Layer(
        name="background",
        kind="relief",
        x_px=0,
        y_px=0,
        rgb=rgb,
        hit=rgb,
        alpha=None,
        inverse_depth=np.full((-(-height // 4), -(-width // 4)), 0.2, np.float32),
    )
    return Plate(
        canvas_width_px=width,
        canvas_height_px=height,
        frame_width_px=WIDTH_PX,
        frame_height_px=HEIGHT_PX,
        focal_px=90.0,
        reach_m=0.2,
        subject_inverse_depth=0.2,
        layers=(layer,),
    )


def frames_of(grade: GradeJob) -> list[NDArray[np.uint8]]:
    plate_job = PlateJob(
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        place="city",
        style="cinematic_realism",
        framing="wide",
        variation=0,
        time_of_day="day",
        weather="clear",
        figure=None,
        prompt="",
        seed=1,
    )
    job = ShotJob(
        plate=plate_job,
        frames=3,
        frames_per_s=24.0,
        camera="push_in",
        motion=5,
        weather="clear",
        style="cinematic_realism",
        light=0.5,
        seed=1,
        drive=np.full((3, len(DRIVE_CHANNELS)), 0.5, np.float32),
        grade=grade,
    )
    return [frame.copy() for frame in ParallaxAnimator().animate(coloured_plate(), job, 0, 3)]


def test_no_grade_makes_no_print() -> None:
    assert make_print(GradeJob()) is None


def test_a_monochrome_film_has_no_colour_and_keeps_its_movement() -> None:
    plain, monochrome = frames_of(GradeJob()), frames_of(GradeJob(look="monochrome"))
    for before, after in zip(plain, monochrome, strict=True):
        planes = frame_planes(after)
        assert frame_planes(before).u.std() > 5
        assert np.all(planes.u == NEUTRAL)
        assert np.all(planes.v == NEUTRAL)
    assert not np.array_equal(monochrome[0], monochrome[2])


def test_warmer_is_redder_and_colder_bluer_and_luma_stays() -> None:
    grey = flat((120, 120, 120))
    warm, cold = (
        graded(flat((120, 120, 120)), GradeJob(warmth=0.5)),
        graded(flat((120, 120, 120)), GradeJob(warmth=-0.5)),
    )
    assert redness(warm) > redness(grey) + 8
    assert redness(cold) < redness(grey) - 8
    assert np.array_equal(warm.y, grey.y)


@pytest.mark.parametrize(
    "grade",
    [GradeJob(warmth=1), GradeJob(contrast=1), GradeJob(brightness=1), GradeJob(brightness=-1), GradeJob(saturation=1)],
)
def test_black_stays_black_and_white_white(grade: GradeJob) -> None:
    for value, luma in ((0, 0), (255, LUMA_SPAN)):
        picture = graded(flat((value,) * 3), grade)
        assert np.all(abs(picture.y.astype(int) - luma) <= 1)
        assert np.all(abs(picture.u.astype(int) - NEUTRAL) <= 1)
        assert np.all(abs(picture.v.astype(int) - NEUTRAL) <= 1)


def test_contrast_parts_lights_from_darks_and_its_opposite_brings_them_together() -> None:
    spread = [float(graded(ramp(), GradeJob(contrast=amount)).y.std()) for amount in (-0.6, 0.6)]
    assert spread[0] < 0.85 * ramp().y.std() < ramp().y.std() < 0.97 * spread[1]


def test_brightness_moves_the_middle_most() -> None:
    plain, bright = ramp().y[0].astype(int), graded(ramp(), GradeJob(brightness=0.6)).y[0].astype(int)
    rise = bright - plain
    assert rise.min() >= 0
    assert rise[100] > 15
    assert rise[100] > rise[10]
    assert rise[100] > rise[240]


@pytest.mark.parametrize("look", PRINT_LOOKS)
def test_no_print_turns_darker_what_was_lighter_or_makes_steps(look: str) -> None:
    for amount in (-1.0, 1.0):
        made = make_print(GradeJob(look=look, contrast=amount, brightness=amount))
        assert made is not None
        assert made.luma is not None
        steps = np.diff(made.luma[: LUMA_SPAN + 1].astype(int))
        assert steps.min() >= 0
        assert steps.max() <= 8


def test_saturation_scales_colour_down_to_none() -> None:
    colour = flat((180, 60, 60))
    stand = float(colour.v.mean()) - NEUTRAL
    more = float(graded(flat((180, 60, 60)), GradeJob(saturation=0.5)).v.mean()) - NEUTRAL
    assert more == pytest.approx(1.4 * stand, abs=1.5)
    none = graded(flat((180, 60, 60)), GradeJob(saturation=-1))
    assert np.all(none.v == NEUTRAL)


def test_sepia_is_one_warm_colour() -> None:
    sepia = graded(flat((40, 90, 200)), GradeJob(look="sepia"))
    assert sepia.v.mean() > NEUTRAL + 4
    assert sepia.u.mean() < NEUTRAL - 4


def test_looks_differ_from_one_another() -> None:
    pictures = {look: graded(flat((150, 90, 60)), GradeJob(look=look)) for look in PRINT_LOOKS if look}
    seen = {tuple(int(plane[0, 0]) for plane in picture) for picture in pictures.values()}
    assert len(seen) == len(pictures)


def test_an_unknown_print_look_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"'technicolor'.*film, faded"):
        make_print(replace(GradeJob(), look="technicolor"))
