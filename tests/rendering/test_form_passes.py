"""Passes that draw form: flat triangles, bevels of a toy, and the soft borders of a model's photograph."""

from dataclasses import replace

import numpy as np
import pytest

from songreel_engine.rendering.procedural.drawing.focus import tilted
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.mesh import meshed
from songreel_engine.rendering.procedural.drawing.toy import polished

HEIGHT, WIDTH = 160, 120
SKY_ROWS = 40
SQUARE = (slice(60, 130), slice(40, 80))


@pytest.fixture
def guides() -> Guides:
    distance = np.full((HEIGHT, WIDTH), 12.0, np.float32)
    distance[:SKY_ROWS] = 400.0
    distance[SQUARE] = 3.0
    figure = np.zeros((HEIGHT, WIDTH), bool)
    figure[SQUARE] = True
    normal = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    normal[..., 2] = -1.0
    material = np.where(figure, 22.0, 3.0).astype(np.float32)
    material[:SKY_ROWS] = 0.0
    return Guides(
        distance=distance,
        normal=normal,
        facing=np.ones((HEIGHT, WIDTH), np.float32),
        slant=np.zeros((HEIGHT, WIDTH, 2), np.float32),
        material=material,
        emission=np.zeros((HEIGHT, WIDTH, 3), np.float32),
        shadow=np.ones((HEIGHT, WIDTH), np.float32),
        figure=figure,
        cards=figure,
        glow=np.zeros((HEIGHT, WIDTH, 3), np.float32),
        lamplight=np.zeros((HEIGHT, WIDTH), np.float32),
        unit_px=1.0,
        focus_m=3.0,
        subject_px=(60.0, 90.0),
        seed=5,
    )


@pytest.fixture
def rough() -> Picture:
    return np.random.default_rng(3).uniform(0.2, 0.6, (HEIGHT, WIDTH, 3)).astype(np.float32)


def _in_triangles(picture: Picture, guides: Guides) -> Picture:
    return meshed(picture, guides, side=24.0, figure_side=12.0, shades=0.0)


def test_triangles_are_flat_inside(rough: Picture, guides: Guides) -> None:
    steps = np.abs(np.diff(_in_triangles(rough, guides)[..., 0], axis=1))
    assert np.median(steps) < 1e-4
    assert np.median(np.abs(np.diff(rough[..., 0], axis=1))) > 0.05


def test_no_triangle_reaches_over_a_silhouette(guides: Guides) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 0.2, np.float32)
    picture[SQUARE] = 0.9
    picture[:SKY_ROWS] = 0.6
    drawn = _in_triangles(picture, guides)
    assert drawn[62:128, 42:78].min() > 0.85
    assert np.abs(drawn[: SKY_ROWS - 3] - 0.6).max() < 0.02
    assert np.abs(drawn[SKY_ROWS + 3 : 57] - 0.2).max() < 0.02


def test_the_world_has_the_same_triangles_with_and_without_the_performer(rough: Picture, guides: Guides) -> None:
    nobody = np.zeros_like(guides.figure)
    distance = guides.distance.copy()
    distance[SQUARE] = 12.0
    material = guides.material.copy()
    material[SQUARE] = 3.0
    behind = replace(guides, figure=nobody, distance=distance, material=material)
    with_performer, without = _in_triangles(rough, guides), _in_triangles(rough, behind)
    assert np.array_equal(with_performer[:, :20], without[:, :20])


def test_a_lit_window_keeps_a_face_of_its_own(guides: Guides) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 0.1, np.float32)
    window = (slice(70, 84), slice(96, 110))
    picture[window] = 0.95
    lit = guides.emission.copy()
    lit[window] = 2.0
    drawn = _in_triangles(picture, replace(guides, emission=lit))
    assert drawn[74:80, 100:106].min() > 0.9


def test_outward_edges_catch_light_and_inward_ones_gather_colour(guides: Guides) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 0.5, np.float32)
    slant = np.zeros_like(guides.slant)
    slant[..., 0] = np.where(np.arange(WIDTH) < 100, -0.7, 0.7)
    slant[:, :20, 0] = 0.7
    drawn = polished(picture, replace(guides, slant=slant), bevel=0.5, crease=0.5, crease_tint=(0.6, 0.5, 0.6))
    row = drawn[150, :, 0]
    assert row[100] > 0.55
    assert row[20] < 0.45
    assert abs(row[60] - 0.5) < 0.01


def test_a_silhouette_is_no_bevel(guides: Guides) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 0.5, np.float32)
    slant = np.zeros_like(guides.slant)
    slant[SQUARE] = (0.9, 0.0)
    drawn = polished(picture, replace(guides, slant=slant), bevel=0.5, crease=0.5, crease_tint=(0.6, 0.5, 0.6))
    assert np.abs(drawn - 0.5).max() < 0.02


def test_a_band_goes_soft_above_and_below_where_the_eye_rests(rough: Picture, guides: Guides) -> None:
    flat = replace(
        guides, distance=np.full_like(guides.distance, 3.0), figure=np.zeros_like(guides.figure), unit_px=1 / 6
    )
    plain = tilted(rough, flat, strength=60.0, tilt=0.0, largest=60.0)
    banded = tilted(rough, flat, strength=60.0, tilt=0.0, largest=60.0, band=3.0)
    assert np.array_equal(plain, rough)
    assert banded[5:20].std() < 0.6 * rough[5:20].std()
    assert np.allclose(banded[84:96], rough[84:96])
