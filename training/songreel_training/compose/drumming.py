"""What the drummer plays in a section: a groove, varied, with fills, crashes and build-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_training.compose.grooves import FILLS, GROOVES, Groove, Grooves
from songreel_training.compose.metre import STEP_Q
from songreel_training.compose.score import Bar, Hit

_VELOCITY: Final = {"X": 0.95, "x": 0.74, "o": 0.3}
_CYMBALS: Final = ("hat", "ride", "open", "crash", "china", "ride_bell")
_LOUD: Final = ("chorus", "solo")
_FILL_CHANCE: Final = 0.65
_ROLLING_KICKS: Final = 8


@dataclass(frozen=True, kw_only=True)
class DrumOrder:
    """How a section is to be drummed."""

    family: str
    label: str
    fill_every: int
    crash_at_start: bool
    timekeeper_only: bool
    """Just hat or ride, as intros and breaks often are."""
    build_up: bool
    """A snare roll thickening towards the end."""
    double_time: str
    """"half" and "double" move the backbeat, not the tempo; "" leaves it."""


def groove_for(family: str, label: str, rng: np.random.Generator) -> Groove:
    """A pattern of the family, varied a little."""
    grooves = GROOVES[family]
    table = {
        "chorus": grooves.chorus,
        "solo": grooves.chorus,
        "bridge": grooves.bridge or grooves.verse,
        "break": grooves.bridge or grooves.verse,
    }
    rows = table.get(label, grooves.verse)
    return _varied(dict(rows[int(rng.integers(len(rows)))]), grooves, rng)


def _varied(groove: Groove, grooves: Grooves, rng: np.random.Generator) -> Groove:
    """Other cymbal, a kick more or less, thinner hats: the changes drummers make."""
    if "hat" in groove and rng.random() < 0.2:
        groove[str(rng.choice(["ride", "open", "shaker", "pedal"]))] = groove.pop("hat")
    if "kick" in groove and rng.random() < 0.35:
        kick = list(groove["kick"])
        spot = int(rng.integers(1, len(kick)))
        kick[spot] = "x" if kick[spot] == "." else "."
        groove["kick"] = "".join(kick)
    for name in _CYMBALS:
        if name in groove and rng.random() < 0.15:
            groove[name] = "".join(c if k % 4 == 0 else "." for k, c in enumerate(groove[name]))
        elif name in groove and rng.random() < 0.12:
            shift = 2 * int(rng.integers(1, 3))
            groove[name] = groove[name][-shift:] + groove[name][:-shift]
    return groove


def _retimed(groove: Groove, how: str, steps: int) -> Groove:
    if steps != 16 or "snare" not in groove or not how:
        return groove
    snare, kick = {
        "half": ("........X.......", "X.....x...x....."),
        "double": ("..X...X...X...X.", "X...X...X...X..."),
    }[how]
    # Double bass drums go on under either backbeat.
    rolling = len(groove.get("kick", "").replace(".", "")) >= _ROLLING_KICKS
    return {**groove, "snare": snare, "kick": groove["kick"] if rolling else kick}


def _written(groove: Groove, bar: Bar, bar_index: int, steps: int) -> list[Hit]:
    hits = []
    for drum, row in groove.items():
        start = bar_index * steps % len(row)
        for step, char in enumerate(row[start : start + steps]):
            if char != "." and step * STEP_Q < bar.length_q - 1e-9:
                hits.append(Hit(bar.start_q + step * STEP_Q, drum, _VELOCITY[char]))
    return hits


def _with_fill(hits: list[Hit], bar: Bar, fill: Groove, steps: int) -> list[Hit]:
    first = min(len(row) - len(row.lstrip(".")) for row in fill.values())
    before = [hit for hit in hits if hit.at_q < bar.start_q + first * STEP_Q - 1e-9]
    return before + _written(fill, bar, 0, steps)


def _roll(bars: Sequence[Bar], beat_q: float) -> list[Hit]:
    """A snare roll over the bars, beats first, then eighths, then sixteenths, rising."""
    hits = []
    start_q, end_q = bars[0].start_q, bars[-1].start_q + bars[-1].length_q
    at_q = start_q
    while at_q < end_q - 1e-9:
        done = (at_q - start_q) / (end_q - start_q)
        hits.append(Hit(at_q, "snare", 0.52 + 0.45 * done))
        at_q += beat_q if done < 0.5 else beat_q / 2 if done < 0.75 else STEP_Q
    return hits


def drum_section(bars: Sequence[Bar], order: DrumOrder, groove: Groove, rng: np.random.Generator) -> list[Hit]:
    """Every stroke of the section; the groove comes from `groove_for`, so that returning sections share it."""
    steps = GROOVES[order.family].steps
    beat_q = 1.5 if steps == 12 and order.family in ("six-eight", "jig", "march in 6") else 1.0
    groove = _retimed(groove, order.double_time, steps)
    if order.timekeeper_only:
        kept = {
            name: row for name, row in groove.items() if name in (*_CYMBALS, "rim", "shaker", "pedal", "brush", "kick")
        }
        kept = {k: r for k, r in kept.items() if k != "kick" or rng.random() < 0.3} or {"hat": "x..." * (steps // 4)}
        groove = kept
    hits: list[Hit] = []
    roll_from = len(bars) - min(4, len(bars)) if order.build_up else len(bars)
    for index, bar in enumerate(bars):
        if index >= roll_from:
            break
        here = _written(groove, bar, index, steps)
        last_of_phrase = (index + 1) % order.fill_every == 0 or index == len(bars) - 1
        if last_of_phrase and not order.timekeeper_only and rng.random() < _FILL_CHANCE:
            fills = FILLS[steps]
            here = _with_fill(here, bar, fills[int(rng.integers(len(fills)))], steps)
        if (index == 0 and order.crash_at_start) or (
            index and index % order.fill_every == 0 and order.label in _LOUD and rng.random() < 0.5
        ):
            here = [h for h in here if h.at_q > bar.start_q or h.drum not in ("hat", "ride", "open")]
            here += [Hit(bar.start_q, "crash", 0.95)]
            if not any(h.drum == "kick" and h.at_q == bar.start_q for h in here):
                here += [Hit(bar.start_q, "kick", 0.9)]
        hits += here
    if order.build_up:
        hits += _roll(bars[roll_from:], beat_q)
    return sorted(hits, key=lambda h: h.at_q)
