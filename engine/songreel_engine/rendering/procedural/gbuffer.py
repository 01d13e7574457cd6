"""Renders what a plate shows, as data: a G-buffer of the full view and one of what stands behind performer and props.

No colour of light is known here; `lighting.py` makes pictures of what this module returns.

Texture layout, per anti-aliasing sample, bottom row first:
G0 albedo rgb, material id | G1 (float32) normal xyz, distance along the ray (FAR_M: sky) | G2 emission rgb, ambient
occlusion | G3 key shadow (1 lit), layer (0 sky, 1 world, 2 performer), reflectivity, reflected ray's y |
G4 reflected albedo rgb, reflected distance (below 0: sky) | G5 reflected emission rgb, n·l of the reflected point (above
1.5: skyline).
A sky pixel's G0 rgb is cloud density, cloud light and stars: the style paints the sky.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Final

import moderngl
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.plates import JointName
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.camera import Camera, Vec3, camera_for, unit
from songreel_engine.rendering.procedural.looks import dials_for
from songreel_engine.rendering.procedural.mouth import Face
from songreel_engine.rendering.procedural.places import PLACES, Place
from songreel_engine.rendering.procedural.poses import Pose, pose_named
from songreel_engine.rendering.procedural.raymarch import FAR_M, Marched, march
from songreel_engine.rendering.procedural.relighting import NEAR_LAMP_M, turned
from songreel_engine.rendering.procedural.setups import SetUp

FloatArray = NDArray[np.float32]
_COLOUR: Final = slice(0, 3)

SAMPLES: Final = 2
"""Anti-aliasing samples where the picture has edges."""
NATIVE_ASPECT: Final = 9 / 16
"""What set-ups are authored for."""
CHEST_HEIGHT_M: Final = 1.25
THIRD_IN_WIDE: Final = 0.28
"""In wider frames the performer stands at least this far off centre, in half widths of the frame."""
MOST_SWING_RAD: Final = 0.24
"""No further: a set-up's view was chosen for what is seen in it."""
MOST_TURN_RAD: Final = {"close": 0.7, "medium": 0.9}
"""How far somebody who plays to the camera may look past it."""
HEAD_WITHIN: Final = 0.40
"""In a tall close-up the head's middle is no farther off centre, in half widths of the frame."""
STANDING_HEAD_M: Final = 1.6
SEATED_FOCAL_SHARE: Final = {"close": 1.0, "medium": 0.8}
"""For which framings the camera comes down to somebody seated, and how much wider it then sees."""
LEAST_CAMERA_HEIGHT_M: Final = 0.35


@dataclass(frozen=True, eq=False)
class GBuffer:
    """One view as data. Sample 0 is everywhere; samples 1.. exist where the mask is set. Light each, then average.

    The arrays are copies of sample 0, top row first, made when first asked for; ask before `Views.release`.
    """

    samples: tuple[tuple[moderngl.Texture, ...], ...]
    """Per sample six textures, G0..G5."""
    mask: moderngl.Texture
    """One 8-bit channel, 1.0 where samples 1.. exist."""
    width_px: int
    height_px: int

    @cached_property
    def albedo(self) -> FloatArray:
        """[h, w, 3]"""
        return self._values(0, _COLOUR)

    @cached_property
    def material(self) -> FloatArray:
        """[h, w]"""
        return self._values(0, 3)

    @cached_property
    def normal(self) -> FloatArray:
        """[h, w, 3]"""
        return self._values(1, _COLOUR)

    @cached_property
    def distance(self) -> FloatArray:
        """[h, w], metres along the ray, FAR_M where nothing was met."""
        return self._values(1, 3)

    @cached_property
    def emission(self) -> FloatArray:
        """[h, w, 3]"""
        return self._values(2, _COLOUR)

    @cached_property
    def occlusion(self) -> FloatArray:
        """[h, w], 1 open."""
        return self._values(2, 3)

    @cached_property
    def shadow(self) -> FloatArray:
        """[h, w], 1 lit."""
        return self._values(3, 0)

    @cached_property
    def layer(self) -> FloatArray:
        """[h, w]; 0 sky, 1 world, 2 performer."""
        return self._values(3, 1)

    @cached_property
    def reflectivity(self) -> FloatArray:
        """[h, w]"""
        return self._values(3, 2)

    @cached_property
    def mask_np(self) -> NDArray[np.bool_]:
        """[h, w]"""
        return np.asarray(gl.read(self.mask)[::-1, :, 0] > 127)

    def forget(self) -> None:
        """Gives the arrays back; they are read again when asked for."""
        for name in list(self.__dict__.keys() - {field.name for field in fields(self)}):
            del self.__dict__[name]

    def release_lit(self) -> None:
        """Gives back the textures that only lighting reads; the arrays can still be asked for."""
        _release((*self.samples[0][4:], *itertools.chain(*self.samples[1:])))

    def _values(self, buffer: int, channels: int | slice) -> FloatArray:
        """Of a buffer of sample 0, those channels alone: a picture has few uses for all four."""
        return _read(self.samples[0][buffer], channels)


