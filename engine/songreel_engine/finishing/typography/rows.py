"""Words set in rows: broken where their script allows it, in the order in which they are read, each at its place.

Letters within a word are joined and turned by HarfBuzz and FriBidi (through Pillow's Raqm); the order of words in a row that
mixes directions follows UAX #9, rules N1, N2 and L2, with words as its units.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, NamedTuple

from songreel_engine.finishing.fonts import FontFace
from songreel_engine.finishing.typography.letters import advance_px
from songreel_engine.finishing.wrapping import break_words, wrap

Direction = Literal["left to right", "right to left"]
_RIGHT_TO_LEFT: Final = ("R", "AL")
_HANGING_MARKS: Final = frozenset("，。、；：！？")
_HANGING: Final = 0.5
"""Full-width marks fill half of their cell; at the end of a row the other half hangs over its edge."""


class Piece(NamedTuple):
    """A word, or the part of it that a row has room for."""

    word: int
    """Its number in the line."""
    text: str
    spaced: bool
    """Whether a space stands before it in its row."""


@dataclass(frozen=True)
class SetPiece:
    """A piece at its place."""

    word: int
    text: str
    row: int
    x_px: float
    """Where its pen starts, from the left of its row."""
    width_px: float


@dataclass(frozen=True)
class Row:
    """A row's pieces as they stand from left to right."""

    pieces: tuple[SetPiece, ...]
    width_px: float


def direction_of(text: str) -> Direction:
    """Of a text, by its first letter that has one. Source: UAX #9, P2 and P3."""
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L")
    return "right to left" if first in _RIGHT_TO_LEFT else "left to right"


def break_rows(
    text: str, words: Sequence[str], face: FontFace, size_px: float, room_px: float, tracking_px: float = 0.0
) -> list[list[Piece]]:
    """The words of a text, in rows of about equal length that fit the room; a word that is wider is broken."""

    def measure(part: str) -> float:
        return advance_px(part, face, size_px, tracking_px)

    return rows_of(wrap(break_words(text, measure, room_px), measure, room_px), words)


def rows_of(lines: Sequence[str], words: Sequence[str]) -> list[list[Piece]]:
    """Lines of a text as pieces of its words. The words are the text's letters, in order, without its spaces."""
    owners = [number for number, word in enumerate(words) for _ in word]
    rows, at = [], 0
    for line in lines:
        letters = []
        spaced = False
        for letter in line:
            if letter.isspace():
                spaced = True
                continue
            letters.append((owners[min(at, len(owners) - 1)], letter, spaced))
            at, spaced = at + 1, False
        rows.append([_piece(number, list(group)) for number, group in groupby(letters, key=lambda found: found[0])])
    return [row for row in rows if row]


def _piece(number: int, letters: list[tuple[int, str, bool]]) -> Piece:
    return Piece(number, "".join(letter for _, letter, _ in letters), letters[0][2])


def set_row(
    pieces: Sequence[Piece], number: int, face: FontFace, size_px: float, direction: Direction, tracking_px: float = 0.0
) -> Row:
    """The pieces of one row from left to right, a space between those that had one."""
    space_px = advance_px(" ", face, size_px, tracking_px)
    order = visual_order([piece.text for piece in pieces], direction)
    placed: list[SetPiece] = []
    x_px = 0.0
    for index, before in zip(order, [None, *order], strict=False):
        piece = pieces[index]
        # The space between two belongs to the one that is read later, whichever side it stands on.
        x_px += space_px if before is not None and pieces[max(before, index)].spaced else 0.0
        width_px = advance_px(piece.text, face, size_px, tracking_px)
        placed.append(SetPiece(piece.word, piece.text, number, x_px, width_px))
        x_px += width_px
    hanging_px = _HANGING * size_px if pieces and pieces[-1].text[-1] in _HANGING_MARKS else 0.0
    return Row(tuple(placed), x_px - (tracking_px if placed else 0.0) - hanging_px)


def visual_order(words: Sequence[str], direction: Direction) -> list[int]:
    """The words' numbers as they stand from left to right."""
    base = 1 if direction == "right to left" else 0
    levels = _levels([_kind(word) for word in words], base)
    order = list(range(len(words)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = max(stop, start + 1)
    return order


def _kind(word: str) -> str:
    """R, L, or N for a word without a letter; digits are read from left to right."""
    kinds = [unicodedata.bidirectional(character) for character in word]
    strong = next((kind for kind in kinds if kind in ("L", *_RIGHT_TO_LEFT)), None)
    if strong is not None:
        return "R" if strong in _RIGHT_TO_LEFT else "L"
    return "L" if any(kind in ("EN", "AN") for kind in kinds) else "N"


def _levels(kinds: Sequence[str], base: int) -> list[int]:
    own = {"R": 1, "L": 2 if base else 0}
    levels = []
    for index, kind in enumerate(kinds):
        if kind == "N":
            before = next((k for k in reversed(kinds[:index]) if k != "N"), "")
            after = next((k for k in kinds[index + 1 :] if k != "N"), "")
            kind = before if before == after else ""
        levels.append(own.get(kind, base))
    return levels
