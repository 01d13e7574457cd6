"""Word by word: each springs into a heavy block as it is sung; the one that is sung has the look's colour."""

from typing import Final

from songreel_engine.finishing.typography.contrast import LARGE_CONTRAST
from songreel_engine.finishing.typography.letters import drawn, edged, filled, over, veiled
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, SetLine, set_line
from songreel_engine.finishing.typography.moving import share, slowing, springing
from songreel_engine.finishing.typography.rows import SetPiece
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging

_SIZE: Final = 0.108
_SPRING_S: Final = 0.22
_SETTLE_S: Final = 0.17
_FROM_SCALE: Final = 0.55
_RISE: Final = 0.10


def staged(line: LyricLine) -> Staging:
    """The line as a block of heavy words, centred, tight."""
    block = set_line(line, "heavy", size=_SIZE, leading=1.04, most_rows=4, tracking=-0.022)
    veil = line.veil(block.box, LARGE_CONTRAST, line.colour, line.accent)
    sprites: list[Sprite] = []
    words: list[LyricWord] = []
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        for piece in row.pieces:
            sprites += _sprites(line, block, piece, left + piece.x_px, baseline, veil.strength, veil.is_dark)
            words.append(line.words[piece.word])

    def placed(frame: int) -> list[Placed]:
        found = []
        for layer in range(3):
            for number, word in enumerate(words):
                if frame >= word.start and (pose := _pose(line, block, word, frame, layer)) is not None:
                    found.append(Placed(3 * number + layer, pose))
        return found

    return Staging(tuple(sprites), placed)


def _sprites(
    line: LyricLine, block: SetLine, piece: SetPiece, x_px: float, baseline_px: float, strength: float, is_dark: bool
) -> list[Sprite]:
    """The word's veil, the word while it is sung, and the word afterwards."""
    size = block.size_px
    word = drawn(piece.text, block.face, size, x_px, baseline_px, tracking_px=block.tracking_px, room_px=0.8 * size)
    edge = edged(word.letters, size, is_dark=is_dark, opacity=0.45)
    return [
        word.painted(veiled(word.letters, size, strength=strength, is_dark=is_dark)),
        word.painted(over(edge, filled(word.letters, line.colour))),
        word.painted(over(edge, filled(word.letters, line.accent))),
    ]


def _pose(line: LyricLine, block: SetLine, word: LyricWord, frame: int, layer: int) -> Pose | None:
    spring = share(frame, word.start, line.seconds(_SPRING_S))
    scale = _FROM_SCALE + (1 - _FROM_SCALE) * springing(spring)
    rise = _RISE * block.size_px * (1 - slowing(spring))
    settled = slowing(share(frame, word.stop, line.seconds(_SETTLE_S))) if frame >= word.stop else 0.0
    there = line.going(frame)
    # The coloured word lies over the plain one and leaves it.
    opacity = {0: min(1.0, 2 * spring), 1: 1.0, 2: 1 - settled}[layer] * there
    leaving = 1 - 0.06 * (1 - there)
    return Pose(opacity=opacity, down_px=rise, scale=scale * leaving) if opacity > 0 else None
