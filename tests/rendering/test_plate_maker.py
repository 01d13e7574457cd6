"""Plates of the built-in renderer, small: what its layers promise to the animator."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.plates import Plate
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.looks import LOOKS, find_look, light_for
from songreel_engine.rendering.procedural.plate_maker import (
    ProceduralPlateMaker,
    drawn_views,
    plate_of,
)

JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="lake",
    style="cinematic_realism",
    framing="wide",
    variation=0,
    time_of_day="dusk",
    weather="clear",
    figure=FigureJob(pose="stand", hair=0.8, coat=0.8, colour=(0.42, 0.02, 0.02)),
    prompt="",
    seed=7,
)
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
FRINGE_SHARE = 0.02
"""Share of pixels along silhouettes where layers and full picture may differ by more than 8 levels."""


@pytest.fixture(scope="module")
def views() -> Iterator[Views]:
    rendered = render_views(JOB)
    yield rendered
    rendered.release()


@pytest.fixture(scope="module")
def plate(views: Views) -> Plate:
    return plate_of(views, find_look(JOB.style), light_for(JOB.style, JOB.time_of_day), seed=JOB.seed)


def at_rest(plate: Plate, *, hit: bool = False) -> NDArray[np.float32]:
    """All layers over one another, [canvas height, canvas width, 3]; `hit`: at the height of a beat."""
    out = np.zeros((plate.canvas_height_px, plate.canvas_width_px, 3), np.float32)
    for layer in plate.layers:
        height, width = layer.rgb.shape[:2]
        window = out[layer.y_px : layer.y_px + height, layer.x_px : layer.x_px + width]
        share = 1.0 if layer.alpha is None else layer.alpha[..., None].astype(np.float32) / 255.0
        window += ((layer.hit if hit else layer.rgb) - window) * share
    return out


@pytest.mark.parametrize("style", LOOKS)
def test_layers_put_together_at_rest_give_the_full_picture(views: Views, style: str) -> None:
    look = find_look(style)
    light = next(iter(look.lights.values()))
    (full, full_hit), _ = drawn_views(views, look, light, seed=JOB.seed)
    plate = plate_of(views, look, light, seed=JOB.seed)
    for whole, layered in ((full, at_rest(plate)), (full_hit, at_rest(plate, hit=True))):
        difference = np.abs(layered - whole).max(-1)
        assert (difference > 8.0).mean() < FRINGE_SHARE
        assert difference.mean() < 1.0


def test_layers_run_from_the_background_to_the_performer(plate: Plate) -> None:
    names = [layer.name for layer in plate.layers]
    assert names[0] == "background"
    assert names == [n for n in ("background", "far props", "performer", "near props") if n in names]
    assert {layer.name: layer.kind for layer in plate.layers}["performer"] == "figure"
    assert plate.layers[0].alpha is None
    assert plate.layers[0].rgb.shape == (plate.canvas_height_px, plate.canvas_width_px, 3)


def test_every_layer_keeps_the_plates_conventions(plate: Plate) -> None:
    for layer in plate.layers:
        height, width = layer.rgb.shape[:2]
        assert 0 <= layer.x_px <= plate.canvas_width_px - width
        assert 0 <= layer.y_px <= plate.canvas_height_px - height
        assert layer.rgb.dtype == layer.hit.dtype == np.uint8
        assert layer.hit.shape == layer.rgb.shape
        assert layer.alpha is None or layer.alpha.shape == (height, width)
        assert layer.inverse_depth.shape == (-(-height // 4), -(-width // 4))
        assert layer.inverse_depth.dtype == np.float32
        assert np.isfinite(layer.inverse_depth).all()
        assert layer.inverse_depth.min() >= 0.0


def test_the_performer_is_one_rigid_card_at_the_subjects_depth(plate: Plate) -> None:
    performer = next(layer for layer in plate.layers if layer.kind == "figure")
    assert np.ptp(performer.inverse_depth) == 0.0
    assert performer.inverse_depth[0, 0] == pytest.approx(plate.subject_inverse_depth, rel=0.02)


def test_sky_and_water_are_where_they_can_be(plate: Plate) -> None:
    quarter = (-(-plate.canvas_height_px // 4), -(-plate.canvas_width_px // 4))
    assert plate.sky is not None
    assert plate.water is not None
    assert plate.sky.shape == plate.water.shape == quarter
    rows = np.arange(quarter[0])[:, None]
    assert (plate.sky * rows).sum() / plate.sky.sum() < (plate.water * rows).sum() / plate.water.sum()


def test_the_camera_may_move_a_little_and_not_for_ever(plate: Plate) -> None:
    assert 0.005 < plate.reach_m <= 0.8


@pytest.mark.parametrize("style", LOOKS)
def test_a_beat_lifts_the_light_without_greying_black_or_leaving_its_bound(views: Views, style: str) -> None:
    look = find_look(style)
    (full, hit), _ = drawn_views(views, look, next(iter(look.lights.values())), seed=JOB.seed)
    before, after = full @ LUMA, hit @ LUMA
    rise = float((after - before).mean())
    assert 0.2 < rise <= look.response.most_luma * 255.0 + 0.5
    assert (after - before).min() > -1.0
    assert (after - before)[before < 4.0].max(initial=0.0) < 8.0


def test_no_two_styles_look_alike(views: Views) -> None:
    pictures = {}
    for style, look in LOOKS.items():
        (full, _), _ = drawn_views(views, look, next(iter(look.lights.values())), seed=JOB.seed)
        pictures[style] = full.astype(np.float32)
    for one, other in combinations(pictures, 2):
        assert np.abs(pictures[one] - pictures[other]).mean() > 8.0, (one, other)


def test_the_same_job_gives_the_same_plate(plate: Plate) -> None:
    again = ProceduralPlateMaker().make(JOB)
    for first, second in zip(plate.layers, again.layers, strict=True):
        np.testing.assert_array_equal(first.rgb, second.rgb)
        np.testing.assert_array_equal(first.hit, second.hit)
        np.testing.assert_array_equal(first.inverse_depth, second.inverse_depth)


def test_a_job_without_a_performer_has_no_performer_layer() -> None:
    scenic = ProceduralPlateMaker().make(replace(JOB, figure=None, framing="detail"))
    assert all(layer.kind != "figure" for layer in scenic.layers)


@pytest.mark.parametrize(
    ("change", "known"),
    [
        ({"style": "oil_paint"}, "golden_hour"),
        ({"style": "neo_noir", "time_of_day": "noon"}, "night"),
        ({"place": "moon"}, "lake"),
        ({"framing": "fisheye"}, "wide"),
        ({"figure": FigureJob(pose="fly", hair=0.5, coat=0.5, colour=(0.4, 0.0, 0.0))}, "walk"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_known(change: dict[str, object], known: str) -> None:
    with pytest.raises(RenderError, match=known):
        ProceduralPlateMaker().make(replace(JOB, **change))


def test_the_fingerprint_is_the_same_for_every_maker() -> None:
    assert ProceduralPlateMaker().fingerprint() == ProceduralPlateMaker().fingerprint()
