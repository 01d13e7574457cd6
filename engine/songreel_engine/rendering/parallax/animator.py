"""The parallax animator: a plate and a shot's facts become frames."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, ShotJob
from songreel_engine.rendering.keys import fingerprint_of_sources
from songreel_engine.rendering.parallax.camera import CameraPath, CameraPose, Stage, fit_to_canvas, plan_camera, woven
from songreel_engine.rendering.parallax.colour import frame_planes
from songreel_engine.rendering.parallax.compositor import Compositor
from songreel_engine.rendering.parallax.edges import edges_of, furthest_shift, stays_inside
from songreel_engine.rendering.parallax.finish import Finish, make_finish
from songreel_engine.rendering.parallax.haze import Haze, make_haze
from songreel_engine.rendering.parallax.light import Curve, LightCurves, channel, light_curves
from songreel_engine.rendering.parallax.lit_sheets import LightNow, LitBackground, LitCard, steady_light
from songreel_engine.rendering.parallax.manners import find_manners
from songreel_engine.rendering.parallax.mouth import opening_of
from songreel_engine.rendering.parallax.open_air import OpenAir, open_air_of
from songreel_engine.rendering.parallax.puppet import LARGEST_SWAY, Motion, Stance, plan_motion, posed, stance_of
from songreel_engine.rendering.parallax.sheets import Sheet, make_sheets
from songreel_engine.rendering.parallax.surface import Surface, make_surface
from songreel_engine.rendering.parallax.tone import PlateTone, measure_tone, weather_colour
from songreel_engine.rendering.parallax.warp import NodeGrid, Points, Step, aim, sampled, source_of
from songreel_engine.rendering.parallax.weather import Weather, find_kind, make_weather
from songreel_engine.rendering.plates import Plate

KEPT_PLATES: Final = 2
"""Prepared plates held: a transition looks at two."""
ROUNDING: Final = 1e-6
"""Keeps 24 frames in 12 steps at two frames each."""


@dataclass(frozen=True, eq=False)
class PreparedPlate:
    """What depends on the plate and the frame's size alone."""

    plate: Plate
    sheets: tuple[Sheet, ...]
    stances: tuple[Stance | None, ...]
    """For each sheet, where its figure stands."""
    tone: PlateTone


@dataclass(frozen=True, kw_only=True, eq=False)
class ShotPlan:
    """All curves and tiles of one shot: any frame can be drawn from it."""

    job: ShotJob
    prepared: PreparedPlate
    grid: NodeGrid
    parts: tuple[NodeGrid | None, ...]
    """For each sheet after the background, the part of the frame it may ever touch; None: it stays out of sight."""
    focal_px: float
    path: CameraPath
    light: LightCurves
    motion: Motion
    mouth: Curve
    """How far it is open on each frame, 0..1."""
    surface: Surface
    weather: Weather | None
    open_air: OpenAir | None
    """Where weather is seen; None: everywhere."""
    haze: Haze | None
    weather_colour: tuple[int, int, int]
    finish: Finish


