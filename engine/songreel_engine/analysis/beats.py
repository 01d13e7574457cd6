"""Beats and bars: what the listener hears, put in the order music has.

The listener gives a probability for each fiftieth of a second; the bar pointer turns them into the likeliest path of
beats and bars; then each beat is moved to the attack it stands for, finer than any frame, and steadied by its
neighbours, because players and codecs jitter and a cut should not.

Conventions: times in seconds. Silence, steady noise and lone clicks give `NO_BEATS`. In 6/8 a beat is a dotted quarter.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, uniform_filter1d

from songreel_engine.analysis.bar_pointer import INTERVALS, BarPath, bars_over, find_paths
from songreel_engine.analysis.listener import LISTENING_RATE_HZ, METRES, Heard
from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.result import Metre, TempoSpan
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats
from songreel_engine.analysis.steadying import steadied, tempo_map

Doubles = NDArray[np.float64]

_METRE_OF_BAR: Final[dict[int, Metre]] = {4: "4/4", 3: "3/4", 2: "6/8"}

_SURE: Final = 0.8
"""How likely the likeliest moment of a second is in a song whose beats are plain."""
_MOST_BONUS: Final = 2.5
"""Nats. Where the listener is unsure all through, its odds are raised, else the slowest tempo would win for having the
fewest beats to regret."""
_LEAST_ODDS, _MOST_ODDS = -3.5, 4.5
"""One frame cannot outweigh a bar."""
_DOWNBEAT_SHARE: Final = (0.03, 0.97)
_DOWNBEAT_WEIGHT: Final = 1.0
_METRE_WEIGHT: Final = 0.25
"""How much of a nat the listener's own opinion of the metre is worth on each beat."""
_TERNARY_WEIGHT: Final = 3.0
_TERNARY_FROM: Final = 0.12
"""Bars of two are taken for 6/8 only where attacks divide the beat by three; bars of four may do either."""

_CLICK_SHARE: Final = 0.8
"""An even grid on which this much of the free path's attack is found is taken for the click the song was played to."""
_LIKELY_SHARE: Final = 0.6
"""The same for how likely a beat is there. A drummer who drifts may fool either test, not both."""
_EVEN_SHARE: Final = 0.75
"""Of the free path's intervals: with fewer near the median the tempo changes, and there is no click to look for."""
_GRID_FRAMES: Final = 2
_DOUBLE_TIME_BEATS: Final = 9
"""Two bars and the next beat; odd, so that the middle is a beat."""
_PLAYED, _NOT_PLAYED = 0.6, 0.2
"""How likely a drum is on all of a passage's beats where it is played on them, and where it is not."""

_DIVISION_CONTRAST: Final = 1.45
"""Nats between a song's odd and even beats. Of 90 songs: at most 1.32 where the beats were right, at least 1.53 where they
were eighths."""
_PLAIN_DIVISION_CONTRAST: Final = 2.4
"""Nats. From here on even bars heard to begin on the unlikely beats prove nothing: a bare click, say, has no bars."""
_CERTAINTY: Final = (1e-3, 1 - 1e-3)

_PREFERRED_BPM: Final = 115.0
_PREFERENCE_OCTAVES: Final = 1.0
_PREFERENCE_WEIGHT: Final = 0.3
"""Where people tap, and how widely. Source: van Noorden and Moelants, "Resonance in the perception of pulse", 1999."""

_ATTACK: Final = 0.25
_REACH_FRAMES: Final = 3
_FEWEST_BEATS: Final = 4
_FEWEST_ON_CLICK: Final = 32
_IMAGINED_PULSE, _PLAIN_PULSE = 0.38, 0.9
"""Clearness of the pulse: the bar pointer's own choice of beats reaches 0.374 in noise, scattered clicks and speech."""
_SILENCE_DB: Final = -50.0
_LONGEST_SILENCE_S: Final = 2.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Beats:
    """Beat times, rising, and the bars over them; confidences 0..1."""

    times_s: Doubles
    first_beats: NDArray[np.int64]
    """Indices of the beats that begin a bar."""
    beats_per_bar: int
    metre: Metre
    metre_confidence: float
    tempo_map: tuple[TempoSpan, ...]
    tempo_bpm: float
    """Of the tempo that lasts longest; 0.0 without beats."""
    confidence: float
    """How sure the listener is of these beats, and not of others between them."""


