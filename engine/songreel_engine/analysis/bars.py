"""The song read bar by bar: what sounds in each bar, and what a band does at its edges.

A stretch without beats is continued at the pace of its neighbours; a song without beats is read every two seconds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from songreel_engine.analysis.spectrum import CHROMA_RATE_HZ, FRAME_RATE_HZ, Floats, Spectrum

Doubles = NDArray[np.float64]

LOWEST_LEVEL_DB: Final = -30.0
CHROMA_STEPS: Final = 4
RHYTHM_STEPS: Final = 16

_UNIT_S: Final = 2.0
"""Stands in for a bar where no beats were found."""
_LEAST_DOWNBEATS: Final = 4
_MOST_BARS: Final = 700
"""Ten minutes of the shortest bars music has; a grid finer than that is a slip of the tracker, and every second edge goes."""
_TIMBRE_COEFFICIENTS: Final = 13
_RHYTHM_BANDS: Final = ((0, 6), (6, 32), (32, 64))
"""Mel bands: kick, snare and chords, cymbals."""
_CYMBAL_BANDS: Final = slice(40, 64)
_LEAST_CHROMA: Final = 0.2
"""Length under which a quarter bar's mean chroma is left short: hardly a tone sounds."""
_NEIGHBOURHOOD_BARS: Final = 9
_GAP_UNIT_DB: Final = 10.0
_CUE_RANGE: Final = (-1.5, 3.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Bars:
    """n bars, and n + 1 edges between them."""

    edges_s: Doubles
    """[n + 1] from 0 to the song's end."""
    from_beats: bool
    """False where the bars are two-second units of a song without beats."""
    timbre: Doubles
    """[n, 12] mel-frequency cepstrum without its level."""
    chroma: Doubles
    """[n, CHROMA_STEPS, 12]."""
    rhythm: Doubles
    """[n, 3 × RHYTHM_STEPS] what is struck when, low, middle and high."""
    level_db: Doubles
    """[n] under the loudest bar, from LOWEST_LEVEL_DB up."""
    drive: Doubles
    """[n] how much is struck, all bands and steps."""
    cues: dict[str, Doubles]
    """[n + 1] each, 0 usual: 'fill' (the half bar before is busier than the one before it), 'crash' (cymbals on the
    edge), 'gap' (the last quarter before it thins out)."""

    @property
    def count(self) -> int:
        return len(self.level_db)


def mean_between(values: Floats, rate_hz: float, edges_s: Doubles) -> Doubles:
    """[len(edges) − 1, …] mean of the values sampled at `rate_hz` between neighbouring edges."""
    edges = np.clip(np.rint(edges_s * rate_hz).astype(int), 0, len(values))
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0, dtype=np.float64)])
    low = np.minimum(edges[:-1], len(values) - 1)
    high = np.maximum(edges[1:], low + 1)
    width = (high - low).reshape(-1, *([1] * (values.ndim - 1)))
    return np.asarray((sums[high] - sums[low]) / width)


def read_bars(spectrum: Spectrum, downbeats_s: Doubles, duration_s: float) -> Bars:
    """The bars of the song; at least one."""
    edges_s = _bar_edges(downbeats_s, duration_s)
    bars = len(edges_s) - 1
    mel = mean_between(spectrum.log_mel, FRAME_RATE_HZ, edges_s)
    chroma = mean_between(spectrum.chroma, CHROMA_RATE_HZ, _divided(edges_s, CHROMA_STEPS)).reshape(
        bars, CHROMA_STEPS, 12
    )
    power = mean_between(spectrum.loudness_power, FRAME_RATE_HZ, edges_s)
    level_db = 10 * np.log10(np.maximum(power / max(float(power.max()), 1e-12), 1e-12))
    rise = np.maximum(np.diff(spectrum.log_mel, axis=0, prepend=spectrum.log_mel[:1]), 0)
    struck = np.stack([rise[:, low:high].mean(axis=1) for low, high in _RHYTHM_BANDS], axis=1)
    rhythm = mean_between(struck, FRAME_RATE_HZ, _divided(edges_s, RHYTHM_STEPS)).reshape(bars, -1)
    return Bars(
        edges_s=edges_s,
        from_beats=len(downbeats_s) >= _LEAST_DOWNBEATS,
        timbre=scipy.fft.dct(mel, axis=1, norm="ortho")[:, 1:_TIMBRE_COEFFICIENTS],
        chroma=chroma / np.maximum(np.linalg.norm(chroma, axis=2, keepdims=True), _LEAST_CHROMA),
        rhythm=rhythm,
        level_db=np.maximum(level_db, LOWEST_LEVEL_DB),
        drive=rhythm.mean(axis=1),
        cues=_cues(spectrum, rise.mean(axis=1), edges_s),
    )


def _bar_edges(downbeats_s: Doubles, duration_s: float) -> Doubles:
    """Downbeats, continued at their own pace over stretches without beats, from 0 to the end."""
    if len(downbeats_s) < _LEAST_DOWNBEATS:
        return np.linspace(0.0, duration_s, max(int(duration_s / _UNIT_S), 1) + 1)
    bar_s = float(np.median(np.diff(downbeats_s)))
    edges = list(np.arange(downbeats_s[0], 0.5 * bar_s, -bar_s))[:0:-1]
    for here, following in zip(downbeats_s, [*downbeats_s[1:], duration_s], strict=True):
        edges.append(float(here))
        edges.extend(np.arange(here + bar_s, following - 0.6 * bar_s, bar_s))
    inner = np.array([t for t in edges if 0.6 * bar_s < t < duration_s - 0.6 * bar_s])
    while len(inner) >= _MOST_BARS:
        inner = inner[::2]
    return np.concatenate([[0.0], inner, [duration_s]])


def _divided(edges_s: Doubles, steps: int) -> Doubles:
    """Each bar's edges with `steps` − 1 evenly between."""
    inside = edges_s[:-1, None] + np.diff(edges_s)[:, None] * np.arange(steps) / steps
    return np.append(inside.ravel(), edges_s[-1])


def _cues(spectrum: Spectrum, rise: Floats, edges_s: Doubles) -> dict[str, Doubles]:
    bars = len(edges_s) - 1
    quarters_s = _divided(edges_s, 4)
    busy = mean_between(rise, FRAME_RATE_HZ, quarters_s).reshape(bars, 4)
    cymbals = mean_between(spectrum.log_mel[:, _CYMBAL_BANDS].mean(axis=1), FRAME_RATE_HZ, quarters_s).reshape(bars, 4)[
        :, 0
    ]
    power = mean_between(spectrum.loudness_power, FRAME_RATE_HZ, quarters_s).reshape(bars, 4)[:, 3]
    last_db = 10 * np.log10(np.maximum(power, 1e-9))
    fill = (busy[:, 2:].mean(axis=1) - busy[:, :2].mean(axis=1)) / max(float(busy.std()), 1e-6)
    crash = (cymbals - median_filter(cymbals, _NEIGHBOURHOOD_BARS)) / max(float(cymbals.std()), 1e-6)
    gap = (median_filter(last_db, _NEIGHBOURHOOD_BARS) - last_db) / _GAP_UNIT_DB
    cues = {"fill": np.append(0.0, fill), "crash": np.append(crash, 0.0), "gap": np.append(0.0, np.clip(gap, -1, 1))}
    return {name: np.clip(values, *_CUE_RANGE) for name, values in cues.items()}
