"""From a draft to the work it asks for: plates, shots on their own clocks, and the segments that tile the film.

A transition of 2h frames into a shot covers [start − h, start + h): it is a segment of its own, made from both neighbours'
frames, so both neighbours live h frames longer than their place on the timeline and their bodies are cut h shorter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Grade, Lighting, Performer, PerformerPhoto, Scene, Shot
from songreel_engine.errors import RenderError
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.footage.timing import played
from songreel_engine.rendering.identity import identity_of
from songreel_engine.rendering.jobs import FigureJob, GradeJob, LightingJob, MediaJob, PlateJob, PromptJob, ShotJob
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of, plate_key, shot_key
from songreel_engine.rendering.leading import VoiceSource, led
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.pictures import DEFAULT_PICTURE, PICTURES, PictureChoice
from songreel_engine.rendering.quality import Quality, frame_size
from songreel_engine.timebase import FrameRange

UPPER_BODY_FRAMINGS: Final = ("close", "medium", "low")
"""Framings in which an upper body can be shown without its lower end."""
_PHOTO_POSE: Final = "stand"


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
    media: dict[str, Path] = field(default_factory=dict)
    """SHA-256 to file of the images and footage that shots show, and of the sound that lips follow."""
    picture: PictureChoice = DEFAULT_PICTURE
    """How the pictures are made."""


def plan_render(
    draft: Draft,
    analysis: Analysis,
    *,
    quality: Quality,
    plate_maker: Fingerprinted,
    animator: Fingerprinted,
    height_px: int | None = None,
    media: Mapping[str, Path] | None = None,
    picture: PictureChoice = DEFAULT_PICTURE,
    voice: VoiceSource | None = None,
) -> RenderPlan:
    """The plan for a checked draft (`draft.check.check_draft`).

    `media`: id to file, for the images and footage of the user's that the draft shows. `picture`: what `plate_maker` and
    `animator` were made for. `voice`: what lips follow, where the animator listens. Raises RenderError where a file is missing.
    """
    shown_files = _shown_files(draft, media or {})
    photos = _photos(draft, media or {})
    width_px, height_px = frame_size(draft.aspect, quality, height_px)
    drive = drive_of_song(analysis, draft.frames, draft.frame_rate)
    maker_print, animator_print = plate_maker.fingerprint(), animator.fingerprint()
    media_files = {shown.job.sha256: shown.file for shown in (*shown_files.values(), *photos.values())}
    photo_print, footage_print = PhotoPlateMaker(media_files).fingerprint(), FootageAnimator(media_files).fingerprint()
    scenes = {scene.id: scene for scene in draft.scenes}
    drawn: list[PlateJob] = []
    for index, shot in enumerate(draft.shots):
        lived = lifetime(draft.shots, index)
        shown = shown_files.get(shot.picture.media_id or "")
        scene, size_px = scenes[shot.scene_id], (width_px, height_px)
        plate = (
            _plate_job(shot, scene, draft, photos, size_px, quality.detail)
            if shown is None
            else _media_job(_moment(shot, shown, len(lived) / float(draft.frame_rate)), size_px, quality.detail)
        )
        if PICTURES[picture.name].follows_words and shown is None:
            plate = replace(plate, told=_prompt_job(shot, scene, draft, photos))
        drawn.append(plate)
    planned: list[PlannedShot] = []
    plates = {plate_key(plate, maker_print if plate.media is None else photo_print): plate for plate in drawn}
    keys = {plate: key for key, plate in plates.items()}
    for index, (shot, plate) in enumerate(zip(draft.shots, drawn, strict=True)):
        lived = lifetime(draft.shots, index)
        job = _shot_job(shot, scenes[shot.scene_id], draft, plate, drive[lived.start : lived.stop])
        is_footage = plate.media is not None and plate.media.kind == "footage"
        if not is_footage:
            follower = (draft.shots[index + 1], drawn[index + 1]) if index + 1 < len(drawn) else None
            job = led(
                job, animator, shot=shot, follower=follower, lived=lived, draft=draft, analysis=analysis, voice=voice
            )
        moving = shot_key(job, plate=keys[plate], animator_fingerprint=footage_print if is_footage else animator_print)
        planned.append(
            PlannedShot(shot_id=shot.id, job=job, origin=lived.start, plate_key=keys[plate], shot_key=moving)
        )
    if voice is not None and any(shot.job.voice is not None for shot in planned):
        media_files[voice.sha256] = voice.file
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
        media=media_files,
        picture=picture,
    )


class _Shown(NamedTuple):
    """A file of the user's that a shot shows."""

    job: MediaJob
    file: Path
    length_s: float = 0.0


def _shown_files(draft: Draft, files: Mapping[str, Path]) -> dict[str, _Shown]:
    """By media id."""
    known = {media.id: media for media in draft.media}
    shown = {}
    for number, shot in enumerate(draft.shots, 1):
        if shot.picture.media_id is None:
            continue
        media = known[shot.picture.media_id]
        if media.kind == "sound":
            raise RenderError(f"Shot {number} shows {media.name!r}, which is a sound; choose another take of the shot.")
        if media.id not in files:
            raise RenderError(
                f"Shot {number} shows {media.name!r}, which is not among the project's files; "
                "insert it again, or choose another take of the shot."
            )
        shown[media.id] = _Shown(MediaJob(media.kind, media.sha256), files[media.id], media.duration_s)
    return shown


