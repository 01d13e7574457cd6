"""Glass tubes, dark until they are sung; then they flicker, catch and glow."""

import zlib
from typing import Final

from songreel_engine.finishing.typography.contrast import LARGE_CONTRAST
from songreel_engine.finishing.typography.letters import dark_tube, drawn, lit_tube, tubes, veiled
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, set_line
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging

_SIZE: Final = 0.092
_CATCHING: Final = (0.95, 0.25, 0.80, 0.40, 0.70, 1.0)
"""How bright a tube is in its first twenty-fourths of a second."""
_TUBE_FACE: Final = "tilt-neon"
_HUM: Final = 0.05


def staged(line: LyricLine) -> Staging:
    """The whole sign is seen unlit; word by word it is switched on."""
    block = set_line(line, "neon", size=_SIZE, leading=1.16, most_rows=4, tracking=0.01)
    size = block.size_px
    # A sign needs the dark: its veil is what white letters would need.
    veil = line.veil(block.box, LARGE_CONTRAST, "#ffffff")
    veils: list[Sprite] = []
    unlit: list[Sprite] = []
    lit: list[Sprite] = []
    words: list[LyricWord] = []
    for number, (row, left, baseline) in enumerate(zip(block.rows, block.lefts_px, block.baselines_px, strict=True)):
        for piece in row.pieces:
            word = drawn(
                piece.text, block.face, size, left + piece.x_px, baseline,
                tracking_px=block.tracking_px, room_px=1.1 * size,
            )  # fmt: skip
            bent = word.letters if _TUBE_FACE in block.face.path.name else tubes(word.letters, size)
            veils.append(word.painted(veiled(word.letters, size, strength=veil.strength, is_dark=True)))
            unlit.append(word.painted(dark_tube(bent, size)))
            lit.append(word.painted(lit_tube(bent, size, line.accents[number % 2])))
            words.append(line.words[piece.word])
    count = len(words)

    def placed(frame: int) -> list[Placed]:
        there = line.presence(frame)
        found = [Placed(index, Pose(opacity=there)) for index in range(2 * count)]
        for number, word in enumerate(words):
            if frame >= word.start:
                found.append(
                    Placed(
                        2 * count + number, Pose(opacity=line.going(frame) * _power(line, number, frame - word.start))
                    )
                )
        return found

    return Staging((*veils, *unlit, *lit), placed)


def _power(line: LyricLine, number: int, since: int) -> float:
    """How much current a tube has so many frames after it was switched on; then a hum that no two tubes share."""
    step = int(since / line.frames_a_second * 24)
    if step < len(_CATCHING):
        return _CATCHING[step]
    return 1 - _HUM * (zlib.crc32(f"{number} {since // 3}".encode()) % 100) / 100
