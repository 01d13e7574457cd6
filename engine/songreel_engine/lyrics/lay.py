"""Laying lyrics on a song: when each line and word is sung, from where somebody sings and how many syllables there are.

Each line is given a start among candidates, all where somebody sings: passages' beginnings, and points inside passages that
stand in the bar as the passage's own beginning does. The cheapest way through is found by dynamic programming: lines
should last as their syllables ask, begin where the voice does, not break off for a gap, open a stanza after a long gap and
stand in the section that their heading names. It hears no words: it is a guess, and every time it gives says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.lyrics.model import Line, Lyrics, timing_of
from songreel_engine.lyrics.read import fit_to_song
from songreel_engine.lyrics.sections import section_of_heading
from songreel_engine.lyrics.syllables import weigh_line
from songreel_engine.lyrics.word_times import words_over

Floats = NDArray[np.float64]
Span = tuple[float, float]

_GRID_S: Final = 0.5
"""Between candidates inside a passage where no bar is known."""
_SHORTEST_S: Final = 0.2
_REACH: Final = 32
_REACH_OF_SHARE: Final = 8
"""A line takes at most so many candidates, or times its even share of them, whichever is more."""
_SLACK_S: Final = 0.05
"""Keeps the pace of very short lines from deciding."""
_ENOUGH_OF_WANTED: Final = 0.7
_MOST_OF_WANTED: Final = 1.5
"""A line ends with the first passage that gave it enough of the time it asked for, and takes no more than the most."""
_SKIP_COST: Final = 0.5
_SKIP_COST_A_LINE: Final = 1.5
"""For a passage left without words, and for each line that it could have held: voices also shout, hum and answer."""
_PACE_COST: Final = 4.0
"""For a line that takes e times as long as its syllables ask; double or half costs 0.7 of it."""
_INSIDE_COST: Final = 0.6
_STANZA_INSIDE_COST: Final = 1.2
"""For a line, or for a stanza, that begins where the voice goes on."""
_HALF_BAR_COST: Final = 0.25
_GAP_COST_A_S: Final = 1.6
_LONGEST_GAP_COST: Final = 4.0
"""For a second of silence inside a line, up to the most."""
_LONG_GAP_S: Final = 3.0
_LONG_GAP_COST: Final = 0.5
"""For a line that begins after a long gap and no stanza with it."""
_WRONG_SECTION_COST: Final = 3.0
_PLAYED_COST: Final = 0.7
"""For a line under no heading, in a section that is commonly played: what was heard there may be no words."""
_FASTEST_SYLLABLE_S: Final = 0.12
"""Fast rap; what asks for more does not fit the song."""
_UNHEARD_CONFIDENCE: Final = 0.1
_MOST_CONFIDENCE: Final = 0.85
_PLAYED: Final = frozenset({"intro", "solo", "instrumental", "break", "outro"})


class SectionLike(Protocol):
    """What is asked of a section of the song; sections tile it."""

    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...
    @property
    def label(self) -> str: ...


def lay_on_song(
    lyrics: Lyrics,
    passages: Sequence[Span],
    downbeats_s: Sequence[float],
    sections: Sequence[SectionLike],
    duration_s: float,
) -> Lyrics:
    """The lyrics with a time for every line and word; what the file gave stays, what is guessed is marked `estimated`.

    `passages` are where somebody sings, rising and apart. Where nobody was heard the lines are shared out over the song's
    sections, with a confidence of 0.1 and a warning. Lines given beyond the song's end are left out with a warning.
    """
    fitted = fit_to_song(lyrics, duration_s)
    if all(line.timed for line in fitted.lines):
        lines = tuple(with_words(line) for line in fitted.lines)
        return fitted.model_copy(update={"lines": lines, "timing": timing_of(lines)})
    heard = [(max(a, 0.0), min(b, duration_s)) for a, b in passages if min(b, duration_s) - max(a, 0.0) >= _SHORTEST_S]
    stage = _Stage.of(
        heard or _where_singing_could_be(downbeats_s, sections, duration_s), downbeats_s, len(fitted.lines)
    )
    spans, doubt = _lay(fitted.lines, stage, sections)
    lines = tuple(_laid(line, span, stage.passages) for line, span in zip(fitted.lines, spans, strict=True))
    syllables = sum(weigh_line(line.text) for line in fitted.lines)
    warnings = list(fitted.warnings)
    confidence = _MOST_CONFIDENCE * float(np.exp(-doubt))
    if not heard:
        warnings.append("No voice was heard in this song; the lyrics are only shared out over it: check their times.")
        confidence = _UNHEARD_CONFIDENCE
    elif stage.sung_s < _FASTEST_SYLLABLE_S * syllables:
        warnings.append(
            f"The lyrics have {syllables:.0f} syllables and only {stage.sung_s:.0f} s of singing were heard: they hardly fit."
        )
        confidence = min(confidence, _UNHEARD_CONFIDENCE)
    return fitted.model_copy(
        update={"lines": lines, "timing": timing_of(lines), "confidence": confidence, "warnings": tuple(warnings)}
    )


def with_words(line: Line) -> Line:
    """The line with a time for each word: its own where the file gave them, else by syllables. A line without times stays."""
    if line.words or line.start_s is None or line.end_s is None:
        return line
    return line.model_copy(update={"words": words_over(line.text, [(line.start_s, line.end_s)])})


@dataclass(frozen=True, eq=False)
class _Stage:
    """Where lines may begin. Time runs in sung seconds `v`: the song's time without what lies between passages."""

    passages: list[Span]
    at_s: Floats
    """[c] candidate starts."""
    at_v: Floats
    """[c] the same in sung seconds, rising."""
    cost: Floats
    """[c] of beginning a line there, whichever it is."""
    opens: NDArray[np.bool_]
    """[c] whether a passage begins there."""
    gap_s: Floats
    """[c] silence before it, 0 inside a passage."""
    torn: Floats
    """[c] running cost of gaps up to and including the candidate's: what a line pays that runs across them."""
    sung_s: float

    @classmethod
    def of(cls, passages: list[Span], downbeats_s: Sequence[float], lines: int) -> "_Stage":
        sung_s = sum(end - start for start, end in passages)
        # Never fewer places than lines.
        finest_s = sung_s / (3 * max(lines, 1))
        rows: list[tuple[float, float, float, bool, float]] = []
        v, last_end_s = 0.0, 0.0
        for start_s, end_s in passages:
            rows.append((start_s, v, 0.0, True, start_s - last_end_s))
            for inside_s, extra in _inside(start_s, end_s, downbeats_s, finest_s):
                rows.append((inside_s, v + inside_s - start_s, extra, False, 0.0))
            v, last_end_s = v + end_s - start_s, end_s
        at_s, at_v, cost, opens, gap_s = (np.array(column) for column in zip(*rows, strict=True))
        torn = np.cumsum(np.where(at_v > 0, np.minimum(gap_s * _GAP_COST_A_S, _LONGEST_GAP_COST), 0.0))
        return cls(passages, at_s, at_v, cost, opens, gap_s, torn, sung_s)


