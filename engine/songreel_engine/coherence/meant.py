"""What a film was meant to be: its shots, its beats and its light, from the project or from what is seen and heard.

A film that is known only by its file has the shots that its cuts make and the beats that are heard in its own sound.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.coherence.cuts import Breaks
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.jobs import DRIVE_CHANNELS
from songreel_engine.rendering.parallax.manners import MANNERS
from songreel_engine.timebase import FrameRange

Floats = NDArray[np.float64]

KNOWN_WITHIN_FRAMES: Final = 6
"""A cut seen this near to a planned one is that cut, early or late."""
LEAST_RISE: Final = 0.05
"""Of the light's drive, from one frame to the next; a shot whose light ignores the beat never rises as much."""
HARD: Final = frozenset({"cut", "match"})
"""Transitions without frames of their own."""


@dataclass(frozen=True, kw_only=True)
class MeantShot:
    """A shot as planned, or as the cuts of the picture have it."""

    id: str | None
    """None where only the file is known."""
    number: int
    """From 1."""
    span: FrameRange
    blend: FrameRange | None = None
    """Frames of the transition into it, where it has one."""
    on_beat: bool = True
    steps_per_s: float | None = None
    """Where its style holds poses, as animation on twos does."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Meant:
    """Conventions as in a draft: shots tile the film's frames."""

    shots: tuple[MeantShot, ...]
    beats_s: tuple[float, ...]
    known_from: Literal["project", "file"]
    light: Floats
    """[frames] how far the beat's light is up, 0..1 of what a shot does with it; flat where only the file is known."""

    def shot_at(self, frame: int) -> MeantShot:
        """The shot that shows this frame; the last one beyond the end."""
        starts = [shot.span.start for shot in self.shots]
        return self.shots[max(int(np.searchsorted(starts, frame, side="right")) - 1, 0)]

    def blends(self, frame: int) -> bool:
        """Whether a planned transition is under way, or begins or ends here."""
        return any(shot.blend and shot.blend.start <= frame <= shot.blend.stop for shot in self.shots)

    def mostly_blends(self, span: FrameRange) -> bool:
        """Whether more than half of these frames belong to planned transitions."""
        return sum(self.blends(frame) for frame in range(span.start, span.stop)) * 2 > len(span)

    def lights_up(self, frame: int, frame_rate: Fraction) -> bool:
        """Whether light is meant to rise on this frame: by the shot's own drive, else on a beat that is heard."""
        if self.known_from == "project":
            return bool(np.any(np.diff(self.light[max(frame - 2, 0) : frame + 2]) > LEAST_RISE))
        beat_s = nearest(self.beats_s, frame / float(frame_rate))
        return beat_s is not None and abs(beat_s * float(frame_rate) - frame) <= 1

    def planned_cuts(self) -> tuple[int, ...]:
        """Frames of the hard cuts that were planned; none where only the file is known."""
        if self.known_from == "file":
            return ()
        return tuple(shot.span.start for shot in self.shots if shot.span.start and shot.blend is None)


def meant_by_draft(draft: Draft, analysis: Analysis, frames: int) -> Meant:
    """What the draft asks for, on a film of so many frames."""
    shots = tuple(
        MeantShot(
            id=shot.id,
            number=number,
            span=FrameRange(shot.start, shot.stop),
            blend=_blend(shot),
            on_beat=shot.on_beat,
            steps_per_s=_steps(shot.picture.style or draft.style),
        )
        for number, shot in enumerate(draft.shots, 1)
    )
    drive = drive_of_song(analysis, max(frames, draft.frames), draft.frame_rate)
    light = np.asarray(drive[:frames, DRIVE_CHANNELS.index("beat")], np.float64)
    for shot in draft.shots:
        light[shot.start : shot.stop] *= shot.picture.light
    return Meant(shots=shots, beats_s=analysis.beats_s, known_from="project", light=light)


def meant_by_file(breaks: Breaks, beats_s: tuple[float, ...], frames: int) -> Meant:
    """Shots between the cuts that are seen; beats as they are heard."""
    edges = [0, *breaks.cuts, frames]
    shots = tuple(
        MeantShot(id=None, number=number, span=FrameRange(start, stop))
        for number, (start, stop) in enumerate(pairwise(edges), 1)
    )
    return Meant(shots=shots, beats_s=beats_s, known_from="file", light=np.zeros(frames))


def nearest(times_s: tuple[float, ...], at_s: float) -> float | None:
    """The nearest of rising times; None where there is none."""
    if not times_s:
        return None
    place = int(np.searchsorted(times_s, at_s))
    return min(times_s[max(place - 1, 0) : place + 1], key=lambda t: abs(t - at_s))


def frames_of(seconds: float, frame_rate: Fraction) -> int:
    """A length in whole frames, at least one."""
    return max(round(seconds * frame_rate), 1)


def _blend(shot: Shot) -> FrameRange | None:
    if shot.transition_in in HARD or not shot.transition_frames:
        return None
    half = shot.transition_frames // 2
    return FrameRange(max(shot.start - half, 0), shot.start + half)


def _steps(style: str) -> float | None:
    return MANNERS[style].steps_per_s if style in MANNERS else None
