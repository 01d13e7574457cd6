"""Words of a line and how long each takes to sing, counted in syllables.

Latin, Cyrillic and Greek words are counted by their groups of vowels, Chinese characters, kana and Hangul by the
character, other scripts by half their letters. It is a measure for sharing out time, not a hyphenator.
"""

import re
import unicodedata
from typing import Final

_IDEOGRAPHS: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_KANA: Final = "\u3041-\u3096\u30a1-\u30fa"
_SMALL_KANA: Final = "ぁぃぅぇぉゃゅょゎァィゥェォャュョヮー"
"""They lengthen or bend the kana before them and are not sung alone."""
_WORD: Final = re.compile(
    # One ideograph, or one kana with its small followers, each with the marks around it; or anything up to a space.
    rf"[^\w\s]*(?:[{_IDEOGRAPHS}]|[{_KANA}][{_SMALL_KANA}]*)[^\w\s]*|(?:(?![{_IDEOGRAPHS}{_KANA}])\S)+|\S"
)
_VOWELS: Final = re.compile(r"[aeiouyæøœаеёиоуыэюяіїєαεηιουω]+")
_HANGUL_OR_CJK: Final = re.compile(rf"[{_IDEOGRAPHS}{_KANA}\uac00-\ud7a3]")
_LETTERED: Final = re.compile(r"[a-zæøœßðþ\u0370-\u03ff\u0400-\u04ff]")
_HELD_SYLLABLES: Final = 0.5
"""A line's last note is held: it counts this much longer."""


def split_words(text: str) -> list[str]:
    """The words of a line in order, marks attached; an empty list for blank text. Right-to-left text stays as it is."""
    return [found.group() for found in _WORD.finditer(text)]


def count_syllables(word: str) -> int:
    """At least 1."""
    folded = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
    whole = unicodedata.normalize("NFC", word)
    characters = len(_HANGUL_OR_CJK.findall(whole)) - sum(c in _SMALL_KANA for c in whole)
    if characters > 0:
        return characters
    if _LETTERED.search(folded):
        groups = len(_VOWELS.findall(folded))
        letters = re.sub(r"[^\w]", "", whole.casefold())
        # "take" is one syllable; "table", "the" and "café" sound their e.
        silent = letters.endswith("e") and not letters.endswith(("le", "ee", "ie", "oe", "ye")) and groups > 1
        return max(groups - silent, 1)
    if any(c.isdigit() for c in folded):
        return max(sum(c.isdigit() for c in folded), 1)
    return max(sum(c.isalpha() for c in folded) // 2, 1)


def weigh_words(words: list[str]) -> list[float]:
    """Each word's share of its line's time, in syllables; the last is held a little longer."""
    weights = [float(count_syllables(word)) for word in words]
    if weights:
        weights[-1] += _HELD_SYLLABLES
    return weights


def weigh_line(text: str) -> float:
    """A line's length in syllables, above 0."""
    return sum(weigh_words(split_words(text))) or 1.0
