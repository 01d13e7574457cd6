"""What a page needs to draw a film's shots itself, in values that JSON has.

Conventions. Frames are the film's; a shot's curves hold one value for each of its frames [start, stop). Lengths on the picture
are shares of the frame's height. Numbers in rows are little-endian 16 bit, written in base64. Where a shot shows a file of the
user's there is nothing to draw: the page shows its picture. A performer from a photo is not drawn, and transitions are cuts.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import PlateJob, ShotJob
from songreel_engine.rendering.live.finishing import Finish, Uniforms, finish_of, printed, weathered
from songreel_engine.rendering.live.pieces import piece, world_piece
from songreel_engine.rendering.parallax.animator import free_path, held_frame
from songreel_engine.rendering.parallax.camera import CameraPath, Stage
from songreel_engine.rendering.parallax.light import light_curves
from songreel_engine.rendering.parallax.manners import find_manners
from songreel_engine.rendering.parallax.weather import find_kind
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.procedural.camera import Camera, Vec3, unit
from songreel_engine.rendering.procedural.drawing.guides import UNITS_PER_FRAME_HEIGHT
from songreel_engine.rendering.procedural.gbuffer import CHEST_HEIGHT_M, Staged, stage
from songreel_engine.rendering.procedural.lighting import Sight, features_of, light_uniforms, painted_sun
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.plate_maker import (
    EDGE_SHARE,
    LONGEST_REACH_M,
    NO_FIGURE_FOCUS_M,
    OUTSIDE_M,
    STAYS_OUTSIDE,
    light_of,
)
from songreel_engine.rendering.procedural.raymarch import has_rough_ground

FORMAT: Final = 1
_UNITS: Final = int(UNITS_PER_FRAME_HEIGHT)
"""Of a frame's height, as the drawing passes count."""
_METRE_STEPS: Final = 10_000
"""Steps of a position to a metre; 16 bits then reach 3 m."""
_SHARE_STEPS: Final = 50_000
"""Steps of a shift or a zoom to one frame height; 16 bits then reach 0.65 of it."""
_LIGHT_STEPS: Final = 255
_GAIN_STEPS: Final = 200
"""Of exposure, where 1 leaves a frame as it is."""
_SUN_OVER_HORIZON: Final = 1.2
"""Height of a sun that a look wants in view, in its own radii: what stands on the ground would hide a lower one."""
_EYE_ON_FIGURE: Final = 0.3


class Span(Protocol):
    """A shot of a draft: its place on the film's grid."""

    @property
    def start(self) -> int: ...
    @property
    def stop(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class _Program:
    defines: tuple[str, ...]
    pieces: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"defines": list(self.defines), "pieces": [piece(name).address for name in self.pieces]}


class _Programs:
    """Those of a film, each once; known by number."""

    def __init__(self) -> None:
        self._numbers: dict[_Program, int] = {}

    def number(self, defines: Sequence[str], pieces: Sequence[str]) -> int:
        wanted = _Program(defines=tuple(defines), pieces=tuple(pieces))
        return self._numbers.setdefault(wanted, len(self._numbers))

    def as_json(self) -> list[dict[str, Any]]:
        return [program.as_json() for program in self._numbers]


def live_film(plan: RenderPlan, shots: Sequence[Span], *, aspect: str) -> dict[str, Any]:
    """All of a film's preview. `shots`: the draft's, in the plan's order.

    Raises RenderError for a place, style, pose, camera move or weather that is not known.
    """
    programs = _Programs()
    told = [_shot(planned.job, planned.origin, span, programs) for planned, span in zip(plan.shots, shots, strict=True)]
    return {
        "format": FORMAT,
        "aspect": aspect,
        "frame_rate": [plan.frame_rate.numerator, plan.frame_rate.denominator],
        "frames": plan.frames,
        "metre_steps": _METRE_STEPS,
        "share_steps": _SHARE_STEPS,
        "gain_steps": _GAIN_STEPS,
        "shots": told,
        "programs": programs.as_json(),
    }