def _inside(start_s: float, end_s: float, downbeats_s: Sequence[float], finest_s: float) -> list[tuple[float, float]]:
    """Candidates after a passage's start and before its end, each with its cost: bars and half bars from the start on."""
    bars = np.asarray(downbeats_s, np.float64)
    first, last = (float(np.interp(t, bars, np.arange(len(bars)))) if len(bars) > 1 else 0.0 for t in (start_s, end_s))
    if last - first < 1 or (end_s - start_s) / (2 * (last - first)) > finest_s:
        step_s = min(_GRID_S, finest_s)
        count = int((end_s - start_s - step_s / 2) / step_s)
        return [(start_s + step_s * k, _HALF_BAR_COST) for k in range(1, count + 1)]
    steps = np.arange(first + 0.5, last - 0.25, 0.5)
    times_s = np.interp(steps, np.arange(len(bars)), bars)
    return [(float(t), 0.0 if k % 2 else _HALF_BAR_COST) for k, t in enumerate(times_s) if start_s < t < end_s]


def _where_singing_could_be(
    downbeats_s: Sequence[float], sections: Sequence[SectionLike], duration_s: float
) -> list[Span]:
    """Between the first and the last bar, without the sections that are played; the whole song where that leaves nothing."""
    first_s, last_s = (
        (downbeats_s[0], downbeats_s[-1]) if len(downbeats_s) > 1 else (0.05 * duration_s, 0.95 * duration_s)
    )
    spans: list[Span] = []
    for section in sections:
        start_s, end_s = max(section.start_s, first_s), min(section.end_s, last_s)
        if section.label in _PLAYED or end_s - start_s < _SHORTEST_S:
            continue
        if spans and spans[-1][1] == start_s:
            start_s = spans.pop()[0]
        spans.append((start_s, end_s))
    return spans or [(first_s, last_s)]


