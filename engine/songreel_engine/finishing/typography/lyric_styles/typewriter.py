"""Letters struck one after another behind a block cursor, on a strip as dark as the picture asks for."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST
from songreel_engine.finishing.typography.letters import blurred, drawn, edged, filled, over
from songreel_engine.finishing.typography.lyric_line import LyricLine, LyricWord, SetLine, cap_height_px, set_line
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging

_SIZE: Final = 0.056
_STRIKE_S: Final = 0.055
"""From letter to letter at the slowest hand; a word that is sung faster is struck faster."""
_BLINK_S: Final = 0.53
_LEAST_STRIP: Final = 0.44
_STRIP_PAD_X, _STRIP_PAD_Y = 0.34, 0.36
_CURSOR: Final = 0.56


@dataclass(frozen=True, eq=False)
class _Struck:
    """A word on the page."""

    word: LyricWord
    sprite: int
    stops: tuple[float, ...]
    """The share of it that is shown after each letter."""
    frames: int
    """In which it is struck."""
    ends_px: tuple[float, float]
    """Where the cursor stands behind it: x, baseline."""
    starts_px: tuple[float, float]


def staged(line: LyricLine) -> Staging:
    """Rows flush with the side from which they are read, each on a strip of its own."""
    block = set_line(line, "typewriter", size=_SIZE, leading=1.62, most_rows=4, tracking=0.0)
    strips = _strips(line, block)
    sprites: list[Sprite] = [*strips]
    struck: list[_Struck] = []
    leftwards = block.direction == "right to left"
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        for piece in row.pieces:
            x_px = left + piece.x_px
            word = drawn(piece.text, block.face, block.size_px, x_px, baseline, room_px=0.2 * block.size_px)
            ink = over(edged(word.letters, block.size_px, opacity=0.35), filled(word.letters, line.colour))
            sprites.append(word.painted(ink, towards="left" if leftwards else "right"))
            near, far = (x_px + piece.width_px, x_px) if leftwards else (x_px, x_px + piece.width_px)
            timed = line.words[piece.word]
            letters = max(1, len(piece.text))
            struck.append(
                _Struck(
                    word=timed,
                    sprite=len(sprites) - 1,
                    stops=tuple((index + 1) / letters for index in range(letters)),
                    frames=min(max(1, timed.stop - timed.start), line.seconds(_STRIKE_S * letters)),
                    ends_px=(far, baseline),
                    starts_px=(near, baseline),
                )
            )
    struck.sort(key=lambda one: (one.word.start, line.words.index(one.word)))
    cursor = _cursor(line, block)
    sprites.append(cursor)

    def placed(frame: int) -> list[Placed]:
        there = line.going(frame)
        found = [Placed(index, Pose(opacity=line.presence(frame))) for index in range(len(strips))]
        at, resting = struck[0].starts_px, True
        for one in struck:
            if frame >= one.word.start:
                count = min(int((frame - one.word.start) * len(one.stops) / one.frames) + 1, len(one.stops))
                found.append(Placed(one.sprite, Pose(opacity=there, shown=one.stops[count - 1])))
                share = one.stops[count - 1]
                at = (one.starts_px[0] + share * (one.ends_px[0] - one.starts_px[0]), one.ends_px[1])
                resting = count == len(one.stops)
        if not resting or int(frame / line.frames_a_second / _BLINK_S) % 2 == 0:
            aside = (-_CURSOR - 0.06 if leftwards else 0.06) * block.size_px
            moved = Pose(opacity=there * 0.95, right_px=round(at[0] + aside), down_px=round(at[1]))
            found.append(Placed(len(sprites) - 1, moved))
        return found

    return Staging(tuple(sprites), placed)


def _strips(line: LyricLine, block: SetLine) -> list[Sprite]:
    """One a row, with a soft edge, from above its capitals to below its descenders."""
    veil = line.veil(block.box, TEXT_CONTRAST)
    strength = max(veil.strength, _LEAST_STRIP)
    size, capitals = block.size_px, cap_height_px(block.face, block.size_px)
    strips = []
    for row, left, baseline in zip(block.rows, block.lefts_px, block.baselines_px, strict=True):
        # Room for the cursor behind the last letter.
        width = row.width_px + (2 * _STRIP_PAD_X + _CURSOR) * size
        height = capitals + 2 * _STRIP_PAD_Y * size
        x_px = left - (_STRIP_PAD_X + (_CURSOR if block.direction == "right to left" else 0.0)) * size
        soft = round(0.05 * size) + 1
        cover = np.zeros((round(height) + 4 * soft, round(width) + 4 * soft), np.float32)
        cover[2 * soft : -2 * soft, 2 * soft : -2 * soft] = 1
        strip = filled(blurred(cover, soft / 2), "#0c0c0e" if veil.is_dark else "#f6f2e8", strength)
        top = baseline - capitals - _STRIP_PAD_Y * size
        strips.append(Sprite(round(x_px) - 2 * soft, round(top) - 2 * soft, strip))
    return strips


def _cursor(line: LyricLine, block: SetLine) -> Sprite:
    """A block as high as a capital, standing on the baseline at the frame's corner; poses carry it."""
    height = round(1.12 * cap_height_px(block.face, block.size_px))
    cover = np.ones((height, round(_CURSOR * block.size_px)), np.float32)
    return Sprite(0, -round(1.06 * cap_height_px(block.face, block.size_px)), filled(cover, line.accent))
