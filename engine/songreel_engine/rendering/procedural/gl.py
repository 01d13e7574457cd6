"""OpenGL for the procedural renderer: one context a process, programs compiled once, draws that fill a rectangle.

Textures belong to the caller, who releases them. Programs live as long as the process or, where they belong to a group,
until one of another group is asked for. A context may only be used from the thread that first asked for it. How many
threads a software rasteriser takes is the caller's affair: Mesa reads `LP_NUM_THREADS` when the context is made.
"""

import functools
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import moderngl
import numpy as np
from numpy.typing import DTypeLike, NDArray

from songreel_engine.errors import MachineError

Number = int | float
UniformValue = Number | tuple[float, ...] | Sequence[tuple[float, ...]]
Clear = tuple[float, float, float, float]
Blend = Literal["least", "most"]
"""Keep the smaller or the larger of what was there and what is drawn, channel by channel."""
TextureKind = Literal["f1", "f2", "f4"]
"""Bytes a channel: f1 is 0..255 read as 0..1, f2 and f4 are floats."""

BACKENDS: Final[tuple[dict[str, str], ...]] = (
    ({"backend": "egl"}, {"backend": "egl", "libgl": "libGL.so.1", "libegl": "libEGL.so.1"}, {})
    if sys.platform.startswith("linux")
    else ({},)
)
"""Ways to a context, in order. The second finds the libraries where only the versioned names are installed."""
MEND: Final = {
    "linux": "`apt-get install libegl1 libgl1-mesa-dri`",
    "win32": "a graphics driver with OpenGL 3.3",
    "darwin": "macOS 10.9 or newer with a desktop session",
}
TILE_PX: Final = 8
"""Side of a tile, in pixels of the targets."""
# One triangle that covers the whole rectangle: needs no vertex buffer.
_WHOLE_RECTANGLE: Final = """#version 330
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2. - 1., 0., 1.);
}
"""
# Two triangles for each tile named in the buffer.
_TILES: Final = """#version 330
in vec2 tile;
uniform vec2 TILES_ACROSS;
void main() {
  const vec2 CORNERS[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));
  gl_Position = vec4((tile + CORNERS[gl_VertexID]) / TILES_ACROSS * 2. - 1., 0., 1.);
}
"""
_ONE_PIXEL: Final = """#version 330
uniform sampler2D SOURCE;
out vec4 colour;
void main() { colour = texelFetch(SOURCE, ivec2(0), 0); }
"""
_BLEND_EQUATIONS: Final = {
    "least": (moderngl.MIN, moderngl.MIN),
    "most": (moderngl.MAX, moderngl.MAX),
}


@functools.cache
def context() -> moderngl.Context:
    """This process's OpenGL 3.3 context, made at the first call.

    Raises MachineError, with the mending command, where the machine has no OpenGL.
    """
    reasons: list[str] = []
    for backend in BACKENDS:
        try:
            return moderngl.create_context(require=330, standalone=True, **backend)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001  the loaders raise bare Exception, OSError and ImportError alike
            reasons.append(str(error) or type(error).__name__)
    mend = MEND.get(sys.platform, MEND["linux"])
    raise MachineError(f"no OpenGL 3.3 here ({reasons[0]}); install it with {mend}")


def describe_renderer() -> str:
    """Name and version of what draws, such as 'llvmpipe (LLVM 15.0.6, 256 bits), 4.5 (Core Profile) Mesa 22.3.6'.

    Raises MachineError where the machine has no OpenGL.
    """
    info = context().info
    return f"{info['GL_RENDERER']}, {info['GL_VERSION']}"


