"""Shines a look's light on a G-buffer.

Each anti-aliasing sample is lit, then averaged: an average of G-buffers would light edges wrongly.
"""

import functools
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Literal

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.camera import Camera, Vec3
from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import Picture
from songreel_engine.rendering.procedural.gbuffer import GBuffer, Views
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.matter import PLAIN, Matter
from songreel_engine.rendering.procedural.raymarch import JITTERS_PX
from songreel_engine.rendering.procedural.shaping import Surface

_SOURCE: Final = Path(__file__).parent / "glsl" / "light.glsl"
_PARTS: Final = ("PAINT_SKY", "LIGHT_MATTER")
_MATTER_UNIFORMS: Final = ("dents", "metal", "flow")
_SPILL_SHRINK: Final = 6
_INDOOR_MIST: Final = 0.35
"""Mist indoors against the open air."""
_INDOOR_SPILL: Final = 2.2
"""Bounce of lamps indoors, where walls throw it back, against the open air."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Where the camera and the lights stand."""

    camera: Camera
    sun: Vec3
    """Unit vector toward the sun or moon that is seen."""
    key: Vec3
    """Unit vector toward the light that throws the shadows."""
    indoor: bool
    focus_m: float
    """Along the axis of view, to the performer or whatever else is looked at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Changed:
    """A picture, and where another differs from it."""

    picture: Picture
    where: NDArray[np.bool_]
    """[h, w]"""


def painted_sun(sight: Sight, light: Light) -> Vec3:
    """Unit vector toward the sun as this light paints it."""
    sun = np.array(sight.sun, np.float64) * (1.0, light.sun_height, 1.0)
    x, y, z = sun / np.linalg.norm(sun)
    return float(x), float(y), float(z)


def spill_map(emission: Picture) -> Picture:
    """What lamps and signs throw on what is near them in the picture, a sixth of its size: a near and a wide blur."""
    height, width = emission.shape[:2]
    small_size = (max(width // _SPILL_SHRINK, 8), max(height // _SPILL_SHRINK, 8))
    small = cv2.resize(np.clip(emission, 0.0, 3.0), small_size, interpolation=cv2.INTER_AREA)
    unit = small_size[1] / 100.0
    near, wide = (cv2.GaussianBlur(small, (0, 0), sigma * unit) for sigma in (1.25, 5.0))
    return f32(0.8 * near + 2.2 * wide)


def lamplight(spill: Picture, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """How much of the light comes from lamps and signs nearby, 0..1, at the picture's [h, w], from its spill map."""
    strength = spill.max(-1)
    return f32(cv2.resize(f32(strength / (1.0 + strength)), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))


def lit(
    gbuffer: GBuffer,
    light: Light,
    sight: Sight,
    *,
    spill: Picture,
    matter: Matter = PLAIN,
    surface: Surface | None = None,
    over: Changed | None = None,
) -> Picture:
    """Linear colour [h, w, 3], top row first.

    `spill`: from `spill_map`, of any size. `surface`: what to light in place of the first sample's local colour and form.
    `over`: light only what differs from another picture.
    """
    target = gl.texture(gbuffer.width_px, gbuffer.height_px, kind="f4")
    extra = {"SPILL_MAP": _upload(spill, smooth=True)}
    uniforms = light_uniforms(light, sight, matter) | {"R": (gbuffer.width_px, gbuffer.height_px)}
    uniforms |= {"SHAPED": float(surface is not None)}
    if surface is not None:
        extra["FLAT"] = _upload(np.dstack([surface.albedo, gbuffer.material]), kind="f2")
        extra["FORM"] = _upload(surface.normal, kind="f2")
    context = gl.context()
    context.enable(moderngl.BLEND)
    context.blend_func = moderngl.ONE, moderngl.ONE
    tiles = _tiles(gbuffer, over)
    for sample, textures in enumerate(gbuffer.samples):
        bound = {f"G{i}": texture for i, texture in enumerate(textures)}
        bound |= {"MASK": gbuffer.mask, "FLAT": textures[0], "FORM": textures[1]}
        for part in _PARTS:
            gl.program(_source(part, features_of(light, matter))).draw(
                [target],
                uniforms=uniforms | {"PASS": sample, "JIT": JITTERS_PX[sample]},
                textures=bound | extra,
                clear=(0.0, 0.0, 0.0, 0.0) if (sample, part) == (0, _PARTS[0]) else None,
                tiles=tiles[part] if sample == 0 else tiles["edges"],
            )
    context.disable(moderngl.BLEND)
    summed = np.frombuffer(target.read(), np.float32).reshape(gbuffer.height_px, gbuffer.width_px, 4)[::-1]
    for texture in (target, *extra.values()):
        texture.release()
    return _averaged(summed, over)


