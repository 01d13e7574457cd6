"""Stands a person from a photo into a rendered view, as data like all else: lit and drawn later by the look.

Who is shown whole stands where the performer would: on the ground, hidden by what is nearer, with shadow and reflection.
Of whom only the upper part is known stands near the camera instead, so low that the cut lies outside of the canvas.
The person is a card that faces the camera; its shadow is that of a card that faces the light.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.portrait.person import Person
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.camera import Camera, Vec3
from songreel_engine.rendering.procedural.gbuffer import GBuffer, Views
from songreel_engine.rendering.procedural.mouth import MOUTH_M, SKIN, Face
from songreel_engine.rendering.procedural.raymarch import FAR_M, JITTERS_PX

Map = NDArray[np.float32]
Vector = NDArray[np.float64]

CLOTH: Final = 22.0
"""Its material, the coat's in performer.glsl."""
CROWN_AT: Final = {"close": 0.17, "low": 0.26, "medium": 0.36}
"""Where the top of the head stands in the frame, from above, of whom only the upper part is shown."""
ASIDE_SHARE: Final = 0.17
"""Such a person stands no farther from the middle, in widths of the frame."""
_CHEST_M: Final = 1.25
_SEAM_UP_M: Final = -0.0588
"""Height of the shut lips in the head's axes, as `mouth.py` has them."""
_TOE_ROOM_M: Final = 0.15
"""The ground may rise this far in front of the feet without hiding them."""
_STAND_REACH_M: Final = 0.8
"""Around where somebody stands: whether that is lit decides whether they are."""
_SHADOW_REACH_M: Final = 7.0
_SHADOW_BLUR_M: Final = 0.02
_SHADOW_FLOOR: Final = 0.08
_CONTACT_M: Final = 0.16
"""How far from the feet the ground is darkened."""
_CONTACT: Final = 0.7
_LEAST_MIRROR: Final = 0.03


@dataclass(frozen=True, kw_only=True, eq=False)
class _Card:
    """Where the person stands: a rectangle in the world."""

    origin: Vector
    """Under the head's middle, where the last row of the photo is."""
    right: Vector
    up: Vector
    toward: Vector
    """Towards the camera; unit length, as the others."""


def with_person(views: Views, person: Person, framing: str) -> Views:
    """The views, rendered without a performer, with this person in them. The old ones must not be used any more."""
    assert views.figure_position is not None
    card = _standing(views) if person.is_whole else _near(views, person, framing)
    lit = _light_at(views)
    if person.is_whole:
        _ground(views, person, card)
    maps = _at_scale(person, views.camera.focal_px / _depth(card, views.camera))
    shots = _draw(views, maps, card, lit=lit, in_front=not person.is_whole)
    full = _remasked(views.full, shots)
    return _described(views, full, shots, person, card)


def _standing(views: Views) -> _Card:
    assert views.figure_position is not None
    right, _, forward = views.camera.axes()
    toward = -np.array([forward[0], 0.0, forward[2]])
    return _Card(
        origin=np.asarray(views.figure_position, np.float64),
        right=right,
        up=np.array([0.0, 1.0, 0.0]),
        toward=toward / np.linalg.norm(toward),
    )


def _near(views: Views, person: Person, framing: str) -> _Card:
    """So near that head to cut fill the frame from where the crown stands down to the canvas's end."""
    camera = views.camera
    right, up, forward = camera.axes()
    margin_px = (camera.height_px - camera.frame_height_px) / 2
    crown_px = margin_px + CROWN_AT.get(framing, CROWN_AT["medium"]) * camera.frame_height_px
    room_px = camera.height_px + 2 - crown_px
    pixels_per_m = room_px / person.height_m
    is_cut = person.side_cut_px < person.alpha.shape[0]
    if is_cut:
        # Either the cut sides lie outside of the canvas, or all rows that have them.
        beyond_sides = max(pixels_per_m, (camera.width_px + 4) / person.width_m)
        beyond_foot = room_px * person.pixels_per_m / person.side_cut_px
        is_cut = beyond_sides <= beyond_foot
        pixels_per_m = min(beyond_sides, beyond_foot)
    x_px = _column(views, person, pixels_per_m, fills=is_cut)
    depth_m = camera.focal_px / pixels_per_m
    aside_m = (x_px - camera.width_px / 2) / pixels_per_m
    foot_px = crown_px + person.height_m * pixels_per_m
    up_m = (camera.height_px / 2 - foot_px) / pixels_per_m
    at = forward * depth_m + right * aside_m + up * up_m
    return _Card(origin=np.asarray(camera.position_m) + at, right=right, up=up, toward=-forward)


