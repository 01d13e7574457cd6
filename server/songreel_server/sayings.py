"""What the engine says, as somebody is told it who talks and types no commands, in the language of their session.

The engine speaks English to whoever sits at its command line, in refusals and in warnings. Each of its sentences is written
down in `sentences/` with places for what it names; a sentence that comes in is recognised (which one, and its figures) and said
again for a conversation: in Chinese, or in English where the engine's own names a command. Drafts and the engine's JSON keep
what it said. What nobody has written down is told as it is, never left out; tests hold the list against the engine's source.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from songreel_engine.language.questions import said_in_chinese
from songreel_server.sessions import Language

UNTOLD: Final = "原文：{said}"
"""Around a sentence that has no Chinese."""
FOLDER: Final = Path(__file__).with_name("sentences")

_PLACE: Final = re.compile(r"\{(\w+)\}")
_QUOTED: Final = frozenset({"name", "names", "words", "file", "project", "package", "letters", "given", "id"})
"""Places that hold what the user, or somebody else, has called something: told as it is."""
_NUMBERED: Final = re.compile(r"(?<![a-z])[Ss]hots? (?=\d)")
_SECTION: Final = re.compile(
    r"\b(Intro|Verse|Pre-chorus|Prechorus|Chorus|Bridge|Outro|Interlude|Solo|Break|Refrain)(?: (\d+))?\b", re.I
)
_JOINTS: Final = (
    (re.compile(r",? (?:and|or) (?=\d)"), " 和 "),
    (re.compile(r"(?<=\d) to (?=\d)"), " 到 "),
    (re.compile(r",? (?:and|or) "), "和"),
    (re.compile(r", "), "、"),
)
_QUOTES: Final = re.compile(r"^'(.*)'$", re.DOTALL)
_STOP: Final = "。"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One of the engine's, with places in braces."""

    english: str
    chinese: str
    chat: str | None = None
    """English for somebody who talks, where the engine's own says what to type."""

    @property
    def is_fragment(self) -> bool:
        """Whether it is said within another, or behind a colon, and ends without a stop of its own."""
        return not self.chinese.endswith((_STOP, "}"))


@dataclass(frozen=True)
class Saying:
    """A sentence that was recognised, and what stood in its places."""

    sentence: Sentence
    figures: Mapping[str, str]

    def told(self, language: Language) -> str:
        if language == "zh":
            chinese = _filled(
                self.sentence.chinese, {place: _named(place, said) for place, said in self.figures.items()}
            )
            return chinese if chinese.endswith(_STOP) or self.sentence.is_fragment else f"{chinese}{_STOP}"
        return _filled(self.sentence.chat or self.sentence.english, self.figures)


def told(said: str, language: Language) -> str:
    """What the engine said, for a conversation in that language."""
    saying = recognised(said.strip())
    if saying is not None:
        return saying.told(language)
    return said if language == "en" else UNTOLD.format(said=said)


def recognised(said: str) -> Saying | None:
    """None where nobody has written the sentence down."""
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(said)
        if found is not None:
            return Saying(sentence, MappingProxyType(found.groupdict()))
    return None


@cache
def sentences() -> tuple[Sentence, ...]:
    """As written down."""
    return tuple(Sentence(**row) for file in sorted(FOLDER.glob("*.toml")) for row in _table(file).get("sentences", ()))


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Words that are put into Chinese wherever they stand in a place, the longest first; not inside names of files."""
    names: dict[str, str] = _table(FOLDER / "names.toml")["names"]
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w./“'\"-])(?:{words})(?![\w/”'\"-]|\.\w)"), names


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _filled(sentence: str, figures: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: figures[place[1]], sentence)


def _named(place: str, said: str) -> str:
    """What stands in a place: a sentence of its own, a part of the film, a word of ours, or something of the user's."""
    within = recognised(said)
    if within is not None:
        return within.told("zh").rstrip(_STOP)
    if place in _QUOTED:
        return _QUOTES.sub(r"“\1”", said)
    pattern, names = _names()
    said = _NUMBERED.sub("镜头 ", pattern.sub(lambda word: names[word[0]], said))
    said = _SECTION.sub(lambda found: said_in_chinese(found[0], found[1].lower()), said)
    for joint, chinese in _JOINTS:
        said = joint.sub(chinese, said)
    return said


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Sentence], ...]:
    """Those that say most themselves first: a place takes any words."""
    longest_first = sorted(sentences(), key=lambda one: -len(_PLACE.sub("", one.english)))
    return tuple((_pattern(one.english), one) for one in longest_first)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    written = [f"(?P<{part}>.*?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)
