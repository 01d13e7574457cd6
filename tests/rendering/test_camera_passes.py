"""Passes that draw as cameras, tape and silver do, on a picture whose truth is known: a bar near the camera before a wall."""

import numpy as np
import pytest

from songreel_engine.rendering.procedural.camera import Camera, camera_for
from songreel_engine.rendering.procedural.drawing.arithmetic import luma
from songreel_engine.rendering.procedural.drawing.flash import flash_shadowed
from songreel_engine.rendering.procedural.drawing.focus import tilted
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.lens import fringed, softened
from songreel_engine.rendering.procedural.drawing.silver import bleached, monochrome
from songreel_engine.rendering.procedural.drawing.smoke import smoked
from songreel_engine.rendering.procedural.drawing.video import recorded
from songreel_engine.rendering.procedural.looks import dials_for
from songreel_engine.rendering.procedural.sun import sun_in_open_sky

HEIGHT, WIDTH = 160, 90
BAR = (slice(40, 130), slice(40, 52))
FOCUS_M, WALL_M = 3.0, 4.0


@pytest.fixture
def guides() -> Guides:
    distance = np.full((HEIGHT, WIDTH), WALL_M, np.float32)
    distance[BAR] = FOCUS_M
    figure = distance == FOCUS_M
    zero = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    return Guides(
        distance=distance,
        normal=zero,
        facing=np.ones((HEIGHT, WIDTH), np.float32),
        slant=np.zeros((HEIGHT, WIDTH, 2), np.float32),
        material=np.ones((HEIGHT, WIDTH), np.float32),
        emission=zero,
        shadow=np.ones((HEIGHT, WIDTH), np.float32),
        figure=figure,
        cards=figure,
        glow=zero,
        lamplight=np.zeros((HEIGHT, WIDTH), np.float32),
        unit_px=1.0,
        focus_m=FOCUS_M,
        subject_px=(45.0, 80.0),
        seed=5,
    )


def at_distance(guides: Guides, distance_m: float) -> Guides:
    none = np.zeros((HEIGHT, WIDTH), bool)
    far = np.full((HEIGHT, WIDTH), distance_m, np.float32)
    return Guides(**{**vars(guides), "distance": far, "figure": none, "cards": none})


