"""Condensed capitals that fill the width like a gig poster; hollow until they are sung."""

from itertools import pairwise
from typing import Final

from songreel_engine.finishing.fonts import FontFace, find_face
from songreel_engine.finishing.typography.contrast import LARGE_CONTRAST
from songreel_engine.finishing.typography.letters import advance_px, drawn, edged, filled, hollow, over, veiled
from songreel_engine.finishing.typography.lyric_line import (
    LyricLine,
    LyricWord,
    SetLine,
    cased,
    placed_rows,
    width_at,
)
from songreel_engine.finishing.typography.moving import share, slowing
from songreel_engine.finishing.typography.rows import Piece, Row, direction_of, rows_of, set_row
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging
from songreel_engine.finishing.wrapping import count_broken_phrases, wrap

_LARGEST: Final = 0.30
"""Letter size of a row, as a share of the frame's side."""
_TALLEST: Final = 0.42
"""Share of the frame's height for all rows."""
_GAP: Final = 0.022
"""Between rows, as a share of the frame's side."""
_MOST_ROWS: Final = 5
_PROBE_PX: Final = 100
_LOOSER: Final = (1.0, 1.08, 1.18, 1.3, 1.5, 1.8)
"""Rows broken to be as wide as an even share, or so much wider."""
_TORN: Final = 0.7
"""What a row that ends inside a phrase is worth."""
_FILL_S: Final = 0.17
_ENTER_RISE: Final = 0.10


def staged(line: LyricLine) -> Staging:
    """Rows of one width and many heights, laid together like wood type."""
    rows = _sized_rows(line)
    sprites: list[list[Sprite]] = [[], [], []]
    words: list[LyricWord] = []
    strength = [line.veil(row.box, LARGE_CONTRAST, line.colour, line.accent) for row in rows]
    accented = max(range(len(rows)), key=lambda number: rows[number].size_px) if len(rows) > 1 else -1
    for number, (block, veil) in enumerate(zip(rows, strength, strict=True)):
        (row,), (left,), (baseline,) = block.rows, block.lefts_px, block.baselines_px
        for piece in row.pieces:
            size = block.size_px
            word = drawn(piece.text, block.face, size, left + piece.x_px, baseline, room_px=0.35 * size)
            colour = line.accent if number == accented else line.colour
            outline = hollow(word.letters, max(1.5, 0.0035 * line.side_px))
            edge = edged(word.letters, 0.5 * size, is_dark=veil.is_dark, opacity=0.4)
            sprites[0].append(
                word.painted(veiled(word.letters, 0.55 * size, strength=veil.strength, is_dark=veil.is_dark))
            )
            sprites[1].append(word.painted(filled(outline, colour, 0.9)))
            sprites[2].append(word.painted(over(edge, filled(word.letters, colour)), towards="up", edge_px=0.04 * size))
            words.append(line.words[piece.word])
    count = len(words)

    def placed(frame: int) -> list[Placed]:
        coming, there = line.coming(frame), line.presence(frame)
        rise = _ENTER_RISE * rows[0].size_px * (1 - coming)
        still = Pose(opacity=there, down_px=rise)
        found = [Placed(index, still) for index in range(2 * count)]
        for number, word in enumerate(words):
            if frame >= word.start:
                filling = slowing(share(frame, word.start, line.seconds(_FILL_S)))
                found.append(Placed(2 * count + number, still._replace(shown=filling)))
        return found

    return Staging((*sprites[0], *sprites[1], *sprites[2]), placed)


def _sized_rows(line: LyricLine) -> list[SetLine]:
    """The fewest rows that are not lower than they must be: each as wide as the room, all together as high as may be."""
    text, words = cased(line, upper=True)
    face = find_face(text, "poster")
    room_px = width_at(line)
    broken = [rows for count in range(1, _MOST_ROWS + 1) for rows in _broken(text, words, face, count)]
    candidates = [_scaled(line, face, rows, room_px) for rows in broken]
    return max(candidates, key=_weight)


def _weight(rows: list[SetLine]) -> float:
    """Large rows are good, rows torn out of a phrase are not."""
    texts = ["".join(piece.text for piece in row.rows[0].pieces) for row in rows]
    return min(row.size_px for row in rows) * _TORN ** count_broken_phrases(texts)


def _broken(text: str, words: list[str], face: FontFace, count: int) -> list[list[list[Piece]]]:
    """The ways to break the text into `count` rows, from the most even one on; empty where it has not so many."""

    def measure(part: str) -> float:
        return advance_px(part, face, _PROBE_PX)

    even_px = measure(text) / count
    found = [tuple(wrap(text, measure, even_px * looser)) for looser in _LOOSER]
    return [rows_of(lines, words) for lines in dict.fromkeys(found) if len(lines) == count]


def _scaled(line: LyricLine, face: FontFace, broken: list[list[Piece]], room_px: float) -> list[SetLine]:
    direction = direction_of(line.text)
    probes = [set_row(row, number, face, _PROBE_PX, direction) for number, row in enumerate(broken)]
    largest = _LARGEST * line.size * line.side_px
    sizes = [min(_PROBE_PX * room_px / probe.width_px, largest) for probe in probes]
    gap = _GAP * line.side_px
    inks = [_ink(row, face) for row in broken]
    tall = sum(size * (above + below) for size, (above, below) in zip(sizes, inks, strict=True)) + gap * (
        len(sizes) - 1
    )
    shrink = min(1.0, _TALLEST * line.frame_px[1] / tall)
    sizes = [size * shrink for size in sizes]
    rows = [
        set_row(row, number, face, size, direction)
        for number, (row, size) in enumerate(zip(broken, sizes, strict=True))
    ]
    leadings = [
        size * below + gap + under * above
        for (size, (_, below)), (under, (above, _)) in pairwise(zip(sizes, inks, strict=True))
    ]
    whole = placed_rows(
        line, face, sizes[0], 0.0, direction, tuple(rows), leadings,
        cap_px=sizes[0] * inks[0][0], foot_px=sizes[-1] * inks[-1][1],
    )  # fmt: skip
    return [_alone(whole, number, row, size) for number, (row, size) in enumerate(zip(rows, sizes, strict=True))]


def _ink(row: list[Piece], face: FontFace) -> tuple[float, float]:
    """How far the row's letters reach above and below their baseline, in letter sizes."""
    boxes = [face.at(_PROBE_PX).getbbox(piece.text, anchor="ls") for piece in row]
    return -min(box[1] for box in boxes) / _PROBE_PX, max(0.0, max(box[3] for box in boxes) / _PROBE_PX)


def _alone(whole: SetLine, number: int, row: Row, size_px: float) -> SetLine:
    return SetLine(
        whole.face,
        size_px,
        0.0,
        whole.direction,
        (row,),
        (whole.lefts_px[number],),
        (whole.baselines_px[number],),
        whole.box,
    )
