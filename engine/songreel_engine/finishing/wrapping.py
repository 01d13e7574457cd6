"""A text broken into lines of about equal length, where its script allows a break.

Words stay whole; Chinese and Japanese break between characters, but no line starts with a closing mark or ends with an
opening one. What it does not do: hyphenation.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

Measure = Callable[[str], float]
"""The width of a line in pixels."""

_IDEOGRAPH: Final = "\u2e80-\u2fff\u3003-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_CLOSING: Final = re.escape("、。，．！？：；）」』】》〉〕］｝”’…—ー々〜～·%,.!?:;)]}")
_OPENING: Final = re.escape("（「『【《〈〔［｛“‘([{")
_PIECE: Final = re.compile(
    rf"[{_OPENING}]*[{_IDEOGRAPH}][{_CLOSING}]*|[^\s{_IDEOGRAPH}]+?(?=[{_OPENING}]*[{_IDEOGRAPH}])|[^\s{_IDEOGRAPH}]+"
)
"""What stays together: one ideograph with the marks that belong to it, or a word."""


def fill(text: str, measure: Measure, width_px: float) -> list[str]:
    """As `wrap`, but each line as full as it can be: as many lines, found sooner."""
    return [line for part in text.splitlines() for line in _filled(_pieces(part), measure, width_px)]


def wrap(text: str, measure: Measure, width_px: float) -> list[str]:
    """The fewest lines no wider than `width_px`, of about equal length; line breaks in the text stay.

    A word wider than that stands on a line of its own, too wide; `break_words` is for those. An empty text has no lines.
    """
    return [line for part in text.splitlines() for line in _balanced(_pieces(part), measure, width_px)]


def break_words(text: str, measure: Measure, width_px: float) -> str:
    """The text with spaces inside the words that no line has room for."""
    return "\n".join(
        "".join(space + _broken(word, measure, width_px) for space, word in re.findall(r"(\s*)(\S+)", part))
        for part in text.splitlines()
    )


def _broken(word: str, measure: Measure, width_px: float) -> str:
    if measure(word) <= width_px or re.search(f"[{_IDEOGRAPH}]", word):
        return word
    lines = [""]
    for letter in word:
        if lines[-1] and measure(lines[-1] + letter) > width_px:
            lines.append("")
        lines[-1] += letter
    return " ".join(lines)


def _pieces(text: str) -> list[str]:
    """What stays together, each with the space before it."""
    pieces: list[str] = []
    end = 0
    for match in _PIECE.finditer(text):
        pieces.append((" " if match.start() > end and pieces else "") + match.group())
        end = match.end()
    return pieces


def _balanced(pieces: Sequence[str], measure: Measure, width_px: float) -> list[str]:
    lines = _filled(pieces, measure, width_px)
    narrow, wide = 0.0, width_px
    while len(lines) > 1 and wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _filled(pieces, measure, middle)
        if len(tried) == len(lines) and max(map(measure, tried)) <= width_px:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def _filled(pieces: Sequence[str], measure: Measure, width_px: float) -> list[str]:
    """Line after line, each as full as it can be."""
    lines: list[str] = []
    for piece in pieces:
        if lines and measure(lines[-1] + piece) <= width_px:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return lines
