"""The film in another shape. Shots whose crop keeps the performer are cropped from their finished clips, words are laid on
anew for the new shape, and only shots whose crop would lose the performer, or would be blown up, are drawn again.

Both sides of a transition are made in the same way: a shot never changes its framing half-way.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from songreel_engine.draft.model import Aspect, Draft
from songreel_engine.exports.source import exports_dir, film_that_stands
from songreel_engine.exports.windows import Window, window_around, window_size
from songreel_engine.film import Film
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.finishing.audio_mix import mixed_sound
from songreel_engine.finishing.overlay import with_titles
from songreel_engine.making import plan_pieces
from songreel_engine.media.clips import EncodeSettings, Frame, count_frames, read_frames, write_clip
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.plan import RenderPlan, Segment
from songreel_engine.rendering.plate_store import figure_box
from songreel_engine.rendering.quality import MIN_HEIGHT_PX, Quality
from songreel_engine.rendering.render import clip_path, encode_settings, render_plan, render_plates
from songreel_engine.rendering.workers import usable_cores
from songreel_engine.shelf import media_paths

STAGE: Final = "re-framing"
LARGEST_ENLARGEMENT: Final = 1.3
"""A crop that is blown up by more than this looks soft beside its neighbours."""
FINER_CRF: Final = 3
"""Crops are encoded a second time, so more carefully."""


@dataclass(frozen=True, kw_only=True)
class Reframing:
    """How a film came to its other shape. Shots by number, from 1."""

    aspect_before: Aspect
    aspect: Aspect
    cropped: tuple[int, ...]
    drawn: tuple[int, ...]
    lost: tuple[int, ...]
    """Whose crop would have lost the performer."""
    enlargement: float
    """By how much a crop is, or would have been, blown up."""

    def in_words(self) -> str:
        """One sentence."""
        change = f"Re-framed from {self.aspect_before} to {self.aspect}"
        if not self.drawn:
            return f"{change}: all {len(self.cropped)} shots are cropped, the performer stays in each."
        why = f"a crop would lose the performer in {len(self.lost)}" if self.lost else "they share a transition"
        if self.enlargement > LARGEST_ENLARGEMENT:
            why = f"a crop would be blown up {self.enlargement:.1f} times" + (f", and {why}" if self.lost else "")
        kept = f", {len(self.cropped)} cropped" if self.cropped else ""
        return f"{change}: {len(self.drawn)} of {len(self.drawn) + len(self.cropped)} shots drawn again ({why}){kept}."

    def as_json(self) -> dict[str, object]:
        """As a program reads it."""
        return {
            "from": self.aspect_before,
            "to": self.aspect,
            "cropped": list(self.cropped),
            "drawn_again": list(self.drawn),
            "crop_would_lose_performer": list(self.lost),
            "enlargement": round(self.enlargement, 3),
        }


def reframed_film(
    project: Project,
    draft: Draft,
    aspect: Aspect,
    *,
    quality: Quality,
    height_px: int | None = None,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> tuple[Film, Reframing]:
    """The draft's film in another shape, kept in the project; the draft stays as it is.

    `height_px`: of the film as it is, where it is not its quality's own. Raises RenderError and MachineError as rendering does.
    """
    analysis = project.read_analysis()
    other = draft.model_copy(update={"aspect": aspect})
    source = plan_pieces(project, draft, analysis, quality=quality, height_px=height_px)
    target = plan_pieces(project, other, analysis, quality=quality, height_px=_height_like(source, aspect, height_px))
    render_plates(source, plates_dir=project.plates_dir, workers=workers, progress=progress)
    windows, reframing = _windows(draft, source, target, project.plates_dir, aspect)
    path = (
        exports_dir(project) / f"v{draft.version:04d}-{quality.name}-{target.width_px}x{target.height_px}-reframed.mp4"
    )
    if (standing := film_that_stands(path, project, draft)) is not None:
        return standing, reframing
    segments, clips = _clips(project, source, target, windows, workers, progress)
    titled = with_titles(
        other,
        segments,
        clips,
        overlays_dir=project.overlays_dir,
        settings=encode_settings(target),
        workers=workers,
        progress=progress,
    )
    song_seconds = project.facts.song.duration_s
    media = media_paths(project) if draft.media else {}
    sound = mixed_sound(draft, project.song_path, media, song_seconds=song_seconds, folder=project.folder)
    path.parent.mkdir(exist_ok=True)
    film = assemble(
        [ClipSegment(path=clip, frames=len(seg.span)) for clip, seg in zip(titled.clips, segments, strict=True)],
        sound,
        path,
        frame_rate=draft.frame_rate,
        frames=draft.frames,
        song_seconds=song_seconds,
        progress=progress,
    )
    return film, reframing


def _height_like(source: RenderPlan, aspect: Aspect, height_px: int | None) -> int | None:
    """The height that gives the other shape the same short side; None where both are the quality's own."""
    if height_px is None:
        return None
    wide, high = (int(side) for side in aspect.split(":"))
    short_px = min(source.width_px, source.height_px)
    return max(MIN_HEIGHT_PX, 2 * round(short_px * high / min(wide, high) / 2))


