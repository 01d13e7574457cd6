"""Where somebody is seen singing, when a share of the film is asked for.

Only stretches in which a voice is heard count, and the shots are spread over all of them. A mouth follows the voice wherever a
face is large enough; here it is made sure of that enough shots are close and face the camera.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from songreel_engine.draft.model import Framing, Shot
from songreel_engine.planning.hearing import SUNG
from songreel_engine.planning.places import PLACES, Pose
from songreel_engine.planning.views import VARIATIONS, View

LIPS_SEEN: Final[tuple[Framing, ...]] = ("close", "medium")
"""Framings in which a mouth is large enough, the better first."""
_FACING: Final[tuple[Pose, ...]] = ("sing", "stand")
_JUST: Final = 0.02
"""A share is made of whole shots: so much less than asked is as asked."""


def singing_shots(
    frames: Sequence[int], voices: Sequence[float], may_sing: Sequence[bool], share: float
) -> frozenset[int]:
    """Numbers of the shots, from 0, that together come nearest to this share of the film, spread over all that is sung.

    For each shot its frames, the mean voice heard in it, and whether its place may show somebody.
    """
    sung = [index for index, voice in enumerate(voices) if voice >= SUNG and may_sing[index]]
    there = sum(frames[index] for index in sung)
    part = min(1.0, share * sum(frames) / there) if there else 0.0
    chosen, due = [], 0.0
    for index in sung:
        due += part * frames[index]
        if due >= frames[index] / 2:
            chosen.append(index)
            due -= frames[index]
    return frozenset(chosen)


def singing_view(views: Sequence[View], place: str, before: View | None, *, seed: int) -> View:
    """The performer of a scene with these views, close and facing us; not in the framing just seen."""
    framing = next(one for one in LIPS_SEEN if before is None or one != before.framing)
    known = next((view for view in views if view.framing == framing and view.pose in _FACING), None)
    can_sing = "sing" in PLACES[place].poses
    return known or View(framing, "sing" if can_sing else "stand", seed % VARIATIONS)


def singing_warnings(
    shots: Sequence[Shot], voices: Mapping[str, float], share: float, *, has_performer: bool
) -> Iterator[str]:
    """What of the share the film does not have. `voices`: the mean voice heard in each shot, by its id."""
    frames = sum(shot.stop - shot.start for shot in shots)
    sung = [shot for shot in shots if voices[shot.id] >= SUNG]
    shown = [shot for shot in sung if shot.framing in LIPS_SEEN and shot.pose in _FACING]
    heard, seen = (sum(shot.stop - shot.start for shot in some) / frames for some in (sung, shown))
    if not share:
        return
    if not has_performer:
        yield "Nobody is in this film's pictures, so nobody is seen singing."
    elif not sung:
        yield "Nobody is heard to sing in this song, so nobody is seen singing."
    elif seen < share - _JUST:
        why = f"a voice is heard in {heard:.0%}" if heard < share else "the scenes ask for other pictures"
        yield f"The performer is seen singing in {seen:.0%} of the film, not in {share:.0%}: {why}."