def _column(views: Views, person: Person, pixels_per_m: float, *, fills: bool) -> float:
    """Where the head's middle stands: near where the performer would, and so that cut sides stay outside."""
    camera = views.camera
    assert views.figure_position is not None
    x, y, z = views.figure_position
    x_px, _, ahead_m = camera.project((x, y + _CHEST_M, z))
    middle, most_px = camera.width_px / 2, ASIDE_SHARE * camera.frame_width_px
    wanted = float(np.clip(x_px, middle - most_px, middle + most_px)) if ahead_m > 0 else middle
    if not fills:
        return wanted
    left_px = person.middle_px / person.pixels_per_m * pixels_per_m
    right_px = person.width_m * pixels_per_m - left_px
    return float(np.clip(wanted, camera.width_px - right_px, left_px))


def _depth(card: _Card, camera: Camera) -> float:
    return max(0.05, float((card.origin - np.asarray(camera.position_m)) @ camera.axes()[2]))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Maps:
    """The person at about the picture's resolution."""

    albedo: Map
    normal: Map
    alpha: Map
    skin: Map
    pixels_per_m: float
    middle_px: float


def _at_scale(person: Person, wanted_pixels_per_m: float) -> _Maps:
    share = min(1.0, wanted_pixels_per_m / person.pixels_per_m)
    height, width = person.alpha.shape
    size = max(2, round(width * share)), max(2, round(height * share))

    def shrunk(picture: Map) -> Map:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32) if share < 1 else picture

    return _Maps(
        albedo=shrunk(person.albedo),
        normal=shrunk(person.normal),
        alpha=shrunk(person.alpha),
        skin=shrunk(person.skin),
        pixels_per_m=person.pixels_per_m * size[1] / height,
        middle_px=person.middle_px * size[0] / width,
    )


def _rays(camera: Camera, jitter_px: tuple[float, float]) -> Map:
    """As `Camera.rays`, through the points where a sample looks; its jitter counts upward."""
    right, up, forward = camera.axes()
    x = (np.arange(camera.width_px) + 0.5 + jitter_px[0] - camera.width_px / 2) / camera.focal_px
    y = (camera.height_px / 2 - np.arange(camera.height_px) - 0.5 + jitter_px[1]) / camera.focal_px
    rays = forward + x[None, :, None] * right + y[:, None, None] * up
    return np.asarray(rays / np.linalg.norm(rays, axis=-1, keepdims=True), np.float32)


def _met(card: _Card, start: Map, ray: Map) -> tuple[Map, Map, Map]:
    """Where rays meet the card's plane: metres along the ray (0 behind it), to the card's right, and up."""
    origin, right, up, toward = (np.asarray(v, np.float32) for v in (card.origin, card.right, card.up, card.toward))
    across = ray @ toward
    meets = np.abs(across) > 1e-4
    along = np.where(meets, ((origin - start) @ toward) / np.where(meets, across, 1.0), 0.0).astype(np.float32)
    at = start + ray * along[..., None] - origin
    return along, np.asarray(at @ right, np.float32), np.asarray(at @ up, np.float32)


def _sampled(picture: Map, maps: _Maps, right_m: Map, up_m: Map) -> Map:
    """A map of the person at places on the card; 0 outside."""
    x = np.asarray(maps.middle_px + right_m * maps.pixels_per_m - 0.5, np.float32)
    y = np.asarray(maps.alpha.shape[0] - up_m * maps.pixels_per_m - 0.5, np.float32)
    return np.asarray(
        cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0), np.float32
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shot:
    """The person as one sample sees them, [h, w] and [h, w, 3]."""

    cover: NDArray[np.bool_]
    albedo: Map
    material: Map
    normal: Map
    distance: Map
    up_m: Map


def _seen(camera: Camera, sample: int, maps: _Maps, card: _Card, world_distance: Map, *, in_front: bool) -> _Shot:
    along, right_m, up_m = _met(card, np.asarray(camera.position_m, np.float32), _rays(camera, JITTERS_PX[sample]))
    cover = (_sampled(maps.alpha, maps, right_m, up_m) > 0.5) & (along > 0.05)
    if not in_front:
        cover &= world_distance > along - _TOE_ROOM_M
    normal = _sampled(maps.normal, maps, right_m, up_m) @ np.stack([card.right, card.up, card.toward]).astype(
        np.float32
    )
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-3)
    skin = _sampled(maps.skin, maps, right_m, up_m) > 0.5
    return _Shot(
        cover=cover,
        albedo=_sampled(maps.albedo, maps, right_m, up_m),
        material=np.where(skin, np.float32(SKIN), np.float32(CLOTH)),
        normal=np.asarray(normal, np.float32),
        distance=along,
        up_m=up_m,
    )