def _lay(lines: Sequence[Line], stage: _Stage, sections: Sequence[SectionLike]) -> tuple[list[Span], float]:
    """(start_s, end_s) a line, and how badly the best way fits: 0 perfectly."""
    weights = np.array([weigh_line(line.text) for line in lines])
    places = np.stack([_placing_cost(lines, index, stage, sections) for index in range(len(lines))])
    pace_s = stage.sung_s / float(weights.sum())
    chosen = _cheapest(weights * pace_s, places, stage)
    # Passages that hold no line (a shout, a backing voice) made the pace too slow: look again with what was found.
    lasted_s = np.diff(np.append(stage.at_v[chosen], stage.sung_s))
    pace_s = float(np.median(lasted_s / weights))
    chosen = _cheapest(weights * pace_s, places, stage)
    lasted_s = np.diff(np.append(stage.at_v[chosen], stage.sung_s))
    spans = [
        (float(stage.at_s[c]), _end_of(stage, int(c), wanted_s, lasts_s))
        for c, wanted_s, lasts_s in zip(chosen, weights * pace_s, lasted_s, strict=True)
    ]
    misfit = float(np.mean(np.abs(np.log(lasted_s / (weights * pace_s)))))
    return spans, misfit + 0.7 * float(np.mean(~stage.opens[chosen]))


def _placing_cost(lines: Sequence[Line], index: int, stage: _Stage, sections: Sequence[SectionLike]) -> Floats:
    """[c] what it costs to begin this line at each candidate."""
    line = lines[index]
    begins_stanza = index == 0 or lines[index - 1].stanza != line.stanza
    inside = _STANZA_INSIDE_COST if begins_stanza else _INSIDE_COST
    cost = stage.cost + np.where(stage.opens, 0.0, inside)
    if not begins_stanza:
        cost = cost + np.where(stage.gap_s >= _LONG_GAP_S, _LONG_GAP_COST, 0.0)
    wanted = section_of_heading(line.heading) if line.heading else None
    # A pick-up belongs to the section it leads into.
    labels = [section.label for section in sections]
    there = np.searchsorted([section.start_s for section in sections][1:], stage.at_s + 1.0, side="right")
    if wanted is not None and wanted in labels:
        cost = cost + np.where(np.array([label == wanted for label in labels])[there], 0.0, _WRONG_SECTION_COST)
    elif wanted is None and labels:
        cost = cost + np.where(np.array([label in _PLAYED for label in labels])[there], _PLAYED_COST, 0.0)
    return np.asarray(cost)


