"""Which half of a click the beats are on, where the drums play double time and the listener takes the snare for the beat."""

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.beats import track_beats
from songreel_engine.analysis.listener import LISTENING_RATE_HZ, METRES, Heard
from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ

LENGTH_S = 40.0
BEAT_S = 0.43
FIRST_S = 0.3
SURE, UNSURE, NO = 0.95, 0.35, 0.02


def pulses(times_s: NDArray[np.float64], height: float | NDArray[np.float64], rate_hz: int) -> NDArray[np.float32]:
    """Bumps 30 ms wide at these times."""
    at = np.arange(int(LENGTH_S * rate_hz)) / rate_hz
    heights = np.broadcast_to(height, times_s.shape)
    shapes = heights[:, None] * np.exp(-0.5 * ((at[None] - times_s[:, None]) / 0.015) ** 2)
    return shapes.max(axis=0).astype(np.float32)


def heard(beats_s: NDArray[np.float64], *, beat: float, between: float, snare: float, snare_between: float) -> Heard:
    """A song whose kick sounds on all beats and between them, as the listener tells it."""
    halves_s = beats_s + BEAT_S / 2

    def both(on: float, off: float) -> NDArray[np.float32]:
        return np.maximum(pulses(beats_s, on, LISTENING_RATE_HZ), pulses(halves_s, off, LISTENING_RATE_HZ))

    likely = both(beat, between)
    metre = np.zeros((len(likely), len(METRES)), np.float32)
    metre[:, METRES.index("4/4")] = 1
    return Heard(
        beat=likely,
        downbeat=0.3 * likely,
        kick=both(SURE, SURE),
        snare=both(snare, snare_between),
        vocal=np.zeros_like(likely),
        metre=metre,
    )


def attacks(beats_s: NDArray[np.float64]) -> Onsets:
    times_s = np.sort(np.concatenate([beats_s, beats_s + BEAT_S / 2]))
    full = pulses(times_s, 1.0, FRAME_RATE_HZ)
    return Onsets(full=full, kick=full, snare=np.zeros_like(full), hat=np.zeros_like(full))


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(
            {"beat": UNSURE, "between": SURE, "snare": NO, "snare_between": SURE}, id="snare between all beats"
        ),
        pytest.param(
            {"beat": SURE, "between": UNSURE, "snare": SURE, "snare_between": SURE}, id="a snare roll says nothing"
        ),
        pytest.param({"beat": SURE, "between": UNSURE, "snare": NO, "snare_between": NO}, id="no snare says nothing"),
        pytest.param({"beat": SURE, "between": UNSURE, "snare": NO, "snare_between": SURE}, id="heard right already"),
    ],
)
def test_the_kick_has_the_beats_where_the_snare_only_plays_between(told: dict[str, float]) -> None:
    beats_s = np.arange(FIRST_S, LENGTH_S - 1, BEAT_S)
    loudness_db = np.full(int(LENGTH_S * FRAME_RATE_HZ), -6.0, np.float32)
    found = track_beats(heard(beats_s, **told), attacks(beats_s), loudness_db, LENGTH_S)
    away_s = np.array([np.abs(beats_s - time_s).min() for time_s in found.times_s])
    assert len(found.times_s) >= len(beats_s) - 2
    assert np.mean(away_s < 0.03) > 0.95
