"""What the engine refuses, in Chinese: its sentences with places for what they name, and how each is said (`refusals_zh.toml`).

The engine speaks English; the sentences in the file are its own, so a test can hold them against its source. One that is not
there is told in English behind a Chinese word, never left out.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from songreel_engine.language.questions import said_in_chinese

UNKNOWN: Final = "没有做成：{said}"
FILE: Final = Path(__file__).with_name("refusals_zh.toml")

_WORDS: Final[Mapping[str, str]] = {
    "undo": "撤销", "redo": "恢复", "The song": "歌曲", "The music bed": "背景音乐", "Sound": "声音", "footage": "视频素材",
    "the whole film": "整部影片", "this film": "这部影片", "title": "标题", "caption": "字幕", "credit": "署名", "text": "文字",
    "no named sections": "没有命名的段落",
}  # fmt: skip
_REPLACED: Final[tuple[tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"], ...]] = (
    (re.compile(r"(?<![a-z])[Ss]hots? (?=\d)"), "镜头 "),
    (
        re.compile(
            r"\b(Intro|Verse|Pre-chorus|Prechorus|Chorus|Bridge|Outro|Interlude|Solo|Break|Refrain)(?: (\d+))?\b", re.I
        ),
        lambda found: said_in_chinese(found[0], found[1].lower()),
    ),
    (re.compile(r",? (?:and|or) (?=\d)"), " 和 "),
    (re.compile(r",? (?:and|or) "), "和"),
    (re.compile(r", "), "、"),
)


def refused_in_chinese(said: str) -> str:
    """The engine's refusal in Chinese; with the English one behind it where nobody has put it into Chinese yet."""
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(said.strip())
        if found is not None:
            return chinese.format(**{name: _named(value) for name, value in found.groupdict().items()})
    return UNKNOWN.format(said=said)


def sentences() -> tuple[tuple[str, str], ...]:
    """(English, Chinese), as written down."""
    return tuple((pair["english"], pair["chinese"]) for pair in tomllib.loads(FILE.read_text("utf-8"))["refusals"])


def _named(words: str) -> str:
    """What a sentence names: parts of the film, files, times."""
    words = _WORDS.get(words, words)
    for pattern, chinese in _REPLACED:
        words = pattern.sub(chinese, words)
    return words


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those that say most themselves first: a place takes any words."""
    longest_first = sorted(sentences(), key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))
    return tuple((_pattern(english), chinese) for english, chinese in longest_first)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    written = [f"(?P<{part}>.*?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)
