"""When the bass drum and the snare (or clap) are struck, and how hard.

Every attack is judged by signs that must all be there: for the kick a rise below 130 Hz that outdoes the bands above,
with a click, and falls again at once, where a bass note has no click and stays; for the snare noise up to the top that
holds for 50 ms over a body that falls, where a hat has no body and a strummed chord no noise. Such signs are good for a
clear kit and fooled by a hat on the kick, by brushes, toms and walls of guitars; a listener that has learnt drums may
lend its probabilities.

Conventions: times in seconds, finer than the analysis frames; strengths 0..1 against the song's own strong hits.
Does not hear ghost notes, hats, toms or cymbals.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats, Spectrum

Doubles = NDArray[np.float64]

BANDS_HZ: Final = {
    "sub": (0.0, 130.0),
    "body": (130.0, 400.0),
    "mid": (400.0, 1_500.0),
    "click": (1_500.0, 5_000.0),
    "air": (5_000.0, 10_000.0),
}

_BEFORE: Final = (-4, -3)
_NOW: Final = (1, 2)
_HELD: Final = (4, 5, 6, 7)
_LATE: Final = (14, 16, 18, 20)
"""Frames around an attack: the window of 46 ms reaches two frames to both sides."""


@dataclass(frozen=True)
class _Sign:
    """Something measured at an attack: −1 where it speaks against a drum, 0 at `even`, 1 from `even + reach` up."""

    measure: str
    even: float
    reach: float


_SIGNS: Final = {
    "kick": (
        _Sign("attack sub", 0.75, 0.83),
        _Sign("attack click", 0.37, 0.42),
        _Sign("share sub", 0.29, 0.44),
        _Sign("fall sub", 0.67, 0.47),
        _Sign("sub over body", 0.21, 0.57),
        _Sign("sub over mid", 0.54, 0.53),
        _Sign("sub over click", 0.47, 0.92),
    ),
    "snare": (
        _Sign("attack click", 0.16, 0.73),
        _Sign("attack body or mid", 0.23, 0.41),
        _Sign("share click", 0.36, 0.70),
        _Sign("share air", 0.56, 0.65),
        _Sign("held air", 0.45, 0.35),
        _Sign("fall mid", 0.01, 0.62),
        _Sign("fall click", -0.13, 0.66),
        _Sign("air over sub", -0.22, 0.55),
        _Sign("body over air", -0.67, 0.81),
    ),
}
"""`attack` is a band's rise over what was there before, `held` what still stands of it 50 ms on, `fall` what is lost
170 ms on, each in log(1 + 100 × magnitude); `share` is the attack against the song's strongest in that band; `over`
compares two bands' rises in powers of ten. Values found by random search over composed songs of 30 styles."""

_WEAKEST_SHARE: Final = {"kick": 0.4, "snare": 0.57}
"""How much the weakest sign counts against the mean of all."""
_RIVALRY: Final = 0.35
"""Of a kick's evidence, against a snare in the same attack: a beater's noise is short of a snare's, not free of it."""
_LOUD_BANDS: Final = {"kick": ("sub",), "snare": ("body", "mid", "click")}
"""Whose attacks tell how hard a drum was struck."""

_LEAST_RISE: Final = 0.04
"""Mean rise over the bands: below, a frame is no attack."""
_APART_FRAMES: Final = 4
"""Attacks stand 40 ms apart: a roll of 32nds at 180 bpm."""
_REFINE_FRAMES: Final = 3
_STRONG_PERCENTILE: Final = 85
_STRONGEST_PERCENTILE: Final = 99
_LEAST_STRONGEST: Final = 0.1
_FAINTEST: Final = 1e-5
"""Magnitude rises are told apart down to here."""

_SPECTRUM_TRUST: Final = 0.25
"""Beside a listener's probability: the most by which the signs move it, up or down."""
_LISTENER_EVEN: Final = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Hits:
    """Drum hits: times [n] rising, and strengths [n] in 0..1, the song's strong hits about 1."""

    kick_s: Doubles
    kick_strength: Doubles
    snare_s: Doubles
    snare_strength: Doubles


@dataclass(frozen=True, kw_only=True, eq=False)
class DrumProbability:
    """How likely each drum is struck, [m] in 0..1, sample k at k / rate_hz, as a trained listener tells it."""

    kick: Floats
    snare: Floats
    rate_hz: float


NO_HITS: Final = Hits(kick_s=np.empty(0), kick_strength=np.empty(0), snare_s=np.empty(0), snare_strength=np.empty(0))


def find_hits(
    spectrum: Spectrum, onsets: Onsets, duration_s: float, *, probability: DrumProbability | None = None
) -> Hits:
    """Kick and snare hits in [0, duration_s]. Silence, steady noise and a song without attacks give none.

    With `probability` the listener decides and the signs only tip the balance; its grid may be coarser than a hit: times
    come from the attack itself.
    """
    if spectrum.silent or not onsets.full.any():
        return NO_HITS
    attacks = _measure_attacks(spectrum)
    kick_s, kick_strength = _hits_of("kick", attacks, onsets.full, duration_s, probability)
    snare_s, snare_strength = _hits_of("snare", attacks, onsets.snare, duration_s, probability)
    return Hits(kick_s=kick_s, kick_strength=kick_strength, snare_s=snare_s, snare_strength=snare_strength)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Attacks:
    """a attacks: where they stand, and what is measured there."""

    frames: NDArray[np.int64]
    measures: dict[str, Doubles]
    """[a] each, by the names in `_SIGNS`."""