def stripes() -> Picture:
    """Black and white, eight pixels each, from top to bottom."""
    columns = (np.arange(WIDTH) // 8 % 2).astype(np.float32)
    return np.repeat(np.tile(columns, (HEIGHT, 1))[..., None], 3, axis=2)


def sharpness(picture: Picture, rows: slice = slice(None)) -> float:
    return float(np.abs(np.diff(luma(picture)[rows], axis=1)).mean())


def test_a_flash_throws_shadows_beside_its_subject_and_none_on_it(guides: Guides) -> None:
    white = np.ones((HEIGHT, WIDTH, 3), np.float32)
    lit = flash_shadowed(white, guides, across=-40.0, down=0.0)
    assert lit[BAR].min() == 1.0
    assert lit[80, 20:40].min() < 0.6
    assert lit[80, 56:].min() > 0.99


def test_a_flash_throws_no_shadow_on_what_it_does_not_reach(guides: Guides) -> None:
    wall_far = Guides(**{**vars(guides), "distance": np.where(guides.figure, FOCUS_M, 200.0).astype(np.float32)})
    assert flash_shadowed(np.ones((HEIGHT, WIDTH, 3), np.float32), wall_far).min() > 0.95


def test_a_tilted_lens_is_sharp_at_the_focus_and_soft_far_from_it(guides: Guides) -> None:
    near, far = (tilted(stripes(), at_distance(guides, m), strength=12.0, tilt=0.0, largest=9.0) for m in (3.0, 60.0))
    assert sharpness(near) == pytest.approx(sharpness(stripes()), rel=0.01)
    assert sharpness(far) < 0.4 * sharpness(near)


def test_a_tilted_lens_loses_focus_up_and_down_at_one_distance(guides: Guides) -> None:
    per_height = 960 / HEIGHT  # a unit is a pixel here, so the picture is a small part of a frame's height
    leaning = tilted(stripes(), at_distance(guides, FOCUS_M), strength=12.0, tilt=2.5 * per_height, largest=9.0)
    middle = slice(HEIGHT // 2 - 4, HEIGHT // 2 + 4)
    assert sharpness(leaning, slice(0, 20)) < 0.7 * sharpness(leaning, middle)
    assert sharpness(leaning, slice(-20, None)) < 0.7 * sharpness(leaning, middle)


def test_black_and_white_has_no_colour_but_the_papers_and_loses_the_ends(guides: Guides) -> None:
    colours = np.random.default_rng(1).random((HEIGHT, WIDTH, 3), np.float32)
    shown = monochrome(colours, guides, black=0.3, white=0.7, tint=(1.0, 1.0, 1.0))
    assert np.ptp(shown, axis=-1).max() < 1e-6
    assert (shown == 0.0).mean() > 0.02
    assert shown.max() == pytest.approx(1.0)


def test_silver_left_in_greys_colour_and_steepens_tones(guides: Guides) -> None:
    dark, light = (np.full((4, 4, 3), value, np.float32) for value in (0.25, 0.75))
    assert bleached(dark, guides, amount=0.5).mean() < 0.25
    assert bleached(light, guides, amount=0.5).mean() > 0.75
    np.testing.assert_array_equal(bleached(dark, guides, amount=0.0), dark)


def test_smoke_hangs_in_the_distance_and_leaves_the_near_clear(guides: Guides) -> None:
    black = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    look = {"colour": (0.5, 0.5, 0.5), "amount": 1.0, "near_m": 5.0, "far_m": 20.0, "size": 40.0}
    assert smoked(black, at_distance(guides, 4.0), **look).max() == 0.0  # type: ignore[arg-type]
    banks = smoked(black, at_distance(guides, 30.0), **look)  # type: ignore[arg-type]
    assert banks.std() > 0.05


def test_a_plastic_lens_is_softest_in_the_corners(guides: Guides) -> None:
    soft = luma(softened(stripes(), guides, radius=0.5, corner_radius=4.0))
    middle, corner = np.ptp(soft[76:84, 30:60]), np.ptp(soft[:6, :24])
    assert corner < 0.8 * middle


def test_colours_part_toward_the_borders_and_not_in_the_middle(guides: Guides) -> None:
    parted = np.abs(np.diff(fringed(stripes(), guides, width=3.0)[..., ::2], axis=-1))[..., 0]
    assert parted[:, :12].mean() > 3.0 * parted[70:90, 42:48].mean()


def test_tape_keeps_light_and_spreads_colour(guides: Guides) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 0.4, np.float32)
    picture[BAR] = (0.9, 0.2, 0.2)
    shown = recorded(picture, guides)
    redness = (shown[..., 0] - shown[..., 2])[80]
    assert redness[56] > 0.1
    assert redness[10] == pytest.approx(0.0, abs=1e-3)
    assert luma(shown)[:, :20].mean() == pytest.approx(0.4, abs=0.01)


@pytest.fixture
def camera() -> Camera:
    return camera_for((0.0, 1.5, 0.0), (0.0, 1.5, 10.0), 1.6, width_px=WIDTH, height_px=HEIGHT)


def test_the_sun_is_put_where_the_view_has_sky(camera: Camera) -> None:
    sky = np.zeros((camera.height_px, camera.width_px), bool)
    sky[: camera.height_px // 2, camera.width_px * 3 // 5 :] = True
    sun = sun_in_open_sky(sky, camera, radius_rad=0.1)
    assert sun is not None
    x_px, y_px, depth_m = camera.project((sun[0] * 100, 1.5 + sun[1] * 100, sun[2] * 100))
    assert depth_m > 0
    assert sky[int(y_px), int(x_px)]
    assert np.linalg.norm(sun) == pytest.approx(1.0)


def test_a_view_without_sky_has_no_place_for_a_sun(camera: Camera) -> None:
    assert sun_in_open_sky(np.zeros((camera.height_px, camera.width_px), bool), camera, radius_rad=0.1) is None


def test_no_lamp_burns_and_no_puddle_stands_after_the_end() -> None:
    after, before = (dials_for(style, "night", "rain") for style in ("post_apocalyptic", "found_footage"))
    assert after.lit < 0.2 < before.lit
    assert after.wet < 0.2 < before.wet
