"""Both views of a plate lit: what is shared is lit once, and nothing is kept that is not needed again."""

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest

from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.lighting import Sight, lit, lit_views, spill_map
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.matter import PLAIN
from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker, plate_of

JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="cinematic_realism",
    framing="wide",
    variation=2,
    time_of_day="night",
    weather="rain",
    figure=FigureJob(pose="walk_away", hair=0.8, coat=0.8, colour=(0.42, 0.02, 0.02)),
    prompt="",
    seed=7,
)
LIGHT = light_for(JOB.style, JOB.time_of_day)


@pytest.fixture
def views() -> Iterator[Views]:
    rendered = render_views(JOB)
    yield rendered
    rendered.release()


def test_what_is_behind_is_lit_as_if_it_had_been_lit_alone(views: Views) -> None:
    sight = Sight(camera=views.camera, sun=views.sun, key=views.key, indoor=views.indoor, focus_m=7.0)
    spill = spill_map(views.full.emission)
    full, behind = lit_views(views, LIGHT, sight, spill=spill, matter=PLAIN, surfaces=(None, None), is_last=False)
    np.testing.assert_array_equal(full, lit(views.full, LIGHT, sight, spill=spill))
    np.testing.assert_array_equal(behind, lit(views.behind, LIGHT, sight, spill=spill))
    assert 0.02 < (full != behind).any(-1).mean() < 0.9


def test_a_plate_is_the_same_from_views_that_are_used_again_and_from_views_that_are_not(views: Views) -> None:
    look = find_look(JOB.style)
    again = plate_of(views, look, LIGHT, seed=JOB.seed)
    last = plate_of(views, look, LIGHT, seed=JOB.seed, is_last=True)
    for one, other in zip(again.layers, last.layers, strict=True):
        np.testing.assert_array_equal(one.rgb, other.rgb)
        np.testing.assert_array_equal(one.hit, other.hit)


def test_views_for_one_plate_give_back_what_lights_them_and_still_tell_what_they_hold(views: Views) -> None:
    plate_of(views, find_look(JOB.style), LIGHT, seed=JOB.seed, is_last=True)
    first, second = views.full.samples
    kept = [texture for texture in (*first, *second) if isinstance(texture.mglo, type(views.full.mask.mglo))]
    assert kept == list(first[:4])
    views.behind.forget()
    assert views.behind.distance.shape == (views.behind.height_px, views.behind.width_px)


def test_a_plate_leaves_no_textures_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[moderngl.Texture] = []
    texture = gl.texture

    def noted(*args: int, **kwargs: object) -> moderngl.Texture:
        made.append(texture(*args, **kwargs))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(gl, "texture", noted)
    ProceduralPlateMaker().make(JOB)
    assert len(made) > 24
    assert {type(one.mglo).__name__ for one in made} == {"InvalidObject"}