def _measure_attacks(spectrum: Spectrum) -> _Attacks:
    log_mel, mel_hz = spectrum.log_mel, spectrum.mel_hz
    before, now = _around(log_mel, _BEFORE).min(axis=0), _around(log_mel, _NOW).max(axis=0)
    held, late = _around(log_mel, _HELD).mean(axis=0), _around(log_mel, _LATE).mean(axis=0)
    attack = _by_band(np.maximum(now - before, 0), mel_hz)
    frames = _peaks(attack.mean(axis=1))
    strongest = np.maximum(np.percentile(attack, _STRONGEST_PERCENTILE, axis=0), _LEAST_STRONGEST)
    rise = _by_band(np.maximum(np.expm1(now) - np.expm1(before), 0) / 100, mel_hz)[frames]
    measures = {
        "attack": _highest_near(attack, frames),
        "held": _by_band(np.maximum(held - before, 0), mel_hz)[frames],
        "fall": _highest_near(_by_band(now - late, mel_hz), frames),
        "share": _highest_near(attack / strongest, frames),
    }
    named = {f"{name} {band}": rows[:, k] for name, rows in measures.items() for k, band in enumerate(BANDS_HZ)}
    tens = dict(zip(BANDS_HZ, np.log10(rise + _FAINTEST).T, strict=True))
    named |= {f"{one} over {other}": tens[one] - tens[other] for one in BANDS_HZ for other in BANDS_HZ if one != other}
    named["attack body or mid"] = np.maximum(named["attack body"], named["attack mid"])
    return _Attacks(frames=frames, measures=named)


def _around(rows: Floats, offsets: tuple[int, ...]) -> Floats:
    """[offsets, n, …] the rows that many frames on, held at the song's ends."""
    at = np.arange(len(rows))
    return np.stack([rows[np.clip(at + offset, 0, len(rows) - 1)] for offset in offsets])


def _by_band(rows: Floats, mel_hz: Floats) -> Doubles:
    columns = [rows[:, (mel_hz >= low) & (mel_hz < high)].mean(axis=1) for low, high in BANDS_HZ.values()]
    return np.stack(columns, axis=1).astype(np.float64)


def _peaks(rise: Doubles) -> NDArray[np.int64]:
    smooth = gaussian_filter1d(rise, 1.0)
    peak = smooth == maximum_filter1d(smooth, 2 * _APART_FRAMES - 1)
    return np.asarray(np.flatnonzero(peak & (smooth > _LEAST_RISE)))


def _highest_near(rows: Doubles, frames: NDArray[np.int64]) -> Doubles:
    near = np.clip(frames[:, None] + np.array([-1, 0, 1]), 0, len(rows) - 1)
    return np.asarray(rows[near].max(axis=1))


def _hits_of(
    drum: str, attacks: _Attacks, onset: Floats, duration_s: float, probability: DrumProbability | None
) -> tuple[Doubles, Doubles]:
    """Times and strengths."""
    evidence = _evidence(drum, attacks)
    if drum == "snare":
        evidence = evidence - _RIVALRY * np.maximum(_evidence("kick", attacks), 0)
    if probability is not None:
        told = _highest_told(getattr(probability, drum), probability.rate_hz, attacks.frames)
        evidence = told - _LISTENER_EVEN + _SPECTRUM_TRUST * evidence
    struck = evidence > 0
    # Two attacks may belong to one onset: they are one hit.
    times_s, firsts = np.unique(_refined_s(onset, attacks.frames[struck]), return_index=True)
    inside = (times_s >= 0) & (times_s <= duration_s)
    return times_s[inside], _strengths(drum, attacks, struck)[firsts][inside]


def _evidence(drum: str, attacks: _Attacks) -> Doubles:
    """[a] −1..1, above 0 where the attack is likelier that drum than not."""
    signs = np.stack(
        [np.clip((attacks.measures[sign.measure] - sign.even) / sign.reach, -1, 1) for sign in _SIGNS[drum]]
    )
    weakest = _WEAKEST_SHARE[drum]
    return np.asarray(weakest * signs.min(axis=0) + (1 - weakest) * signs.mean(axis=0))


def _highest_told(probability: Floats, rate_hz: float, frames: NDArray[np.int64]) -> Doubles:
    """[a] the listener's highest probability within a sample of its own, or 20 ms, of each attack."""
    reach_s = max(1 / rate_hz, 0.02)
    steps_s = np.linspace(-reach_s, reach_s, 9)
    at = (frames[:, None] / FRAME_RATE_HZ + steps_s) * rate_hz
    return np.asarray(np.interp(at, np.arange(len(probability)), probability).max(axis=1))


def _refined_s(onset: Floats, frames: NDArray[np.int64]) -> Doubles:
    """When the onset nearest each frame peaks, by a parabola through its three highest frames."""
    reach = np.arange(-_REFINE_FRAMES, _REFINE_FRAMES + 1)
    around = np.clip(frames[:, None] + reach, 1, len(onset) - 2)
    top = np.take_along_axis(around, onset[around].argmax(axis=1)[:, None], axis=1)[:, 0]
    left, middle, right = (onset[top + step].astype(np.float64) for step in (-1, 0, 1))
    curvature = left - 2 * middle + right
    shift = np.divide(0.5 * (left - right), curvature, out=np.zeros_like(curvature), where=curvature < -1e-9)
    return np.asarray((top + np.clip(shift, -0.5, 0.5)) / FRAME_RATE_HZ)


def _strengths(drum: str, attacks: _Attacks, struck: NDArray[np.bool_]) -> Doubles:
    rise = np.mean([attacks.measures[f"attack {band}"] for band in _LOUD_BANDS[drum]], axis=0)[struck]
    strong = float(np.percentile(rise, _STRONG_PERCENTILE)) if len(rise) else 0.0
    return np.asarray(np.clip(rise / max(strong, 1e-6), 0.0, 1.0))
