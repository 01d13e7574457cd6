"""How the performer moves in each pose: which limbs swing about which joint, in which rhythm, and how the body bounces.

Angles and lengths are those of a lively song at middling motion; `limbs.py` scales them with the song and bends the picture.
They are small enough that a limb drags nothing along: a card is bent, it is not drawn anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from songreel_engine.rendering.plates import JointName

Rhythm = Literal["beat", "two_beats", "half_beat", "on_beat", "off_beat"]
"""beat, two_beats, half_beat: from side to side in that time, held for a moment where it turns, and it turns on the beat.
on_beat, off_beat: a stroke at each beat, or between two, and back."""


@dataclass(frozen=True, kw_only=True)
class Swing:
    """A part of the body that turns about a joint."""

    about: JointName
    along: tuple[JointName, ...]
    """The joints that turn with it, outward."""
    degrees: float
    """To each side, clockwise as the camera sees it first; of a stroke: how far down."""
    rhythm: Rhythm


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """Everything that moves in one pose."""

    swings: tuple[Swing, ...] = ()
    """Outward: a forearm comes after its arm."""
    bounce_m: float = 0.0
    """How far the body sinks into its knees on each beat."""
    hips_m: float = 0.0
    """How far the hips go to each side, beat by beat."""


def _arm(side: Literal["left", "right"], degrees: float, rhythm: Rhythm) -> Swing:
    along: tuple[JointName, ...] = ("left_elbow", "left_hand") if side == "left" else ("right_elbow", "right_hand")
    return Swing(
        about="left_shoulder" if side == "left" else "right_shoulder", along=along, degrees=degrees, rhythm=rhythm
    )


def _forearm(side: Literal["left", "right"], degrees: float, rhythm: Rhythm) -> Swing:
    along: tuple[JointName, ...] = ("left_hand",) if side == "left" else ("right_hand",)
    return Swing(about="left_elbow" if side == "left" else "right_elbow", along=along, degrees=degrees, rhythm=rhythm)


def _head(degrees: float, rhythm: Rhythm) -> Swing:
    return Swing(about="neck", along=("head",), degrees=degrees, rhythm=rhythm)


STILL: Final = Gesture()
GESTURES: Final[Mapping[str, Gesture]] = MappingProxyType(
    {
        "stand": Gesture(swings=(_head(2.0, "two_beats"),), bounce_m=0.008, hips_m=0.008),
        "walk": Gesture(
            swings=(_arm("left", 4.0, "beat"), _arm("right", -4.0, "beat"), _head(1.5, "beat")),
            bounce_m=0.024,
            hips_m=0.014,
        ),
        "walk_away": Gesture(
            swings=(_arm("left", 4.0, "beat"), _arm("right", -4.0, "beat")), bounce_m=0.024, hips_m=0.014
        ),
        "sing": Gesture(
            swings=(_arm("left", 5.0, "two_beats"), _forearm("left", -9.0, "two_beats"), _head(2.5, "two_beats")),
            bounce_m=0.014,
            hips_m=0.016,
        ),
        "dance": Gesture(
            swings=(
                _arm("left", -7.0, "beat"),
                _forearm("left", -12.0, "beat"),
                _arm("right", 7.0, "beat"),
                _forearm("right", 13.0, "beat"),
                _head(5.0, "beat"),
            ),
            bounce_m=0.042,
            hips_m=0.045,
        ),
        "reach": Gesture(
            swings=(
                _arm("left", 6.0, "beat"),
                _forearm("left", 8.0, "beat"),
                _arm("right", 6.0, "beat"),
                _forearm("right", 8.0, "beat"),
                _head(2.0, "beat"),
            ),
            bounce_m=0.022,
            hips_m=0.012,
        ),
        "guitar": Gesture(
            swings=(_forearm("right", 7.0, "half_beat"), _head(5.0, "on_beat")), bounce_m=0.026, hips_m=0.012
        ),
        "drum": Gesture(
            swings=(_forearm("right", 14.0, "on_beat"), _forearm("left", 9.0, "off_beat"), _head(4.0, "on_beat"))
        ),
    }
)
"""Pose → gesture. A pose that is not here stands still but for what `puppet.py` gives every figure."""
