"""Which beats begin a bar, and how many beats a bar has: three or four.

Bars begin where the harmony changes, where the kick falls and the snare does not, and where the sound changes as a
whole. Each beat gets that evidence as one number; the path of bar positions that gathers most wins, and may break a bar
off (a bar of two, a slipped beat) at a cost. Does not know 6/8 from 3/4, nor odd metres.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.spectrum import CHROMA_RATE_HZ, FRAME_RATE_HZ, Floats, Spectrum

Doubles = NDArray[np.float64]

BAR_LENGTHS: Final = (4, 3)
_WEIGHTS: Final = {"harmony": 1.0, "kick": 0.6, "snare": -0.5, "sound": 0.5}
_BROKEN_BAR_COST: Final = 9.0
"""In standard deviations of the evidence."""
_THREE_MUST_WIN_BY: Final = 1.15
"""Four is far the commoner."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bars:
    """Indices of the beats that begin a bar, rising, and the metre; empty and 0 where there are no beats."""

    first_beats: NDArray[np.int64]
    beats_per_bar: int


def find_bars(beats_s: Doubles, spectrum: Spectrum, onsets: Onsets) -> Bars:
    """The bars over the beats."""
    if len(beats_s) < 2 * max(BAR_LENGTHS):
        first = np.zeros(min(len(beats_s), 1), dtype=np.int64)
        return Bars(first_beats=first, beats_per_bar=BAR_LENGTHS[0] if len(beats_s) else 0)
    evidence = _bar_evidence(beats_s, spectrum, onsets)
    scores = {}
    for length in BAR_LENGTHS:
        first_beats, mean = _best_bars(evidence, length)
        # A mean over fewer bars is easier to make large by chance; the root of the length evens that out.
        scores[length] = (max(mean, 0.0) / length**0.5, first_beats)
    three = scores[3][0] > _THREE_MUST_WIN_BY * scores[4][0]
    length = 3 if three else 4
    return Bars(first_beats=scores[length][1], beats_per_bar=length)


def per_beat(values: Floats, rate_hz: float, edges_s: Doubles) -> Doubles:
    """[len(edges) − 1, …] mean of the values sampled at `rate_hz` between neighbouring edges."""
    edges = np.clip(np.rint(edges_s * rate_hz).astype(int), 0, len(values))
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0, dtype=np.float64)])
    low = np.minimum(edges[:-1], len(values) - 1)
    high = np.maximum(edges[1:], low + 1)
    width = (high - low).reshape(-1, *([1] * (values.ndim - 1)))
    return np.asarray((sums[high] - sums[low]) / width)


def _bar_evidence(beats_s: Doubles, spectrum: Spectrum, onsets: Onsets) -> Doubles:
    """[beats] how much each beat looks like a bar's first, mean 0."""
    edges_s = np.append(beats_s, beats_s[-1] + np.median(np.diff(beats_s)))
    chroma = per_beat(spectrum.chroma, CHROMA_RATE_HZ, edges_s)
    timbre = per_beat(spectrum.log_mel, FRAME_RATE_HZ, edges_s)
    cues = {
        "harmony": _change(chroma),
        "sound": _change(timbre),
        "kick": _attack_on(beats_s, onsets.kick),
        "snare": _attack_on(beats_s, onsets.snare),
    }
    total = np.zeros(len(beats_s))
    for name, weight in _WEIGHTS.items():
        total += weight * _standardised(cues[name])
    return _standardised(total)


def _change(rows: Doubles) -> Doubles:
    """[beats] distance between the two beats from here on and the two before."""
    padded = np.concatenate([rows[:1], rows[:1], rows, rows[-1:]])
    after = padded[2:-1] + padded[3:]
    before = padded[:-3] + padded[1:-2]
    return np.asarray(np.linalg.norm(after - before, axis=1))


def _attack_on(beats_s: Doubles, attack: Floats) -> Doubles:
    frames = np.clip(np.rint(beats_s * FRAME_RATE_HZ).astype(int)[:, None] + np.arange(-4, 5), 0, len(attack) - 1)
    return np.asarray(attack[frames].max(axis=1), dtype=np.float64)


def _standardised(values: Doubles) -> Doubles:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _best_bars(evidence: Doubles, length: int) -> tuple[NDArray[np.int64], float]:
    """First beats of the bars on the best path, and the mean evidence on them."""
    count = len(evidence)
    score = np.full((count, length), -np.inf)
    broke = np.zeros(count, dtype=np.int64)
    score[0] = 0.0
    score[0, 0] = evidence[0]
    for beat in range(1, count):
        score[beat, 1:] = score[beat - 1, :-1]
        earlier = score[beat - 1] - _BROKEN_BAR_COST
        earlier[-1] += _BROKEN_BAR_COST
        broke[beat] = int(earlier.argmax())
        score[beat, 0] = earlier[broke[beat]] + evidence[beat]
    position = int(score[-1].argmax())
    first = []
    for beat in range(count - 1, -1, -1):
        if position == 0:
            first.append(beat)
            position = int(broke[beat])
        else:
            position -= 1
    first_beats = np.asarray(first[::-1], dtype=np.int64)
    return first_beats, float(evidence[first_beats].mean())
