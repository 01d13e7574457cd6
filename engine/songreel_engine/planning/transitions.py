"""How one shot gives way to the next: mostly a cut; something softer where the song turns softly, a whip where it
runs.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from songreel_engine.draft.model import TransitionKind
from songreel_engine.planning.hearing import QUIET
from songreel_engine.planning.styles import Style

LONGEST_FRAMES: Final = 12
SHORTEST_FRAMES: Final = 4
"""A shorter one reads as a mistake; it becomes a cut."""

_SOFT: Mapping[TransitionKind, int] = {"dissolve": 12, "fade": 12, "dip": 10, "light_leak": 12}
"""Kinds for a soft turn, with the frames they like."""
_WHIP_FRAMES: Final = 6
_LENGTHS: Mapping[TransitionKind, int] = {"cut": 0, "match": 0, "whip": _WHIP_FRAMES, **_SOFT}
_SOFT_ENERGY: Final = 0.6
"""Up to this energy on both sides a turn is soft enough to be anything but a cut."""
_SOFT_CHANCE: Final = 0.75
_WHIP_CHANCE: Final = 0.12
"""Per weight of 4: the style that whips most does so at about every eighth cut of a lively section."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The music and the pictures on both sides of a cut."""

    energy_before: float
    energy_after: float
    new_section: bool
    drops: bool
    lively: bool
    same_pose_elsewhere: bool
    """Both shots show the same pose in different places."""
    frames_before: int
    frames_after: int


def choose_transition(turn: Turn, style: Style, rng: random.Random) -> tuple[TransitionKind, int]:
    """(kind, frames): frames even, 0 for cut and match, never above a third of either shot or LONGEST_FRAMES."""
    kind, wanted = _wish(turn, style, rng)
    fitting = min(wanted, LONGEST_FRAMES, turn.frames_before // 3, turn.frames_after // 3) // 2 * 2
    if kind in ("cut", "match"):
        return kind, 0
    return (kind, fitting) if fitting >= SHORTEST_FRAMES else ("cut", 0)


def first_transition(energy: float, frames: int) -> tuple[TransitionKind, int]:
    """A film that starts quietly comes out of black."""
    fitting = min(LONGEST_FRAMES, frames // 3) // 2 * 2
    return ("fade", fitting) if energy < QUIET and fitting >= SHORTEST_FRAMES else ("cut", 0)


def asked_transition(kind: TransitionKind, *, frames_before: int, frames_after: int) -> tuple[TransitionKind, int]:
    """The kind that was asked for, as long as it likes to be and both shots bear; a cut where they bear none.

    Into the first shot (no frames before) only a cut or a fade out of black is possible: all soft kinds become one.
    """
    if not frames_before:
        kind = "fade" if kind in _SOFT else "cut"
    room = min(frames_before, frames_after) // 2 if frames_before else frames_after
    fitting = min(_LENGTHS[kind], room) // 2 * 2
    return (kind, fitting) if fitting or kind == "match" else ("cut", 0)


def _wish(turn: Turn, style: Style, rng: random.Random) -> tuple[TransitionKind, int]:
    soft = max(turn.energy_before, turn.energy_after) <= _SOFT_ENERGY and not turn.drops
    if turn.new_section and soft and rng.random() < _SOFT_CHANCE:
        kinds = [kind for kind in _SOFT if style.transitions.get(kind, 0.0) > 0]
        if kinds:
            kind = rng.choices(kinds, [style.transitions[k] for k in kinds])[0]
            return kind, _SOFT[kind]
    if turn.same_pose_elsewhere:
        return "match", 0
    if turn.lively and not turn.new_section and rng.random() < _WHIP_CHANCE * style.transitions.get("whip", 0.0) / 4.0:
        return "whip", _WHIP_FRAMES
    return "cut", 0
