"""Chinese and Japanese in columns from the right, inked in one by one; other scripts word under word.

Marks take their upright forms; a row of Latin letters or digits inside a column stands upright where it is short and lies on
its side where it is long. A column never begins with a closing mark.
"""

import re
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from songreel_engine.finishing.fonts import FontFace, find_face
from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST
from songreel_engine.finishing.typography.letters import Drawn, advance_px, blurred, drawn, edged, filled, over, veiled
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, cap_height_px
from songreel_engine.finishing.typography.moving import share, slowing
from songreel_engine.finishing.typography.rows import direction_of
from songreel_engine.finishing.typography.safe_areas import Area
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging
from songreel_engine.finishing.wrapping import wrap

_SIZE: Final = 0.066
_CELL: Final = 1.14
"""From character to character down a column, in letter sizes."""
_COLUMN: Final = 1.75
"""From column to column."""
_WORD_LEADING: Final = 1.22
_TALLEST: Final = 0.74
"""Share of the safe area's height that a column may take."""
_MIDDLE: Final = 0.55
"""Where columns have their middle, as a share of the height."""
_INK_S: Final = 0.30
_EAST: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_UPRIGHT: Final = 2
"""So many Latin letters or digits stand upright side by side in one cell."""
_RULE: Final = 0.045
_SHRINK: Final = 0.92


@dataclass(frozen=True, eq=False)
class _Set:
    """A character, or a word of another script, at its place."""

    word: LyricWord
    drawn: Drawn
    column: int


@dataclass(frozen=True)
class _Column:
    left_px: float
    top_px: float
    foot_px: float


def staged(line: LyricLine) -> Staging:
    """Columns, with a thin rule beside each that grows as it is sung."""
    is_east = len(_EAST.findall(line.text)) * 2 > len("".join(line.text.split()))
    face = find_face(line.text, "ink")
    found, columns, size = _columns(line, face) if is_east else _stacked(line, face)
    box = Area(
        round(min(column.left_px for column in columns)), round(min(column.top_px for column in columns)),
        round(max(column.left_px for column in columns) + size), round(max(column.foot_px for column in columns)),
    )  # fmt: skip
    veil = line.veil(box, TEXT_CONTRAST)
    veils = [
        one.drawn.painted(veiled(one.drawn.letters, size, strength=veil.strength, is_dark=veil.is_dark))
        for one in found
    ]
    wet = [one.drawn.painted(filled(blurred(one.drawn.letters, 0.11 * size, 1.3), line.colour, 0.8)) for one in found]
    dry = [
        one.drawn.painted(
            over(
                edged(one.drawn.letters, size, is_dark=veil.is_dark, opacity=0.5),
                filled(one.drawn.letters, line.colour),
            )
        )
        for one in found
    ]
    rules = [_rule(column, size, line.accent, is_east=is_east) for column in columns]
    count = len(found)
    sung = [[one.word for one in found if one.column == number] for number in range(len(columns))]

    def placed(frame: int) -> list[Placed]:
        there = line.going(frame)
        seen = []
        for number, one in enumerate(found):
            if frame >= one.word.start:
                ink = slowing(share(frame, one.word.start, line.seconds(_INK_S)))
                seen += [
                    Placed(number, Pose(opacity=there * ink)),
                    Placed(count + number, Pose(opacity=there * (1 - ink))),
                    Placed(2 * count + number, Pose(opacity=there * (0.35 + 0.65 * ink))),
                ]
        seen.sort(key=lambda one: one.sprite)
        for number, words in enumerate(sung):
            grown = sum(min(max((frame - word.start + 1) / (word.stop - word.start), 0.0), 1.0) for word in words)
            if grown:
                seen.append(Placed(3 * count + number, Pose(opacity=there * 0.95, shown=grown / len(words))))
        return seen

    return Staging((*veils, *wet, *dry, *rules), placed)


def _columns(line: LyricLine, face: FontFace) -> tuple[list[_Set], list[_Column], float]:
    """Cells down columns, columns from the right. As few columns as the height allows, broken between phrases."""
    room_px = _TALLEST * line.area.height_px
    size = _SIZE * line.size * line.side_px
    lines = wrap(line.text, _cells, room_px / (_CELL * size))
    while len(lines) * _COLUMN * size > line.area.width_px:
        size *= _SHRINK
        lines = wrap(line.text, _cells, room_px / (_CELL * size))
    owners = [number for number, word in enumerate(line.words) for _ in word.text]
    ascent = cap_height_px(face, size)
    longest = max(map(_cells, lines)) * _CELL * size
    left = _first_column(line, len(lines), size)
    top = min(max(line.area.top_px, _MIDDLE * line.frame_px[1] - longest / 2), line.area.bottom_px - longest)
    found, columns, at = [], [], 0
    for number, text in enumerate(lines):
        x_px, y_px = left - number * _COLUMN * size, top + (0.6 * size if number else 0.0)
        columns.append(_Column(x_px, y_px, y_px + _cells(text) * _CELL * size))
        for cell in _cells_of(text):
            word = line.words[owners[min(at, len(owners) - 1)]]
            at += len(cell.replace(" ", ""))
            height = _cells(cell) * _CELL * size
            if cell.strip():
                found.append(_Set(word, _cell(cell, face, size, x_px, y_px, height, ascent), number))
            y_px += height
    return found, columns, size


