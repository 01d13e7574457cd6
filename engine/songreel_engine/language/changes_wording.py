"""How a clause is looked at when a change is sought in it: quoted text set aside, slips of the finger put right, and
phrases, amounts and numbers found.

Patterns join English (whole words) and Chinese (anywhere). Nothing here knows what an edit is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Generic, TypeVar

from songreel_engine.language.lexicon_en import NOT_SLIPS, REPAIRABLE

Value = TypeVar("Value")

QUOTED: Final = "¤"
"""Stands in a clause for a quoted text."""
_QUOTES: Final = re.compile(
    r"“([^”]+)”|「([^」]+)」|『([^』]+)』|《([^》]+)》|«([^»]+)»|‘([^’]+)’|\"([^\"]+)\""
    r"|(?<![a-z0-9])'((?:[^']|(?<=[a-z])'(?=[a-z]))+)'(?![a-z])|`([^`]+)`",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final[Mapping[str, float]] = {
    "half a": 0.5, "half": 0.5, "a quarter": 0.25, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "one and a half": 1.5, "a couple of": 2, "a couple": 2, "a few": 3, "first": 1, "second": 2,
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "1st": 1,
    "2nd": 2, "3rd": 3, "twenty five": 25, "thirty five": 35, "forty five": 45, "seventy five": 75, "half of a": 0.5,
    "半": 0.5, "一个半": 1.5, "一半": 0.5, "几": 3,
}  # fmt: skip
_DIGITS_ZH: Final = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
NUMBER: Final = (
    r"(?:\d+(?:\.\d+)?|(?:"
    + "|".join(sorted((word for word in _NUMBER_WORDS if word.isascii()), key=len, reverse=True))
    + r")(?![a-z])|一个半|一半|[零一二三四五六七八九十百两]+|半|几)"
)
"""A number as people write it, for use inside a pattern."""


def words(english: str = "", chinese: str = "") -> re.Pattern[str]:
    """A pattern that finds the English alternatives as whole words and the Chinese ones anywhere."""
    parts = [rf"(?<![a-z])(?:{english})(?![a-z])"] if english else []
    return re.compile("|".join([*parts, *([chinese] if chinese else [])]))


@dataclass(frozen=True)
class Heard(Generic[Value]):
    """A phrase found: what it means, and where it stands."""

    value: Value
    start: int
    end: int


class Phrases(Generic[Value]):
    """What phrases of two languages mean, looked up in text: the longest first, in the order said."""

    def __init__(self, english: Mapping[str, Value], chinese: Mapping[str, Value]) -> None:
        self._meaning: dict[str, Value] = {**english, **chinese}
        self._pattern = words(_alternatives(english), _alternatives(chinese))

    def every(self, text: str) -> Iterator[Heard[Value]]:
        """All phrases of a text, rising and apart."""
        for match in self._pattern.finditer(text):
            yield Heard(self._meaning[match[0]], match.start(), match.end())

    def first(self, text: str) -> Value | None:
        """What the first phrase means; None where there is none."""
        return next((heard.value for heard in self.every(text)), None)

    def without(self, text: str) -> str:
        """The text with all phrases blanked."""
        return blanked(self._pattern, text)


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with all that a pattern finds turned to spaces, so that the rest stays where it was."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _alternatives(phrases: Mapping[str, object]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A command, ready to be searched."""

    rest: str
    """Lower-case, mended, quoted texts as `QUOTED`, without the words of its target."""
    whole: str
    """The same with the words of its target."""
    said: str
    """As it was said."""
    quotes: tuple[str, ...]
    """The quoted texts, verbatim, in order."""


def heard_clause(rest: str, full: str) -> Clause:
    """The clause, ready to be searched; any two strings will do."""
    quotes = tuple(next(filter(None, match.groups())).strip() for match in _QUOTES.finditer(full))
    return Clause(rest=_mended(rest), whole=_mended(full), said=full, quotes=tuple(q for q in quotes if q))


def _mended(text: str) -> str:
    plain = _QUOTES.sub(f" {QUOTED} ", text).lower().replace("’", "'")
    plain = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain)
    plain = re.sub(r"(?<![a-z.])[a-z]{4,}(?![a-z.])", lambda match: mended_word(match[0]), plain)
    return " ".join(plain.split())


@lru_cache(maxsize=4_096)
def mended_word(word: str) -> str:
    """The word that was meant: one letter missing, added, wrong or swapped is put right (two in long words)."""
    if word in REPAIRABLE or word in NOT_SLIPS or len(word) > 20:
        return word
    # Nobody misspells the first letter nearly as often as they mean another word.
    near = {known for shape in _shapes(word) for known in _known_shapes().get(shape, ()) if known[0] == word[0]}
    ranked = sorted((_slips(word, known), known) for known in near)
    return next((known for slips, known in ranked if slips <= _allowed(known)), word)


def _allowed(known: str) -> int:
    return 2 if len(known) >= 8 else 1


@cache
def _known_shapes() -> dict[str, tuple[str, ...]]:
    """Repairable words by what is left of them with up to two letters dropped."""
    shapes: dict[str, list[str]] = {}
    for known in sorted(REPAIRABLE):
        for shape in _shapes(known):
            shapes.setdefault(shape, []).append(known)
    return {shape: tuple(known) for shape, known in shapes.items()}


