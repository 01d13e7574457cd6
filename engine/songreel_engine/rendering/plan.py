"""From a draft to the work it asks for: plates, shots on their own clocks, and the segments that tile the film.

A transition of 2h frames into a shot covers [start − h, start + h): it is a segment of its own, made from both neighbours'
frames, so both neighbours live h frames longer than their place on the timeline and their bodies are cut h shorter.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Performer, Scene, Shot
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.jobs import FigureJob, PlateJob, ShotJob
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of, plate_key, shot_key
from songreel_engine.rendering.quality import Quality, frame_size
from songreel_engine.timebase import FrameRange


class Fingerprinted(Protocol):
    """What the plan needs of a plate maker or an animator: a digest that changes with its picture."""

    def fingerprint(self) -> str: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class PlannedShot:
    """A shot with its own clock."""

    shot_id: str
    job: ShotJob
    origin: int
    """Film frame at which the shot's own frame 0 stands."""
    plate_key: str
    shot_key: str


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A stretch of the film that is encoded as one closed group of pictures and copied into place."""

    span: FrameRange
    """Film frames."""
    shots: tuple[int, ...]
    """Index of the planned shot it shows; two of them, outgoing and incoming, for a transition."""
    transition: str | None
    key: str
    seed: int = 0
    centre: int = 0
    """Film frame of the cut that a transition stands on."""
    length: int = 0
    """Whole length of the transition in frames; longer than the span where the film's first frame cuts it short."""


@dataclass(frozen=True, kw_only=True)
class RenderPlan:
    """All work for one film, in order of the film. The same draft, analysis and quality give the same keys."""

    width_px: int
    height_px: int
    frame_rate: Fraction
    frames: int
    preset: str
    crf: int
    shots: tuple[PlannedShot, ...]
    segments: tuple[Segment, ...]
    plates: dict[str, PlateJob] = field(default_factory=dict)
    """Plate key to job, in order of first use."""


def plan_render(
    draft: Draft,
    analysis: Analysis,
    *,
    quality: Quality,
    plate_maker: Fingerprinted,
    animator: Fingerprinted,
    height_px: int | None = None,
) -> RenderPlan:
    """The plan for a checked draft (`draft.check.check_draft`)."""
    width_px, height_px = frame_size(draft.aspect, quality, height_px)
    drive = drive_of_song(analysis, draft.frames, draft.frame_rate)
    maker_print, animator_print = plate_maker.fingerprint(), animator.fingerprint()
    scenes = {scene.id: scene for scene in draft.scenes}
    planned: list[PlannedShot] = []
    plates: dict[str, PlateJob] = {}
    for index, shot in enumerate(draft.shots):
        lived = lifetime(draft.shots, index)
        plate = _plate_job(shot, scenes[shot.scene_id], draft, (width_px, height_px), quality.detail)
        job = _shot_job(shot, scenes[shot.scene_id], draft, plate, drive[lived.start : lived.stop])
        key = plate_key(plate, maker_print)
        plates.setdefault(key, plate)
        moving = shot_key(job, plate=key, animator_fingerprint=animator_print)
        planned.append(PlannedShot(shot_id=shot.id, job=job, origin=lived.start, plate_key=key, shot_key=moving))
    encoding = {"preset": quality.preset, "crf": quality.crf, "rate": str(draft.frame_rate)}
    return RenderPlan(
        width_px=width_px,
        height_px=height_px,
        frame_rate=draft.frame_rate,
        frames=draft.frames,
        preset=quality.preset,
        crf=quality.crf,
        shots=tuple(planned),
        segments=tuple(_segments(draft.shots, planned, encoding)),
        plates=plates,
    )


def lifetime(shots: tuple[Shot, ...], index: int) -> FrameRange:
    """Film frames in which shot `index` is seen at all, its transitions included."""
    shot = shots[index]
    follower = shots[index + 1].transition_frames if index + 1 < len(shots) else 0
    return FrameRange(max(0, shot.start - shot.transition_frames // 2), shot.stop + follower // 2)


def _segments(shots: tuple[Shot, ...], planned: list[PlannedShot], encoding: dict[str, object]) -> list[Segment]:
    segments = []
    # Read once a plan: what blends the frames is the same for every transition.
    blending = encoding | {"drawn_by": fingerprint_of_sources(Path(__file__).parent, "transitions.py")}
    for index, (shot, plan) in enumerate(zip(shots, planned, strict=True)):
        half_in = shot.transition_frames // 2
        half_out = shots[index + 1].transition_frames // 2 if index + 1 < len(shots) else 0
        if half_in:
            span = FrameRange(max(0, shot.start - half_in), shot.start + half_in)
            segments.append(_transition(shot, index, span, planned, blending))
        body = FrameRange(shot.start + half_in, shot.stop - half_out)
        if len(body):
            own = (body.start - plan.origin, body.stop - plan.origin)
            key = key_of(shot=plan.shot_key, range=own, encoding=encoding)
            segments.append(Segment(span=body, shots=(index,), transition=None, key=key))
    return segments


def _transition(
    shot: Shot, index: int, span: FrameRange, planned: list[PlannedShot], encoding: dict[str, object]
) -> Segment:
    """The first shot of a film has nothing before it: it comes out of black, and only the second half of that is seen."""
    pair = (index - 1, index) if index else (index,)
    ranges = [(span.start - planned[i].origin, span.stop - planned[i].origin) for i in pair]
    key = key_of(
        transition=shot.transition_in,
        length=shot.transition_frames,
        seed=shot.picture.seed,
        shots=[planned[i].shot_key for i in pair],
        ranges=ranges,
        encoding=encoding,
    )
    return Segment(
        span=span,
        shots=pair,
        transition=shot.transition_in,
        key=key,
        seed=shot.picture.seed,
        centre=shot.start,
        length=shot.transition_frames,
    )


def _plate_job(shot: Shot, scene: Scene, draft: Draft, size_px: tuple[int, int], detail: float) -> PlateJob:
    return PlateJob(
        width_px=size_px[0],
        height_px=size_px[1],
        place=scene.place,
        style=shot.picture.style or draft.style,
        framing=shot.framing,
        variation=shot.variation,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        figure=_figure_job(shot.pose, draft.performer) if shot.pose is not None else None,
        prompt=scene.description,
        seed=scene.seed if shot.picture.image_seed is None else shot.picture.image_seed,
        detail=detail,
    )


def _figure_job(pose: str, performer: Performer) -> FigureJob:
    red, green, blue = (int(performer.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return FigureJob(
        pose=pose,
        hair=performer.hair,
        coat=performer.coat,
        colour=(_linear(red), _linear(green), _linear(blue)),
    )


def _linear(srgb: float) -> float:
    """sRGB to linear light (IEC 61966-2-1)."""
    return srgb / 12.92 if srgb <= 0.04045 else ((srgb + 0.055) / 1.055) ** 2.4


def _shot_job(shot: Shot, scene: Scene, draft: Draft, plate: PlateJob, drive: NDArray[np.float32]) -> ShotJob:
    return ShotJob(
        plate=plate,
        frames=len(drive),
        frames_per_s=float(draft.frame_rate),
        camera=shot.camera,
        motion=shot.motion,
        weather=scene.weather,
        style=shot.picture.style or draft.style,
        light=shot.picture.light,
        seed=shot.picture.seed,
        drive=drive,
    )
