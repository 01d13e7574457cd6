"""What a shot is told beyond its own picture, for animators that can be led: whose voice its lips follow, and where it arrives.

The draft decides who sings: a shot whose performer's pose is singing, in a passage where somebody is heard. Where nobody is
heard nobody sings, and a shot without such a pose keeps its mouth shut. A match cut leads the outgoing shot to the incoming
one's picture.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.rendering.animators import Rehearsing
from songreel_engine.rendering.jobs import PlateJob, ShotJob, VoiceJob
from songreel_engine.timebase import FrameRange, seconds_to_frame

SINGING_POSE: Final = "sing"


@dataclass(frozen=True, kw_only=True)
class VoiceSource:
    """The sound that lips follow."""

    sha256: str
    file: Path
    is_stem: bool = False
    """Whether it holds the voice alone, in the song's own time."""


def led(
    job: ShotJob,
    animator: object,
    *,
    shot: Shot,
    follower: tuple[Shot, PlateJob] | None,
    lived: FrameRange,
    draft: Draft,
    analysis: Analysis,
    voice: VoiceSource | None,
) -> ShotJob:
    """The job with all that its animator can be led by; as it is where the animator cannot. `lived`: the shot's film frames."""
    if not isinstance(animator, Rehearsing):
        return job
    sung = _sung(shot, lived, draft, analysis, voice) if animator.listens and voice is not None else None
    arrives = animator.arrives and follower is not None and follower[0].transition_in == "match"
    return replace(job, voice=sung, arrives_at=follower[1] if arrives and follower is not None else None)


def sings(shot: Shot) -> bool:
    """Whether the draft wants the performer of this shot to sing."""
    return shot.pose == SINGING_POSE and shot.picture.media_id is None


def _sung(shot: Shot, lived: FrameRange, draft: Draft, analysis: Analysis, voice: VoiceSource) -> VoiceJob | None:
    """Passages of the song that are heard during the shot, on the shot's own clock."""
    if not sings(shot):
        return None
    for item in draft.tracks.audio:
        heard = FrameRange(max(lived.start, item.start), min(lived.stop, max(item.stop, item.start)))
        if item.source != "song" or heard.stop <= heard.start:
            continue
        into = item.source_start - item.start
        spans = (
            (seconds_to_frame(start_s, draft.frame_rate) - into, seconds_to_frame(end_s, draft.frame_rate) - into)
            for start_s, end_s in analysis.vocals
        )
        clipped = (
            (max(start, heard.start) - lived.start, min(stop, heard.stop) - lived.start) for start, stop in spans
        )
        sung = tuple((start, stop) for start, stop in clipped if stop > start)
        if sung:
            return VoiceJob(sha256=voice.sha256, is_stem=voice.is_stem, start=lived.start + into, sung=sung)
    return None