def _shapes(word: str) -> set[str]:
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    twice = {shape[:i] + shape[i + 1 :] for shape in once for i in range(len(shape))} if len(word) >= 7 else set()
    return {word} | once | twice


def _slips(said: str, known: str) -> int:
    """Letters missing, added, wrong or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(said, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(known, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == known[j - 2] and said[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def number(text: str) -> float:
    """What a text that `NUMBER` found is worth."""
    if text in _NUMBER_WORDS:
        return _NUMBER_WORDS[text]
    if text[0].isdigit() and text.isascii():
        return float(text)
    total = value = 0
    for sign in text:
        if sign in "十百":
            total, value = total + (value or 1) * (10 if sign == "十" else 100), 0
        else:
            value = value * 10 + _DIGITS_ZH.get(sign, 0)
    return float(total + value)


SLIGHT: Final = words(
    r"a (?:little|bit|touch|tad|hint|smidge|shade)(?: bit)?|slight(?:ly)?|somewhat|just a|subtl[ey]|gently|tiny bit",
    r"稍微|稍稍|略微|略|一点点|一丢丢|有点|些许|微微|轻微",
)
STRONG: Final = words(
    r"much|a lot|lots?|way|far|very|really|super|extremely|significantly|considerably|dramatically|strongly|heavily"
    r"|heavy|massively|drastically|tons?|ultra|as \w+ as possible|max(?:imum)?|loads|hugely",
    r"很多|非常|得多|特别|超级|极其|极度|大幅|许多|更多更|十分|强烈|狠狠|太多|很|最",
)
_DEGREES: Final = ((SLIGHT, 0.25), (STRONG, 0.8))


def degree(text: str) -> float:
    """How far the words want to go, of 1: a little 0.25, plainly 0.5, much 0.8."""
    return next((amount for pattern, amount in _DEGREES if pattern.search(text)), 0.5)


_LESS: Final = words(
    r"less|lower(?:s|ed|ing)?|reduced?|reducing|decreased?|drop|down|tone down"
    r"|dial(?:ed)? back|pull back|cut|minus|weaker"
    r"|not (?:so|as|that|too)|too much|too|fewer|lose|low|no|without|remove|softer"
    r"|soften|ease|kill|gentler|milder|soft|off",
    r"降低|减少|减弱|减|低|少|弱|降|柔和|柔|不要那么|别那么|不那么|太|去掉|去除|淡",
)
_MORE: Final = words(
    r"more|higher|increased?|raised?|boost(?:ed)?|up|stronger|add|crank|high|extra"
    r"|greater|punch|not enough|too little"
    r"|lift|bump|push|too (?:low|weak|flat|dim|dark|dull)",
    r"提高|增加|加强|增强|提升|加大|拉高|高|强|加|多|不够|太(?:低|弱|少|暗|平|淡)",
)


def sign(text: str) -> int:
    """−1 where less is wanted of what a text speaks of, else 1."""
    # How much is no direction: 低很多 is lower, for all its 多.
    bare = STRONG.sub(" ", SLIGHT.sub(" ", text))
    return -1 if _LESS.search(bare) and not _MORE.search(bare) else 1


_MORE_AND_LESS: Final = re.compile(r"(?<![a-z])((?:more|less)(?: +[a-z]+)?) +(?=(?:more|less) +[a-z])")
"""Two wishes that nothing parts: "more fog less contrast"."""


def pieces(text: str) -> tuple[str, ...]:
    """The parts of a clause that are weighed by themselves: "more contrast", "less colour"."""
    text = _MORE_AND_LESS.sub(r"\1, ", text)
    parts = re.split(
        r"(?<![a-z])(?:and|but|(?<!pop )with|plus|while|yet)(?![a-z])|[,;，；、]|(?<![饱柔缓平温谐])和"
        r"|但是?|以及|同时|而且|并且|并|且",
        text,
    )
    return tuple(part.strip() for part in parts if part.strip())


_MINUTES: Final = r"(\d{1,3}):([0-5]\d(?:\.\d+)?)"
_SECONDS: Final = rf"({NUMBER})[ -]*(?:s|sec|secs|second|seconds)(?![a-z])|({NUMBER})\s*(?:个)?\s*秒钟?(半)?"
SECONDS: Final = re.compile(rf"(?<![a-z\d.])(?:{_SECONDS})|一秒半")
"""A length of time in seconds, as said."""
TIME: Final = rf"(?:{_MINUTES}|({NUMBER})\s*(?:s|sec|secs|second|seconds)?(?![a-z:\d])|({NUMBER})\s*秒)"


def seconds(text: str) -> float | None:
    """The first length of time in a text, in seconds; None where there is none."""
    match = SECONDS.search(text)
    if match is None:
        return None
    said = match[1] or match[2]
    return number(said) + (0.5 if match[3] else 0.0) if said else 1.5


def moment_s(text: str) -> float | None:
    """The first point in time in a text (0:32, 1分05秒, 32 seconds, 第32秒); None where there is none."""
    if match := re.search(_MINUTES, text):
        return int(match[1]) * 60 + float(match[2])
    if match := re.search(rf"({NUMBER})\s*分(?:钟)?\s*(?:({NUMBER})\s*秒?)?", text):
        return number(match[1]) * 60 + (number(match[2]) if match[2] else 0.0)
    return seconds(text)
