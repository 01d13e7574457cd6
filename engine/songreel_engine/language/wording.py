"""A message made plain enough to match words in, without losing what was typed.

`Wording.plain` is what patterns are matched against: one width, one case, simplified characters, section words spelt
right. `Wording.cased` is the same, letter for letter, in the case that was typed. `Wording.said` is the message itself, and
`as_said` finds the typed characters again behind any stretch of the plain ones.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from songreel_engine.language.characters import PLAIN

LONGEST_MESSAGE: Final = 1_000
"""Characters that are read; what follows is left unread, so that no message takes long."""
HIDDEN: Final = "\x1a"
"""Stands in `shown` for each character of quoted or free text, which no pattern may look into."""

_QUOTES: Final = {
    '"': '"',
    "“": "”",
    "„": "“",
    "«": "»",
    "「": "」",
    "『": "』",
    "《": "》",
    "‘": "’",
    "'": "'",
    "＂": "＂",
}
_SPACES: Final = re.compile(r"\s")
_UNSEEN: Final = frozenset({"Cf", "Mn", "Cc", "Co", "Cs", "Cn"})
"""Categories of characters that say nothing; leaving them out also keeps `HIDDEN` and the marks of targets our own."""
_WORD: Final = re.compile(r"[a-z]+")

_SPELT: Final = {
    "chorus": 2, "choruses": 2, "verse": 1, "verses": 1, "bridge": 2, "intro": 1, "outro": 1, "prechorus": 2,
    "refrain": 2, "instrumental": 2, "interlude": 2, "everything": 2, "except": 1, "export": 1, "seconds": 1,
}  # fmt: skip
"""Words of structure, and by how many slips of the finger each is still known."""
_REAL_WORDS_TEXT: Final = (
    "into intros info verge versed verve nerve serve curse horse nurse worse course chords bride brides brigade "
    "ridge fridge bright bringe outer outdo outros expert exports exported expect accept excerpt second sections "
    "refract reverse reversed inverse versus version universe crouse choral chores secondly extort verb verbs "
    "vase intra everyone "
)
_REAL_WORDS: Final = frozenset(_REAL_WORDS_TEXT.split())
"""Words as near to one of those that are words themselves."""
_SHORT_SLIPS: Final = {
    "hte": "the", "teh": "the", "shto": "shot", "shtos": "shots", "sohts": "shots", "shost": "shots", "tehn": "then",
    "adn": "and", "nad": "and", "dont": "don't", "dnot": "don't", "hewn": "when", "vers": "verse", "wiht": "with",
    "lirycs": "lyrics", "lirics": "lyrics", "lyircs": "lyrics", "lryics": "lyrics", "lyrcis": "lyrics",
}  # fmt: skip
_CHINESE_SLIPS: Final = {
    "副哥": "副歌", "付歌": "副歌",
    "复歌": "副歌", "负歌": "副歌", "幅歌": "副歌", "附歌": "副歌", "夫歌": "副歌",
    "主哥": "主歌", "住歌": "主歌", "祝歌": "主歌",
    "前凑": "前奏", "前揍": "前奏", "尾凑": "尾奏", "间凑": "间奏", "桥断": "桥段", "桥锻": "桥段", "境头": "镜头",
    "竟头": "镜头", "镜投": "镜头", "分境": "分镜", "导哥": "导歌",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """A message in three spellings of the same length, but for `said`."""

    said: str
    plain: str
    cased: str
    shown: str
    """`plain` with what stands in quotes hidden."""
    at: tuple[int, ...]
    """[len(plain) + 1]: where in `said` each plain character comes from."""
    quotes: tuple[tuple[int, int], ...]
    """Of `plain`, without the marks."""

    def as_said(self, start: int, stop: int) -> str:
        """What was typed where `plain[start:stop]` stands."""
        return self.said[self.at[start] : self.at[stop]]


def read_wording(message: str) -> Wording:
    """The message in its plain spelling; empty for an empty one."""
    said = unicodedata.normalize("NFC", message)[:LONGEST_MESSAGE]
    quoted = _quoted_spans(said)
    cased, at = _plain_characters(said)
    plain = "".join(lowered if len(lowered := c.lower()) == 1 else c for c in cased)
    inside = [any(start <= where < stop for start, stop in quoted) for where in at]
    cased, plain, at = _spelt_right(cased, plain, at, inside)
    inside = [any(start <= where < stop for start, stop in quoted) for where in at]
    shown = "".join(HIDDEN if hidden else c for c, hidden in zip(plain, inside, strict=True))
    return Wording(said, plain, cased, shown, (*at, len(said)), _runs(inside))


def is_chinese(message: str) -> bool:
    """Whether an answer to this should be in Chinese."""
    return any("\u4e00" <= c <= "\u9fff" for c in message)


def hide(wording: Wording, spans: tuple[tuple[int, int], ...]) -> Wording:
    """The wording with these stretches hidden as well."""
    shown = list(wording.shown)
    for start, stop in spans:
        shown[start:stop] = HIDDEN * (stop - start)
    return Wording(wording.said, wording.plain, wording.cased, "".join(shown), wording.at, wording.quotes)


def _quoted_spans(said: str) -> list[tuple[int, int]]:
    """What stands between marks, without them. An apostrophe opens none inside a word."""
    spans, start = [], 0
    while start < len(said):
        closing = _QUOTES.get(said[start], "")
        stop = said.find(closing, start + 1) if closing else -1
        if stop > start + 1 and not _is_apostrophe(said, start) and "\n" not in said[start:stop]:
            while closing in "'’" and _is_apostrophe(said, stop) and said.find(closing, stop + 1) > 0:
                stop = said.find(closing, stop + 1)
            spans.append((start + 1, stop))
            start = stop + 1
        else:
            start += 1
    return spans


def _is_apostrophe(said: str, where: int) -> bool:
    return said[where] in "'’" and said[where - 1 : where].isalnum() and said[where + 1 : where + 2].isalpha()


def _plain_characters(said: str) -> tuple[str, list[int]]:
    characters: list[str] = []
    at: list[int] = []
    for where, character in enumerate(said):
        for folded in PLAIN.get(character) or unicodedata.normalize("NFKC", character):
            plain = PLAIN.get(folded, folded)
            if plain == "\n" or unicodedata.category(plain) not in _UNSEEN:
                characters.append("\n" if plain == "\n" else _SPACES.sub(" ", plain))
                at.append(where)
    return "".join(characters), at


def _spelt_right(cased: str, plain: str, at: list[int], inside: list[bool]) -> tuple[str, str, list[int]]:
    """Words of structure without their slips, outside quotes."""
    repairs: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(plain):
        right = _right_word(match.group())
        if right != match.group() and not any(inside[match.start() : match.end()]):
            repairs.append((match.start(), match.end(), right))
    for wrong, right in _CHINESE_SLIPS.items():
        start = plain.find(wrong)
        while start >= 0:
            if not any(inside[start : start + len(wrong)]):
                repairs.append((start, start + len(wrong), right))
            start = plain.find(wrong, start + 1)
    for start, stop, right in sorted(repairs, reverse=True):
        plain = plain[:start] + right + plain[stop:]
        cased = cased[:start] + right + cased[stop:]
        at = [*at[:start], *(at[min(start + i, stop - 1)] for i in range(len(right))), *at[stop:]]
    return cased, plain, at


@lru_cache(maxsize=4_096)
def _right_word(word: str) -> str:
    if word in _SHORT_SLIPS:
        return _SHORT_SLIPS[word]
    if len(word) < 4 or len(word) > 14 or word in _SPELT or word in _REAL_WORDS:
        return word
    for right, most in _SPELT.items():
        slips = most if len(word) > 5 else 1
        if word[0] == right[0] and abs(len(word) - len(right)) <= slips and distance(word, right) <= slips:
            return right
    return word


def distance(a: str, b: str) -> int:
    """Slips of the finger between two words: letters left out, put in, changed, or changed about with the next."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a):
        after = [i + 1]
        for j, other in enumerate(b):
            best = min(row[j] + (letter != other), row[j + 1] + 1, after[j] + 1)
            if i and j and letter == b[j - 1] and a[i - 1] == other:
                best = min(best, before[j - 1] + 1)
            after.append(best)
        before, row = row, after
    return row[-1]


def _runs(inside: list[bool]) -> tuple[tuple[int, int], ...]:
    runs, start = [], None
    for where, hidden in enumerate([*inside, False]):
        if hidden and start is None:
            start = where
        elif not hidden and start is not None:
            runs.append((start, where))
            start = None
    return tuple(runs)