NO_BEATS: Final = Beats(
    times_s=np.zeros(0),
    first_beats=np.zeros(0, dtype=np.int64),
    beats_per_bar=0,
    metre="",
    metre_confidence=0.0,
    tempo_map=(),
    tempo_bpm=0.0,
    confidence=0.0,
)


def track_beats(heard: Heard, onsets: Onsets, loudness_db: Floats, duration_s: float) -> Beats:
    """The beats of a song, from what the listener heard, its attacks and its level ([n], 0 at the loudest)."""
    if np.count_nonzero(onsets.full > _ATTACK) < _FEWEST_BEATS:
        return NO_BEATS
    beat, downbeat = (_at_frames(values, len(loudness_db)) for values in (heard.beat, heard.downbeat))
    odds, first, other = _evidence(beat, downbeat)
    path, metre_confidence = _likeliest(find_paths(odds, first, other, _taste()), heard, onsets)
    confidence = _confidence(path.frames, beat) if len(path.frames) >= _FEWEST_BEATS else 0.0
    if confidence == 0:
        return NO_BEATS
    grid = _click_grid(path, beat, heard, onsets)
    if grid is not None:
        path, metre_confidence = _likeliest(bars_over(grid, first[grid], other[grid]), heard, onsets)
    slower = _without_divisions(path, beat)
    if slower is not None:
        path, metre_confidence = _likeliest(bars_over(slower, first[slower], other[slower]), heard, onsets)
    times_s = steadied(_attacks_s(path.frames, onsets, beat))
    inside = ~_silences(loudness_db)[path.frames] & (times_s >= 0) & (times_s <= duration_s)
    if np.count_nonzero(inside) < _FEWEST_BEATS:
        return NO_BEATS
    spans = tempo_map(times_s[inside])
    return Beats(
        times_s=times_s[inside],
        first_beats=np.flatnonzero(path.places[inside] == 0),
        beats_per_bar=path.beats_per_bar,
        metre=_METRE_OF_BAR[path.beats_per_bar],
        metre_confidence=metre_confidence * confidence,
        tempo_map=spans,
        tempo_bpm=_longest(spans, duration_s),
        confidence=confidence,
    )


def _longest(spans: tuple[TempoSpan, ...], duration_s: float) -> float:
    """The tempo that most seconds go at, to the nearest beat a minute of each other."""
    seconds: dict[int, float] = defaultdict(float)
    for span, end_s in zip(spans, [*(later.start_s for later in spans[1:]), duration_s], strict=True):
        seconds[round(span.bpm)] += end_s - span.start_s
    commonest = max(seconds, key=lambda bpm: seconds[bpm])
    return next(span.bpm for span in spans if round(span.bpm) == commonest)


def _at_frames(values: Floats, frames: int) -> Floats:
    """Probabilities at LISTENING_RATE_HZ read at every frame."""
    at = np.arange(frames) * (LISTENING_RATE_HZ / FRAME_RATE_HZ)
    return np.asarray(np.interp(at, np.arange(len(values)), values), dtype=np.float32)


def _evidence(beat: Floats, downbeat: Floats) -> tuple[Floats, Floats, Floats]:
    """[n] each, in nats: for a beat, besides for a downbeat, besides for any other beat."""
    likely = np.clip(beat, 1e-4, 1 - 1e-4)
    log_odds = np.log(likely / (1 - likely))
    surest = float(np.median(maximum_filter1d(log_odds, FRAME_RATE_HZ)))
    bonus = np.clip(np.log(_SURE / (1 - _SURE)) - surest, 0, _MOST_BONUS)
    odds = np.clip(log_odds + bonus, _LEAST_ODDS, _MOST_ODDS)
    share = np.clip(downbeat / np.maximum(beat, 0.05), *_DOWNBEAT_SHARE)
    first, other = (np.asarray(_DOWNBEAT_WEIGHT * np.log(p), dtype=np.float32) for p in (share, 1 - share))
    return odds, first, other


def _taste() -> Floats:
    octaves = np.log2(60 * FRAME_RATE_HZ / INTERVALS / _PREFERRED_BPM)
    return np.asarray(_PREFERENCE_WEIGHT * np.exp(-0.5 * np.square(octaves / _PREFERENCE_OCTAVES)), dtype=np.float32)