def _photos(draft: Draft, files: Mapping[str, Path]) -> dict[str, _Shown]:
    """Of the performer, by media id."""
    known = {media.id: media for media in draft.media}
    found = {}
    for photo in draft.performer.photos:
        media = known[photo.media_id]
        if media.id not in files:
            raise RenderError(f"The performer's photo {media.name!r} is not among the project's files; add it again.")
        found[media.id] = _Shown(MediaJob("image", media.sha256), files[media.id])
    return found


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


def _plate_job(
    shot: Shot,
    scene: Scene,
    draft: Draft,
    photos: Mapping[str, _Shown],
    size_px: tuple[int, int],
    detail: float,
) -> PlateJob:
    return PlateJob(
        width_px=size_px[0],
        height_px=size_px[1],
        place=scene.place,
        style=shot.picture.style or draft.style,
        framing=shot.framing,
        variation=shot.variation,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        figure=_figure_job(shot, draft, photos) if shot.pose is not None else None,
        prompt=scene.description,
        seed=scene.seed if shot.picture.image_seed is None else shot.picture.image_seed,
        detail=detail,
        lighting=_lighting_job(shot.picture.lighting),
        palette=tuple(sorted(map(_linear_rgb, shot.picture.palette), key=_luminance)),
    )


def _prompt_job(shot: Shot, scene: Scene, draft: Draft, photos: Mapping[str, _Shown]) -> PromptJob:
    """The photos that suit the framing come first."""
    cast = draft.performer.photos if shot.pose is not None else ()
    suiting = photo_for(draft.performer, shot.framing) if cast else None
    ordered = sorted(cast, key=lambda photo: photo != suiting)
    return PromptJob(
        words=shot.picture.prompt,
        anchor_seed=scene.seed,
        photos=tuple(photos[photo.media_id].job.sha256 for photo in ordered),
    )


def _moment(shot: Shot, shown: _Shown, lasts_s: float) -> MediaJob:
    """The file, and of footage the stretch that the shot plays."""
    if shown.job.kind != "footage":
        return shown.job
    start_s, speed = played(shown.length_s, shot.picture.media_start_s or 0.0, lasts_s)
    return replace(shown.job, start_s=start_s, speed=speed)


def _media_job(media: MediaJob, size_px: tuple[int, int], detail: float) -> PlateJob:
    """Without what has no say in a file of the user's, so that changing it makes nothing again."""
    return PlateJob(
        width_px=size_px[0],
        height_px=size_px[1],
        place=media.kind,
        style="",
        framing="as it is",
        variation=0,
        time_of_day="",
        weather="clear",
        figure=None,
        prompt="",
        seed=0,
        detail=detail,
        media=media,
    )


def _lighting_job(asked: Lighting) -> LightingJob:
    return LightingJob(warmth=_amount(asked.warmth), brightness=_amount(asked.brightness), side=asked.side)


def _grade_job(asked: Grade) -> GradeJob:
    return GradeJob(
        warmth=_amount(asked.warmth),
        contrast=_amount(asked.contrast),
        saturation=_amount(asked.saturation),
        brightness=_amount(asked.brightness),
        look=asked.look,
    )


def _amount(asked: float) -> float:
    """To the hundredth, so that steps there and back end on the same key; never minus zero."""
    return round(asked, 2) + 0.0


def _figure_job(shot: Shot, draft: Draft, photos: Mapping[str, _Shown]) -> FigureJob:
    performer, own = draft.performer, identity_of(draft.seed)
    photo = photo_for(performer, shot.framing)
    if photo is not None:
        # Nobody in a photo takes a pose: one figure serves all shots of a framing.
        return FigureJob(
            pose=_PHOTO_POSE, hair=0.0, coat=0.0, colour=(0.0, 0.0, 0.0), photo=photos[photo.media_id].job.sha256
        )
    like = performer.photos[0] if performer.photos else None
    return FigureJob(
        pose=shot.pose or _PHOTO_POSE,
        hair=performer.hair,
        coat=performer.coat,
        colour=_linear_rgb(performer.colour),
        hair_colour=_linear_rgb(like.hair) if like and like.hair else own.hair_colour,
        skin=_linear_rgb(like.skin) if like and like.skin else own.skin,
    )


def photo_for(performer: Performer, framing: str) -> PerformerPhoto | None:
    """The photo that shows the performer in this framing: the first that can; None where the drawn figure must."""
    fitting = (p for p in performer.photos if p.shows == "whole body" or framing in UPPER_BODY_FRAMINGS)
    if framing not in UPPER_BODY_FRAMINGS:
        return next(fitting, None)
    # Seen from near, somebody shown from near is the better picture.
    return min(fitting, key=lambda p: p.shows == "whole body", default=None)


def _linear_rgb(colour: str) -> tuple[float, float, float]:
    """Linear light, 0..1, of an sRGB colour written as #rrggbb."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _luminance(linear_rgb: tuple[float, float, float]) -> float:
    """0..1 (ITU-R BT.709-6, item 3.2)."""
    red, green, blue = linear_rgb
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
        weather=scene.weather if plate.media is None else plate.weather,
        style=shot.picture.style or draft.style,
        light=shot.picture.light,
        seed=shot.picture.seed,
        drive=drive,
        grade=_grade_job(shot.picture.grade),
    )