class ParallaxAnimator:
    """Moves a camera through a plate's layers. One instance may serve many shots, but one thread at a time."""

    name = "parallax"

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int, int], PreparedPlate] = OrderedDict()

    def fingerprint(self) -> str:
        """A digest of this package's sources."""
        return fingerprint_of_sources(Path(__file__).parent, "*.py")

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop), uint8 [height × 3 / 2, width]. The array is written over for the next frame.

        Raises RenderError for a range outside the shot, and for an unknown camera move, weather, style or print look."""
        check_job(job, start, stop)
        return _frames(self._planned(plate, job), start, stop)

    def _planned(self, plate: Plate, job: ShotJob) -> ShotPlan:
        return plan_shot(self._prepared(plate, job.plate.width_px, job.plate.height_px), job)

    def _prepared(self, plate: Plate, width_px: int, height_px: int) -> PreparedPlate:
        key = (id(plate), width_px, height_px)
        if key not in self._kept:
            # The value holds the plate itself, so its id cannot come to mean another one while it is kept.
            self._kept[key] = prepare_plate(plate, width_px, height_px)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT_PLATES:
            self._kept.popitem(last=False)
        return self._kept[key]


def prepare_plate(plate: Plate, width_px: int, height_px: int) -> PreparedPlate:
    """Scale and convert all layers: about a fifth of a second at 1080x1920."""
    sheets = make_sheets(plate, width_px, height_px)
    stances = tuple(stance_of(sheet) if sheet.kind == "figure" else None for sheet in sheets)
    return PreparedPlate(plate, sheets, stances, measure_tone(sheets, width_px, height_px))


def plan_shot(prepared: PreparedPlate, job: ShotJob) -> ShotPlan:
    """Everything about a shot that is not a frame."""
    plate = prepared.plate
    width_px, height_px = job.plate.width_px, job.plate.height_px
    focal_px = plate.focal_px * width_px / plate.frame_width_px
    grid = NodeGrid.over(width_px, height_px)
    kind = find_kind(job.weather)
    path = _camera_path(plate, job, focal_px)
    return ShotPlan(
        job=job,
        prepared=prepared,
        grid=grid,
        focal_px=focal_px,
        parts=tuple(_part_of(sheet, grid, path, plate) for sheet in prepared.sheets[1:]),
        path=path,
        light=light_curves(job, flash_luma=prepared.tone.flash_luma),
        motion=plan_motion(job),
        mouth=opening_of(job),
        surface=make_surface(plate, prepared.sheets[0], width_px=width_px, height_px=height_px, seed=job.seed),
        weather=make_weather(
            job.weather,
            width_px=width_px,
            height_px=height_px,
            focal_px=focal_px,
            subject_inverse_depth=plate.subject_inverse_depth,
            seed=job.seed,
        ),
        open_air=open_air_of(plate, width_px=width_px, height_px=height_px),
        haze=make_haze(kind.haze if kind else 0.0, rows=grid.q.x.shape[0], columns=grid.q.x.shape[1], seed=job.seed),
        weather_colour=weather_colour(kind, prepared.tone),
        finish=make_finish(job),
    )


def free_path(job: ShotJob, stage: Stage) -> CameraPath:
    """The camera's path as the shot and its style mean it, before a canvas limits it."""
    path = plan_camera(
        job.camera,
        frames=job.frames,
        frames_per_s=job.frames_per_s,
        motion=job.motion,
        seed=job.seed,
        beat=channel(job, "beat"),
        stage=stage,
    )
    short_px = min(stage.frame_width_px, stage.frame_height_px)
    return woven(path, find_manners(job.style).weave, short_px=short_px, seed=job.seed)


def _camera_path(plate: Plate, job: ShotJob, focal_px: float) -> CameraPath:
    width_px, height_px = job.plate.width_px, job.plate.height_px
    stage = Stage(frame_width_px=width_px, frame_height_px=height_px, focal_px=focal_px, reach_m=plate.reach_m)
    path = free_path(job, stage)
    edges = edges_of(plate)
    return fit_to_canvas(path, lambda tried: stays_inside(tried, edges, plate, width_px=width_px, height_px=height_px))


def _part_of(sheet: Sheet, grid: NodeGrid, path: CameraPath, plate: Plate) -> NodeGrid | None:
    """Over the whole shot, so that a sheet's scratch work is cut to where it can ever be."""
    span = sheet.span()
    if span is None:
        return None
    width_px, height_px = grid.window.width, grid.window.height
    depths = (float(sheet.inverse_depth.min()), float(sheet.inverse_depth.max()))
    shift_px = furthest_shift(path, depths, plate, width_px=width_px, height_px=height_px)
    reach_px = shift_px + LARGEST_SWAY * (span[3] - span[1])
    return grid.part(span[0] - reach_px, span[1] - reach_px, span[2] + reach_px, span[3] + reach_px)


def check_job(job: ShotJob, start: int, stop: int) -> None:
    """Raises RenderError for a range outside the shot, a size that cannot be encoded, or a drive of the wrong shape."""
    width_px, height_px = job.plate.width_px, job.plate.height_px
    if not 0 <= start <= stop <= job.frames:
        raise RenderError(f"The shot has frames 0 to {job.frames}; it cannot give {start} to {stop}.")
    if width_px % 2 or height_px % 2 or min(width_px, height_px) < 16:
        raise RenderError(f"A frame of {width_px}x{height_px} cannot be encoded; choose even sides of at least 16.")
    if job.drive.shape != (job.frames, len(DRIVE_CHANNELS)):
        raise RenderError(
            f"The drive array has shape {job.drive.shape}; it needs ({job.frames}, {len(DRIVE_CHANNELS)})."
        )


