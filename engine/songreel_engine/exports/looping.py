"""A loop of whole bars without a seam: one view of the film, its camera on a closed path, lit by the bars it was taken from.

The camera comes back to where it began, and the light follows bars that repeat, so first and last frame meet by themselves; what
does not repeat (weather, water, a shifting weight) goes over into its own beginning in the last half second, seen from the same
place. The loop then starts where least happens between two frames, so that the place where a player jumps back is the calmest.

What it does not do: nobody sings in it, and it carries no words (Spotify's guidelines ask for neither).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Framing, Shot
from songreel_engine.errors import ExportError
from songreel_engine.exports.encoding import Part, encode_film, film_frames
from songreel_engine.exports.marks import Marks
from songreel_engine.exports.profiles import Profile
from songreel_engine.media.clips import EncodeSettings, Frame, write_clip
from songreel_engine.progress import Progress, ProgressListener
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, ShotJob
from songreel_engine.rendering.parallax.camera import CLOSED_MOVE
from songreel_engine.rendering.pictures import animator_of
from songreel_engine.rendering.plan import PlannedShot, RenderPlan
from songreel_engine.rendering.plate_store import load_plate
from songreel_engine.timebase import FrameRange, seconds_to_frame

STAGE: Final = "loop"
CROSSING_S: Final = 0.6
"""In which the end goes over into the beginning."""
LIGHT_SHARE: Final = 0.5
"""Of the shot's light on beats: a loop is seen for minutes, and Spotify asks for no flashing."""
SETTLING: Final = (0.3, 0.65, 1.0)
"""How far the last frames go towards the first: slowing down, so that even grain, which never repeats, shows no seam."""
_QUIET: Final = ("vocal",)
_EVEN: Final = ("energy",)
_FRAMING: Final[dict[Framing, float]] = {
    "wide": 1.0, "medium": 0.9, "low": 0.8, "high": 0.7, "close": 0.4, "detail": 0.3,
}  # fmt: skip
"""How well a loop is seen behind a player's buttons: the edges are covered, and a face that does not sing looks wrong."""
_HOOK, _PERFORMER = 1.0, 0.5


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Which bars of the song a loop repeats."""

    start: int
    """Film frame."""
    frames: int
    count: int
    """0 where the song has no bars."""

    def in_words(self, frame_rate: Fraction) -> str:
        """Such as '2 bars, 4.04 s'."""
        length = f"{float(self.frames / frame_rate):.2f} s"
        return f"{self.count} {'bar' if self.count == 1 else 'bars'}, {length}" if self.count else f"no bars, {length}"


def choose_bars(
    analysis: Analysis, draft: Draft, *, wanted_s: float, min_s: float, max_s: float, near_s: float
) -> Bars:
    """The bars nearest `near_s` whose length is nearest `wanted_s` and within the limits; without bars just that length.

    Raises ExportError where neither whole bars nor the song itself can fill the least length.
    """
    rate = draft.frame_rate
    downbeats = [seconds_to_frame(t, rate) for t in analysis.downbeats_s]
    downbeats = [frame for frame in downbeats if frame <= draft.frames]
    near = seconds_to_frame(near_s, rate)
    found = [
        Bars(start=first, frames=last - first, count=count)
        for index, first in enumerate(downbeats)
        for count, last in enumerate(downbeats[index:])
        if min_s <= float((last - first) / rate) <= max_s
    ]
    if found:
        wanted = wanted_s * float(rate)
        return min(found, key=lambda bars: (round(abs(bars.frames - wanted) / float(rate), 1), abs(bars.start - near)))
    frames = min(seconds_to_frame(wanted_s, rate), draft.frames)
    if float(frames / rate) < min_s:
        raise ExportError(f"The film lasts {float(draft.frames / rate):.1f} s, too short for a loop of {min_s:g} s.")
    return Bars(start=max(0, min(near, draft.frames - frames)), frames=frames, count=0)


def choose_shot(draft: Draft, plan: RenderPlan, bars: Bars, hook_letter: str | None) -> int:
    """The index of the shot whose view makes the best loop: drawn, calm to look at, of the hook, nearest the bars."""
    letters = {section.id: section.letter for section in draft.sections}

    def worth(index: int) -> tuple[float, int]:
        shot = draft.shots[index]
        score = _FRAMING[shot.framing] + _PERFORMER * (shot.pose is not None)
        score += _HOOK * (letters[shot.section_id] == hook_letter) - 3.0 * _is_footage(plan.shots[index])
        return score, -abs(_middle(shot) - bars.start)

    return max(range(len(draft.shots)), key=worth)


def loop_frames(
    plan: RenderPlan, shot: PlannedShot, bars: Bars, drive: NDArray[np.float32], plate: Path
) -> Iterator[Frame]:
    """The loop's frames from its first bar's beginning; each may be written over for the next."""
    crossing = round(CROSSING_S * shot.job.frames_per_s)
    job = _loop_job(shot.job, bars, drive)
    animator = FootageAnimator(plan.media) if _is_footage(shot) else animator_of()
    loaded = load_plate(plate)
    length = bars.frames
    # The turn after the first is kept apart: its beginning is what the end goes over into.
    yield from animator.animate(loaded, job, crossing, length)
    overlapping = zip(
        animator.animate(loaded, job, length, length + crossing),
        animator.animate(loaded, job, 0, crossing),
        strict=True,
    )
    for index, (ending, beginning) in enumerate(overlapping):
        share = (index + 1) / (crossing + 1)
        yield _blend(ending, beginning, share * share * (3 - 2 * share))


def write_loop(
    path: Path,
    draft: Draft,
    analysis: Analysis,
    plan: RenderPlan,
    index: int,
    bars: Bars,
    *,
    plates_dir: Path,
    profile: Profile,
    marks: Marks,
    progress: ProgressListener,
) -> None:
    """Writes the loop of shot `index`, whose plate stands. Raises ExportError where its seam would show."""
    shot = plan.shots[index]
    drive = drive_of_song(analysis, draft.frames, draft.frame_rate)
    settings = EncodeSettings(
        width_px=plan.width_px, height_px=plan.height_px, frame_rate=draft.frame_rate, preset="ultrafast", crf=10
    )
    with TemporaryDirectory(dir=path.parent, prefix=".loop-") as folder:
        turn = Path(folder) / "turn.mp4"
        watcher = _Watcher(bars.frames, progress)
        frames = loop_frames(plan, shot, bars, drive, plates_dir / shot.plate_key)
        write_clip(turn, watcher.watched(frames), settings)
        part = Part(
            span=FrameRange(0, bars.frames),
            seconds=bars.frames / draft.frame_rate,
            frame_rate=draft.frame_rate,
            whole=False,
        )
        encode_film(
            path,
            _from(turn, watcher.calmest(), part),
            part,
            sound=None,
            size_px=(plan.width_px, plan.height_px),
            recipe=profile.recipe,
            limits=profile.limits,
            marks=marks,
            last_is_key=True,
        )
    seam, changes = seam_and_changes(path)
    if seam >= float(np.mean(changes)):
        raise ExportError(
            f"The loop's seam would show ({seam:.2f} of 255 between last and first frame, {np.mean(changes):.2f} elsewhere); "
            "choose another length with --seconds."
        )


def seam_and_changes(path: Path) -> tuple[float, list[float]]:
    """Mean absolute difference of luma between last and first frame, and those between neighbours; of 255."""
    changes: list[float] = []
    first = before = None
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            luma = frame.to_ndarray(format="gray").astype(np.float32)
            if before is not None:
                changes.append(float(np.abs(luma - before).mean()))
            first = luma if first is None else first
            before = luma
    if first is None or before is None or not changes:
        raise ExportError(f"{path} holds no loop; export it again.")
    return float(np.abs(first - before).mean()), changes


def _loop_job(job: ShotJob, bars: Bars, drive: NDArray[np.float32]) -> ShotJob:
    """Two turns of the loop as one shot: the same camera and the same light in both."""
    turn = drive[bars.start : bars.start + bars.frames].copy()
    for name in _QUIET:
        turn[:, DRIVE_CHANNELS.index(name)] = 0
    for name in _EVEN:
        turn[:, DRIVE_CHANNELS.index(name)] = turn[:, DRIVE_CHANNELS.index(name)].mean()
    return replace(
        job,
        frames=2 * bars.frames,
        camera=CLOSED_MOVE,
        drive=np.concatenate([turn, turn]),
        light=job.light * LIGHT_SHARE,
    )


class _Watcher:
    """Looks at frames that pass, and knows afterwards between which two least changed."""

    def __init__(self, total: int, progress: ProgressListener) -> None:
        self._total, self._progress = total, progress
        self._thumbs: list[NDArray[np.float32]] = []

    def watched(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        for frame in frames:
            rows = frame.shape[0] * 2 // 3
            self._thumbs.append(frame[:rows:4, ::4].astype(np.float32))
            yield frame
            self._progress(Progress(STAGE, len(self._thumbs), self._total))

    def calmest(self) -> int:
        """The frame before which least changes, going round."""
        pairs = pairwise([self._thumbs[-1], *self._thumbs])
        return int(np.argmin([np.abs(after - before).mean() for before, after in pairs]))


def _from(turn: Path, first: int, part: Part) -> Iterator[av.VideoFrame]:
    """The turn's frames round from `first`, the last one settled towards the first."""
    length = len(part.span)
    spans = [FrameRange(first, length), FrameRange(0, first)]
    opening: Frame | None = None
    for number, frame in enumerate(
        frame for span in spans if len(span) for frame in film_frames(turn, span, part.frame_rate)
    ):
        pixels = np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
        opening = pixels if opening is None else opening
        if number >= length - len(SETTLING):
            pixels = _blend(pixels, opening, SETTLING[number - length])
        yield av.VideoFrame.from_ndarray(pixels, format="yuv420p")


def _blend(before: Frame, after: Frame, share: float) -> Frame:
    # Late: whoever only lists profiles draws nothing.
    import cv2

    return np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0), np.uint8)


def _middle(shot: Shot) -> int:
    return (shot.start + shot.stop) // 2


def _is_footage(shot: PlannedShot) -> bool:
    return shot.job.plate.media is not None and shot.job.plate.media.kind == "footage"