def _draw(views: Views, maps: _Maps, card: _Card, *, lit: float, in_front: bool) -> list[_Shot]:
    """Writes the person over the full view's samples and says where they are."""
    first = [_values(texture) for texture in views.full.samples[0]]
    shots = []
    for sample, textures in enumerate(views.full.samples):
        world = first
        if sample:
            # Where this sample did not exist so far, the first one's world shows beside the person.
            is_new = ~views.full.mask_np[..., None]
            world = [np.where(is_new, one, _values(own)) for one, own in zip(first, textures, strict=True)]
        shot = _seen(views.camera, sample, maps, card, world[1][..., 3], in_front=in_front)
        for texture, before, after in zip(textures, world, _written(shot, lit), strict=True):
            _write(texture, np.where(shot.cover[..., None], after, before))
        shots.append(shot)
    return shots


def _written(shot: _Shot, lit: float) -> tuple[Map, ...]:
    """The six buffers of somebody who neither shines nor mirrors."""
    flat = np.zeros_like(shot.distance)
    # Legs see less of the sky than shoulders do.
    open_sky = np.clip(0.72 + 0.28 * shot.up_m, 0.6, 1.0)
    return (
        np.dstack([shot.albedo, shot.material]),
        np.dstack([shot.normal, shot.distance]),
        np.dstack([flat, flat, flat, open_sky]),
        np.dstack([flat + np.float32(lit), flat + 2, flat, flat]),
        np.dstack([flat] * 4),
        np.dstack([flat] * 4),
    )


def _mean_cover(shots: list[_Shot]) -> Map:
    return np.asarray(np.mean([shot.cover for shot in shots], axis=0), np.float32)


def _remasked(gbuffer: GBuffer, shots: list[_Shot]) -> GBuffer:
    """The buffers with samples 1.. where the person's edge is, too; their arrays are read anew."""
    cover = _mean_cover(shots)
    edge = (cv2.dilate(cover, np.ones((3, 3), np.uint8)) > 0.01) & (cv2.erode(cover, np.ones((3, 3), np.uint8)) < 0.99)
    mask = gl.texture(gbuffer.width_px, gbuffer.height_px, channels=1, kind="f1")
    _write(mask, np.where(gbuffer.mask_np | edge, 1.0, 0.0).astype(np.float32)[..., None])
    return replace(gbuffer, mask=mask)


def _described(views: Views, full: GBuffer, shots: list[_Shot], person: Person, card: _Card) -> Views:
    """The views' facts with the person in them."""
    cover = _mean_cover(shots)
    depth = views.camera.axial(shots[0].distance)
    figure_depth = np.where(shots[0].cover, depth, np.float32(FAR_M)).astype(np.float32)
    behind_card = views.prop_depth > _depth(card, views.camera)
    near = np.where(behind_card, 0.0, views.near_prop_cover) * (1 - cover)
    far = np.maximum(views.far_prop_cover, np.where(behind_card, views.near_prop_cover, 0.0))
    return replace(
        views,
        full=full,
        behind=replace(views.behind),
        figure_cover=cover,
        figure_depth=figure_depth,
        near_prop_cover=near.astype(np.float32),
        far_prop_cover=far.astype(np.float32),
        face=_face(person, card) if person.face is not None else None,
    )


def _face(person: Person, card: _Card) -> Face | None:
    """Placed so that the lips of `mouth.py` lie on the photo's."""
    if person.face is None:
        return None
    x_px, y_px = person.face.mouth
    right_m = (x_px - person.middle_px) / person.pixels_per_m
    up_m = (person.alpha.shape[0] - y_px) / person.pixels_per_m
    lips = card.origin + right_m * card.right + up_m * card.up
    cos, sin = np.cos(person.face.tilt_rad), np.sin(person.face.tilt_rad)
    axes = np.stack([cos * card.right - sin * card.up, sin * card.right + cos * card.up, card.toward])
    return Face(head_m=lips - np.array([0.0, _SEAM_UP_M, MOUTH_M[2]]) @ axes, axes=axes)


def _light_at(views: Views) -> float:
    """How much of the key reaches where the person stands, 0..1, by the ground around."""
    assert views.figure_position is not None
    at = np.asarray(views.camera.position_m, np.float32) + views.camera.rays() * views.full.distance[..., None]
    away = at - np.asarray(views.figure_position, np.float32)
    near = (np.hypot(away[..., 0], away[..., 2]) < _STAND_REACH_M) & (np.abs(away[..., 1]) < 0.3)
    return float(np.mean(views.full.shadow[near])) if int(near.sum()) > 8 else 1.0


