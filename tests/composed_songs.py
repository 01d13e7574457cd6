"""Short songs whose sections are known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from synthetic import click_song

RATE_HZ = 22_050
BPM = 120.0


def verse_and_chorus(parts: Sequence[tuple[str, int]]) -> NDArray[np.float32]:
    """Mono. Each part is (verse or chorus, bars of 2 s): a verse is low and soft, a chorus bright and loud with a lead."""
    played = [(_chorus if label == "chorus" else _verse)(bars * 240 / BPM) for label, bars in parts]
    return (0.9 * np.clip(np.concatenate(played), -1, 1)).astype(np.float32)


def _verse(seconds: float) -> NDArray[np.float64]:
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pad = sum(np.sin(2 * np.pi * hz * t_s) for hz in (110.0, 130.8, 164.8))
    return np.asarray(0.5 * click_song(seconds, BPM, rate_hz=RATE_HZ, first_beat_s=0.0) + 0.06 * pad)


def _chorus(seconds: float) -> NDArray[np.float64]:
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pad = sum(np.sin(2 * np.pi * hz * t_s) for hz in (440.0, 554.4, 659.3, 880.0))
    lead = np.sign(np.sin(2 * np.pi * t_s * np.where((2 * t_s).astype(int) % 2 == 0, 880.0, 987.8)))
    return np.asarray(click_song(seconds, BPM, rate_hz=RATE_HZ, first_beat_s=0.0) + 0.12 * pad + 0.15 * lead)