def _likeliest(paths: tuple[BarPath, ...], heard: Heard, onsets: Onsets) -> tuple[BarPath, float]:
    """The path whose metre fits best, and how sure that is."""
    opinion = dict(zip(METRES, np.log(np.maximum(heard.metre.mean(axis=0), 1e-3)), strict=True))
    scores = np.array([path.score + len(path.frames) * _metre_fit(path, opinion, onsets) for path in paths])
    # Per beat, so that a long song is not surer for its length alone.
    margin = (scores - scores.max()) / max(len(paths[0].frames), 1) * 16
    return paths[int(scores.argmax())], float(1 / np.exp(margin).sum())


def _metre_fit(path: BarPath, opinion: dict[str, float], onsets: Onsets) -> float:
    """Nats a beat."""
    metre = _METRE_OF_BAR[path.beats_per_bar]
    fit = _METRE_WEIGHT * opinion[metre]
    return fit + (_TERNARY_WEIGHT * (_ternary(path, onsets) - _TERNARY_FROM) if metre == "6/8" else 0.0)


def _ternary(path: BarPath, onsets: Onsets) -> float:
    """−1..1: how much more the attacks divide these beats by three than by two."""
    if len(path.frames) < _FEWEST_BEATS:
        return 0.0
    attack = maximum_filter1d(gaussian_filter1d(onsets.full, 1.0), 5)
    starts, lengths = path.frames[:-1], np.diff(path.frames)
    whole, third, half, two_thirds = (
        float(attack[np.rint(starts + part * lengths).astype(int)].mean()) for part in (0, 1 / 3, 1 / 2, 2 / 3)
    )
    return float(np.clip(((third + two_thirds) / 2 - half) / max(whole, third, half, two_thirds, 1e-6), -1, 1))


def _click_grid(path: BarPath, beat: Floats, heard: Heard, onsets: Onsets) -> NDArray[np.int64] | None:
    """Frames of the song's even grid of beats; None where it was not played to one.

    A passage in which snare or guitars play between the beats pulls the listener half a beat over, and the path slides
    there and back. A song played to a click cannot do that. Period and place of the grid come from the attacks on beats
    and half-beats alike, so that such passages agree on it; which half are the beats, all the song's beats together say,
    and where the snare alone made them likely, the kick between them says.
    """
    intervals = np.diff(path.frames)
    if len(intervals) < _FEWEST_ON_CLICK:
        return None
    interval = float(np.median(intervals))
    # Where no beat is plain, as in an intro of chords, the path's wandering says nothing about the tempo.
    plainness = _spread(beat)[path.frames]
    is_even = np.abs(intervals - interval) <= _GRID_FRAMES
    if np.average(is_even, weights=np.minimum(plainness[:-1], plainness[1:]) + _CERTAINTY[0]) < _EVEN_SHARE:
        return None
    attack = gaussian_filter1d(onsets.full, 1.5)
    half, phase, strength = _sharpest_fold(attack, interval / 2)
    halves = np.concatenate([path.frames, (path.frames[:-1] + path.frames[1:]) // 2])
    if strength < _CLICK_SHARE * float(maximum_filter1d(attack, 2 * _GRID_FRAMES + 1)[halves].mean()):
        return None
    grids = [np.arange(phase + side * half, len(beat), 2 * half).astype(int) for side in (0, 1)]
    spread = _spread(beat)
    spread = _with_kick_on_beats(spread, grids, heard)
    grid: NDArray[np.int64] = max(grids, key=lambda frames: float(spread[frames].sum()))
    grid = grid[(grid > path.frames[0] - half) & (grid < path.frames[-1] + half)]
    if spread[grid].mean() < _LIKELY_SHARE * spread[path.frames].mean():
        return None
    return grid


def _with_kick_on_beats(likely: Floats, grids: list[NDArray[np.int64]], heard: Heard) -> Floats:
    """How likely beats are [n], exchanged between the two grids where the snare was taken for the beat.

    In double time the kick has the beats and the snare every half-beat between. Turned round, snare on all four beats and
    kick between them all, hardly anybody plays it; so a passage that reads like that is read half a beat late.
    """
    pairs = min(map(len, grids))
    kick, snare = (
        np.stack([_spread(_at_frames(drum, len(likely)))[grid[:pairs]] for grid in grids])
        for drum in (heard.kick, heard.snare)
    )
    # Over two bars: one stroke missed or imagined changes nothing.
    kick, snare = (uniform_filter1d(np.asarray(side, np.float32), _DOUBLE_TIME_BEATS, axis=1) for side in (kick, snare))
    exchanged = likely.copy()
    one, other = (grid[:pairs] for grid in grids)
    for side, kick_side, snare_side in ((0, kick[1], snare), (1, kick[0], snare[::-1])):
        turned = (snare_side[0] > _PLAYED) & (snare_side[1] < _NOT_PLAYED) & (kick_side > _PLAYED)
        at = turned & (likely[grids[side][:pairs]] > likely[grids[1 - side][:pairs]])
        exchanged[one[at]], exchanged[other[at]] = likely[other[at]], likely[one[at]]
    return exchanged


def _spread(values: Floats) -> Floats:
    """The most within the tolerance of a grid."""
    return np.asarray(maximum_filter1d(values, 2 * _GRID_FRAMES + 1), np.float32)


def _without_divisions(path: BarPath, beat: Floats) -> NDArray[np.int64] | None:
    """Every other beat, where those between are so much less likely that they only divide it; else None.

    Slow songs with busy hats or strummed eighths would otherwise be counted twice as fast. Bars of three and two have no
    such halves.
    """
    frames = path.frames
    if path.beats_per_bar != 4 or 2 * float(np.median(np.diff(frames))) > INTERVALS[-1]:
        return None
    likely = np.clip(maximum_filter1d(beat, 2 * _GRID_FRAMES + 1)[frames], *_CERTAINTY)
    odds = np.log(likely / (1 - likely))
    contrast = float(odds[::2].mean() - odds[1::2].mean())
    side = int(contrast < 0)
    # A loud snare makes two and four the likelier beats; then bars begin on the other side, and all four are beats.
    begins_bars = float(np.mean(path.places[side::2] == 0)) > float(np.mean(path.places[1 - side :: 2] == 0))
    enough = _DIVISION_CONTRAST if begins_bars else _PLAIN_DIVISION_CONTRAST
    return frames[side::2] if abs(contrast) >= enough else None


def _sharpest_fold(attack: Floats, about: float) -> tuple[float, int, float]:
    """The period near `about` frames on which most attack falls, its first frame, and the mean attack there."""
    # Neighbouring periods part by a sixteenth of one over the whole song.
    step = about**2 / len(attack) / 16
    best = (about, 0, 0.0)
    for period in np.arange(about * 0.98, about * 1.02, step):
        starts = np.arange(0, len(attack) - 1 - period, period)
        folded = attack[np.rint(starts[:, None] + np.arange(round(period))).astype(int)].mean(axis=0)
        phase = int(folded.argmax())
        if folded[phase] > best[2]:
            best = (float(period), phase, float(folded[phase]))
    return best


def _silences(loudness_db: Floats) -> NDArray[np.bool_]:
    """[n] True inside silences too long to count through."""
    sounding = loudness_db > _SILENCE_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[True], sounding, [True]])))
    silent = np.zeros(len(sounding), dtype=bool)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > _LONGEST_SILENCE_S * FRAME_RATE_HZ or first == 0 or last == len(sounding):
            silent[max(first + 5, 0) : max(last - 5, first + 5)] = True
    return silent