def _cheapest(wanted_s: Floats, places: Floats, stage: _Stage) -> NDArray[np.intp]:
    """[lines] candidate at which each line begins, rising.

    wanted_s [lines]: sung seconds each line should take; places [lines, c]: what beginning there costs.
    Worked from the last line to the first: `onward[c]` is the least that this line and all after it cost from c on.
    """
    lines, count = places.shape
    reach = min(max(_REACH, _REACH_OF_SHARE * (count // lines)), count)
    # One place more: the end of the singing.
    ahead = np.minimum(np.arange(count)[:, None] + np.arange(1, reach + 1)[None, :], count)
    lasts = np.log(np.append(stage.at_v, stage.sung_s)[ahead] - stage.at_v[:, None] + _SLACK_S)
    # A gap that the next line begins after tears nothing.
    torn = stage.torn[ahead - 1] - stage.torn[:, None]
    skips = _skip_costs(stage, float(np.median(wanted_s)))
    onward = np.append(np.full(count, np.inf), 0.0)
    steps: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for line in range(lines - 1, -1, -1):
        onward, landing = _after_skips(onward, skips)
        stray = np.abs(lasts - np.log(wanted_s[line] + _SLACK_S))
        cost = onward[ahead] + torn + _PACE_COST * stray * np.sqrt(stray)
        nearest = cost.argmin(axis=1)
        steps.append((ahead[np.arange(count), nearest], landing))
        onward = np.append(places[line] + cost[np.arange(count), nearest], np.inf)
    begun_before: Floats = np.cumsum(stage.opens.astype(np.float64)) - stage.opens
    wordless = _SKIP_COST * begun_before + _SKIP_COST_A_LINE * stage.at_v / float(np.median(wanted_s))
    chosen = [int((onward[:-1] + wordless).argmin())]
    for following, landing in steps[:0:-1]:
        chosen.append(int(landing[following[chosen[-1]]]))
    return np.array(chosen)


def _skip_costs(stage: _Stage, line_s: float) -> list[tuple[int, int, float]]:
    """(where a passage begins, where the next does, what leaving it without a line costs), from the last to the first."""
    starts = [*np.flatnonzero(stage.opens).tolist(), len(stage.at_s)]
    return [
        (here, there, _SKIP_COST + _SKIP_COST_A_LINE * (end_s - start_s) / line_s)
        for here, there, (start_s, end_s) in zip(starts, starts[1:], stage.passages, strict=False)
    ][::-1]


def _after_skips(onward: Floats, skips: list[tuple[int, int, float]]) -> tuple[Floats, NDArray[np.intp]]:
    """`onward` where passages may be left out from their beginning, and where one then lands."""
    onward, landing = onward.copy(), np.arange(len(onward))
    for here, there, cost in skips:
        if onward[there] + cost < onward[here]:
            onward[here], landing[here] = onward[there] + cost, landing[there]
    return onward, landing


def _end_of(stage: _Stage, candidate: int, wanted_s: float, lasts_s: float) -> float:
    """Where the voice stops once the line has had most of its time, at the latest where the next line begins."""
    v = float(stage.at_v[candidate])
    until_v = v + min(lasts_s, _MOST_OF_WANTED * wanted_s)
    begun_v = 0.0
    for start_s, end_s in stage.passages:
        ended_v = begun_v + end_s - start_s
        if ended_v > v and ended_v >= min(until_v, v + _ENOUGH_OF_WANTED * wanted_s) - 1e-6:
            end = min(start_s + until_v - begun_v, end_s)
            return max(end, float(stage.at_s[candidate]) + _SHORTEST_S / 4)
        begun_v = ended_v
    return stage.passages[-1][1]


def _laid(line: Line, span: Span, passages: Sequence[Span]) -> Line:
    sung = [(max(a, span[0]), min(b, span[1])) for a, b in passages if min(b, span[1]) > max(a, span[0])]
    return line.model_copy(
        update={
            "start_s": span[0],
            "end_s": span[1],
            "estimated": True,
            "words": words_over(line.text, sung or [span]),
        }
    )