@dataclass(frozen=True, eq=False)
class Views:
    """A plate's two views and how they come apart. Release it when the pictures are made."""

    full: GBuffer
    """Terrain, props and performer: the picture at rest."""
    behind: GBuffer
    """The same, but where props or performer stand: there the terrain they hide, with their shadows on it."""
    camera: Camera
    figure_cover: FloatArray
    """[h, w] 0..1, averaged over the samples; so are the next two."""
    near_prop_cover: FloatArray
    """Props nearer than the performer."""
    far_prop_cover: FloatArray
    """Props behind the performer; all props where there is no performer."""
    figure_depth: FloatArray
    """[h, w] metres along the camera's axis, FAR_M where the performer is not."""
    prop_depth: FloatArray
    """[h, w] metres along the camera's axis, FAR_M where no prop is seen."""
    place: Place
    indoor: bool
    sun: Vec3
    key: Vec3
    """Unit vectors towards the visible sun or moon, and towards the light that throws shadows."""
    figure_position: Vec3 | None
    face: Face | None
    """Of a performer who sings."""
    joints_px: Mapping[JointName, tuple[float, float]] | None
    """Where the performer's joints are seen on the canvas; None of somebody from a photo."""
    water_materials: tuple[int, ...]
    """Material ids whose surface may shimmer."""
    dials: dict[str, float]
    """How the world was rendered: SEED, WET, LIT, CLOUD, STARS, TIME."""

    @property
    def covered(self) -> NDArray[np.bool_]:
        """[h, w], where props or performer stand, however thinly: the two views differ nowhere else."""
        return (self.figure_cover > 0) | (self.near_prop_cover > 0) | (self.far_prop_cover > 0)

    def release(self) -> None:
        """Gives all textures back; the arrays stay."""
        _release(t for g in (self.full, self.behind) for t in (g.mask, *itertools.chain(*g.samples)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Staged:
    """What a job's picture is taken of, and from where."""

    place: Place
    setup: SetUp
    camera: Camera
    pose: Pose | None
    """None where nobody is drawn: somebody from a photo is not."""
    dials: dict[str, float]
    """As in `Views`."""
    uniforms: dict[str, gl.UniformValue]
    """All that the world's passes take beside their textures."""


def render_views(job: PlateJob, *, samples: int = SAMPLES, watch: Callable[[str], None] | None = None) -> Views:
    """The job's picture as data, in 1..4 anti-aliasing samples; `watch` is told each pass's name after it was queued.

    Raises RenderError for a place, framing, pose or side of light that is not known, MachineError where there is no OpenGL.
    """
    staged = stage(job)
    place, setup, camera, pose = staged.place, staged.setup, staged.camera, staged.pose
    marched = march(
        place.name,
        width_px=camera.width_px,
        height_px=camera.height_px,
        uniforms=staged.uniforms,
        with_figure=pose is not None,
        plays=pose.plays if pose else "",
        samples=samples,
        watch=watch or _unwatched,
    )
    views = _views(marched, camera, place, setup, staged.dials, pose)
    return replace(views, figure_position=setup.figure_m) if job.figure is not None else views


def stage(job: PlateJob) -> Staged:
    """How the job's picture is staged; nothing is drawn.

    Raises RenderError for a place, framing, pose or side of light that is not known.
    """
    place = place_named(job.place)
    setup, key_reach_m = setup_for(place, job), FAR_M
    if job.lighting.side:
        setup, key_reach_m = turned(setup, job.lighting.side), NEAR_LAMP_M
    camera = camera_for(
        setup.camera_m,
        setup.target_m,
        setup.focal,
        width_px=job.width_px,
        height_px=job.height_px,
        detail=job.detail,
    )
    # Somebody from a photo comes in later; room is made for them here.
    pose = pose_named(job.figure.pose) if job.figure and not job.figure.photo else None
    figure_depth_m = camera.project(_chest(setup))[2] if job.figure is not None else FAR_M
    dials = _dials(job, setup)
    uniforms: dict[str, gl.UniformValue] = {
        **dials,
        "R": (camera.width_px, camera.height_px),
        "CAM": camera.position_m,
        "TGT": camera.target_m,
        "FOV": camera.focal,
        "SUN": unit(setup.sun),
        "KEYD": unit(setup.key),
        "KEY_REACH": key_reach_m,
        "RIPPLE": place.ripple,
        "FIGURE_DEPTH": figure_depth_m,
        **(_figure_uniforms(job, setup, pose) if pose else {}),
    }
    return Staged(place=place, setup=setup, camera=camera, pose=pose, dials=dials, uniforms=uniforms)


def place_named(name: str) -> Place:
    """The place of this name. Raises RenderError, naming those known, for any other."""
    place = PLACES.get(name)
    if place is None:
        raise RenderError(f"the place {name!r} is not known; use one of {', '.join(PLACES)}")
    return place


def setup_for(place: Place, job: PlateJob) -> SetUp:
    """The job's set-up of a place, opened to its aspect, the performer turned as the pose wants to be seen.

    Raises RenderError for a framing or pose that is not known.
    """
    setups = place.setups.get(job.framing)
    if setups is None:
        raise RenderError(f"the framing {job.framing!r} is not known; use one of {', '.join(place.setups)}")
    setup = setups[job.variation % len(setups)]
    if job.figure is None:
        return setup
    pose = pose_named(job.figure.pose)
    setup = replace(setup, facing_rad=_facing(setup, pose, job.framing))
    if pose.seated and job.framing in SEATED_FOCAL_SHARE:
        setup = _lowered(setup, STANDING_HEAD_M - pose.head[1], SEATED_FOCAL_SHARE[job.framing])
    aspect = job.width_px / job.height_px
    return _with_head_in_frame(setup, pose) if job.framing == "close" and _is_tall(aspect) else _opened(setup, aspect)


def _is_tall(aspect: float) -> bool:
    return aspect <= NATIVE_ASPECT + 0.05


def _facing(setup: SetUp, pose: Pose, framing: str) -> float:
    """The set-up's facing, turned where the pose would be seen from the wrong side, or too much from the side."""
    to_camera_rad = math.atan2(setup.figure_m[0] - setup.camera_m[0], setup.camera_m[2] - setup.figure_m[2])
    away_rad = math.remainder(setup.facing_rad - to_camera_rad, math.tau)
    is_front = abs(away_rad) < math.pi / 2
    if (pose.seen_from == "front" and not is_front) or (pose.seen_from == "behind" and is_front):
        away_rad = math.remainder(away_rad + math.pi, math.tau)
    if pose.seen_from == "front":
        most_rad = MOST_TURN_RAD.get(framing, math.pi)
        away_rad = max(-most_rad, min(most_rad, away_rad))
    return to_camera_rad + away_rad


def _lowered(setup: SetUp, by_m: float, focal_share: float) -> SetUp:
    """The set-up for somebody who sits: camera and target lower, the lens wider."""
    (camera_x, camera_y, camera_z), (x, y, z) = setup.camera_m, setup.target_m
    camera_m = (camera_x, max(camera_y - by_m, LEAST_CAMERA_HEIGHT_M), camera_z)
    return replace(setup, camera_m=camera_m, target_m=(x, y - by_m, z), focal=setup.focal * focal_share)


def _with_head_in_frame(setup: SetUp, pose: Pose) -> SetUp:
    """The set-up with its camera swung just so far that no face leaves the frame at the side."""
    camera = camera_for(setup.camera_m, setup.target_m, setup.focal, width_px=900, height_px=1600)
    x, y, z = np.asarray(setup.figure_m) + np.asarray(pose.head) @ _to_world(setup)
    x_px, _, depth_m = camera.project((float(x), float(y), float(z)))
    if depth_m <= 0:
        return setup
    off_centre = (x_px - camera.width_px / 2) / (camera.frame_height_px / 2)
    most = HEAD_WITHIN * NATIVE_ASPECT
    wanted = max(-most, min(most, off_centre))
    return _swung(setup, math.atan(wanted / setup.focal) - math.atan(off_centre / setup.focal))


def _opened(setup: SetUp, aspect: float) -> SetUp:
    """The set-up for a wider frame: the same height, the camera swung so that the performer stands near a third."""
    if _is_tall(aspect):
        return setup
    camera = camera_for(setup.camera_m, setup.target_m, setup.focal, width_px=900, height_px=1600)
    x_px, _, depth_m = camera.project(_chest(setup))
    if depth_m <= 0:
        return setup
    off_centre = (x_px - camera.width_px / 2) / (camera.frame_height_px / 2)
    wanted = math.copysign(max(abs(off_centre), THIRD_IN_WIDE * aspect), off_centre)
    swing_rad = math.atan(wanted / setup.focal) - math.atan(off_centre / setup.focal)
    swing_rad = max(-MOST_SWING_RAD, min(MOST_SWING_RAD, swing_rad))
    return _swung(setup, swing_rad)


def _swung(setup: SetUp, swing_rad: float) -> SetUp:
    """The camera turned on its heel."""
    x, z = setup.target_m[0] - setup.camera_m[0], setup.target_m[2] - setup.camera_m[2]
    turned_x = x * math.cos(swing_rad) - z * math.sin(swing_rad)
    turned_z = x * math.sin(swing_rad) + z * math.cos(swing_rad)
    return replace(setup, target_m=(setup.camera_m[0] + turned_x, setup.target_m[1], setup.camera_m[2] + turned_z))


def _to_world(setup: SetUp) -> NDArray[np.float64]:
    """Turns rows in the performer's axes into the world's: the inverse of `toFig` in performer.glsl."""
    cos, sin = math.cos(setup.facing_rad), math.sin(setup.facing_rad)
    return np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])


