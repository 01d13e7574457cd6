"""Brushed words on torn paper, put down one by one by hand, twelve pictures a second."""

import zlib
from typing import Final

from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST, contrast_ratio, luminance
from songreel_engine.finishing.typography.letters import drawn, filled, over, torn_paper
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, set_line
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging

_SIZE: Final = 0.082
_PICTURES_A_SECOND: Final = 12
_PAPERS: Final = ("#f4ead6", "#efe3c8", "#f8f1e2")
_INKS: Final = ("#1f1a17", "#fbf6ea")
_EVERY_ACCENT: Final = 4
"""One scrap in so many is of coloured paper."""
_LANDING: Final = ((1.32, -0.30), (1.10, -0.08), (1.0, 0.0))
"""Scale and height above its place, in letter sizes, of a scrap's first pictures."""
_MOST_TURN_DEG: Final = 3.2
_BOIL_DEG: Final = 0.7
_BOIL_PICTURES: Final = 3


def staged(line: LyricLine) -> Staging:
    """Each word on a scrap of its own, a little askew."""
    block = set_line(line, "hand", size=_SIZE, leading=1.42, most_rows=4, tracking=0.02, room=0.94)
    size = block.size_px
    sprites: list[Sprite] = []
    words: list[LyricWord] = []
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        for piece in row.pieces:
            seed = zlib.crc32(f"{piece.word} {piece.text} {line.text}".encode())
            word = drawn(
                piece.text, block.face, size, left + piece.x_px, baseline,
                tracking_px=block.tracking_px, room_px=0.45 * size,
            )  # fmt: skip
            paper = line.accent if (piece.word + len(line.words)) % _EVERY_ACCENT == 1 else _PAPERS[seed % len(_PAPERS)]
            ink = _ink_on(paper, line.colour)
            sprites.append(
                word.painted(over(torn_paper(word.letters, size, paper, seed), filled(word.letters, ink, 0.96)))
            )
            words.append(line.words[piece.word])

    def placed(frame: int) -> list[Placed]:
        found = []
        for number, word in enumerate(words):
            if frame >= word.start:
                found.append(Placed(number, _pose(line, number, word, frame, size)))
        return found

    return Staging(tuple(sprites), placed)


def _ink_on(paper: str, colour: str) -> str:
    """The colour that was asked for, where it can be read on paper."""
    if contrast_ratio(luminance(colour), luminance(paper)) >= TEXT_CONTRAST:
        return colour
    return max(_INKS, key=lambda ink: contrast_ratio(luminance(ink), luminance(paper)))


def _pose(line: LyricLine, number: int, word: LyricWord, frame: int, size_px: float) -> Pose:
    """Held for two frames at a time, and never quite still."""
    hold = max(1, round(line.frames_a_second / _PICTURES_A_SECOND))
    picture = (frame - word.start) // hold
    scale, above = _LANDING[min(picture, len(_LANDING) - 1)]
    rest = _chance(number, 0) * _MOST_TURN_DEG
    boil = _chance(number, 1 + picture // 4 % _BOIL_PICTURES) * _BOIL_DEG
    landing = 5.0 * (scale - 1) * (1 if number % 2 else -1)
    return Pose(
        opacity=line.going(frame), down_px=round(above * size_px), scale=scale, turn_deg=rest + boil + 3 * landing
    )


def _chance(number: int, throw: int) -> float:
    """-1 to 1, the same each time."""
    return zlib.crc32(f"{number}/{throw}".encode()) % 2001 / 1000 - 1
