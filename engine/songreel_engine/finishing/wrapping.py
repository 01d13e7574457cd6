"""A text broken into lines of about equal length, where its script allows a break.

Words stay whole; no line starts with a closing mark or ends with an opening one. Chinese, Japanese and Thai may break
between any characters but break between phrases where that costs nothing, and no line is left with one short word where
another break avoids it. What it does not do: hyphenation.

Source: UAX #14 (line breaking) by uniseg; phrases by BudouX.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from budoux.parser import Parser

Measure = Callable[[str], float]
"""The width of a line in pixels."""

_IDEOGRAPH: Final = re.compile("[\u2e80-\u2fff\u3003-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]")
_KANA: Final = re.compile("[\u3041-\u30ff\uff66-\uff9d]")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_MARKS: Final = frozenset("，。、；：！？,;:!?.…—،؛")
_MOST_PHRASED: Final = 400
"""Characters of a paragraph in which phrases are looked for; what is longer is no line of a song."""
_INSIDE_PHRASE_COST: Final = 0.06
"""For a break inside a phrase: as much as a line 24 % shorter than its share."""
_MARK_GAIN: Final = 0.12
"""For a break behind a mark, where a singer breathes."""
_WIDOW_COST: Final = 0.25
_WIDOW_SHARE: Final = 0.34
"""A last line of one word, shorter than this share of the widest, is a widow."""


@dataclass(frozen=True)
class _Unit:
    """What stays together."""

    text: str
    """With the space before it, but for the first."""
    ends_phrase: bool


def fill(text: str, measure: Measure, width_px: float) -> list[str]:
    """As `wrap`, but each line as full as it can be: as many lines, found sooner."""
    return [line for part in text.splitlines() for line in _filled(_units_in(part), measure, width_px)]


def wrap(text: str, measure: Measure, width_px: float) -> list[str]:
    """The fewest lines no wider than `width_px`, of about equal length; line breaks in the text stay.

    A word wider than that stands on a line of its own, too wide; `break_words` is for those. An empty text has no lines.
    """
    return [line for part in text.splitlines() for line in _balanced(_units(part), measure, width_px)]


def count_broken_phrases(lines: Sequence[str]) -> int:
    """How many of these lines, which make up one text, end inside a phrase of Chinese, Japanese or Thai."""
    ends = _phrase_ends("".join(lines))
    at, broken = 0, 0
    for line in lines[:-1]:
        at += len(line)
        broken += ends is not None and at not in ends
    return broken


def break_words(text: str, measure: Measure, width_px: float) -> str:
    """The text with spaces inside the words that no line has room for."""
    return "\n".join(
        "".join(space + _broken(word, measure, width_px) for space, word in re.findall(r"(\s*)(\S+)", part))
        for part in text.splitlines()
    )


def _broken(word: str, measure: Measure, width_px: float) -> str:
    if measure(word) <= width_px or _IDEOGRAPH.search(word):
        return word
    from uniseg.graphemecluster import grapheme_clusters  # type: ignore[import-untyped]  # it has no stubs

    lines = [""]
    for letter in grapheme_clusters(word):
        if lines[-1] and measure(lines[-1] + letter) > width_px:
            lines.append("")
        lines[-1] += letter
    return " ".join(lines)


def _units_in(text: str) -> list[str]:
    """What stays together, each with the space before it."""
    from uniseg.linebreak import line_break_units  # type: ignore[import-untyped]  # it has no stubs

    units: list[str] = []
    for piece in line_break_units(" ".join(text.split())):
        spaced = bool(units) and units[-1].endswith(" ")
        if spaced:
            units[-1] = units[-1].rstrip(" ")
        units.append((" " if spaced else "") + piece)
    if units:
        units[-1] = units[-1].rstrip(" ")
    return [unit for unit in units if unit]


def _units(text: str) -> list[_Unit]:
    units = _units_in(text)
    ends = _phrase_ends("".join(units))
    found, at = [], 0
    for unit in units:
        at += len(unit)
        found.append(_Unit(unit, ends is None or at in ends))
    return found


def _phrase_ends(text: str) -> frozenset[int] | None:
    """Where phrases end, counted in characters; None where every break is as good as any other."""
    if len(text) > _MOST_PHRASED or not (_IDEOGRAPH.search(text) or _THAI.search(text)):
        return None
    ends, at = set(), 0
    for phrase in _phrases_of(_language(text)).parse(text):
        at += len(phrase)
        ends.add(at)
    return frozenset(ends | {place for place, letter in enumerate(text) if letter == " "})


def _language(text: str) -> str:
    if _THAI.search(text):
        return "thai"
    return "japanese" if _KANA.search(text) else "simplified_chinese"


@cache
def _phrases_of(language: str) -> "Parser":
    # Late: the model is read from a file, and most texts have no use for it.
    import budoux

    parser: Parser = getattr(budoux, f"load_default_{language}_parser")()
    return parser


def _balanced(units: Sequence[_Unit], measure: Measure, width_px: float) -> list[str]:
    """The lines of least cost among those of the fewest; dynamic programming over the places where a line may end."""
    full = _filled([unit.text for unit in units], measure, width_px)
    if len(full) < 2 or max(map(measure, full)) > width_px:
        return full
    starts = _cheapest_starts(units, measure, width_px, len(full))
    if not starts:
        return full
    lines = [_line(units, start, stop) for start, stop in zip(starts, [*starts[1:], len(units)], strict=True)]
    return lines if max(map(measure, lines)) <= width_px else full


def _cheapest_starts(units: Sequence[_Unit], measure: Measure, width_px: float, count: int) -> list[int]:
    """The first unit of each of `count` lines; empty where they do not fit so many.

    Widths are sums of units' widths, which kerning changes a little.
    """
    widths = [measure(unit.text.lstrip()) for unit in units]
    spaces = [measure("a a") - measure("aa") if unit.text.startswith(" ") else 0.0 for unit in units]
    ideal = (sum(widths) + sum(spaces)) / count / width_px
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for number in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best[-1].items():
            width = -spaces[start] if start < len(units) else 0.0
            for stop in range(start + 1, len(units) - (count - number - 1) + 1):
                width += widths[stop - 1] + spaces[stop - 1]
                if width > width_px and stop > start + 1:
                    break
                total = cost + _cost(units, start, stop, width / width_px, ideal)
                if stop not in reached or total < reached[stop][0]:
                    reached[stop] = (total, [*starts, start])
        best.append(reached)
    return best[-1].get(len(units), (0.0, []))[1]


def _cost(units: Sequence[_Unit], start: int, stop: int, width: float, ideal: float) -> float:
    """Of one line: its distance from its share of the text, where it ends, and whether it is a widow."""
    is_last = stop == len(units)
    cost = (width - ideal) ** 2
    if not is_last and not units[stop - 1].ends_phrase:
        cost += _INSIDE_PHRASE_COST
    if not is_last and units[stop - 1].text[-1] in _MARKS:
        cost -= _MARK_GAIN
    if is_last and stop - start == 1 and width < _WIDOW_SHARE * ideal:
        cost += _WIDOW_COST
    return cost


def _line(units: Sequence[_Unit], start: int, stop: int) -> str:
    return "".join(unit.text for unit in units[start:stop]).lstrip()


def _filled(pieces: Sequence[str], measure: Measure, width_px: float) -> list[str]:
    """Line after line, each as full as it can be."""
    lines: list[str] = []
    for piece in pieces:
        if lines and measure(lines[-1] + piece) <= width_px:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return lines
