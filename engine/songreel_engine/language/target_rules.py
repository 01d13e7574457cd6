"""How parts of a film are found in words: rules that are read one after the other over the same line.

A rule is a pattern and what it builds. What a rule has matched becomes one mark, as long as the match, so that later
rules can speak of it: first 'the bridge' becomes a mark, then 'from ▮ on' becomes one. `PART` matches a mark.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from songreel_engine.language.numbers import read_number, read_ordinal, read_whole
from songreel_engine.language.selectors import Mention, Selector

_FIRST_MARK: Final = 0xE000
_MOST_MARKS: Final = 0x1000
_FILL: Final = "\x1b"
MARK: Final = "[\ue000-\uefff]\x1b*"
PART: Final = f"({MARK})"
"""One part that an earlier rule found, as a group."""
PARTS: Final = (
    f"({MARK}(?:(?: ?[,、&+/和与及跟或]+ ?| and | or |, and |, or |以及|还有)(?:in |during |the |in the )?{MARK})*)"
)
"""One or several."""


class Line:
    """The words while they are read: found parts are marks in `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: list[Selector] = []

    def read(self, rule: "Rule") -> None:
        self.text = rule.pattern.sub(lambda match: self._marked(rule, match), self.text)

    def part(self, words: str) -> Selector:
        """What the (first) mark in `words` stands for."""
        return next(self._found[ord(c) - _FIRST_MARK] for c in words if self._is_mark(c))

    def parts(self, words: str) -> tuple[Selector, ...]:
        return tuple(self._found[ord(c) - _FIRST_MARK] for c in words if self._is_mark(c))

    def mentions(self) -> tuple[Mention, ...]:
        return tuple(
            Mention(match.start(), match.end(), self.part(match.group())) for match in re.finditer(MARK, self.text)
        )

    def _marked(self, rule: "Rule", match: re.Match[str]) -> str:
        selector = rule.build(match, self) if len(self._found) < _MOST_MARKS else None
        if selector is None:
            return match.group()
        self._found.append(selector)
        return chr(_FIRST_MARK + len(self._found) - 1) + _FILL * (len(match.group()) - 1)

    def _is_mark(self, character: str) -> bool:
        return _FIRST_MARK <= ord(character) < _FIRST_MARK + len(self._found)


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str], Line], Selector | None]
    """None: it was not meant like that; the words stay for later rules."""


def rule(pattern: str, build: Callable[[re.Match[str], Line], Selector | None]) -> Rule:
    """The rule for a pattern; spaces in it stand for themselves."""
    return Rule(re.compile(pattern), build)


def read_rules(text: str, rules: Sequence[Rule]) -> tuple[Mention, ...]:
    """Parts that `text` speaks of, in its order."""
    line = Line(text)
    for each in rules:
        line.read(each)
    return line.mentions()


_LIST_GAP: Final = re.compile(r"(?:,|、|&|\+|和|与|及|跟|或|\band\b|\bor\b|\s)+")
_RANGE_GAP: Final = re.compile(r"\s*(?:-|~|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b|到|至)\s*")


_NOBODYS: Final = 100_000
"""A number that no shot or section has."""


def read_list(words: str) -> tuple[int, ...]:
    """Whole numbers or ordinals in a list with ranges: '3, 5 and 7 to 9' → 3 5 7 8 9. Empty where one is unreadable."""
    numbers: list[int] = []
    for item in _items(words):
        ends = [read_ordinal(end) or _whole(end) for end in item]
        if any(end is None for end in ends):
            return ()
        # Nothing has so many: whoever is asked for it says what there is.
        first, last = (max(-_NOBODYS, min(_NOBODYS, end)) if end is not None else None for end in (ends[0], ends[-1]))
        if first is None or last is None or not 0 <= last - first <= 10_000:
            return ()
        numbers.extend(range(first, last + 1))
    return tuple(dict.fromkeys(numbers))


def _whole(words: str) -> int | None:
    number = read_number(words)
    if number is None:
        return None
    near = min(number, 1e9)
    return int(near) if near == int(near) else None


def _items(words: str) -> list[list[str]]:
    joined = _RANGE_GAP.sub("→", _clean(words))
    return [item.split("→") for item in _LIST_GAP.split(joined) if item]


def _clean(words: str) -> str:
    """The list with ordinals from the end and compounds as one word each."""
    joined = re.sub(r"second[- ](?:to[- ])?last|next[- ]to[- ]last", "penultimate", words.strip())
    joined = re.sub(r"third[- ](?:to[- ])?last", "antepenultimate", joined)
    joined = re.sub(r"[a-z]+ty[- ](?:one|two|three|four|five|six|seven|eight|nine)\b", _digits, joined)
    return re.sub(r"\bthe\b|#|号|个|段|次|遍|节|句|处|轮|组|镜头|\bshots?\b|\bno\.?", " ", joined).strip()


def _digits(match: re.Match[str]) -> str:
    return str(read_whole(match.group()))
