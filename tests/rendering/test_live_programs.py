"""The preview's programs compile as GLSL ES 3.00, by the OpenGL that is here: every world's, and every style's."""

import pytest

from live_films import live
from songreel_engine.rendering.live.pieces import put_together
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.styles import LOOKS

_VERTEX = """#version 300 es
precision highp float;
void main() { gl_Position = vec4(float(gl_VertexID) - .5, 0., 0., 1.); }
"""
_OF_WORLDS = {"LIVE_CONES", "LIVE_FIGURE", "LIVE_HIT", "LIVE_SHADE", "LIVE_SHADE_FIGURE", "LIVE_MIRROR"}
_WEATHERS = ("rain", "snow", "petals", "fog")


def compile_all(programs):
    for program in programs:
        names = tuple(address.rpartition("-")[0] for address in program["pieces"])
        source = put_together(tuple(program["defines"]), names)
        gl.context().program(vertex_shader=_VERTEX, fragment_shader=source).release()


def is_of_a_world(program):
    return program["defines"][:1] != [] and program["defines"][0] in _OF_WORLDS


@pytest.mark.parametrize("place", PLACES)
def test_every_worlds_passes_compile(place):
    programs = [one for one in live([{"place": place, "pose": "stand"}])["programs"] if is_of_a_world(one)]
    assert len(programs) == len(_OF_WORLDS)
    compile_all(programs)


@pytest.mark.parametrize("style", LOOKS)
def test_every_styles_light_and_drawing_compile(style):
    times = LOOKS[style].lights
    shots = [
        {"style": style, "time_of_day": time, "weather": weather}
        for time, weather in zip(times, _WEATHERS, strict=False)
    ]
    programs = [one for one in live(shots)["programs"] if not is_of_a_world(one)]
    assert len(programs) >= 8
    compile_all(programs)