def _chest(setup: SetUp) -> Vec3:
    x, y, z = setup.figure_m
    return (x, y + CHEST_HEIGHT_M, z)


def _dials(job: PlateJob, setup: SetUp) -> dict[str, float]:
    asked = dials_for(job.style, job.time_of_day, job.weather)
    return {
        "SEED": float(np.random.default_rng(job.seed).random()),
        "WET": asked.wet,
        "LIT": asked.lit,
        "CLOUD": min(1.0, asked.cloud + setup.cloud),
        "STARS": asked.stars,
        "TIME": 0.0,
    }


def _figure_uniforms(job: PlateJob, setup: SetUp, pose: Pose) -> dict[str, gl.UniformValue]:
    assert job.figure is not None
    centre, half = pose.bounds(job.figure.coat)
    return {
        "J": pose.joints(job.figure.coat),
        "FPOS": setup.figure_m,
        "FYAW": setup.facing_rad,
        "FHAIR": job.figure.hair,
        "FCOAT": job.figure.coat,
        "FCOLOUR": job.figure.colour,
        "FHAIRCOLOUR": job.figure.hair_colour,
        "FSKIN": job.figure.skin,
        "FGRIP": pose.grips,
        "BBC": centre,
        "BBH": half,
    }


def _face(setup: SetUp, pose: Pose) -> Face:
    """As `toHead` in performer.glsl turns the head."""
    forward = np.asarray(unit(pose.face))
    up = np.asarray(pose.head) - np.asarray(pose.neck) + np.array([0.0, 0.06, 0.0])
    right = np.cross(up, forward)
    right /= np.linalg.norm(right)
    to_world = _to_world(setup)
    axes = np.stack([right, np.cross(forward, right), forward]) @ to_world
    return Face(head_m=np.asarray(setup.figure_m) + np.asarray(pose.head) @ to_world, axes=axes)