def _windows(
    draft: Draft, source: RenderPlan, target: RenderPlan, plates_dir: Path, aspect: Aspect
) -> tuple[list[Window | None], Reframing]:
    """For each shot the window of its crop, None where it is drawn again."""
    source_px, target_px = (source.width_px, source.height_px), (target.width_px, target.height_px)
    size = window_size(source_px, target_px)
    enlargement = max(target_px[0] / (size[0] * source_px[0]), target_px[1] / (size[1] * source_px[1]))
    windows = [window_around(figure_box(plates_dir / shot.plate_key), size) for shot in source.shots]
    lost = [index for index, window in enumerate(windows) if window is None]
    if enlargement > LARGEST_ENLARGEMENT:
        windows = [None] * len(windows)
    for group in _joined(source):
        if any(windows[index] is None for index in group):
            for index in group:
                windows[index] = None
    numbers = range(1, len(windows) + 1)
    reframing = Reframing(
        aspect_before=draft.aspect,
        aspect=aspect,
        cropped=tuple(number for number in numbers if windows[number - 1] is not None),
        drawn=tuple(number for number in numbers if windows[number - 1] is None),
        lost=tuple(index + 1 for index in lost),
        enlargement=enlargement,
    )
    return windows, reframing


def _joined(plan: RenderPlan) -> Iterator[set[int]]:
    """Shots that transitions join, however many in a row."""
    group: set[int] = set()
    for segment in plan.segments:
        if len(segment.shots) == 2 and segment.shots[0] in group:
            group |= set(segment.shots)
        elif len(segment.shots) == 2:
            yield group
            group = set(segment.shots)
    yield group


def _clips(
    project: Project,
    source: RenderPlan,
    target: RenderPlan,
    windows: Sequence[Window | None],
    workers: int | None,
    progress: ProgressListener,
) -> tuple[list[Segment], list[Path]]:
    """Segments that tile the film, each with its clip in the new shape."""
    is_crop = [all(windows[index] is not None for index in segment.shots) for segment in source.segments]
    for plan, wanted in ((source, True), (target, False)):
        chosen = tuple(seg for seg, crop in zip(plan.segments, is_crop, strict=True) if crop is wanted)
        if chosen:
            part = replace(plan, segments=chosen, frames=sum(len(segment.span) for segment in chosen))
            render_plan(
                part, plates_dir=project.plates_dir, clips_dir=project.clips_dir, workers=workers, progress=progress
            )
    settings = encode_settings(target)
    made_by = fingerprint_of_sources(Path(__file__).parent, "reframing.py", "windows.py")
    segments: list[Segment] = []
    jobs: list[_Crop] = []
    for segment, drawn, crop in zip(source.segments, target.segments, is_crop, strict=True):
        if not crop:
            segments.append(drawn)
            continue
        ends = [window for index in segment.shots if (window := windows[index]) is not None]
        key = key_of(crop=segment.key, windows=ends, width=target.width_px, height=target.height_px, by=made_by)
        job = _Crop(
            source=clip_path(project.clips_dir, segment.key),
            path=clip_path(project.clips_dir, key),
            frames=len(segment.span),
            windows=(ends[0], ends[-1]),
        )
        jobs.append(job)
        segments.append(replace(segment, key=key))
    _crop_all([job for job in jobs if not job.is_there()], settings, workers or usable_cores(), progress)
    return segments, [clip_path(project.clips_dir, segment.key) for segment in segments]


@dataclass(frozen=True, kw_only=True)
class _Crop:
    """A clip to be cut out of another."""

    source: Path
    path: Path
    frames: int
    windows: tuple[Window, Window]
    """At its first frame and after its last."""

    def is_there(self) -> bool:
        return self.path.is_file() and count_frames(self.path) == self.frames


def _crop_all(jobs: Sequence[_Crop], settings: EncodeSettings, workers: int, progress: ProgressListener) -> None:
    """On threads: FFmpeg and OpenCV leave Python alone while they work."""
    finer = replace(settings, crf=max(0, settings.crf - FINER_CRF))
    total, done = sum(job.frames for job in jobs), 0
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        running = {pool.submit(write_clip, job.path, _cropped(job, finer), finer): job for job in jobs}
        for future in as_completed(running):
            future.result()
            done += running[future].frames
            progress(Progress(STAGE, done, total))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _cropped(job: _Crop, settings: EncodeSettings) -> Iterator[Frame]:
    for index, frame in enumerate(read_frames(job.source)):
        window = job.windows[0].between(job.windows[1], (index + 0.5) / job.frames)
        yield cropped_frame(frame, window, settings.width_px, settings.height_px)


def cropped_frame(frame: Frame, window: Window, width_px: int, height_px: int) -> Frame:
    """The window of an I420 frame, as an I420 frame of another size."""
    rows, columns = frame.shape[0] * 2 // 3, frame.shape[1]
    # On whole chroma samples, so that colour never shifts against light.
    left, top = round(window.left * columns / 2), round(window.top * rows / 2)
    wide = min(max(1, round(window.width * columns / 2)), columns // 2 - left)
    high = min(max(1, round(window.height * rows / 2)), rows // 2 - top)
    chroma = frame[rows:].reshape(2, rows // 2, columns // 2)
    luma = frame[2 * top : 2 * (top + high), 2 * left : 2 * (left + wide)]
    parts = [_resized(luma, width_px, height_px)]
    parts += [_resized(c[top : top + high, left : left + wide], width_px // 2, height_px // 2) for c in chroma]
    return np.concatenate([part.reshape(-1) for part in parts]).reshape(height_px * 3 // 2, width_px)


def _resized(plane: Frame, width_px: int, height_px: int) -> Frame:
    if plane.shape == (height_px, width_px):
        return plane
    way = cv2.INTER_AREA if plane.shape[0] > height_px else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(plane, (width_px, height_px), interpolation=way), np.uint8)
