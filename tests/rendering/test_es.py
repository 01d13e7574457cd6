"""The worlds' GLSL compiles as GLSL ES 3.00, which is what a WebGL2 page takes. Compiled by the OpenGL that is here."""

import re
from importlib import resources

import moderngl
import pytest

from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.es import as_es
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.raymarch import source

_VERTEX = """#version 300 es
precision highp float;
void main() { gl_Position = vec4(float(gl_VertexID) - .5, 0., 0., 1.); }
"""
_GLSL = resources.files("songreel_engine.rendering.procedural") / "glsl"
PASSES = sorted(set(re.findall(r"\bPASS_([A-Z_]+)\b", (_GLSL / "passes.glsl").read_text(encoding="utf-8"))))
LIGHT = (_GLSL / "light.glsl").read_text(encoding="utf-8")
PARTS_OF_LIGHT = ("PAINT_SKY", "PAINT_MATTER")
FEATURES_OF_LIGHT = sorted({*re.findall(r"^#ifn?def (\w+)", LIGHT, re.M), *re.findall(r"\bdefined\((\w+)\)", LIGHT)})


def compile_es(source: str) -> None:
    gl.context().program(vertex_shader=_VERTEX, fragment_shader=source).release()


@pytest.mark.parametrize("place", PLACES)
def test_every_world_is_glsl_es(place):
    compile_es(as_es(source(place, "SHADE_PROPS")))


@pytest.mark.parametrize("name", PASSES)
def test_every_pass_is_glsl_es(name):
    compile_es(as_es(source("city", name)))


@pytest.mark.parametrize("part", PARTS_OF_LIGHT)
def test_the_light_with_all_that_a_style_may_ask_of_it_is_glsl_es(part):
    asked = [part, *(feature for feature in FEATURES_OF_LIGHT if feature not in PARTS_OF_LIGHT)]
    compile_es(as_es("#version 330\n" + "".join(f"#define {name}\n" for name in asked) + LIGHT))


@pytest.mark.parametrize(
    "main",
    ["float x = 1; o = vec4(x);", "o = vec4(texture1D(T, 0.));"],
    ids=["an int for a float", "a desktop function"],
)
def test_what_only_a_desktop_takes_is_refused(main):
    with pytest.raises(moderngl.Error):
        compile_es(as_es(f"#version 330\nout vec4 o;\nvoid main() {{\n  {main}\n}}"))


def test_what_a_seed_plans_is_worked_out_before_anything_is_drawn():
    planned = as_es(
        "#version 330\nuniform float SEED;\nfloat wide = SEED * 2.;\n"
        "vec2 two[2] = vec2[2](vec2(SEED), vec2(0));\nvoid main() {\n}\n"
    )
    assert "float wide;" in planned
    assert "vec2 two[2];" in planned
    body = planned.partition("void plan() {")[2]
    assert body.index("wide = SEED * 2.;") < body.index("two = vec2[2](vec2(SEED), vec2(0));")
    assert "void main() {\n  plan();" in planned
