"""Every world from every set-up: nothing in the lens, the performer in sight, no flat picture."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.raymarch import FAR_M, source
from songreel_engine.rendering.procedural.setups import SetUp

WORLDS = tuple(place for place in PLACES if place != "city")
"""The city has `test_gbuffer_views.py`."""
FRAMINGS = ("wide", "medium", "close", "low", "high", "detail")
VANTAGES = tuple(itertools.product(FRAMINGS, range(4)))
SEED_DIALS = np.linspace(0.01, 0.99, 25)
FEET_TOLERANCE_M = 0.05

# Share of the frame's height that the performer covers, standing, hair and coat long.
FIGURE_HEIGHT = {
    "wide": (0.15, 0.40),
    "medium": (0.6, 1.0),
    "close": (0.5, 1.0),
    "low": (0.25, 0.75),
    "high": (0.1, 0.4),
}
FRAME_PX = (64, 114)


def probed(world: str, points_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """Signed distance from each point to the nearest matter, for every dial in `SEED_DIALS`: [seeds, points]."""
    head = source(world, "NONE") + "\nuniform vec3 POINT;\nlayout(location = 0) out vec4 o0;\n"
    program = gl.program(head + "void main() { gRd = vec3(0, 0, 1); o0 = vec4(world(POINT).x); }\n")
    target = gl.texture(1, 1, kind="f4")
    distances = np.empty((len(SEED_DIALS), len(points_m)), np.float32)
    for seed, point in np.ndindex(distances.shape):
        uniforms: dict[str, gl.UniformValue] = {"SEED": float(SEED_DIALS[seed]), "POINT": _vec3(points_m[point])}
        program.draw([target], uniforms=uniforms, textures={})
        distances[seed, point] = np.frombuffer(target.read(), np.float32)[0]
    target.release()
    return distances


def _vec3(values: NDArray[np.float32]) -> tuple[float, float, float]:
    return (float(values[0]), float(values[1]), float(values[2]))


def setups(world: str) -> list[SetUp]:
    return [PLACES[world].setups[framing][variation] for framing, variation in VANTAGES]


def job(
    world: str, framing: str, variation: int, *, seed: int = 1, width_px: int = 64, height_px: int = 114
) -> PlateJob:
    figure = FigureJob(pose="stand", hair=0.8, coat=0.8, colour=(0.42, 0.06, 0.05))
    return PlateJob(
        width_px=width_px,
        height_px=height_px,
        place=world,
        style="cinematic_realism",
        framing=framing,
        variation=variation,
        time_of_day="night",
        weather="clear",
        figure=None if framing == "detail" else figure,
        prompt="",
        seed=seed,
    )


def frame_of(views: Views, canvas: NDArray[np.float32]) -> NDArray[np.float32]:
    camera = views.camera
    top = (camera.height_px - camera.frame_height_px) // 2
    left = (camera.width_px - camera.frame_width_px) // 2
    return canvas[top : top + camera.frame_height_px, left : left + camera.frame_width_px]


def daylight(views: Views) -> NDArray[np.float32]:
    """Luminance under a plain lamp from the key's side, sky at mid grey: enough to tell a picture from a flat sheet."""
    g = views.full
    lit = np.clip(g.normal @ np.asarray(views.key, np.float32), 0, 1) * g.shadow
    matter = g.albedo.mean(-1) * (2.0 * lit + 0.5 * g.occlusion) + g.emission.mean(-1)
    return frame_of(views, np.where(g.layer < 0.5, np.float32(0.6), matter))


@pytest.mark.parametrize("world", WORLDS)
def test_every_framing_has_four_different_vantages(world: str) -> None:
    table = PLACES[world].setups
    assert set(table) == set(FRAMINGS)
    for framing in FRAMINGS:
        cameras = [setup.camera_m for setup in table[framing]]
        assert len(cameras) == 4
        for one, other in itertools.combinations(cameras, 2):
            assert np.linalg.norm(np.subtract(one, other)) > 0.5


@pytest.mark.parametrize("world", WORLDS)
def test_no_seed_puts_matter_into_the_lens(world: str) -> None:
    cameras = np.array([setup.camera_m for setup in setups(world)], np.float32)
    assert probed(world, cameras).min() > 0.12


@pytest.mark.parametrize("world", WORLDS)
def test_no_seed_puts_matter_where_the_performer_stands(world: str) -> None:
    chests = np.array([np.add(setup.figure_m, (0.0, 1.2, 0.0)) for setup in setups(world)], np.float32)
    assert probed(world, chests).min() > 0.25


@pytest.mark.parametrize("world", WORLDS)
def test_the_performer_stands_on_the_ground_in_every_seed(world: str) -> None:
    """In the sea's wash the ground is the water: feet may be a hand's breadth below it."""
    soles = np.array([setup.figure_m for setup in setups(world)], np.float32)
    distances = probed(world, soles)
    wading = soles[:, 1] < -0.03
    assert np.abs(distances[:, ~wading]).max() < FEET_TOLERANCE_M
    assert np.abs(distances[:, wading]).max(initial=0.0) < 0.12


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("framing", FRAMINGS)
def test_each_view_shows_a_composed_picture(world: str, framing: str) -> None:
    for variation in range(4):
        views = render_views(job(world, framing, variation), samples=1)
        try:
            g = views.full
            for values in (g.albedo, g.normal, g.distance, g.emission, g.occlusion, g.shadow, g.reflectivity):
                assert np.isfinite(values).all()
            assert g.distance.min() > 0.3
            nearest_m, farthest_m = np.percentile(frame_of(views, g.distance), (5, 95))
            assert farthest_m / nearest_m > 1.6
            assert daylight(views).std() > 0.025
            covered_rows = (frame_of(views, views.figure_cover).max(axis=1) > 0.5).mean()
            least, most = FIGURE_HEIGHT.get(framing, (0.0, 0.0))
            assert least <= covered_rows <= most
        finally:
            views.release()


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_another_seed_is_another_arrangement_of_the_same_place(world: str) -> None:
    seen = []
    for seed in (1, 2):
        views = render_views(job(world, "wide", 0, seed=seed), samples=1)
        seen.append((np.rint(views.full.material), views.full.distance))
        views.release()
    (material, distance), (other_material, other_distance) = seen
    assert 0.03 < (material != other_material).mean() < 0.7
    both_matter = (distance < FAR_M) & (other_distance < FAR_M)
    moved = np.abs(np.log(distance[both_matter] / other_distance[both_matter])) > 0.05
    assert moved.mean() > 0.05


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_a_wide_frame_keeps_the_performer_in_it(world: str) -> None:
    for framing in ("wide", "medium", "close", "low", "high"):
        views = render_views(job(world, framing, 0, width_px=128, height_px=72), samples=1)
        assert frame_of(views, views.figure_cover).max() > 0.5
        views.release()
