"""Light asked for in words: what it does to a light's values, and to a small picture of the lake."""

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import LightingJob, PlateJob
from songreel_engine.rendering.procedural.camera import camera_for
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.lights import LOW_SUN, NIGHT, Light
from songreel_engine.rendering.procedural.looks import LOOKS, find_look, light_for
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.plate_maker import drawn_views
from songreel_engine.rendering.procedural.relighting import relit, turned
from songreel_engine.rendering.procedural.setups import SetUp

LUMA = np.array([0.2126, 0.7152, 0.0722])
SIDES = ("left", "right", "front", "back", "above", "below")
TEAL, ORANGE = (0.0, 0.21, 0.21), (1.0, 0.38, 0.0)
JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="lake",
    style="cinematic_realism",
    framing="wide",
    variation=0,
    time_of_day="dusk",
    weather="clear",
    figure=None,
    prompt="",
    seed=7,
)


@pytest.fixture(scope="module")
def views() -> Iterator[Views]:
    rendered = render_views(JOB)
    yield rendered
    rendered.release()


def picture(views: Views, lighting: LightingJob) -> NDArray[np.float64]:
    light = relit(light_for(JOB.style, JOB.time_of_day), lighting)
    (full, _), _ = drawn_views(views, find_look(JOB.style), light, seed=JOB.seed)
    return full.astype(np.float64)


def seen_from(setup: SetUp) -> NDArray[np.float64]:
    """Where the key stands along the camera's right and, level, ahead of it."""
    right, _, _ = camera_for(setup.camera_m, setup.target_m, setup.focal, width_px=90, height_px=160).axes()
    return np.array([axis @ np.array(setup.key) for axis in (right, np.cross(right, (0.0, 1.0, 0.0)))])


def test_a_light_that_nothing_is_asked_of_stays_as_it_is() -> None:
    assert relit(LOW_SUN, LightingJob()) == LOW_SUN


@pytest.mark.parametrize("light", [LOW_SUN, NIGHT], ids=["low sun", "night"])
def test_warmth_turns_colours_and_keeps_how_bright_they_are(light: Light) -> None:
    warm, cold = relit(light, LightingJob(warmth=0.8)), relit(light, LightingJob(warmth=-0.8))
    for name in ("key", "ambient_top", "sky_horizon", "lamp_filter"):
        own, warmer, colder = (np.array(getattr(which, name)) for which in (light, warm, cold))
        assert warmer[0] / warmer[2] > own[0] / own[2] > 1.2 * colder[0] / colder[2]
        assert warmer @ LUMA == pytest.approx(own @ LUMA)
        assert colder @ LUMA == pytest.approx(own @ LUMA)


def test_brighter_light_raises_what_is_lit_more_than_what_is_in_shade() -> None:
    bright = relit(LOW_SUN, LightingJob(brightness=0.6))
    key_gain, shade_gain = bright.key[0] / LOW_SUN.key[0], bright.ambient_bottom[0] / LOW_SUN.ambient_bottom[0]
    assert key_gain > 1.5 * shade_gain > 1.5
    assert bright.key[2] / bright.key[0] == pytest.approx(LOW_SUN.key[2] / LOW_SUN.key[0])


def test_no_light_of_any_style_turns_negative_or_endless() -> None:
    extremes = [LightingJob(warmth=w, brightness=b, side=s) for w, b, s in ((1, 1, "left"), (-1, -1, "below"))]
    for look in LOOKS.values():
        for light in look.lights.values():
            for lighting in extremes:
                values = np.hstack([np.ravel(getattr(relit(light, lighting), f.name)) for f in fields(Light)])
                assert np.all(values >= 0)
                assert np.all(np.isfinite(values))


@pytest.mark.parametrize("place", PLACES)
def test_a_side_is_meant_as_the_camera_sees_it_in_every_view(place: str) -> None:
    for setup in (view for views in PLACES[place].setups.values() for view in views):
        keys = {side: seen_from(turned(setup, side)) for side in SIDES}
        assert keys["left"][0] < -0.5 < 0.5 < keys["right"][0]
        assert keys["front"][1] < -0.4 < 0.5 < keys["back"][1]
        heights = {side: turned(setup, side).key[1] for side in SIDES}
        assert heights["below"] < -0.4 < 0.9 < heights["above"]


def test_an_unknown_side_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"'inside'.*left, right, front"):
        turned(PLACES["lake"].setups["wide"][0], "inside")


def test_warmer_light_makes_a_redder_picture_than_colder_light(views: Views) -> None:
    redness = [
        float((picture(views, LightingJob(warmth=warmth)) @ np.array([1, 0, -1])).mean()) for warmth in (-0.6, 0, 0.6)
    ]
    assert redness[0] + 8 < redness[1] < redness[2] - 8


def test_brighter_light_leaves_the_darkest_tones_dark(views: Views) -> None:
    plain, bright, dim = (picture(views, LightingJob(brightness=b)) @ LUMA for b in (0.0, 0.6, -0.6))
    assert dim.mean() + 12 < plain.mean() < bright.mean() - 12
    assert np.quantile(bright, 0.02) - np.quantile(plain, 0.02) < 0.5 * (bright.mean() - plain.mean())


def test_a_palette_moves_hue_and_keeps_light_and_dark(views: Views) -> None:
    light = light_for(JOB.style, JOB.time_of_day)
    look = find_look(JOB.style)
    (plain, _), (plain_behind, _) = drawn_views(views, look, light, seed=JOB.seed)
    (drawn, _), (behind, _) = drawn_views(views, look.in_colours((TEAL, ORANGE)), light, seed=JOB.seed)
    before, after = plain.astype(float), drawn.astype(float)
    luma = before @ LUMA
    darks, lights = luma < np.quantile(luma, 0.3), luma > np.quantile(luma, 0.95)
    for part, sign in ((darks, -1), (lights, 1)):
        moved = (after[part] - before[part]) @ np.array([1, 0, -1])
        assert sign * moved.mean() > 3
    assert abs((after @ LUMA) - luma).mean() < 6
    # Where nothing stands in front, both pictures must be drawn alike, to a rounding step.
    same = np.all(plain == plain_behind, axis=-1)
    assert np.abs(after[same] - behind.astype(float)[same]).max() <= 2


def test_light_from_the_left_and_from_the_right_shade_opposite_sides(views: Views) -> None:
    job = replace(JOB, width_px=54, height_px=96)
    pictures = []
    for side in ("left", "right"):
        lighting = LightingJob(side=side)
        turned_views = render_views(replace(job, lighting=lighting))
        right = turned_views.camera.axes()[0]
        facing_right = turned_views.full.normal @ right
        pictures.append(picture(turned_views, lighting) @ LUMA)
        turned_views.release()
    matter = np.abs(facing_right) > 0.3
    lit_from_right = (pictures[1] - pictures[0])[matter]
    assert np.corrcoef(lit_from_right, facing_right[matter])[0, 1] > 0.3