def _ground(views: Views, person: Person, card: _Card) -> None:
    """Shadow and reflection of the person, written into both views."""
    for view in (views.full, views.behind):
        at = np.asarray(views.camera.position_m, np.float32) + views.camera.rays() * view.distance[..., None]
        lit, open_sky = _shadow(at, views.key, person, card)
        mirrored = _reflection(view, at, views.camera, person, card, views.key)
        for sample, textures in enumerate(view.samples):
            is_there = np.ones_like(view.mask_np) if sample == 0 else view.mask_np
            occluded, shaded = _values(textures[2]), _values(textures[3])
            occluded[..., 3] = np.where(is_there, occluded[..., 3] * open_sky, occluded[..., 3])
            shaded[..., 0] = np.where(is_there, np.minimum(shaded[..., 0], lit), shaded[..., 0])
            _write(textures[2], occluded)
            _write(textures[3], shaded)
            for texture, seen in zip(textures[4:], mirrored[1:], strict=True):
                _write(texture, np.where((mirrored[0] & is_there)[..., None], seen, _values(texture)))


def _shadow(at: Map, key: Vec3, person: Person, card: _Card) -> tuple[Map, Map]:
    """(share of the key that is left, share of the sky that is left) at each point."""
    facing = _facing(card, key)
    maps = _at_scale(person, 160.0)
    soft = np.asarray(cv2.GaussianBlur(maps.alpha, (0, 0), _SHADOW_BLUR_M * maps.pixels_per_m), np.float32)
    toward = np.broadcast_to(np.asarray(key, np.float32), at.shape)
    along, right_m, up_m = _met(facing, at, np.asarray(toward, np.float32))
    shade = _sampled(soft, maps, right_m, up_m) * (along > -0.1) * (np.abs(along) < _SHADOW_REACH_M)
    away = at - card.origin.astype(np.float32)
    feet_m = max(0.12, 0.25 * person.width_m)
    aside = np.maximum(np.abs(away @ card.right.astype(np.float32)) - feet_m * 0.5, 0)
    deep = away @ card.toward.astype(np.float32)
    contact = np.exp(-(aside**2 + deep**2) / _CONTACT_M**2) * (np.abs(away[..., 1]) < 0.35)
    return (
        np.asarray(1 - (1 - _SHADOW_FLOOR) * shade, np.float32),
        np.asarray(1 - _CONTACT * contact, np.float32),
    )


def _facing(card: _Card, key: Vec3) -> _Card:
    """The card turned on its feet towards a light."""
    toward = np.array([key[0], 0.0, key[2]])
    if np.linalg.norm(toward) < 0.05:
        return card
    toward /= np.linalg.norm(toward)
    return replace(card, right=np.cross(card.up, -toward), toward=toward)


def _reflection(
    view: GBuffer, at: Map, camera: Camera, person: Person, card: _Card, key: Vec3
) -> tuple[NDArray[np.bool_], Map, Map]:
    """Where the person is mirrored in the first sample, and G4 and G5 there."""
    ray = camera.rays()
    mirror = (view.reflectivity > _LEAST_MIRROR) & (view.layer > 0.5)
    bounced = ray - 2 * (ray * view.normal).sum(-1, keepdims=True) * view.normal
    along, right_m, up_m = _met(card, at, np.asarray(bounced, np.float32))
    maps = _at_scale(person, 300.0)
    shown = mirror & (along > 0.02) & (_sampled(maps.alpha, maps, right_m, up_m) > 0.5)
    flat = np.zeros_like(along)
    front = max(0.15, float(np.dot(key, card.toward)))
    seen = np.dstack([_sampled(maps.albedo, maps, right_m, up_m), along])
    return shown, seen, np.dstack([flat, flat, flat, flat + np.float32(front)])


def _values(texture: moderngl.Texture) -> Map:
    """Top row first, float32 [h, w, channels]."""
    return np.ascontiguousarray(gl.read(texture)[::-1], np.float32)


def _write(texture: moderngl.Texture, values: Map) -> None:
    stored = np.ascontiguousarray(values[::-1])
    kinds = {"f1": lambda v: np.rint(255 * v).astype(np.uint8), "f2": lambda v: v.astype(np.float16)}
    texture.write(kinds.get(texture.dtype, lambda v: v.astype(np.float32))(stored).tobytes(), alignment=1)
