"""Beats: one dynamic programme over tempo and phase together, then one even grid where the song was played to a click.

A beat is a pair (frame, interval to the beat before). The path that gathers the most attack per second, at the tempi
that the moment's autocorrelation supports, wins; its interval may drift, and jump where the music does. Attacks alone
answer two questions badly: half or double time, and on-beat or off-beat. There, what drummers do counts: kick and snare
on the beats and taking turns, hats between.

Conventions: frames of `FRAME_RATE_HZ`; times in seconds. Silence, steady noise and lone clicks give no beats.
Does not look for bars (`downbeats.py`).
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats

Doubles = NDArray[np.float64]

SLOWEST_BPM: Final = 50.0
FASTEST_BPM: Final = 215.0
_INTERVALS: Final = np.arange(int(60 * FRAME_RATE_HZ / FASTEST_BPM), int(60 * FRAME_RATE_HZ / SLOWEST_BPM) + 1)
"""Frames from one beat to the next."""

_PREFERRED_BPM: Final = 118.0
_PREFERENCE_OCTAVES: Final = 0.75
"""Where people tap, and how widely. Source: van Noorden and Moelants, "Resonance in the perception of pulse", 1999."""

_WINDOW_S: Final = 8.0
_WINDOW_STEP_S: Final = 1.0
_BAND_WEIGHTS: Final = {"full": 0.3, "kick": 0.6, "snare": 0.35, "hat": -0.15}
"""Kicks place beats; hats mark off-beats as often, so they count against."""

_SALIENCE_WEIGHT: Final = 1.0
_PREFERENCE_WEIGHT: Final = 0.5
_ALTERNATION_WEIGHT: Final = 0.7
_TEMPO_CHANGE_COST: Final = 10.0
"""Score, in seconds of strong attacks on every beat, that doubling the tempo costs."""
_UNEVEN_COST: Final = 0.1
"""Cost of any other interval than the last: keeps drift from eating half a beat."""

_CLICK_SHARE: Final = 0.8
"""An even grid that gathers this much of the free path's attacks is taken for the click the song was played to."""

_ATTACK: Final = 0.25
_FEWEST_BEATS: Final = 4
_LEAST_PULSE: Final = 0.12
"""Mean salience below which the pulse is imagined."""
_SILENCE_DB: Final = -50.0
_LONGEST_SILENCE_S: Final = 2.5
_LONGEST_WITHOUT_ATTACK_S: Final = 8.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Beats:
    """Beat times, rising; `confidence` 0..1 says how clear the pulse and how sure its level is."""

    times_s: Doubles
    tempo_bpm: float
    confidence: float


NO_BEATS: Final = Beats(times_s=np.zeros(0), tempo_bpm=0.0, confidence=0.0)


def track_beats(onsets: Onsets, loudness_db: Floats) -> Beats:
    """The beats of a song, from its attacks and its level ([n], 0 at the loudest); `NO_BEATS` where there is no pulse.

    Source: the programme is the bar-pointer model of Krebs, Böck and Widmer (ISMIR 2015) solved beat by beat instead of
    frame by frame, with Ellis's onset score (JNMR 2007) in place of a trained one.
    """
    attack = _combined(onsets)
    if np.count_nonzero(attack > _ATTACK) < _FEWEST_BEATS:
        return NO_BEATS
    salience = _tempo_salience(attack)
    path = _best_path(attack, salience, _alternation(onsets))
    if len(path) < _FEWEST_BEATS:
        return NO_BEATS
    grid = _click_grid(path, attack)
    frames = _refined(path, attack) if grid is None else grid
    frames = frames[_heard(frames, attack, loudness_db, on_click=grid is not None)]
    pulse = _pulse(frames, salience)
    if len(frames) < _FEWEST_BEATS or pulse < _LEAST_PULSE:
        return NO_BEATS
    times_s = frames / FRAME_RATE_HZ
    tempo_bpm = 60 / float(np.median(np.diff(times_s)))
    return Beats(times_s=times_s, tempo_bpm=tempo_bpm, confidence=_confidence(pulse, frames, attack))


def _combined(onsets: Onsets) -> Floats:
    total = sum(weight * getattr(onsets, name) for name, weight in _BAND_WEIGHTS.items())
    return np.asarray(total, dtype=np.float32)


