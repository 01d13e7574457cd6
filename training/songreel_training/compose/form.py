"""The plan of a song: which sections, how long, at which tempo."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_training.compose.metre import Metre, Timeline
from songreel_training.compose.score import Bar, ScoredSection

FORMS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "song": (
        ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus", "outro"),
        ("intro", "verse", "pre-chorus", "chorus", "verse", "pre-chorus", "chorus"),
        ("intro", "verse", "verse", "chorus", "solo", "verse", "chorus", "outro"),
        ("verse", "chorus", "verse", "chorus", "solo", "chorus"),
        ("intro", "chorus", "verse", "chorus", "break", "chorus", "outro"),
        ("chorus", "verse", "chorus", "verse", "bridge", "chorus"),
        ("intro", "verse", "chorus", "verse", "chorus", "break", "solo", "chorus", "outro"),
        ("verse", "verse", "bridge", "verse", "bridge", "verse"),
        ("intro", "verse", "chorus", "intro", "verse", "chorus", "outro"),
    ),
    "dance": (
        ("intro", "verse", "break", "chorus", "verse", "break", "chorus", "outro"),
        ("intro", "break", "pre-chorus", "chorus", "break", "pre-chorus", "chorus"),
        ("intro", "chorus", "break", "chorus", "outro"),
    ),
    "tune": (
        ("verse", "verse", "bridge", "verse"),
        ("intro", "verse", "bridge", "verse", "bridge", "outro"),
        ("intro", "verse", "verse", "solo", "solo", "verse", "outro"),
        ("verse", "bridge", "verse", "break", "verse"),
        ("intro", "verse", "bridge", "solo", "verse"),
    ),
}
_SHORT: Final = ("intro", "outro", "break", "pre-chorus")
_USUAL_BARS: Final = (2, 4, 8, 12, 16)
_ODD_BARS: Final = (3, 5, 6, 7, 9, 10)
_ODD_CHANCE: Final = 0.12
_TRUNCATED_CHANCE: Final = 0.05
_FERMATA_CHANCE: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    sections: tuple[ScoredSection, ...]
    bars: tuple[Bar, ...]


def plan_form(form: str, metre: Metre, bpm: float, length_s: float, rng: np.random.Generator) -> Plan:
    """Sections of whole bars that last about `length_s`; now and then a bar is cut to half."""
    rows = FORMS[form]
    labels = list(rows[int(rng.integers(len(rows)))])
    bars_wanted = max(6.0, length_s / (metre.beats * 60 / bpm))
    while len(labels) > 2 and bars_wanted / len(labels) < 3.2:
        labels.pop(int(rng.integers(len(labels))))
    shares = np.array([(0.5 if label in _SHORT else 1.0) * rng.uniform(0.85, 1.2) for label in labels])
    lengths: dict[str, int] = {}
    for label, share in zip(labels, shares / shares.sum(), strict=True):
        if label not in lengths or rng.random() < 0.1:
            lengths[label] = _bars_near(bars_wanted * share, rng)
    letters = {label: chr(ord("A") + k) for k, label in enumerate(dict.fromkeys(labels))}
    sections, first = [], 0
    for label in labels:
        sections.append(ScoredSection(label=label, letter=letters[label], first_bar=first, bars=lengths[label]))
        first += lengths[label]
    halved = (
        {s.first_bar + s.bars - 1 for s in sections[:-1] if rng.random() < 0.4}
        if rng.random() < _TRUNCATED_CHANCE
        else set()
    )
    bars, at_q = [], 0.0
    for k in range(first):
        length_q = metre.beat_q * max(1, metre.beats // 2) if k in halved else metre.bar_q
        bars.append(Bar(start_q=at_q, length_q=length_q))
        at_q += length_q
    return Plan(sections=tuple(sections), bars=tuple(bars))


def _bars_near(wanted: float, rng: np.random.Generator) -> int:
    table = _ODD_BARS if rng.random() < _ODD_CHANCE else _USUAL_BARS
    return min(table, key=lambda bars: abs(np.log(bars / max(wanted, 1.0)) + rng.normal(0, 0.15)))


def plan_tempo(plan: Plan, metre: Metre, bpm: float, steady: bool, rng: np.random.Generator) -> tuple[Timeline, str]:
    """The timeline, and a word for its behaviour: steady, drift, rubato, steps or ramp."""
    end_q = plan.bars[-1].start_q + plan.bars[-1].length_q
    beats = round(end_q / metre.beat_q)
    kind = str(
        rng.choice(["steady", "steps", "ramp"], p=[0.88, 0.07, 0.05])
        if steady
        else rng.choice(["drift", "rubato", "steps", "ramp"], p=[0.62, 0.14, 0.14, 0.10])
    )
    at_q = np.arange(beats) * metre.beat_q
    factor = _TEMPO_SHAPES[kind](plan, at_q, rng)
    if not steady:
        factor = factor * _wander(beats, 0.006, 0.03, rng)
    if not steady and rng.random() < 0.3:
        tail = min(int(rng.integers(3, 9)), beats)
        factor[-tail:] *= np.linspace(1.0, rng.uniform(0.6, 0.85), tail)
    duration_s = 60 / (bpm * factor)
    if rng.random() < _FERMATA_CHANCE and len(plan.sections) > 1:
        held = plan.sections[int(rng.integers(1, len(plan.sections)))].first_bar
        duration_s[max(0, round(plan.bars[held].start_q / metre.beat_q) - 1)] *= rng.uniform(1.8, 4.0)
        kind += ", fermata"
    return Timeline(knots_q=np.append(at_q, end_q), knots_s=np.concatenate([[0.0], np.cumsum(duration_s)])), kind


def _wander(beats: int, step: float, most: float, rng: np.random.Generator) -> np.ndarray:
    """A slow random walk around 1 that stays within ± `most`."""
    walk = np.zeros(beats)
    for k in range(1, beats):
        walk[k] = 0.97 * walk[k - 1] + rng.normal(0, step)
    return 1 + np.clip(walk, -most, most)


def _steady(plan: Plan, at_q: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.ones(len(at_q))


def _rubato(plan: Plan, at_q: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    phase, period_q = rng.uniform(0, 2 * np.pi), rng.choice([8.0, 16.0, 32.0])
    breath = 1 + rng.uniform(0.02, 0.07) * np.sin(phase + 2 * np.pi * at_q / period_q)
    return breath * _wander(len(at_q), 0.012, 0.08, rng)


def _steps(plan: Plan, at_q: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another tempo for some letters, as songs with a slow bridge have."""
    letters = sorted({s.letter for s in plan.sections})
    pace = {
        letter: (float(rng.choice([rng.uniform(0.72, 0.94), rng.uniform(1.06, 1.35)])) if rng.random() < 0.4 else 1.0)
        for letter in letters
    }
    factor = np.ones(len(at_q))
    for section in plan.sections:
        factor[at_q >= plan.bars[section.first_bar].start_q - 1e-9] = pace[section.letter]
    return factor


def _ramp(plan: Plan, at_q: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An accelerando or ritardando within one section, after which its tempo stays or returns."""
    section = plan.sections[int(rng.integers(len(plan.sections)))]
    start_q = plan.bars[section.first_bar].start_q
    last = plan.bars[section.first_bar + section.bars - 1]
    end_q = last.start_q + last.length_q
    goal = float(rng.choice([rng.uniform(0.75, 0.92), rng.uniform(1.08, 1.3)]))
    factor = 1 + (goal - 1) * np.clip((at_q - start_q) / max(end_q - start_q, 1.0), 0, 1)
    if rng.random() < 0.5:
        factor[at_q >= end_q - 1e-9] = 1.0
    return factor


_TEMPO_SHAPES: Final = {"steady": _steady, "drift": _steady, "rubato": _rubato, "steps": _steps, "ramp": _ramp}
