"""Who plays in which section, how loudly, and with what drums."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_training.compose.drumming import DrumOrder
from songreel_training.compose.genres import Genre


@dataclass(frozen=True)
class Manner:
    """How a section of some name is played. Chances in 0..1."""

    loudness: float
    fullness: float
    """How likely each layer beyond the first plays."""
    drums: float
    sung: float
    led: float
    """How likely a solo instrument plays where nobody sings."""


MANNERS: Final[dict[str, Manner]] = {
    "intro": Manner(0.72, 0.4, 0.55, 0.0, 0.35),
    "verse": Manner(0.76, 0.6, 0.88, 0.97, 0.5),
    "pre-chorus": Manner(0.84, 0.75, 0.92, 0.9, 0.3),
    "chorus": Manner(1.0, 1.0, 0.97, 1.0, 0.65),
    "bridge": Manner(0.8, 0.7, 0.75, 0.55, 0.5),
    "solo": Manner(0.95, 0.85, 0.97, 0.0, 1.0),
    "break": Manner(0.62, 0.3, 0.4, 0.1, 0.3),
    "outro": Manner(0.74, 0.6, 0.7, 0.1, 0.4),
}
_INTROS: Final = ("first layer", "drums", "last layer", "bass", "all", "all")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who plays: indices into the genre's layers (the bass is -1)."""

    layers: frozenset[int]
    drums: bool


def cast_section(genre: Genre, label: str, chairs: list[int], rng: np.random.Generator) -> Cast:
    """Who of the taken chairs plays in a section of that name; somebody always does."""
    manner = MANNERS[label]
    can_drum = bool(genre.grooves)
    layers = {c for c in chairs if rng.random() < manner.fullness}
    drums = can_drum and rng.random() < manner.drums
    if label == "intro":
        opening = str(rng.choice(_INTROS))
        layers = {
            "first layer": {chairs[0]},
            "last layer": {[c for c in chairs if c >= 0][-1]},
            "bass": {chairs[-1]},
            "drums": set(),
            "all": set(chairs),
        }[opening]
        drums = can_drum and (opening in ("drums", "all") or rng.random() < 0.25)
    if not layers and not drums:
        layers = {chairs[0]}
    return Cast(layers=frozenset(layers), drums=drums)


def drum_order(genre: Genre, label: str, before_chorus: bool, fill_every: int, rng: np.random.Generator) -> DrumOrder:
    """How the section is to be drummed."""
    retimed = rng.random() < genre.retimes * (2.0 if label in ("bridge", "chorus", "break") else 0.7)
    build = (
        before_chorus and rng.random() < (0.6 if genre.form == "dance" else 0.15) and label in ("pre-chorus", "break")
    )
    return DrumOrder(
        family=genre.grooves,
        label=label,
        fill_every=fill_every,
        crash_at_start=rng.random() < {"chorus": 0.85, "solo": 0.7, "verse": 0.45}.get(label, 0.4),
        timekeeper_only=label in ("intro", "break", "outro", "verse") and rng.random() < 0.13,
        build_up=build,
        double_time=str(rng.choice(["half", "double"])) if retimed else "",
    )
