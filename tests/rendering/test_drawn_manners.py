"""Passes that draw as a hand or a machine does: strokes of oil, hatching, wedges of speed, thumb prints, few pixels."""

import numpy as np
import pytest

from songreel_engine.rendering.procedural.drawing.action import hatched, rushed, spotted
from songreel_engine.rendering.procedural.drawing.clay import kneaded
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.oil import Layer, painted
from songreel_engine.rendering.procedural.drawing.pixels import pixelated

HEIGHT, WIDTH = 160, 96
SKY_ROWS = 40
BODY = (slice(70, 130), slice(36, 60))
INK = (0.0, 0.0, 0.0)
LIGHT = (1.0, 1.0, 1.0)
BRUSHES = (Layer(pitch=16.0, length=2.6, detail=0.0), Layer(pitch=8.0, length=2.6, detail=0.05))


@pytest.fixture
def guides() -> Guides:
    shape = (HEIGHT, WIDTH)
    distance = np.full(shape, 12.0, np.float32)
    distance[:SKY_ROWS] = 400.0
    distance[BODY] = 3.0
    figure = np.zeros(shape, bool)
    figure[BODY] = True
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = -1.0
    return Guides(
        distance=distance,
        normal=normal,
        facing=np.ones(shape, np.float32),
        slant=np.zeros((*shape, 2), np.float32),
        material=np.where(figure, 22.0, 3.0).astype(np.float32),
        emission=np.zeros((*shape, 3), np.float32),
        shadow=np.ones(shape, np.float32),
        figure=figure,
        cards=figure,
        glow=np.zeros((*shape, 3), np.float32),
        lamplight=np.zeros(shape, np.float32),
        unit_px=1.0,
        focus_m=3.0,
        subject_px=(48.0, 90.0),
        seed=5,
    )


@pytest.fixture
def picture() -> Picture:
    """A shaded wall under a plain sky, a red body before it."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.float32)
    picture[:] = np.linspace(0.1, 0.6, WIDTH, dtype=np.float32)[None, :, None]
    picture[:SKY_ROWS] = (0.4, 0.6, 0.9)
    picture[BODY] = (0.7, 0.1, 0.1)
    return picture


def without_body(guides: Guides) -> Guides:
    """What stands behind the body, as the second view of a plate sees it."""
    distance = guides.distance.copy()
    distance[BODY] = 12.0
    return Guides(**{**vars(guides), "distance": distance, "figure": np.zeros_like(guides.figure)})


def test_oil_keeps_the_pictures_colours_within_a_brush(picture: Picture, guides: Guides) -> None:
    out = painted(picture, guides, layers=BRUSHES)
    assert out.dtype == np.float32
    assert np.abs(out.mean((0, 1)) - picture.mean((0, 1))).max() < 0.03
    assert np.abs(out - picture).mean() > 0.005


def test_strokes_stop_at_the_border_of_what_they_paint(picture: Picture, guides: Guides) -> None:
    out = painted(picture, guides, layers=BRUSHES)
    redness = out[..., 0] - out[..., 2]
    assert redness[BODY].min() > 0.25
    assert redness[~guides.figure].max() < 0.2


def test_what_is_seen_in_both_views_is_painted_alike(picture: Picture, guides: Guides) -> None:
    bare = picture.copy()
    bare[BODY] = picture[135, BODY[1]]
    full = painted(picture, guides, layers=BRUSHES)
    behind = painted(bare, without_body(guides), layers=BRUSHES)
    assert (np.abs(full - behind).max(-1)[~guides.cards] > 8 / 255).mean() < 0.01


def test_shade_is_hatched_and_light_and_sky_are_not(picture: Picture, guides: Guides) -> None:
    out = hatched(picture, guides, pitch=6.0, dark=0.4, colour=INK)
    changed = np.abs(out - picture).max(-1) > 0.02
    assert 0.1 < changed[SKY_ROWS:, :30].mean() < 0.9
    assert not changed[SKY_ROWS:, 80:].any()
    assert not changed[:SKY_ROWS].any()


def test_only_what_is_nearly_black_becomes_ink(picture: Picture, guides: Guides) -> None:
    out = spotted(picture, guides, below=0.25, colour=INK, amount=1.0)
    assert out[SKY_ROWS + 5 : 60, 2].max() < 0.02
    np.testing.assert_allclose(out[SKY_ROWS + 5 : 60, 60:], picture[SKY_ROWS + 5 : 60, 60:], atol=1e-6)


def test_wedges_come_from_the_edge_and_leave_the_subject_alone(picture: Picture, guides: Guides) -> None:
    out = rushed(picture, guides, reach=0.6, colours=(LIGHT, INK))
    changed = np.abs(out - picture).max(-1) > 0.02
    assert changed[:12].mean() > 0.15
    assert not changed[75:105, 20:76].any()
    assert not changed[guides.figure].any()


def test_kneading_gives_the_sky_relief_and_keeps_its_mean(picture: Picture, guides: Guides) -> None:
    out = kneaded(picture, guides, relief=0.16, prints=0.0)
    sky = out[:SKY_ROWS, :, 2]
    assert sky.std() > 0.01
    assert abs(float(sky.mean()) - 0.9) < 0.03
    np.testing.assert_allclose(out[SKY_ROWS:], picture[SKY_ROWS:], atol=1e-6)


def test_thumbs_print_some_places_and_not_all(picture: Picture, guides: Guides) -> None:
    printed = np.abs(kneaded(picture, guides, relief=0.0, prints=0.1) - picture).max(-1) > 1e-3
    assert 0.02 < printed.mean() < 0.7


def test_pixels_are_square_and_levels_few(picture: Picture, guides: Guides) -> None:
    out = pixelated(picture, guides, size=4.0, steps=9)
    blocks = out.reshape(HEIGHT // 4, 4, WIDTH // 4, 4, 3)
    assert np.ptp(blocks, (1, 3)).max() == 0.0
    assert len(np.unique(out)) <= 9


def test_dither_keeps_a_tone_between_two_levels(guides: Guides) -> None:
    even = np.full((HEIGHT, WIDTH, 3), 0.37, np.float32)
    assert float(pixelated(even, guides, size=2.0, steps=5).mean()) == pytest.approx(0.37, abs=0.02)
    assert float(pixelated(even, guides, size=2.0, steps=5, dither=0.0).mean()) == pytest.approx(0.25, abs=0.01)


def test_pixels_fill_a_canvas_that_they_do_not_divide(picture: Picture, guides: Guides) -> None:
    odd = np.ascontiguousarray(picture[:-3, :-5])
    assert pixelated(odd, guides, size=7.0, steps=9).shape == odd.shape
