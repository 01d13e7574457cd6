"""The line stands ready; colour runs through each word as it is sung."""

from typing import Final

from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST, dimmed, told_apart
from songreel_engine.finishing.typography.letters import drawn, filled, grown, over, veiled
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, set_line
from songreel_engine.finishing.typography.moving import slowing
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging, Towards

_SIZE: Final = 0.056
_OUTLINE: Final = 0.055
_RISE: Final = 0.35
_EDGE: Final = 0.10
_WAITING_DIMMED: Final = 0.45


def staged(line: LyricLine) -> Staging:
    """White letters with a dark outline, and the same in colour over them, revealed word by word."""
    block = set_line(line, "heavy", size=_SIZE, leading=1.34, most_rows=3, tracking=-0.008)
    size = block.size_px
    # In a look without colours the sweep would not be seen: there, what is not sung yet is grey.
    waiting = line.colour if told_apart(line.colour, line.accent) else dimmed(line.colour, _WAITING_DIMMED)
    veil = line.veil(block.box, TEXT_CONTRAST, line.colour, line.accent)
    veils: list[Sprite] = []
    plain: list[Sprite] = []
    sung: list[Sprite] = []
    words: list[LyricWord] = []
    towards: Towards = "left" if block.direction == "right to left" else "right"
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        for piece in row.pieces:
            word = drawn(
                piece.text, block.face, size, left + piece.x_px, baseline,
                tracking_px=block.tracking_px, room_px=0.8 * size,
            )  # fmt: skip
            dark = filled(grown(word.letters, _OUTLINE * size), "#0b0b10" if veil.is_dark else "#ffffff", 0.92)
            veils.append(word.painted(veiled(word.letters, size, strength=veil.strength, is_dark=veil.is_dark)))
            plain.append(word.painted(over(dark, filled(word.letters, waiting))))
            coloured = over(dark, filled(word.letters, line.accent))
            sung.append(word.painted(coloured, towards=towards, edge_px=_EDGE * size))
            words.append(line.words[piece.word])
    count = len(words)

    def placed(frame: int) -> list[Placed]:
        there = line.presence(frame)
        rise = _RISE * size * (1 - slowing(line.coming(frame)))
        still = Pose(opacity=there, down_px=rise)
        found = [Placed(index, still) for index in range(2 * count)]
        for number, word in enumerate(words):
            if frame >= word.start:
                run = min((frame - word.start + 1) / (word.stop - word.start), 1.0)
                found.append(Placed(2 * count + number, still._replace(shown=run)))
        return found

    return Staging((*veils, *plain, *sung), placed)