def _joints_px(setup: SetUp, pose: Pose, camera: Camera) -> dict[JointName, tuple[float, float]] | None:
    """None where any of them lies behind the camera."""
    own: dict[JointName, Vec3] = {
        "neck": pose.neck,
        "head": pose.head,
        "left_shoulder": pose.left_arm[0],
        "left_elbow": pose.left_arm[1],
        "left_hand": pose.left_arm[2],
        "right_shoulder": pose.right_arm[0],
        "right_elbow": pose.right_arm[1],
        "right_hand": pose.right_arm[2],
    }
    seen: dict[JointName, tuple[float, float]] = {}
    for name, place in own.items():
        x, y, z = np.asarray(setup.figure_m) + np.asarray(place) @ _to_world(setup)
        x_px, y_px, depth_m = camera.project((float(x), float(y), float(z)))
        if depth_m <= 0.0:
            return None
        seen[name] = (x_px, y_px)
    return seen


def _views(
    marched: Marched, camera: Camera, place: Place, setup: SetUp, dials: dict[str, float], pose: Pose | None
) -> Views:
    full = GBuffer(marched.full, marched.mask, camera.width_px, camera.height_px)
    behind = GBuffer(marched.behind, marched.mask, camera.width_px, camera.height_px)
    first, cover = _cover(marched, full.mask_np)
    depth = camera.axial(full.distance)
    for texture in marched.covers:
        texture.release()
    return Views(
        full=full,
        behind=behind,
        camera=camera,
        figure_cover=cover[..., 0],
        near_prop_cover=cover[..., 1],
        far_prop_cover=cover[..., 2],
        figure_depth=np.where(first[..., 0], depth, np.float32(FAR_M)),
        prop_depth=np.where(first[..., 1:].any(-1), depth, np.float32(FAR_M)),
        place=place,
        indoor=place.indoor,
        sun=unit(setup.sun),
        key=unit(setup.key),
        figure_position=setup.figure_m if pose else None,
        face=_face(setup, pose) if pose and pose.plays == "microphone" else None,
        joints_px=_joints_px(setup, pose, camera) if pose else None,
        water_materials=place.water_materials,
        dials=dials,
    )


def _cover(marched: Marched, mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], FloatArray]:
    """Whether sample 0 is covered, and the coverage averaged over all samples, [h, w, 3] each."""
    covers = [gl.read(texture)[::-1, :, :3] for texture in marched.covers]
    first = covers[0].astype(np.float32)
    mean = np.where(mask[..., None], np.sum(covers, axis=0, dtype=np.float32) / np.float32(len(covers)), first)
    return covers[0] > 0, np.asarray(mean / np.float32(255.0), np.float32)


def _release(textures: Iterable[moderngl.Texture]) -> None:
    """Both views may hold one texture, and one that was given back may be given back again."""
    for texture in textures:
        texture.release()
    gl.let_go()


def _read(texture: moderngl.Texture, channels: int | slice) -> FloatArray:
    """A float texture as float32, top row first."""
    return np.ascontiguousarray(gl.read(texture)[::-1, :, channels], np.float32)


def _unwatched(pass_name: str) -> None:
    """Nobody asked."""
