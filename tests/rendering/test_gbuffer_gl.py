"""The GL layer: what is drawn where, what is kept, and what a machine without OpenGL is told."""

import moderngl
import numpy as np
import pytest

from songreel_engine.errors import MachineError
from songreel_engine.rendering.procedural import gl

CONSTANT = """#version 330
uniform float VALUE;
out vec4 o0;
void main() { o0 = vec4(VALUE); }
"""


def filled(value: float, width_px: int = 20, height_px: int = 12) -> moderngl.Texture:
    texture = gl.texture(width_px, height_px, channels=1, kind="f4")
    gl.clear([texture], (value, value, value, value))
    return texture


def test_tiles_draw_only_where_they_are() -> None:
    texture = filled(0.0)
    tiles = np.zeros((2, 3), np.bool_)
    tiles[1, 0] = tiles[0, 2] = True
    gl.program(CONSTANT).draw([texture], uniforms={"VALUE": 1.0}, tiles=tiles)
    expected = np.kron(tiles, np.ones((gl.TILE_PX, gl.TILE_PX)))[:12, :20]
    np.testing.assert_array_equal(gl.read(texture)[..., 0], expected)
    texture.release()


def test_no_tiles_draw_nothing_and_no_choice_draws_all() -> None:
    texture = filled(0.0)
    program = gl.program(CONSTANT)
    program.draw([texture], uniforms={"VALUE": 1.0}, tiles=np.zeros((2, 3), np.bool_))
    assert not gl.read(texture).any()
    program.draw([texture], uniforms={"VALUE": 1.0})
    assert (gl.read(texture) == 1.0).all()
    texture.release()


@pytest.mark.parametrize(("blend", "kept"), [("least", 0.25), ("most", 0.5)])
def test_blending_keeps_the_least_or_the_most(blend: gl.Blend, kept: float) -> None:
    texture = filled(0.5)
    gl.program(CONSTANT).draw([texture], uniforms={"VALUE": 0.25}, blend=blend)
    assert (gl.read(texture) == kept).all()
    gl.program(CONSTANT).draw([texture], uniforms={"VALUE": 0.375})
    assert (gl.read(texture) == 0.375).all()
    texture.release()


def test_a_copy_holds_the_same_values_in_every_texture() -> None:
    sources, targets = [filled(1.5), filled(-2.0)], [filled(0.0), filled(0.0)]
    gl.copy(sources, targets)
    assert [float(gl.read(t).mean()) for t in targets] == [1.5, -2.0]
    for texture in (*sources, *targets):
        texture.release()


def test_a_program_is_compiled_once() -> None:
    assert gl.program(CONSTANT) is gl.program(CONSTANT)


def test_uniforms_a_program_does_not_use_are_passed_over() -> None:
    texture = filled(0.0)
    gl.program(CONSTANT).draw([texture], uniforms={"VALUE": 1.0, "ABSENT": 3.0})
    assert (gl.read(texture) == 1.0).all()
    texture.release()


def test_the_renderer_has_a_name_and_a_version() -> None:
    assert ", " in gl.describe_renderer()


def test_a_machine_without_opengl_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**kwargs: object) -> moderngl.Context:
        raise OSError("libEGL.so not found")

    monkeypatch.setattr(moderngl, "create_context", nothing)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(MachineError, match=r"libEGL.so not found.*apt-get install libegl1 libgl1-mesa-dri"):
        gl.context.__wrapped__()


def test_programs_of_one_named_group_are_kept_at_a_time() -> None:
    shared, city, lake = gl.program(CONSTANT), gl.program(CONSTANT, group="city"), gl.program(CONSTANT, group="lake")
    assert gl.program(CONSTANT) is shared
    assert gl.program(CONSTANT, group="lake") is lake
    assert gl.program(CONSTANT, group="city") is not city


def test_a_program_that_was_given_back_is_compiled_again_when_it_draws() -> None:
    texture, program = filled(0.0), gl.program(CONSTANT, group="city")
    tiles = np.ones((2, 3), np.bool_)
    for value in (0.25, 0.5):
        program.draw([texture], uniforms={"VALUE": value})
        program.release()
        assert (gl.read(texture) == value).all()
        program.draw([texture], uniforms={"VALUE": value + 1.0}, tiles=tiles)
        program.release()
        assert (gl.read(texture) == value + 1.0).all()
    texture.release()


@pytest.mark.parametrize("side", [2, 8])
def test_tiles_are_the_blocks_that_hold_anything(side: int) -> None:
    wanted = np.zeros((13, 21), np.bool_)
    wanted[12, 20] = wanted[0, 3] = True
    tiles = gl.tiles_with(wanted, side)
    assert tiles.shape == (-(-13 // side), -(-21 // side))
    assert {(int(row), int(column)) for row, column in np.argwhere(tiles)} == {(0, 3 // side), (12 // side, 20 // side)}