def _shot(job: ShotJob, origin: int, span: Span, programs: _Programs) -> dict[str, Any]:
    where = {"start": span.start, "stop": span.stop}
    if job.plate.media is not None:
        return where | {"drawn": None}
    # What is planned for a frame of the film is planned for a frame at rest: no canvas around it.
    staged = stage(replace(job.plate, detail=1.0))
    look = find_look(job.plate.style).in_colours(job.plate.palette)
    light = light_of(job.plate)
    outside_m = OUTSIDE_M if staged.place.indoor and job.weather in STAYS_OUTSIDE else 0.0
    finish = weathered(finish_of(look, find_manners(job.style)), find_kind(job.weather), outside_m=outside_m)
    finish, table = printed(finish, job.grade)
    focal = staged.setup.focal
    subject = _subject(staged, job.plate, focal)
    uniforms = _uniforms(staged, look, light, subject) | finish.uniforms
    own = slice(span.start - origin, span.stop - origin)
    return where | {
        "drawn": {
            "place": staged.place.name,
            "programs": _programs_of(staged, look, light, finish, programs),
            "uniforms": _rounded(uniforms),
            "camera": _camera_as_json(staged.camera, focal),
            "path": _path_as_text(_path(job, focal, subject.depth_m), own, focal, subject.depth_m),
            "light": _light_as_text(job, own),
            "print": None if table is None else base64.b64encode(table).decode(),
            "left_out": list(finish.left_out),
        }
    }


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """What a shot is about, and the light it is seen in."""

    depth_m: float
    """Along the camera's axis."""
    distance_m: float
    at: tuple[float, float]
    """Where the eye rests, in frame heights from the middle, right and up."""
    sun: Vec3
    """Towards the painted sun."""


def _subject(staged: Staged, job: PlateJob, focal: float) -> _Subject:
    camera, x_y_z = staged.camera, staged.setup.figure_m
    sun = unit(staged.setup.sun)
    look = find_look(job.style)
    light = light_for(job.style, job.time_of_day, job.place)
    if look.sun_in_view:
        sun = _ahead(camera, light)
    if job.figure is None:
        return _Subject(depth_m=NO_FIGURE_FOCUS_M, distance_m=NO_FIGURE_FOCUS_M, at=(0.0, 0.0), sun=sun)
    eye_m = (x_y_z[0], x_y_z[1] + CHEST_HEIGHT_M + _EYE_ON_FIGURE, x_y_z[2])
    x_px, y_px, depth_m = camera.project(eye_m)
    distance_m = float(np.linalg.norm(np.subtract(eye_m, camera.position_m)))
    height_px = camera.frame_height_px
    at = ((x_px - camera.width_px / 2) / height_px, (camera.height_px / 2 - y_px) / height_px)
    return _Subject(depth_m=max(depth_m, 0.5), distance_m=max(distance_m, 0.5), at=at, sun=sun)


def _ahead(camera: Camera, light: Light) -> Vec3:
    """Towards a sun that stands over the horizon straight before the camera: where a plate's has most room, nearly always."""
    forward = camera.axes()[2]
    level = float(np.hypot(forward[0], forward[2]))
    height = float(np.tan(_SUN_OVER_HORIZON * light.sun_radius))
    return unit((float(forward[0]) / level, height / max(light.sun_height, 0.1), float(forward[2]) / level))


def _uniforms(staged: Staged, look: Look, light: Light, subject: _Subject) -> Uniforms:
    sight = Sight(
        camera=staged.camera,
        sun=subject.sun,
        key=unit(staged.setup.key),
        indoor=staged.place.indoor,
        focus_m=subject.distance_m,
    )
    lit = {
        name: value
        for name, value in light_uniforms(light, sight, look.matter).items()
        if name not in _SETTINGS | _SIZES
    }
    return {
        **{name: value for name, value in staged.uniforms.items() if name not in _SIZES},
        **lit,
        # The world's clouds are lit by the place's sun, the sky is painted by the look's.
        "PAINTED_SUN": painted_sun(sight, light),
        "SHAPED": float(_is_shaped(look)),
        "smooth_radius": look.local_colour_radius,
        "roundness": look.matter.roundness,
        "facet": look.matter.facet,
        "facet_tilt": look.matter.facet_tilt,
        "texel": look.matter.texel,
        "SUBJECT": subject.at,
    }


_SETTINGS: Final = frozenset({"cel", "SUN"})
"""Of a light: what its programs are compiled for, and what is named otherwise."""
_SIZES: Final = frozenset({"R", "CAM", "TGT", "FOV"})
"""Of a world: what the page sets for each frame."""


def _is_shaped(look: Look) -> bool:
    return bool(look.local_colour_radius or look.matter.changes_form)


