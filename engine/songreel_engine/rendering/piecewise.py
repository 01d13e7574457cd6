"""A film's work shot by shot: which clips are a shot's own, which of them stand, and a render of some shots only.

A transition belongs to the shot it leads into, so every segment of a plan belongs to exactly one shot, and rendering all shots
in several goes makes the very clips that rendering the film in one go makes.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from songreel_engine.errors import BriefError
from songreel_engine.rendering.plan import RenderPlan, Segment
from songreel_engine.rendering.render import clip_path
from songreel_engine.rendering.tracking import SegmentListener, ignore_segment


@dataclass(frozen=True, kw_only=True)
class ShotPieces:
    """What a shot's picture is made of, and whether it is there."""

    number: int
    """From 1, in order of the film."""
    shot_id: str
    keys: tuple[str, ...]
    """Of its clips: its transition in, if it has one, and its body."""
    stand: bool


@dataclass(frozen=True, kw_only=True)
class ShotStands:
    """A shot all of whose clips are there now."""

    number: int
    shot_id: str
    key: str
    """Of the last of its clips."""
    reused: bool
    """Whether they were there before."""
    seconds: float
    """Since the shot before it stood, or since rendering began; 0 for one that was there before."""


ShotListener = Callable[[ShotStands], None]


def ignore_shot(_: ShotStands) -> None:
    """A listener that does nothing."""


def pieces_of_shots(plan: RenderPlan, clips_dir: Path) -> tuple[ShotPieces, ...]:
    """Every shot of which the plan shows anything, in order; nothing is rendered."""
    keys: dict[int, list[str]] = {}
    for segment in plan.segments:
        keys.setdefault(segment.shots[-1], []).append(segment.key)
    return tuple(
        ShotPieces(
            number=index + 1,
            shot_id=plan.shots[index].shot_id,
            keys=tuple(own),
            stand=all(clip_path(clips_dir, key).is_file() for key in own),
        )
        for index, own in sorted(keys.items())
    )


def part_of_plan(plan: RenderPlan, numbers: Sequence[int]) -> RenderPlan:
    """The plan with the segments of these shots only. Raises BriefError for a number that no shot has."""
    unknown = [number for number in numbers if not 1 <= number <= len(plan.shots)]
    if unknown:
        raise BriefError(f"There is no shot {unknown[0]}; this film has shots 1 to {len(plan.shots)}.")
    wanted = {number - 1 for number in numbers}
    chosen = tuple(segment for segment in plan.segments if segment.shots[-1] in wanted)
    return replace(plan, segments=chosen, frames=sum(len(segment.span) for segment in chosen))


def by_shot(plan: RenderPlan, clips_dir: Path, stands: ShotListener) -> SegmentListener:
    """Hears of segments, tells of shots: of each one once the last of its clips is there."""
    if stands is ignore_shot:
        return ignore_segment
    pieces = {one.number - 1: one for one in pieces_of_shots(plan, clips_dir)}
    missing = {index: len(one.keys) for index, one in pieces.items()}
    last_s = time.monotonic()

    def segment_stands(segment: Segment) -> None:
        nonlocal last_s
        index = segment.shots[-1]
        missing[index] -= 1
        if missing[index]:
            return
        own, now_s = pieces[index], time.monotonic()
        seconds = 0.0 if own.stand else now_s - last_s
        stands(ShotStands(number=own.number, shot_id=own.shot_id, key=own.keys[-1], reused=own.stand, seconds=seconds))
        last_s = now_s

    return segment_stands