def _tempo_salience(attack: Floats) -> Floats:
    """[windows, intervals] 0..1: how well the attacks around a moment repeat at each interval and its multiples."""
    size = round(_WINDOW_S * FRAME_RATE_HZ)
    step = round(_WINDOW_STEP_S * FRAME_RATE_HZ)
    padded = np.pad(attack, (size // 2, size // 2 + step))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::step] * np.hanning(size).astype(np.float32)
    windows = gaussian_filter1d(windows - windows.mean(axis=1, keepdims=True), 1.0, axis=1)
    spectrum = scipy.fft.rfft(windows, 2 * size, axis=1)
    correlation = scipy.fft.irfft(np.square(np.abs(spectrum)), axis=1)[:, :size]
    zero = np.maximum(correlation[:, :1], 1e-6)
    # Each lag sees less of the window the longer it is; divide by what the taper leaves.
    taper = np.hanning(size)
    overlap = scipy.fft.irfft(np.square(np.abs(scipy.fft.rfft(taper, 2 * size))))[:size]
    correlation = np.maximum(correlation / zero * (overlap[0] / np.maximum(overlap, 0.05 * overlap[0])), 0)
    combed = np.zeros((len(correlation), len(_INTERVALS)))
    for multiple, weight in ((1, 0.4), (2, 0.3), (3, 0.1), (4, 0.2)):
        blurred = maximum_filter1d(correlation, 2 * multiple - 1, axis=1)
        combed += weight * blurred[:, multiple * _INTERVALS]
    return np.asarray(gaussian_filter1d(np.minimum(combed, 1.0), 1.0, axis=0), dtype=np.float32)


def _preference() -> Doubles:
    octaves = np.log2(60 * FRAME_RATE_HZ / _INTERVALS / _PREFERRED_BPM)
    return np.asarray(np.exp(-0.5 * np.square(octaves / _PREFERENCE_OCTAVES)))


def _change_cost() -> Floats:
    """[from, to] what going from one interval to the next costs; one frame is the grid's, not the player's."""
    octaves = np.abs(np.log2(_INTERVALS[:, None] / _INTERVALS[None, :]))
    grid = np.log2(1 + 1 / _INTERVALS)[:, None]
    return (_TEMPO_CHANGE_COST * np.maximum(octaves - 1.01 * grid, 0) + _UNEVEN_COST * (octaves > 0)).astype(np.float32)


def _alternation(onsets: Onsets) -> Floats:
    """[n, intervals] how strongly kick and snare take turns on a grid of each interval through each frame.

    The one cue that tells beats from off-beats where guitars and hats play even eighths.
    """
    reach = 4
    balance = gaussian_filter1d(onsets.kick - onsets.snare, 2.0)
    margin = reach * int(_INTERVALS[-1])
    padded = np.pad(balance, margin)
    n = len(balance)
    turns = np.zeros((n, len(_INTERVALS)), dtype=np.float32)
    for column, interval in enumerate(_INTERVALS):
        for beat in range(-reach, reach + 1):
            first = margin + beat * int(interval)
            turns[:, column] += (-1) ** beat * padded[first : first + n]
    return np.asarray(np.abs(turns) / (2 * reach + 1), dtype=np.float32)


def _best_path(attack: Floats, salience: Floats, alternation: Floats) -> NDArray[np.int64]:
    """Frames of the beats on the path that gathers most; covers the whole song, sounding or not."""
    frames = len(attack)
    spread = gaussian_filter1d(attack, 1.0)
    seconds = _INTERVALS / FRAME_RATE_HZ
    taste = _PREFERENCE_WEIGHT * _preference()
    window_of = np.minimum(np.rint(np.arange(frames) / (_WINDOW_STEP_S * FRAME_RATE_HZ)).astype(int), len(salience) - 1)
    # What a beat here, this long after the last one, earns: time-weighted, so that fast and slow paths compare.
    level = (_SALIENCE_WEIGHT * salience + taste).astype(np.float32) * seconds.astype(np.float32)
    cost = _change_cost()
    longest = int(_INTERVALS[-1])
    columns = np.arange(len(_INTERVALS))
    score = np.zeros((frames + longest, len(_INTERVALS)), dtype=np.float32)
    entry = np.zeros((frames + longest, len(_INTERVALS)), dtype=np.float32)
    parent = np.zeros((frames + longest, len(_INTERVALS)), dtype=np.uint8)
    back = longest - _INTERVALS
    level_of = (_ALTERNATION_WEIGHT * alternation) * seconds
    for frame in range(frames):
        here = level_of[frame] + entry[frame + back, columns] + level[window_of[frame]] + seconds * spread[frame]
        row = frame + longest
        score[row] = here
        moves = here[:, None] - cost
        parent[row] = moves.argmax(axis=0)
        entry[row] = moves[parent[row], columns]
    return _backtrack(score, parent, longest)


def _backtrack(score: Floats, parent: NDArray[np.uint8], longest: int) -> NDArray[np.int64]:
    rows = len(score)
    tail = score[rows - longest :]
    row, column = (int(v) for v in np.unravel_index(int(tail.argmax()), tail.shape))
    row += rows - longest
    path = []
    while row >= longest:
        path.append(row - longest)
        previous_row = row - int(_INTERVALS[column])
        if previous_row < longest:
            break
        column = int(parent[previous_row, column])
        row = previous_row
    return np.asarray(path[::-1], dtype=np.int64)


def _click_grid(path: NDArray[np.int64], attack: Floats) -> Doubles | None:
    """The even grid, in frames, that the song was played to; None where no grid does nearly as well as the free path.

    A click keeps its phase through breaks and off-beat passages; a path that follows attacks slips there.
    """
    spread = gaussian_filter1d(attack, 2.0)
    interval = float(np.median(np.diff(path)))
    # Neighbouring periods part by a 24th of a beat over the whole song.
    step = interval**2 / len(attack) / 24
    best, best_period, best_phase = 0.0, interval, 0.0
    for period in np.arange(interval * 0.97, interval * 1.03, step):
        starts = np.arange(0, len(attack) - 1 - period, period)
        folded = spread[np.rint(starts[:, None] + np.arange(round(period))).astype(int)].mean(axis=0)
        phase = int(folded.argmax())
        if folded[phase] > best:
            best, best_period, best_phase = float(folded[phase]), float(period), phase + _summit(folded, phase)
    if best < _CLICK_SHARE * float(spread[path].mean()):
        return None
    return np.asarray(np.arange(max(best_phase, 0.0), len(attack), best_period), dtype=np.float64)


def _summit(values: NDArray[Any], top: int) -> float:
    """How far from `top`, −0.5..0.5, the peak of the parabola through it and its neighbours stands; cyclic."""
    left, middle, right = (float(values[(top + side) % len(values)]) for side in (-1, 0, 1))
    bend = left - 2 * middle + right
    return float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _refined(path: NDArray[np.int64], attack: Floats) -> Doubles:
    """Each beat moved to the top of the parabola through the attack it stands on; beats without an attack stay."""
    smooth = np.pad(gaussian_filter1d(attack, 1.0), 4)
    refined = path.astype(np.float64)
    for beat, frame in enumerate(path):
        around = smooth[frame : frame + 9]
        top = 1 + int(around[1:8].argmax())
        if around[top] > 0.5 * _ATTACK:
            refined[beat] = frame + top - 4 + _summit(around, top)
    return np.clip(refined, 0, len(attack) - 1)


def _heard(frames: Doubles, attack: Floats, loudness_db: Floats, *, on_click: bool) -> NDArray[np.bool_]:
    """Which beats fall where music plays: not in silence, and without a click not far from any attack either."""
    nearest = np.clip(np.rint(frames).astype(int), 0, len(attack) - 1)
    keep = ~_gaps(loudness_db > _SILENCE_DB, _LONGEST_SILENCE_S)[nearest]
    attacks = np.flatnonzero(attack > _ATTACK)
    inside = (nearest >= attacks[0] - 5) & (nearest <= attacks[-1] + 5)
    if not on_click:
        inside &= ~_gaps(attack > _ATTACK, _LONGEST_WITHOUT_ATTACK_S)[nearest]
    return np.asarray(keep & inside)


def _gaps(present: NDArray[np.bool_], longest_s: float) -> NDArray[np.bool_]:
    """[n] True inside runs of absence longer than `longest_s`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], present, [True]])))
    inside = np.zeros(len(present), dtype=bool)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > longest_s * FRAME_RATE_HZ:
            inside[first + 5 : max(last - 5, first + 5)] = True
    return inside


def _pulse(frames: Doubles, salience: Floats) -> float:
    """Mean salience of the beats' own intervals."""
    if len(frames) < 2:
        return 0.0
    window = np.clip(np.rint(frames[1:] / (_WINDOW_STEP_S * FRAME_RATE_HZ)).astype(int), 0, len(salience) - 1)
    column = np.clip(np.rint(np.diff(frames)).astype(int) - _INTERVALS[0], 0, len(_INTERVALS) - 1)
    return float(salience[window, column].mean())


def _confidence(pulse: float, frames: Doubles, attack: Floats) -> float:
    """0..1: how regular the attacks are, lowered where the off-beats are as strong as the beats."""
    spread = maximum_filter1d(attack, 5)
    middles = (frames[1:] + frames[:-1]) / 2
    on, off = (float(spread[np.rint(at).astype(int)].mean()) for at in (frames, middles))
    contrast = max(on - off, 0.0) / max(on, 1e-6)
    return float(np.clip(1.5 * pulse, 0, 1) * (0.5 + 0.5 * contrast))