def _programs_of(
    staged: Staged, look: Look, light: Light, finish: Finish, programs: _Programs
) -> dict[str, int | None]:
    """Each pass's program by number; None where the shot does without it."""
    pose = staged.pose
    world = ("common", world_piece(staged.place.name), "performer", "sky", "passes", "world")
    nowhere = ("common", "nowhere", "performer", "sky", "passes", "world")
    figure = ("HAS_FIGURE", *((f"PLAYS_{pose.plays.upper()}",) if pose.plays else ())) if pose else ()
    features = features_of(light, look.matter)
    return {
        "cones": programs.number(("LIVE_CONES",), world),
        "figure": programs.number(("LIVE_FIGURE", *figure), nowhere) if pose else None,
        "hit": programs.number(("LIVE_HIT", *figure[:1]), world),
        "shade": programs.number(("LIVE_SHADE", *figure), world),
        "shade_figure": programs.number(("LIVE_SHADE_FIGURE", *figure), world) if pose else None,
        "mirror": programs.number(("LIVE_MIRROR", *figure), world),
        "smear": programs.number(("PASS_SMEAR",), nowhere) if has_rough_ground(staged.place.name) else None,
        "spread": programs.number(("PASS_SPREAD",), nowhere),
        "shrink_emission": programs.number(("SHRINK_EMISSION",), ("common", "buffers")),
        "shrink_light": programs.number(("SHRINK_LIGHT",), ("common", "buffers")),
        "blur": programs.number(("BLUR",), ("common", "buffers")),
        "blur_last": programs.number(("BLUR", "LAST"), ("common", "buffers")),
        "surface": programs.number(("SURFACE",), ("common", "buffers")) if _is_shaped(look) else None,
        "paint_sky": programs.number(("PAINT_SKY", *features), ("light",)),
        "light_matter": programs.number(("LIGHT_MATTER", *features), ("light",)),
        "develop": programs.number(finish.develop, ("common", "develop")),
        "print": programs.number(finish.print, ("common", "print")),
    }


def _camera_as_json(camera: Camera, focal: float) -> dict[str, Any]:
    right, up, forward = camera.axes()
    return {
        "position": _floats(camera.position_m),
        "right": _floats(right),
        "up": _floats(up),
        "forward": _floats(forward),
        "focal": round(focal, 5),
    }


def _path(job: ShotJob, focal: float, subject_m: float) -> CameraPath:
    """The animator's path before a canvas limits it, each frame in the step that the style holds it for."""
    aspect = job.plate.width_px / job.plate.height_px
    across_m = 2 * aspect / focal * subject_m
    stage_ = Stage(
        frame_width_px=round(_UNITS * aspect),
        frame_height_px=_UNITS,
        focal_px=focal * _UNITS / 2,
        reach_m=min(EDGE_SHARE * across_m, LONGEST_REACH_M),
    )
    path = free_path(job, stage_)
    steps_per_s = find_manners(job.style).steps_per_s
    held = [held_frame(frame, job.frames_per_s, steps_per_s) for frame in range(job.frames)]
    return CameraPath(**{name: getattr(path, name)[held] for name in path.__dataclass_fields__})


def _path_as_text(path: CameraPath, own: slice, focal: float, subject_m: float) -> str:
    """Six rows: metres right, up and forward; shifts of the picture to the right and up; zoom over 1.

    The picture is turned so that the subject stays where it is, as the animator turns it.
    """
    turned = focal / 2 / subject_m
    shift_x = path.zoom * (path.pan_px / _UNITS - path.x_m * turned)
    shift_y = -path.zoom * (path.tilt_px / _UNITS + path.y_m * turned)
    rows = [
        *(_METRE_STEPS * metres for metres in (path.x_m, path.y_m, path.z_m)),
        *(_SHARE_STEPS * shares for shares in (shift_x, shift_y, path.zoom - 1)),
    ]
    return _as_text(np.stack([row[own] for row in rows]), "<i2")


def _light_as_text(job: ShotJob, own: slice) -> dict[str, str]:
    """How far each frame is struck, and its exposure: as the animator lights it where a plate keeps within its bound."""
    curves = light_curves(job, flash_luma=0.0)
    return {
        "hit": _as_text(_LIGHT_STEPS * curves.hit[own], "u1"),
        "gain": _as_text(_GAIN_STEPS * curves.gain[own], "u1"),
    }


def _as_text(values: NDArray[np.float64], kind: str) -> str:
    limits = np.iinfo(np.dtype(kind))
    return base64.b64encode(np.clip(np.rint(values), limits.min, limits.max).astype(kind).tobytes()).decode()


def _floats(values: Sequence[float] | NDArray[np.float64]) -> list[float]:
    return [round(float(value), 6) for value in values]


def _rounded(uniforms: Uniforms) -> Uniforms:
    """The same for JSON: seven digits are more than a shader keeps."""
    return {name: _number(value) for name, value in sorted(uniforms.items())}


def _number(value: Any) -> Any:
    if isinstance(value, Sequence):
        return [_number(one) for one in value]
    return value if isinstance(value, int) else float(f"{float(value):.7g}")