def _tiles(gbuffer: GBuffer, over: "Changed | None") -> dict[str, NDArray[np.bool_]]:
    """What each part draws of the first sample, and both of the others, bottom row first."""
    sky = gbuffer.material[::-1] < 0.5
    wanted = {"PAINT_SKY": sky, "LIGHT_MATTER": ~sky, "edges": gbuffer.mask_np[::-1]}
    tiles = {name: gl.tiles_with(where) for name, where in wanted.items()}
    return tiles if over is None else {name: one & gl.tiles_with(over.where[::-1]) for name, one in tiles.items()}


def _averaged(summed: NDArray[np.float32], over: "Changed | None") -> Picture:
    if over is None:
        return f32(summed[..., :3] / np.maximum(summed[..., 3:], 1e-6))
    picture = over.picture.copy()
    np.divide(summed[..., :3], summed[..., 3:], out=picture, where=summed[..., 3:] > 0.0)
    return picture


def lit_views(
    views: Views,
    light: Light,
    sight: Sight,
    *,
    spill: Picture,
    matter: Matter,
    surfaces: tuple[Surface | None, Surface | None],
    is_last: bool,
) -> tuple[Picture, Picture]:
    """The full view and what is behind, as `lit` gives them. `surfaces`: one a view.

    `is_last`: neither is lit again, so each gives back what lights it.
    """
    full = lit(views.full, light, sight, spill=spill, matter=matter, surface=surfaces[0])
    # Shaped surfaces differ all over, and somebody from a photo gives the full view edges of its own.
    is_same_beside = surfaces == (None, None) and views.full.mask is views.behind.mask
    over = Changed(picture=full, where=views.covered) if is_same_beside else None
    if is_last:
        views.full.release_lit()
    behind = lit(views.behind, light, sight, spill=spill, matter=matter, surface=surfaces[1], over=over)
    if is_last:
        views.behind.release_lit()
    return full, behind


def features_of(light: Light, matter: Matter) -> tuple[str, ...]:
    """Parts of the shader that this light needs beside those that all need."""
    asked = {
        "CEL": light.cel,
        "DENTS": matter.dents > 0.0,
        "METAL": matter.metal > 0.0,
        "FLASH": any(light.flash),
        "SLATS": light.slats > 0.0,
        "GRID": any(light.grid),
        "SUN_STRIPES": light.sun_stripes > 0.0,
    }
    return tuple(name for name, is_asked in asked.items() if is_asked)


@functools.cache
def _source(part: str, features: tuple[str, ...]) -> str:
    defines = "".join(f"#define {name}\n" for name in (part, *features))
    return "#version 330\n" + defines + _SOURCE.read_text(encoding="utf-8")


def light_uniforms(light: Light, sight: Sight, matter: Matter) -> dict[str, gl.UniformValue]:
    """What light.glsl takes beside sizes and textures."""
    camera = sight.camera
    uniforms: dict[str, gl.UniformValue] = {field.name: getattr(light, field.name) for field in fields(light)}
    uniforms |= {name: getattr(matter, name) for name in _MATTER_UNIFORMS}
    uniforms |= {"FOV": camera.focal, "SKY_SHAPED": float(matter.facet > 0.0)}
    uniforms |= {"CAM": camera.position_m, "TGT": camera.target_m, "SUN": painted_sun(sight, light), "KEYD": sight.key}
    focus_at = np.asarray(camera.position_m) + camera.axes()[2] * sight.focus_m
    uniforms |= {"FOCUS": sight.focus_m, "FOCUS_AT": tuple(float(value) for value in focus_at)}
    if sight.indoor:
        uniforms |= {"fog_density": light.fog_density * _INDOOR_MIST, "spill": light.spill * _INDOOR_SPILL}
    return uniforms


def _upload(image: Picture, *, smooth: bool = False, kind: Literal["f2", "f4"] = "f4") -> moderngl.Texture:
    """A float texture of a picture whose top row comes first; f2 is as exact as the G-buffer."""
    height, width, channels = image.shape
    made = gl.texture(width, height, channels=channels, kind=kind)
    made.write(np.ascontiguousarray(image[::-1], {"f2": np.float16, "f4": np.float32}[kind]).data, alignment=1)
    if smooth:
        made.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return made