def _confidence(frames: NDArray[np.int64], beat: Floats) -> float:
    """0..1: how likely the beats are, less half of what stands half-way between them."""
    spread = maximum_filter1d(beat, 2 * _GRID_FRAMES + 1)
    clearness = spread[frames].mean() - 0.5 * beat[(frames[1:] + frames[:-1]) // 2].mean()
    return float(np.clip((clearness - _IMAGINED_PULSE) / (_PLAIN_PULSE - _IMAGINED_PULSE), 0, 1))


def _attacks_s(frames: NDArray[np.int64], onsets: Onsets, beat: Floats) -> Doubles:
    """Each beat at the top of the parabola through the attack it stands on; without one, through its probability."""
    attack = gaussian_filter1d(onsets.full + onsets.kick + onsets.snare, 1.0)
    times = frames.astype(np.float64)
    for index, frame in enumerate(frames):
        low, high = max(int(frame) - _REACH_FRAMES, 1), min(int(frame) + _REACH_FRAMES + 1, len(beat) - 1)
        for curve, least in ((attack, _ATTACK), (beat, 0.1)):
            top = low + int(curve[low:high].argmax())
            if low < top < high - 1 and curve[top] > least:
                times[index] = top + _summit(curve, top)
                break
    return times / FRAME_RATE_HZ


def _summit(values: Floats, top: int) -> float:
    """How far from `top`, −0.5..0.5, the peak of the parabola through it and its neighbours stands."""
    left, middle, right = (float(v) for v in values[top - 1 : top + 2])
    bend = left - 2 * middle + right
    return float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if bend < 0 else 0.0