def _frames(plan: ShotPlan, start: int, stop: int) -> Iterator[Frame]:
    width_px, height_px = plan.job.plate.width_px, plan.job.plate.height_px
    canvas = Compositor(plan.grid)
    background, *others = plan.prepared.sheets
    behind, cards = LitBackground(background), [LitCard(sheet) for sheet in others]
    cover = np.empty((height_px, width_px), np.uint8)
    frame = np.empty((height_px * 3 // 2, width_px), np.uint8)
    planes = frame_planes(frame)
    for number in range(start, stop):
        _compose(plan, number, canvas, (behind, cards), cover)
        plan.finish.apply(canvas.picture, number, planes)
        yield frame


def _compose(
    plan: ShotPlan, number: int, canvas: Compositor, lit: tuple[LitBackground, list[LitCard]], cover: Frame
) -> None:
    """All layers and the weather of one frame into the compositor's picture."""
    held = held_frame(number, plan.job.frames_per_s, plan.finish.manners.steps_per_s)
    plate, t_s = plan.prepared.plate, held / plan.job.frames_per_s
    pose = plan.path.at(held)
    light = steady_light(float(plan.light.hit[number]), float(plan.light.gain[number]))
    step = Step.of(pose, plan.focal_px, plate.subject_inverse_depth)
    background, cards = lit
    aimed = aim(plan.grid.q, pose)
    source = _draw_background(plan, canvas, background, light, aimed, step, t_s)
    veils = [False, True] if plan.weather else []
    if plan.open_air is not None:
        # Beyond a window it falls, however near, behind everything that stands in the room.
        seen = _enlarged(plan.open_air.seen(source), plan.grid, canvas.picture.y.shape)
        for in_front in veils:
            _draw_weather(plan, canvas, pose, t_s, in_front, cover, within=seen)
        veils = []
    for card, grid, stance in zip(cards, plan.parts, plan.prepared.stances[1:], strict=True):
        if veils == [False, True] and _reaches_subject(card.sheet, plate):
            _draw_weather(plan, canvas, pose, t_s, veils.pop(0), cover)
        if grid is not None:
            sheet, own = card.sheet, plan.grid.cut(aimed, grid)
            source = source_of(own, step, sheet.kind, sheet.inverse_depth, sheet.to_depth)
            if stance is not None:
                source = posed(source, stance, plan.motion, held)
            canvas.lay(card, light, grid, source, float(plan.mouth[held]))
    for in_front in veils:
        _draw_weather(plan, canvas, pose, t_s, in_front, cover)


def held_frame(number: int, frames_per_s: float, steps_per_s: float | None) -> int:
    """The first frame of the step that frame `number` belongs to; the frame itself where nothing is held."""
    if steps_per_s is None or steps_per_s >= frames_per_s:
        return number
    step = math.floor(number * steps_per_s / frames_per_s + ROUNDING)
    return math.ceil(step * frames_per_s / steps_per_s - ROUNDING)


def _reaches_subject(sheet: Sheet, plate: Plate) -> bool:
    return sheet.kind == "figure" or float(sheet.inverse_depth.min()) >= plate.subject_inverse_depth


def _draw_weather(
    plan: ShotPlan,
    canvas: Compositor,
    pose: CameraPose,
    t_s: float,
    in_front: bool,
    cover: Frame,
    within: Frame | None = None,
) -> None:
    assert plan.weather is not None, "clear weather is not drawn"
    if plan.weather.coverage(t_s=t_s, pose=pose, in_front=in_front, out=cover):
        if within is not None:
            cv2.multiply(cover, within, dst=cover, scale=1 / 255)
        if plan.weather.kind.only_light:
            canvas.brighten(cover, plan.weather_colour[0])
        else:
            canvas.veil(cover, plan.weather_colour)


def _draw_background(
    plan: ShotPlan, canvas: Compositor, lit: LitBackground, light: LightNow, aimed: Points, step: Step, t_s: float
) -> Points:
    """Comes back with where each node lies on the canvas."""
    sheet = lit.sheet
    source = source_of(aimed, step, sheet.kind, sheet.inverse_depth, sheet.to_depth)
    middle_s = plan.job.frames / plan.job.frames_per_s / 2
    canvas.cover(lit, light, plan.surface.displaced(source, t_s=t_s, middle_s=middle_s))
    if plan.haze:
        nodes = plan.haze.coverage(sampled(sheet.inverse_depth, source, sheet.to_depth), t_s)
        canvas.veil(_enlarged(nodes, plan.grid, canvas.picture.y.shape), plan.prepared.tone.air)
    return source


def _enlarged(nodes: Frame, grid: NodeGrid, shape: tuple[int, ...]) -> Frame:
    size = (nodes.shape[1] * grid.step, nodes.shape[0] * grid.step)
    whole = cv2.resize(nodes, size, interpolation=cv2.INTER_LINEAR)
    inner = whole[grid.step : grid.step + shape[0], grid.step : grid.step + shape[1]]
    return np.asarray(inner, np.uint8)
