"""A feature film's subtitle: quiet serif at the foot of the picture, words coming up as they are sung."""

from typing import Final

from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST
from songreel_engine.finishing.typography.letters import drawn, edged, filled, over, veiled
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, set_line
from songreel_engine.finishing.typography.moving import share, swelling
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging

_SIZE: Final = 0.055
_WAITING: Final = 0.50
"""How much of a word is seen before it is sung."""
_UP_S: Final = 0.17


def staged(line: LyricLine) -> Staging:
    """Two centred rows at most, if they fit."""
    block = set_line(line, "serif", size=_SIZE, leading=1.30, most_rows=2, tracking=0.006, room=0.94)
    size = block.size_px
    veil = line.veil(block.box, TEXT_CONTRAST)
    veils: list[Sprite] = []
    letters: list[Sprite] = []
    words: list[LyricWord] = []
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        for piece in row.pieces:
            word = drawn(
                piece.text, block.face, size, left + piece.x_px, baseline,
                tracking_px=block.tracking_px, room_px=0.9 * size,
            )  # fmt: skip
            veils.append(word.painted(veiled(word.letters, size, strength=veil.strength, is_dark=veil.is_dark)))
            edge = edged(word.letters, size, is_dark=veil.is_dark, opacity=0.55)
            letters.append(word.painted(over(edge, filled(word.letters, line.colour))))
            words.append(line.words[piece.word])
    count = len(words)

    def placed(frame: int) -> list[Placed]:
        there = line.presence(frame)
        found = [Placed(index, Pose(opacity=there)) for index in range(count)]
        for number, word in enumerate(words):
            up = swelling(share(frame, word.start, line.seconds(_UP_S))) if frame >= word.start else 0.0
            found.append(Placed(count + number, Pose(opacity=there * (_WAITING + (1 - _WAITING) * up))))
        return found

    return Staging((*veils, *letters), placed)
