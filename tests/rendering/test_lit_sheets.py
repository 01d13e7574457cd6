"""Sheets whose planes travel together show what each plane shows alone."""

import numpy as np
import pytest

from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.compositor import Compositor
from songreel_engine.rendering.parallax.lit_sheets import LightNow, LitBackground, LitCard
from songreel_engine.rendering.parallax.mouth import MouthSheet
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.warp import Axis, NodeGrid

WIDTH, HEIGHT = 96, 128
LIGHT = LightNow(0.25, 1.0)


def flat(luma: int, u: int, v: int, *, width: int = WIDTH, height: int = HEIGHT) -> Planes:
    half = (height // 2, width // 2)
    return Planes(np.full((height, width), luma, np.uint8), np.full(half, u, np.uint8), np.full(half, v, np.uint8))


def sheet(rest: Planes, hit: Planes, *, alpha: int | None = None, mouth: MouthSheet | None = None) -> Sheet:
    """As large as the frame, one pixel of it for one of the film's, everywhere at the same depth."""
    to_pixel = (Axis(1.0, WIDTH / 2 - 0.5), Axis(1.0, HEIGHT / 2 - 0.5))
    depth = np.full((HEIGHT // 4, WIDTH // 4), 0.1, np.float32)
    to_depth = (Axis(0.25, WIDTH / 8 - 0.5), Axis(0.25, HEIGHT / 8 - 0.5))
    return Sheet(
        kind="relief" if alpha is None else "figure",
        rest=rest,
        hit=hit,
        alpha=None if alpha is None else np.full((HEIGHT, WIDTH), alpha, np.uint8),
        occupied=None if alpha is None else np.ones_like(depth),
        inverse_depth=depth,
        to_pixel=to_pixel,
        to_depth=to_depth,
        to_occupied=to_depth,
        mouth=mouth,
    )


def shown(*cards: Sheet, light: LightNow = LIGHT) -> Planes:
    grid = NodeGrid.over(WIDTH, HEIGHT)
    canvas = Compositor(grid)
    canvas.cover(LitBackground(sheet(flat(100, 90, 150), flat(140, 110, 130))), light, grid.q)
    for card in cards:
        canvas.lay(LitCard(card), light, grid, grid.q)
    return canvas.picture


def middle(picture: Planes) -> tuple[int, int, int]:
    y, u, v = (int(plane[plane.shape[0] // 2, plane.shape[1] // 2]) for plane in picture)
    return y, u, v


def test_a_background_stands_a_quarter_of_the_way_to_its_hit_in_a_quarter_of_the_light() -> None:
    assert middle(shown()) == (110, 95, 145)


def test_only_luma_follows_the_exposure() -> None:
    assert middle(shown(light=LightNow(0.0, 0.5))) == (50, 90, 150)


def test_an_opaque_card_hides_what_is_behind_and_keeps_its_own_planes_apart() -> None:
    assert middle(shown(sheet(flat(40, 200, 60), flat(80, 220, 40), alpha=255))) == (50, 205, 55)


def test_a_card_of_half_the_alpha_lets_half_of_what_is_behind_through() -> None:
    card = sheet(flat(20, 100, 30), flat(20, 100, 30), alpha=128)
    assert middle(shown(card)) == pytest.approx(
        (20 + 110 * 127 / 255, 100 + 95 * 127 / 255, 30 + 145 * 127 / 255), abs=1
    )


def test_a_mouth_opens_where_it_is_alone_and_shuts_again_without_a_trace() -> None:
    steps = tuple(flat(luma, 100, 120, width=8, height=6) for luma in (40, 60, 200))
    card = LitCard(
        sheet(
            flat(40, 100, 120), flat(40, 100, 120), alpha=255, mouth=MouthSheet(x_px=20, y_px=30, rest=steps, hit=steps)
        )
    )
    shut = card.quads(0.0).luma.copy()
    assert set(np.unique(card.quads(1.0).luma[30:36, 20:28, :2])) == {200}
    assert set(np.unique(card.quads(0.25).luma[30:36, 20:28, :2])) == {50}
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[30:36, 20:28] = False
    np.testing.assert_array_equal(card.quads(1.0).luma[outside], shut[outside])
    np.testing.assert_array_equal(card.quads(0.0).luma, shut)
