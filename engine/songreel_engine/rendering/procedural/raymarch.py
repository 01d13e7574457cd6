"""Runs the passes of `glsl/passes.glsl` over a scene: from uniforms to G-buffer textures.

What a pass does and why there are so many is told in that file. Here is only their order, their targets and their
tiles. The `Marched` that comes back belongs to the caller; all else is released before.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import moderngl
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural import gl

FAR_M: Final = 400.0
"""Distance written for the sky."""
JITTERS_PX: Final = ((0.0, 0.0), (0.38, -0.27), (-0.30, -0.33), (-0.12, 0.36))
"""Offset of each anti-aliasing sample from the pixel's centre (the JIT uniform)."""
MIRROR_STEP_PX: Final = 2
"""Reflections are marched for every so many-th pixel along each axis."""

_BLOCKS_PX: Final = {"TERRAIN": (16, 4), "PROPS": (16, 4), "FIGURE": (8,)}
"""Sides of the blocks for which a starting distance is found, coarse to fine."""
_MISSED: Final = (FAR_M, 0.0, 0.0, 0.0)
_EMPTY: Final = (0.0, 0.0, 0.0, 0.0)

Textures = tuple[moderngl.Texture, ...]
Named = Mapping[str, moderngl.Texture]
Tiles = NDArray[np.bool_] | None
"""Which tiles to draw, bottom row first; None: all."""
Uniforms = Mapping[str, gl.UniformValue]
_NONE: Uniforms = {}


@dataclass(frozen=True, kw_only=True)
class Marched:
    """What marching a scene gives; the caller releases all of it."""

    full: tuple[Textures, ...]
    """Per sample G0..G5 of terrain, props and performer."""
    behind: tuple[Textures, ...]
    """The same with the terrain where props or performer hide it."""
    mask: moderngl.Texture
    """1.0 where samples 1.. exist."""
    covers: Textures
    """Per sample, 8 bit: performer, nearer props, farther props; alpha is 0 where the sample was not wanted."""


@functools.cache
def source(world: str, pass_name: str, plays: str = "") -> str:
    """The complete GLSL of one pass over one world; `plays`: what the performer does, as in `Pose.plays`."""
    folder = resources.files(__package__) / "glsl"
    parts = ("common", f"worlds/{world}", "performer", "sky", "passes")
    text = "\n".join((folder / f"{part}.glsl").read_text(encoding="utf-8") for part in parts)
    instrument = f"#define PLAYS_{plays.upper()}\n" if plays else ""
    return f"#version 330\n#define PASS_{pass_name}\n{instrument}{text}"


def has_rough_ground(world: str) -> bool:
    """Whether the world says that its ground draws out what it mirrors."""
    return "#define ROUGH_GROUND" in _world_text(world)


@functools.cache
def _world_text(world: str) -> str:
    return (resources.files(__package__) / f"glsl/worlds/{world}.glsl").read_text(encoding="utf-8")


def march(
    world: str,
    *,
    width_px: int,
    height_px: int,
    uniforms: Uniforms,
    with_figure: bool,
    plays: str = "",
    samples: int,
    watch: Callable[[str], None] = lambda pass_name: None,
) -> Marched:
    """Renders a world seen by the camera in `uniforms`, with `samples` anti-aliasing samples (1..4).

    `plays`: the performer's instrument, as in `Pose.plays`; empty without one.
    `watch` is told each pass's name after it was queued. Raises MachineError where there is no OpenGL.
    """
    with ExitStack() as passing:
        scene = _Scene(world, (width_px, height_px), uniforms, with_figure, plays, passing, watch)
        marched = scene.march(samples)
    gl.let_go()
    return marched


@dataclass(frozen=True, kw_only=True)
class _Mirror:
    """Sample 0's half-size reflection, and the buffers it was seen from."""

    buffers: Textures
    g4: moderngl.Texture
    g5: moderngl.Texture


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """In which tiles one sample shows what: [rows, columns], bottom row first."""

    any: NDArray[np.bool_]
    figure: NDArray[np.bool_]
    props: NDArray[np.bool_]
    sky: NDArray[np.bool_]
    terrain: NDArray[np.bool_]
    hidden_sky: NDArray[np.bool_]
    hidden_terrain: NDArray[np.bool_]

    @classmethod
    def in_cover(cls, cover: NDArray[Any]) -> "_Seen":
        """From a cover texture as read, [h, w, 4] 8 bit."""
        figure, near, far, ground = (cover[..., i] for i in range(4))
        props = (near | far) > 0
        hidden = props | (figure > 0)
        sky, terrain = (ground > 0) & (ground < 255), ground == 255
        return cls(
            any=gl.tiles_with(ground > 0),
            figure=gl.tiles_with(figure > 0),
            props=gl.tiles_with(props),
            sky=gl.tiles_with(sky & ~hidden),
            terrain=gl.tiles_with(terrain & ~hidden),
            hidden_sky=gl.tiles_with(sky & hidden),
            hidden_terrain=gl.tiles_with(terrain & hidden),
        )