def _cells_of(text: str) -> list[str]:
    """Characters of the east one by one, rows of other letters together."""
    return re.findall(rf"{_EAST.pattern}|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+", text)


def _cells(text: str) -> float:
    """How many cells high a text is in a column."""
    return sum(
        0.5 if cell.isspace() else 1.0 if _EAST.match(cell) or len(cell) <= _UPRIGHT else 0.56 * len(cell)
        for cell in _cells_of(text)
    )


def _cell(
    text: str, face: FontFace, size: float, x_px: float, y_px: float, height_px: float, capitals_px: float
) -> Drawn:
    if _EAST.match(text) or len(text) <= _UPRIGHT:
        width = advance_px(text, face, size)
        baseline = y_px + (height_px + capitals_px) / 2 + (0.02 * size)
        return drawn(text, face, size, x_px + (size - width) / 2, baseline, room_px=0.8 * size, vertical=True)
    lying = drawn(text, face, size, 0.0, 0.0, room_px=0.8 * size)
    letters = np.asarray(cv2.rotate(lying.letters, cv2.ROTATE_90_CLOCKWISE), np.float32)
    middle_x, middle_y = x_px + size / 2, y_px + height_px / 2
    left, top = round(middle_x - letters.shape[1] / 2), round(middle_y - letters.shape[0] / 2)
    return Drawn(letters, left, top, (0, letters.shape[1]))


def _first_column(line: LyricLine, columns: int, size: float) -> float:
    """The left of the rightmost column."""
    width = ((columns - 1) * _COLUMN + 1) * size
    if line.place.endswith("right"):
        return line.area.right_px - size
    if line.place.endswith("left"):
        return line.area.left_px + width - size + _COLUMN * 0.3 * size
    return (line.frame_px[0] + width) / 2 - size


def _stacked(line: LyricLine, face: FontFace) -> tuple[list[_Set], list[_Column], float]:
    """Word under word, flush with the side from which they are read."""
    size = 0.92 * _SIZE * line.size * line.side_px
    room_px = 0.62 * line.area.width_px
    rows = wrap(line.text, lambda text: advance_px(text, face, size), 4.6 * size)
    words = _row_words(line, rows)
    while len(rows) * _WORD_LEADING * size > _TALLEST * line.area.height_px or _widest(rows, face, size) > room_px:
        size *= _SHRINK
    leftwards = direction_of(line.text) == "right to left"
    height, widest = len(rows) * _WORD_LEADING * size, _widest(rows, face, size)
    top = min(max(line.area.top_px, _MIDDLE * line.frame_px[1] - height / 2), line.area.bottom_px - height)
    left = {"left": line.area.left_px + 0.5 * size, "right": line.area.right_px - widest}.get(
        line.place.rpartition("_")[2], (line.frame_px[0] - widest) / 2
    )
    found = []
    for number, text in enumerate(rows):
        baseline = top + (number + 0.8) * _WORD_LEADING * size
        pieces = words[number]
        x_px = left + (widest - advance_px(text, face, size) if leftwards else 0.0)
        for word, piece, offset in _offsets(pieces, text, face, size, leftwards=leftwards):
            found.append(_Set(word, drawn(piece, face, size, x_px + offset, baseline, room_px=0.8 * size), 0))
    return found, [_Column(left, top + 0.1 * size, top + height)], size


def _row_words(line: LyricLine, rows: list[str]) -> list[list[LyricWord]]:
    owners = [word for word in line.words for _ in word.text]
    at, found = 0, []
    for row in rows:
        count = len("".join(row.split()))
        mine = owners[at : at + count]
        found.append([word for word, before in zip(mine, [None, *mine], strict=False) if word is not before])
        at += count
    return found


def _offsets(
    words: list[LyricWord], row: str, face: FontFace, size: float, *, leftwards: bool
) -> list[tuple[LyricWord, str, float]]:
    """Each word of a row with its letters and its distance from the row's left."""
    texts = row.split()
    if len(texts) != len(words):
        return [(words[0], row, 0.0)]
    ordered = list(zip(words, texts, strict=True))[:: -1 if leftwards else 1]
    space, at, found = advance_px(" ", face, size), 0.0, []
    for word, text in ordered:
        found.append((word, text, at))
        at += advance_px(text, face, size) + space
    return found


def _widest(rows: list[str], face: FontFace, size: float) -> float:
    return max(advance_px(row, face, size) for row in rows)


def _rule(column: _Column, size: float, colour: str, *, is_east: bool) -> Sprite:
    """Beside the column on the left, as tall as it is."""
    width, height = max(2, round(_RULE * size)), max(2, round(column.foot_px - column.top_px))
    cover = np.ones((height, width), np.float32)
    left = column.left_px - (0.30 if is_east else 0.42) * size
    return Sprite(round(left), round(column.top_px), filled(cover, colour), "down")
