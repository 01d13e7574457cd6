"""What is heard in a film: its beats, and whether its sound runs beside the song's."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import SongError
from songreel_engine.song import load_samples

RATE_HZ: Final = 22_050
LAG_RATE_HZ: Final = 8_000
WINDOW_S: Final = 8.0
MOST_LAG_S: Final = 1.0
SURE: Final = 0.5
"""Correlation from which on two sounds are one and the same."""


def heard_beats_s(film: Path, duration_s: float) -> tuple[float, ...]:
    """Beats of the film's own sound; none in silence. Raises SongError where it has none that can be read."""
    # Late: hearing takes most of the imports, and a film with its project hears nothing.
    from songreel_engine.analysis.analyse import analyse

    samples = load_samples(film, RATE_HZ, max_seconds=duration_s + 1)
    if len(samples) < RATE_HZ:
        raise SongError(f"{film.name} has less than a second of sound; its beats cannot be heard.")
    return analyse(samples, RATE_HZ, song_sha256="", duration_s=len(samples) / RATE_HZ).beats_s


def sound_lags_s(film: Path, song: Path, duration_s: float) -> tuple[float, float] | None:
    """How far the film's sound is behind the song's near the start and near the end; None where it is another sound.

    Raises SongError where one of them cannot be read.
    """
    heard, source = (load_samples(path, LAG_RATE_HZ, max_seconds=duration_s) for path in (film, song))
    count = min(len(heard), len(source))
    window = round(min(WINDOW_S * LAG_RATE_HZ, count / 2))
    lags = [_lag_s(heard, source, start, window) for start in _loud_starts(source[:count], window)]
    if len(lags) < 2 or lags[0] is None or lags[1] is None:
        return None
    return lags[0], lags[1]


def _loud_starts(source: NDArray[np.float32], window: int) -> list[int]:
    """The first and the last window with something in it."""
    if window < LAG_RATE_HZ:
        return []
    energy = np.add.reduceat(source.astype(np.float64) ** 2, np.arange(0, len(source), window))
    loud = np.flatnonzero(energy > 0.1 * energy.max()) if energy.max() > 0 else np.array([], np.int64)
    if not len(loud):
        return []
    return [min(int(index) * window, len(source) - window) for index in (loud[0], loud[-1])]


def _lag_s(heard: NDArray[np.float32], source: NDArray[np.float32], start: int, window: int) -> float | None:
    """By the peak of the cross-correlation."""
    one, other = (part[start : start + window].astype(np.float64) for part in (heard, source))
    size = 1 << (2 * window - 1).bit_length()
    both = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    power = float(np.sqrt((one**2).sum() * (other**2).sum()))
    reach = round(MOST_LAG_S * LAG_RATE_HZ)
    around = np.concatenate([both[-reach:], both[: reach + 1]])
    best = int(np.argmax(around))
    if power <= 0 or around[best] < SURE * power:
        return None
    return (best - reach) / LAG_RATE_HZ