class _Scene:
    """One scene on its way through the passes; textures it lends are released with `passing`."""

    def __init__(
        self,
        world: str,
        size_px: tuple[int, int],
        uniforms: Uniforms,
        with_figure: bool,
        plays: str,
        passing: ExitStack,
        watch: Callable[[str], None],
    ) -> None:
        self._world, self._size_px, self._uniforms = world, size_px, uniforms
        self._with_figure, self._plays, self._passing, self._watch = with_figure, plays, passing, watch
        self._mask = self._texture(channels=1, kind="f1")
        self._cones: dict[str, moderngl.Texture] = {}
        self._reached: dict[str, NDArray[np.bool_]] = {}
        self._mirrors: dict[bool, _Mirror] = {}

    def march(self, samples: int) -> Marched:
        full: list[Textures] = []
        behind: list[Textures] = []
        covers: list[moderngl.Texture] = []
        wanted: Tiles = None
        for sample in range(samples):
            with ExitStack() as sampling:
                hits = self._hits(sample, wanted, sampling)
                covers.append(self._texture(kind="f1"))
                self._draw("COVER", [covers[-1]], hits, sample=sample, clear=_EMPTY, tiles=wanted)
                seen = _Seen.in_cover(gl.read(covers[-1]))
                full.append(self._front(sample, hits, seen))
                behind.append(self._back(sample, hits, seen, full[-1]))
            if sample == 0 and samples > 1:
                for buffers in (full[0], behind[0]):
                    self._draw("EDGES", [self._mask], _named(buffers), blend="most", unmasked=True)
                wanted = gl.tiles_with(gl.read(self._mask)[..., 0] > 0)
        return Marched(full=tuple(full), behind=tuple(behind), mask=self._mask, covers=tuple(covers))

    def _hits(self, sample: int, wanted: Tiles, sampling: ExitStack) -> dict[str, moderngl.Texture]:
        """Distance and material of what a sample's rays meet: terrain, props before it, the performer before both."""
        hits: dict[str, moderngl.Texture] = {}
        for part in ("TERRAIN", "PROPS", "FIGURE"):
            hits[f"HIT_{part}"] = target = self._texture(channels=2, kind="f4")
            sampling.callback(target.release)
            gl.clear([target], _MISSED)
            if part == "FIGURE" and not self._with_figure:
                continue
            near = {name: texture for name, texture in hits.items() if texture is not target}
            cone = self._cone(part, near)
            self._draw(
                part,
                [target],
                {**near, "CONES": cone},
                sample=sample,
                tiles=_both(wanted, self._reached[part]),
                uniforms={"BLOCK": float(_BLOCKS_PX[part][-1])},
            )
        return hits

    def _cone(self, part: str, near: Named) -> moderngl.Texture:
        """Starting distances per block, found from coarse to fine; sample 0's serve the others too."""
        if part not in self._cones:
            coarser, coarser_px = self._mask, 0
            for block_px in _BLOCKS_PX[part]:
                finer = self._lend(block_px, channels=1, kind="f4")
                cone: Uniforms = {"BLOCK": float(block_px), "RATIO": coarser_px / block_px}
                self._draw(f"{part}_CONE", [finer], {**near, "CONES": coarser}, clear=_MISSED, uniforms=cone)
                coarser, coarser_px = finer, block_px
            self._cones[part] = coarser
            self._reached[part] = gl.tiles_with(gl.read(coarser)[..., 0] < FAR_M, gl.TILE_PX // coarser_px)
        return self._cones[part]

    def _front(self, sample: int, hits: Named, seen: "_Seen") -> Textures:
        """The full view's buffers."""
        buffers = self._buffers()
        gl.clear(buffers, _EMPTY)
        passes = {
            "SKY": seen.sky,
            "SHADE_TERRAIN": seen.terrain,
            "SHADE_PROPS": seen.props,
            "SHADE_FIGURE": seen.figure,
        }
        for pass_name, tiles in passes.items():
            self._draw(pass_name, buffers[:4], hits, sample=sample, tiles=tiles)
        self._shadow_and_mirror(sample, hits, buffers, seen.any, behind=False)
        return buffers

    def _back(self, sample: int, hits: Named, seen: "_Seen", front: Textures) -> Textures:
        """The view behind: the full view, with the terrain drawn where it is hidden."""
        buffers = self._buffers()
        gl.copy(front, buffers)
        for pass_name, tiles in {"SKY": seen.hidden_sky, "SHADE_TERRAIN": seen.hidden_terrain}.items():
            self._draw(pass_name, buffers[:4], hits, sample=sample, behind=True, tiles=tiles)
        self._shadow_and_mirror(sample, hits, buffers, seen.hidden_terrain, behind=True)
        return buffers

    def _shadow_and_mirror(
        self, sample: int, hits: Named, buffers: Textures, wanted: NDArray[np.bool_], *, behind: bool
    ) -> None:
        named = _named(buffers)
        marks = gl.texture(wanted.shape[1], wanted.shape[0], kind="f1")
        self._draw("TILES", [marks], named, uniforms={"BLOCK": float(gl.TILE_PX)})
        mirrors, shaded, shows = (wanted & (gl.read(marks)[..., i] > 0) for i in range(3))
        marks.release()
        if self._with_figure:
            self._draw(
                "FIGURE_SHADOW",
                buffers[2:4],
                {**hits, "G1": buffers[1]},
                sample=sample,
                behind=behind,
                blend="least",
                tiles=shaded,
            )
        if sample == 0:
            self._mirrors[behind] = self._mirror(hits, buffers, mirrors, shows, behind=behind)
        mirror = self._mirrors[behind]
        first = {"FIRST0": mirror.buffers[0], "FIRST1": mirror.buffers[1], "FIRST3": mirror.buffers[3]}
        self._draw(
            "SPREAD",
            buffers[4:],
            {**hits, **named, **first, "MIRROR4": mirror.g4, "MIRROR5": mirror.g5},
            sample=sample,
            behind=behind,
            tiles=mirrors,
            uniforms={"HALF_STEP": float(MIRROR_STEP_PX)},
        )

    def _mirror(
        self,
        hits: Named,
        buffers: Textures,
        mirrors: NDArray[np.bool_],
        shows: NDArray[np.bool_],
        *,
        behind: bool,
    ) -> _Mirror:
        """What the surfaces of sample 0 reflect, at half size: the performer (in the tiles `shows`), then the world."""
        step: Uniforms = {"HALF_STEP": float(MIRROR_STEP_PX)}
        seen = {**hits, **_named(buffers)}
        performer = self._lend(MIRROR_STEP_PX), self._lend(MIRROR_STEP_PX)
        gl.clear(performer, _EMPTY)
        if self._with_figure:
            figure_tiles = gl.tiles_with(shows, MIRROR_STEP_PX)
            self._draw("MIRROR_FIGURE", performer, seen, behind=behind, tiles=figure_tiles, uniforms=step)
        tiles = gl.tiles_with(mirrors, MIRROR_STEP_PX)
        mirror = _Mirror(buffers=buffers, g4=self._lend(MIRROR_STEP_PX), g5=self._lend(MIRROR_STEP_PX))
        seen |= {"MIRROR4": performer[0], "MIRROR5": performer[1]}
        self._draw("MIRROR", (mirror.g4, mirror.g5), seen, behind=behind, clear=_EMPTY, tiles=tiles, uniforms=step)
        if not has_rough_ground(self._world):
            return mirror
        smeared = _Mirror(buffers=buffers, g4=self._lend(MIRROR_STEP_PX), g5=self._lend(MIRROR_STEP_PX))
        seen |= {"MIRROR4": mirror.g4, "MIRROR5": mirror.g5}
        self._draw("SMEAR", (smeared.g4, smeared.g5), seen, behind=behind, clear=_EMPTY, tiles=tiles, uniforms=step)
        return smeared

    def _texture(self, step_px: int = 1, *, channels: int = 4, kind: gl.TextureKind = "f2") -> moderngl.Texture:
        width_px, height_px = self._size_px
        return gl.texture(-(-width_px // step_px), -(-height_px // step_px), channels=channels, kind=kind)

    def _lend(self, step_px: int = 1, *, channels: int = 4, kind: gl.TextureKind = "f2") -> moderngl.Texture:
        made = self._texture(step_px, channels=channels, kind=kind)
        self._passing.callback(made.release)
        return made

    def _buffers(self) -> Textures:
        """G0..G5. Distances need 32 bits, the rest does not."""
        return tuple(self._texture(kind="f4" if i == 1 else "f2") for i in range(6))

    def _draw(
        self,
        pass_name: str,
        targets: Sequence[moderngl.Texture],
        textures: Named,
        *,
        sample: int = 0,
        behind: bool = False,
        clear: gl.Clear | None = None,
        blend: gl.Blend | None = None,
        unmasked: bool = False,
        tiles: Tiles = None,
        uniforms: Uniforms = _NONE,
    ) -> None:
        own: Uniforms = {"PASS": sample, "JIT": JITTERS_PX[sample], "BEHIND": int(behind)}
        mask: Named = {} if unmasked else {"MASK": self._mask}
        text = source(self._world, pass_name, self._plays if "FIGURE" in pass_name else "")
        gl.program(text, group=self._world).draw(
            targets,
            uniforms={**self._uniforms, **own, **uniforms},
            textures={**mask, **textures},
            clear=clear,
            blend=blend,
            tiles=tiles,
        )
        self._watch(pass_name)


def _both(a: Tiles, b: Tiles) -> Tiles:
    return b if a is None else a if b is None else a & b


def _named(buffers: Textures) -> dict[str, moderngl.Texture]:
    return {f"G{i}": buffers[i] for i in range(4)}
