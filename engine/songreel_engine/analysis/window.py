"""The strongest N seconds of a song: where a teaser begins.

A window starts on a downbeat and is exactly as long as asked for, so its end falls where it falls; of starts that are
otherwise equal, the one is taken whose end is nearest to a bar. Without beats a window starts at any half second.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Analysis, Section
from songreel_engine.errors import SongError

Doubles = NDArray[np.float64]

_WEIGHTS: Final = {"energy": 0.3, "hook": 0.3, "drop": 0.1, "voice": 0.1, "section_start": 0.1, "bar_end": 0.1}
"""What each kind of strength counts; each is 0..1, and so is their sum."""
_CHORUS_BONUS: Final = 0.25
"""Mean energy that a part gains by being surely the chorus when the hook is chosen."""
_HOOK_BY_SHARE: Final = 0.35
"""A hook that begins later than this share of the window comes too late for a teaser."""
_DROP_BY_SHARE: Final = 0.6
_NEAR_BAR_S: Final = 0.25
"""An end this far from a bar is as good as anywhere."""
_GRID_S: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of the song worth showing alone."""

    start_s: float
    end_s: float
    """start_s plus the seconds asked for, exactly."""
    reason: str
    """In words: 'chorus 2, its drop'."""
    score: float
    """0..1, comparable between windows of one song."""
    end_off_bar_s: float
    """How far the end is from the nearest downbeat; 0.0 where no beat was found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Song:
    analysis: Analysis
    seconds: float
    energy_sums: Doubles
    hooks: tuple[Section, ...]
    """Every hearing of the part that is the hook; none in a song of one part."""
    names: tuple[str, ...]
    """Of each section, with its number where the name returns."""


def best_window(analysis: Analysis, seconds: float) -> Window:
    """The strongest `seconds` of the song.

    Raises:
        SongError: the song is shorter than that, or `seconds` is not above 0.
    """
    return windows(analysis, seconds, 1)[0]


def windows(analysis: Analysis, seconds: float, count: int) -> tuple[Window, ...]:
    """The strongest windows that do not overlap, strongest first; fewer than `count` where no more fit.

    Raises:
        SongError: the song is shorter than `seconds`, or `seconds` is not above 0.
    """
    if not seconds > 0:
        raise SongError(f"a window of {seconds:g} s shows nothing: ask for more than 0 seconds")
    if seconds > analysis.duration_s:
        raise SongError(
            f"the song lasts {analysis.duration_s:.1f} s, too short for a window of {seconds:g} s: ask for fewer seconds"
        )
    song = _listen(analysis, seconds)
    # Of equals the earlier: a listener meets it first.
    ranked = sorted(
        ((_score(song, start_s), start_s) for start_s in _starts(song)), key=lambda pair: (-pair[0], pair[1])
    )
    chosen: list[Window] = []
    for score, start_s in ranked:
        if len(chosen) == count:
            break
        if all(start_s >= other.end_s or start_s + seconds <= other.start_s for other in chosen):
            chosen.append(_window(song, start_s, score))
    return tuple(chosen)


def _listen(analysis: Analysis, seconds: float) -> _Song:
    energy = np.asarray(analysis.curves.energy, dtype=np.float64)
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    return _Song(
        analysis=analysis,
        seconds=seconds,
        energy_sums=sums,
        hooks=_hooks(analysis, sums),
        names=tuple(number_labels([section.label for section in analysis.sections])),
    )


def _hooks(analysis: Analysis, energy_sums: Doubles) -> tuple[Section, ...]:
    """The sections of the most energetic part that returns, or of the most energetic part where none does."""
    parts: dict[str, list[Section]] = {}
    for section in analysis.sections:
        parts.setdefault(section.letter, []).append(section)
    if len(parts) == 1:
        return ()
    returning = [part for part in parts.values() if len(part) > 1] or list(parts.values())

    def strength(part: list[Section]) -> float:
        energy = float(np.mean([_mean_energy(analysis, energy_sums, s.start_s, s.end_s) for s in part]))
        chorus = float(np.mean([s.confidence if s.label == "chorus" else 0.0 for s in part]))
        return energy + _CHORUS_BONUS * chorus

    hook = max(returning, key=strength)
    return tuple(hook)


def _mean_energy(analysis: Analysis, energy_sums: Doubles, start_s: float, end_s: float) -> float:
    samples = len(energy_sums) - 1
    first = min(round(start_s * analysis.feature_rate_hz), samples - 1)
    stop = min(max(round(end_s * analysis.feature_rate_hz), first + 1), samples)
    return float((energy_sums[stop] - energy_sums[first]) / (stop - first))


def _starts(song: _Song) -> list[float]:
    """Downbeats from which the window fits; where none does, a half-second grid, and the last moment that fits."""
    latest_s = song.analysis.duration_s - song.seconds
    starts = [downbeat_s for downbeat_s in song.analysis.downbeats_s if _fits(song, downbeat_s)]
    return starts or [float(t) for t in np.arange(0.0, latest_s, _GRID_S) if _fits(song, float(t))] or [0.0]


def _fits(song: _Song, start_s: float) -> bool:
    return start_s + song.seconds <= song.analysis.duration_s


def _score(song: _Song, start_s: float) -> float:
    end_s = start_s + song.seconds
    drop = _first_drop(song, start_s)
    strengths = {
        "energy": _mean_energy(song.analysis, song.energy_sums, start_s, end_s),
        "hook": _hook_strength(song, start_s),
        "drop": drop if drop is not None else 0.0,
        "voice": _overlap_s(song.analysis.vocals, start_s, end_s) / song.seconds,
        "section_start": float(any(section.start_s == start_s for section in song.analysis.sections)),
        "bar_end": 1 - min(_off_bar_s(song.analysis, end_s) / _NEAR_BAR_S, 1.0),
    }
    # Rounded, so that equal windows are equal whatever the order of additions.
    return round(sum(_WEIGHTS[name] * strength for name, strength in strengths.items()), 4)


def _hook_strength(song: _Song, start_s: float) -> float:
    """1 where the hook begins with the window and fills it; less the later it begins and the less of it is heard."""
    return max((_heard_hook(song, hook, start_s) for hook in song.hooks), default=0.0)


def _heard_hook(song: _Song, hook: Section, start_s: float) -> float:
    late = (hook.start_s - start_s) / song.seconds
    if not 0 <= late <= _HOOK_BY_SHARE:
        return 0.0
    heard_s = _overlap_s(((hook.start_s, hook.end_s),), start_s, start_s + song.seconds)
    wanted_s = min(song.seconds, hook.end_s - hook.start_s)
    return (1 - late) * heard_s / wanted_s


def _first_drop(song: _Song, start_s: float) -> float | None:
    """The strength of the strongest drop that comes early enough to be the point of the window."""
    until_s = start_s + _DROP_BY_SHARE * song.seconds
    drops = [e.strength for e in song.analysis.events if e.kind == "drop" and start_s <= e.start_s <= until_s]
    return max(drops, default=None)


def _overlap_s(passages: tuple[tuple[float, float], ...], start_s: float, end_s: float) -> float:
    return float(sum(max(min(b, end_s) - max(a, start_s), 0.0) for a, b in passages))


def _off_bar_s(analysis: Analysis, time_s: float) -> float:
    if not analysis.downbeats_s:
        return 0.0
    return float(np.abs(np.asarray(analysis.downbeats_s) - time_s).min())


def _window(song: _Song, start_s: float, score: float) -> Window:
    end_s = start_s + song.seconds
    return Window(
        start_s=start_s,
        end_s=end_s,
        reason=_reason(song, start_s),
        score=score,
        end_off_bar_s=round(_off_bar_s(song.analysis, end_s), 4),
    )


def _reason(song: _Song, start_s: float) -> str:
    if len(song.analysis.sections) == 1:
        return "where the song is strongest"
    main = _main_section(song, start_s)
    section = song.analysis.sections[main]
    words = song.names[main]
    if start_s < section.start_s:
        words = f"into {words}"
    if _first_drop(song, start_s) is not None:
        words += ", its drop"
    return words


def _main_section(song: _Song, start_s: float) -> int:
    """The hook that begins in the window, or else the section that fills most of it."""
    sections = song.analysis.sections
    hooks = [
        i for i, section in enumerate(sections) if section in song.hooks and _heard_hook(song, section, start_s) > 0
    ]
    end_s = start_s + song.seconds
    return max(
        hooks or range(len(sections)),
        key=lambda i: _overlap_s(((sections[i].start_s, sections[i].end_s),), start_s, end_s),
    )
