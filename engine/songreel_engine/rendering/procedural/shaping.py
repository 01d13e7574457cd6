"""Makes surfaces of what a look says that things are made of: rounded, cut into facets, of coarse squares of colour.

Works on a G-buffer's arrays, in world space, so that a facet stays on its wall. Both views of a plate are shaped
together: what they share has one form, so that layers put together at rest give the full view.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.camera import Camera
from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import SKY_DISTANCE_M, Picture
from songreel_engine.rendering.procedural.faceting import Patches, averaged, patches
from songreel_engine.rendering.procedural.gbuffer import GBuffer
from songreel_engine.rendering.procedural.matter import Matter

_ROUNDING_STEPS: Final = (1, 2, 4, 8, 16, 32)
"""Distances in pixels over which normals are averaged in turn, at half size."""
_SAME_SURFACE: Final = 0.04
"""Relative step of distance that parts two surfaces."""
_FACET_SHADES: Final = 0.14
"""How far the facets of one colour differ in lightness."""
_FIGURE_DETAIL: Final = 0.6
_FIGURE_TEXEL: Final = 0.3
"""Size of the performer's facets and texels against the world's, so that a face stays one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface:
    """What is lit in place of a G-buffer's first sample."""

    albedo: Picture
    """[h, w, 3]; in the sky cloud density, light and stars."""
    normal: Picture
    """[h, w, 3], world axes, unit length on matter."""


def shaped(
    views: tuple[GBuffer, GBuffer],
    albedos: tuple[Picture, Picture],
    matter: Matter,
    *,
    cards: NDArray[np.bool_],
    camera: Camera,
    unit_px: float,
) -> tuple[Surface, Surface]:
    """The surfaces of a plate's two views, the full one first, in this matter.

    `albedos`: their local colours. `cards`: [h, w], where performer or props stand in the full view.
    """
    full, behind = (
        Surface(
            albedo=albedo, normal=_rounded(view, cards, matter.roundness * unit_px) if matter.roundness else view.normal
        )
        for view, albedo in zip(views, albedos, strict=True)
    )
    if matter.texel:
        full, behind = _in_texels((full, behind), views, camera, matter.texel * unit_px / camera.focal_px)
    if matter.facet:
        full, behind = _in_facets((full, behind), views, camera, matter, matter.facet * unit_px / camera.focal_px)
    return full, behind


def _rounded(view: GBuffer, cards: NDArray[np.bool_], radius_px: float) -> Picture:
    """Normals averaged over `radius_px` of the same surface."""
    distance = np.ascontiguousarray(view.distance[::2, ::2])
    # Negative on cards: far from all else, however near.
    told_apart = np.where(cards[::2, ::2], -distance, distance)
    figure = view.layer[::2, ::2] > 1.5
    normal = np.ascontiguousarray(view.normal[::2, ::2])
    for step in _ROUNDING_STEPS:
        if step > radius_px / 2:
            break
        total, weights = normal.copy(), np.ones_like(distance)
        for across, down in ((step, 0), (-step, 0), (0, step), (0, -step)):
            share = np.abs(_moved(told_apart, across, down) - told_apart) < _SAME_SURFACE * distance
            if step > _FIGURE_DETAIL * radius_px / 2:
                share &= ~figure
            total += _moved(normal, across, down) * share[..., None]
            weights += share
        normal = total / weights[..., None]
    height, width = view.distance.shape
    wide = f32(cv2.resize(normal, (width, height), interpolation=cv2.INTER_LINEAR))
    length = np.linalg.norm(wide, axis=-1, keepdims=True)
    return np.where(length > 0.2, wide / np.maximum(length, 1e-3), view.normal).astype(np.float32)


def _moved(image: NDArray[np.float32], across: int, down: int) -> NDArray[np.float32]:
    """The image shifted by whole pixels, its border repeated."""
    height, width = image.shape[:2]
    rows = np.clip(np.arange(height) + down, 0, height - 1)
    columns = np.clip(np.arange(width) + across, 0, width - 1)
    return image[rows][:, columns]


def _in_texels(
    surfaces: tuple[Surface, Surface], views: tuple[GBuffer, GBuffer], camera: Camera, angle_rad: float
) -> tuple[Surface, Surface]:
    cut = [_patches(view, camera, angle_rad, triangles=False) for view in views]
    albedos = averaged([surface.albedo for surface in surfaces], cut)
    full, behind = (
        Surface(albedo=np.where(_sky(view)[..., None], surface.albedo, albedo), normal=surface.normal)
        for view, surface, albedo in zip(views, surfaces, albedos, strict=True)
    )
    return full, behind


def _in_facets(
    surfaces: tuple[Surface, Surface], views: tuple[GBuffer, GBuffer], camera: Camera, matter: Matter, angle_rad: float
) -> tuple[Surface, Surface]:
    cut = [_patches(view, camera, angle_rad, triangles=True) for view in views]
    normals = averaged([surface.normal for surface in surfaces], cut)
    albedos = averaged([surface.albedo for surface in surfaces], cut)
    made = []
    for view, surface, patch, normal, albedo in zip(views, surfaces, cut, normals, albedos, strict=True):
        figure = (view.layer > 1.5)[..., None]
        leaned = normal + np.float32(matter.facet_tilt) * patch.lean() * np.where(figure, 0.8, 1.0)
        leaned /= np.maximum(np.linalg.norm(leaned, axis=-1, keepdims=True), 1e-3)
        keeps_colour = figure | bool(matter.texel)
        shade = 1.0 + np.float32(_FACET_SHADES) * patch.lean()[..., :1] * ~_sky(view)[..., None]
        made.append(Surface(albedo=np.where(keeps_colour, surface.albedo, albedo * shade), normal=f32(leaned)))
    return made[0], made[1]


def _patches(view: GBuffer, camera: Camera, angle_rad: float, *, triangles: bool) -> Patches:
    figure = view.layer > 1.5
    angle = np.where(
        figure, np.float32((_FIGURE_DETAIL if triangles else _FIGURE_TEXEL) * angle_rad), np.float32(angle_rad)
    )
    return patches(
        camera.rays() * view.distance[..., None],
        camera.position_m,
        view.normal,
        np.rint(view.material).astype(np.int64),
        _sky(view),
        angle_rad=f32(angle),
        triangles=triangles,
    )


def _sky(view: GBuffer) -> NDArray[np.bool_]:
    return view.distance > SKY_DISTANCE_M
