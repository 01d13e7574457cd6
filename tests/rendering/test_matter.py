"""Surfaces made anew before light falls on them: facets, texels, rounded edges."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural.faceting import Patches, averaged, patches
from songreel_engine.rendering.procedural.gbuffer import render_views
from songreel_engine.rendering.procedural.matter import PLAIN, Matter
from songreel_engine.rendering.procedural.shaping import shaped

HEIGHT, WIDTH = 80, 120
ANGLE_RAD = 0.10
JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="beach",
    style="low_poly_3d",
    framing="wide",
    variation=0,
    time_of_day="day",
    weather="clear",
    figure=FigureJob(pose="stand", hair=0.8, coat=0.8, colour=(0.42, 0.02, 0.02)),
    prompt="",
    seed=7,
)


def floor(*, camera_x_m: float = 0.0, triangles: bool = True) -> Patches:
    """Patches of a level floor that lies 2 m under a camera, seen 5 m to 25 m ahead."""
    x = np.linspace(-8.0, 8.0, WIDTH, dtype=np.float32)[None, :] - np.float32(camera_x_m)
    z = np.linspace(25.0, 5.0, HEIGHT, dtype=np.float32)[:, None]
    points = np.stack(np.broadcast_arrays(x, np.float32(-2.0), z), -1).astype(np.float32)
    normal = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    normal[..., 1] = 1.0
    return patches(
        points,
        (camera_x_m, 2.0, 0.0),
        normal,
        np.ones((HEIGHT, WIDTH), np.int64),
        np.zeros((HEIGHT, WIDTH), bool),
        angle_rad=np.full((HEIGHT, WIDTH), ANGLE_RAD, np.float32),
        triangles=triangles,
    )


@pytest.mark.parametrize("triangles", [True, False], ids=["triangles", "squares"])
def test_patches_are_smaller_where_they_are_nearer(triangles: bool) -> None:
    key = floor(triangles=triangles).key
    far, near = len(np.unique(key[: HEIGHT // 4])), len(np.unique(key[-HEIGHT // 4 :]))
    assert near > 1.5 * far
    assert 20 < len(np.unique(key)) < HEIGHT * WIDTH / 6


def test_a_patch_stays_on_its_place_in_the_world_when_the_camera_steps_aside() -> None:
    here, there = floor().key, floor(camera_x_m=0.02).key
    assert (here == there).mean() > 0.9


def test_a_patch_has_one_value_its_mean() -> None:
    cut = floor()
    image = np.random.default_rng(3).random((HEIGHT, WIDTH, 3), np.float32)
    (out,) = averaged([image], [cut])
    member = cut.key == cut.key[40, 60]
    assert np.ptp(out[member], 0).max() == 0.0
    np.testing.assert_allclose(out[40, 60], image[member].mean(0), rtol=1e-4)


def test_a_patch_that_both_views_have_is_alike_in_both() -> None:
    cut = floor()
    one, other = (np.random.default_rng(seed).random((HEIGHT, WIDTH, 3), np.float32) for seed in (3, 4))
    full, behind = averaged([one, other], [cut, cut])
    np.testing.assert_array_equal(full, behind)


def test_plain_matter_changes_no_form() -> None:
    assert not PLAIN.changes_form
    assert Matter(facet=40.0).changes_form


@pytest.mark.parametrize("matter", [Matter(facet=50.0), Matter(roundness=20.0)], ids=["facets", "rounding"])
def test_shaped_normals_are_unit_vectors_and_both_views_agree(matter: Matter) -> None:
    views = render_views(replace(JOB), samples=1)
    try:
        unit_px = views.camera.frame_height_px / 960
        pair = (views.full, views.behind)
        cards = np.maximum(views.figure_cover, np.maximum(views.near_prop_cover, views.far_prop_cover)) > 0.5
        full, behind = shaped(
            pair, (views.full.albedo, views.behind.albedo), matter, cards=cards, camera=views.camera, unit_px=unit_px
        )
        solid = views.full.layer > 0.5
        off_borders = cv2.dilate(cards.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
        seen_in_both = solid & off_borders
        changed = np.abs(full.normal - views.full.normal).max(-1)
    finally:
        views.release()
    np.testing.assert_allclose(np.linalg.norm(full.normal[solid], axis=-1), 1.0, atol=2e-3)
    assert changed[solid].mean() > 0.01
    assert (np.abs(full.normal - behind.normal).max(-1)[seen_in_both] > 0.05).mean() < 0.02