class Program:
    """A compiled fragment program, ready to fill rectangles, wholly or tile by tile.

    On a software rasteriser every pixel that is drawn costs something, even one that is discarded at once: tiles are
    how a pass leaves alone what is not its own.
    """

    def __init__(self, fragment: str) -> None:
        self._fragment = fragment

    def release(self) -> None:
        """Gives back what was compiled; it is compiled again when it is drawn again."""
        for name in ("_triangle", "_whole", "_tiled"):
            if name in self.__dict__:
                self.__dict__.pop(name).release()

    def draw(
        self,
        targets: Sequence[moderngl.Texture],
        *,
        uniforms: Mapping[str, UniformValue],
        textures: Mapping[str, moderngl.Texture] | None = None,
        clear: Clear | None = None,
        blend: Blend | None = None,
        tiles: NDArray[np.bool_] | None = None,
    ) -> None:
        """Runs the program over every pixel of `targets` (same size each); `clear`, where given, is written first.

        `tiles` [ceil(h / TILE_PX), ceil(w / TILE_PX)], bottom row first, says which tiles to draw; None draws all.
        Uniforms the compiler has dropped as unused are passed over.
        """
        gl = context()
        program = self._whole if tiles is None else self._tiled
        _set(program, uniforms)
        for unit, (name, texture) in enumerate((textures or {}).items()):
            texture.use(unit)
            _set(program, {name: unit})
        frame = gl.framebuffer(list(targets))
        frame.use()
        if clear is not None:
            frame.clear(*clear)
        if blend is not None:
            gl.enable(moderngl.BLEND)
            gl.blend_equation = _BLEND_EQUATIONS[blend]
        if tiles is None:
            self._triangle.render(vertices=3)
        else:
            self._draw_tiles(tiles, targets[0].size)
        if blend is not None:
            gl.blend_equation = (moderngl.FUNC_ADD, moderngl.FUNC_ADD)
            gl.disable(moderngl.BLEND)
        frame.release()

    # A program is tens of megabytes to a software rasteriser, and most are drawn in one of the two ways only.
    @functools.cached_property
    def _whole(self) -> moderngl.Program:
        return context().program(vertex_shader=_WHOLE_RECTANGLE, fragment_shader=self._fragment)

    @functools.cached_property
    def _triangle(self) -> moderngl.VertexArray:
        return context().vertex_array(self._whole, [])

    @functools.cached_property
    def _tiled(self) -> moderngl.Program:
        return context().program(vertex_shader=_TILES, fragment_shader=self._fragment)

    def _draw_tiles(self, tiles: NDArray[np.bool_], size_px: tuple[int, int]) -> None:
        at = np.argwhere(tiles)[:, ::-1].astype(np.float32)
        if not len(at):
            return
        _set(self._tiled, {"TILES_ACROSS": (size_px[0] / TILE_PX, size_px[1] / TILE_PX)})
        corners = context().buffer(at.tobytes())
        shape = context().vertex_array(self._tiled, [(corners, "2f /i", "tile")])
        shape.render(vertices=6, instances=len(at))
        shape.release()
        corners.release()


def _set(program: moderngl.Program, uniforms: Mapping[str, UniformValue]) -> None:
    for name, value in uniforms.items():
        member = program.get(name, None)
        if isinstance(member, moderngl.Uniform):
            member.value = value


_programs: dict[str, dict[str, Program]] = {}
"""Group to source to program."""


def program(fragment: str, *, group: str = "") -> Program:
    """The program of this GLSL source (with its `#version`), compiled when it is first drawn.

    Of named groups only the last one asked for is kept: a world's programs take up to a tenth of a gigabyte. Drawing raises
    MachineError where there is no OpenGL, and moderngl.Error for a mistake in the source.
    """
    if group and group not in _programs:
        for other in [name for name in _programs if name]:
            for compiled in _programs.pop(other).values():
                compiled.release()
    own = _programs.setdefault(group, {})
    if fragment not in own:
        own[fragment] = Program(fragment)
    return own[fragment]


def texture(width_px: int, height_px: int, *, channels: int = 4, kind: TextureKind = "f2") -> moderngl.Texture:
    """An unfiltered texture; the caller releases it."""
    made = context().texture((width_px, height_px), channels, dtype=kind)
    made.filter = (moderngl.NEAREST, moderngl.NEAREST)
    made.repeat_x = made.repeat_y = False
    return made


def clear(targets: Sequence[moderngl.Texture], value: Clear) -> None:
    """Writes one value everywhere."""
    frame = context().framebuffer(list(targets))
    frame.use()
    frame.clear(*value)
    frame.release()


def copy(sources: Sequence[moderngl.Texture], targets: Sequence[moderngl.Texture]) -> None:
    """Copies textures pairwise; each pair has one size."""
    gl = context()
    for one, other in zip(sources, targets, strict=True):
        reading, writing = gl.framebuffer([one]), gl.framebuffer([other])
        gl.copy_framebuffer(writing, reading)
        reading.release()
        writing.release()


def tiles_with(wanted: NDArray[np.bool_], side: int = TILE_PX) -> NDArray[np.bool_]:
    """Which blocks of `side` x `side` hold anything wanted, [ceil(h / side), ceil(w / side)]."""
    rows, columns = (np.arange(0, n, side) for n in wanted.shape)
    return np.logical_or.reduceat(np.logical_or.reduceat(wanted, rows, axis=0), columns, axis=1)


def let_go() -> None:
    """Frees what was released: Mesa holds the textures of its last draw until it draws from others, here one of a pixel."""
    source, target = texture(1, 1), texture(1, 1)
    program(_ONE_PIXEL).draw([target], uniforms={}, textures={"SOURCE": source})
    read(target)
    source.release()
    target.release()


def finish() -> None:
    """Waits until everything drawn so far has been drawn."""
    context().finish()


def read(texture: moderngl.Texture) -> NDArray[Any]:
    """A texture's values as stored (uint8, float16 or float32), [h, w, channels], bottom row first."""
    kinds: dict[str, DTypeLike] = {"f1": np.uint8, "f2": np.float16, "f4": np.float32}
    width_px, height_px = texture.size
    raw = texture.read(alignment=1)
    return np.frombuffer(raw, kinds[texture.dtype]).reshape(height_px, width_px, texture.components)
