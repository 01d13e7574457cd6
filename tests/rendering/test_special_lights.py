"""Lights that few looks have, shone on one small view of the lake: flash, blinds, the grid, the barred sun."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural.drawing.guides import Picture
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.lighting import Sight, lit, spill_map
from songreel_engine.rendering.procedural.lights import DAY, NIGHT, Light

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


@pytest.fixture(scope="module")
def views() -> Iterator[Views]:
    rendered = render_views(JOB, samples=1)
    yield rendered
    rendered.release()


def shone(views: Views, light: Light) -> Picture:
    figure = views.full.layer > 1.5
    sight = Sight(
        camera=views.camera,
        sun=views.sun,
        key=views.key,
        indoor=views.indoor,
        focus_m=float(np.median(views.full.distance[figure])),
    )
    return lit(views.full, light, sight, spill=spill_map(views.full.emission))


def added(views: Views, light: Light, **changes: object) -> Picture:
    return shone(views, replace(light, **changes)) - shone(views, light)  # type: ignore[arg-type]


def test_a_flash_lights_the_performer_more_than_the_shore_and_the_sky_not_at_all(views: Views) -> None:
    light = added(views, NIGHT, flash=(1.0, 1.0, 1.0)).mean(-1)
    shore = (views.full.layer == 1.0) & (views.full.distance > 30.0)
    assert light[views.full.layer > 1.5].mean() > 5.0 * light[shore].mean()
    assert np.abs(light[views.full.layer < 0.5]).max() < 1e-3


def test_blinds_only_take_light_away_and_not_everywhere(views: Views) -> None:
    taken = -added(views, DAY, slats=1.0).mean(-1)
    ground = (views.full.layer == 1.0) & (views.full.shadow > 0.9) & (views.full.distance < 12.0)
    assert taken.min() > -1e-2
    assert taken[ground].max() > 0.1
    assert np.percentile(taken[ground], 10) < 0.25 * taken[ground].max()


def test_the_grid_lies_on_level_ground_and_not_on_walls_or_people(views: Views) -> None:
    light = added(views, NIGHT, grid=(0.0, 1.0, 1.0))
    steep = (views.full.normal[..., 1] < 0.6) & (views.full.layer > 0.5)
    assert light[..., 1].max() > 0.3
    assert light[..., 0].max() < 1e-3
    assert light[views.full.layer > 1.5].max() < 1e-3
    # Wet walls may mirror the ground; only what is dry counts.
    assert light[steep & (views.full.reflectivity < 0.01)].max() < 1e-2


def test_bars_cut_the_suns_foot_and_leave_its_head(views: Views) -> None:
    whole = shone(views, replace(DAY, sun_radius=0.25, sun_disc=(9.0, 0.0, 0.0), sun_stripes=1e-6))
    barred = shone(views, replace(DAY, sun_radius=0.25, sun_disc=(9.0, 0.0, 0.0), sun_stripes=1.0))
    rows = np.nonzero(((whole - barred)[..., 0] > 1.0).any(1))[0]
    disc = np.nonzero((whole[..., 0] > 4.0).any(1))[0]
    assert len(rows) > 0
    assert rows.min() > disc.min() + 0.2 * np.ptp(disc)
