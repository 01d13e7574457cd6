"""A line of lyrics as a style gets it: its words and when they are sung, the room it has, its colours and its ground."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from songreel_engine.draft.model import TextItem, TextPlace
from songreel_engine.finishing.fonts import FontFace, find_face, without_unwritable
from songreel_engine.finishing.typography.bundled import Voice
from songreel_engine.finishing.typography.contrast import Ground, Veil, veil_for
from songreel_engine.finishing.typography.moving import share, slowing
from songreel_engine.finishing.typography.rows import Direction, Row, break_rows, direction_of, set_row
from songreel_engine.finishing.typography.safe_areas import Area
from songreel_engine.lyrics.syllables import split_words

SIZES: Final = {"small": 0.8, "medium": 1.0, "large": 1.25}
_MIDDLE: Final = 0.60
"""Where lines in the middle have theirs, as a share of the height: below the face of who stands there."""
_SHRINK: Final = 0.94
_SMALLEST: Final = 0.35


@dataclass(frozen=True)
class LyricWord:
    """In frames from the line's first."""

    text: str
    start: int
    stop: int


@dataclass(frozen=True, eq=False)
class LyricLine:
    """All that a style may know."""

    text: str
    words: tuple[LyricWord, ...]
    frames: int
    fade_in: int
    fade_out: int
    frame_px: tuple[int, int]
    area: Area
    place: TextPlace
    size: float
    """Times the style's own."""
    colour: str
    accents: tuple[str, str]
    """Of the look, the one to be used alone first."""
    frames_a_second: float
    ground: Callable[[Area], Ground]

    @property
    def accent(self) -> str:
        return self.accents[0]

    @property
    def side_px(self) -> float:
        """The frame's geometric mean side: what sizes are shares of."""
        return math.sqrt(self.frame_px[0] * self.frame_px[1])

    def seconds(self, seconds: float) -> int:
        """As frames, at least one."""
        return max(1, round(seconds * self.frames_a_second))

    def presence(self, frame: int) -> float:
        """How far the line is there: coming in its first frames, going in its last."""
        return min(self.coming(frame), self.going(frame))

    def coming(self, frame: int) -> float:
        return slowing(share(frame, 0, self.fade_in + 1))

    def going(self, frame: int) -> float:
        """1 while it stays, down to 0 behind its last frame."""
        return min(1.0, (self.frames - frame) / (self.fade_out + 1))

    def veil(self, box: Area, contrast: float, *colours: str) -> Veil:
        """What the ground under a box needs for letters of these colours; none: of the line's own."""
        ground = self.ground(box)
        veils = [veil_for(colour, ground, contrast=contrast) for colour in colours or (self.colour,)]
        return max(veils, key=lambda veil: veil.strength)


@dataclass(frozen=True, eq=False)
class SetLine:
    """A line in rows, each at its place in the frame."""

    face: FontFace
    size_px: float
    tracking_px: float
    direction: Direction
    rows: tuple[Row, ...]
    lefts_px: tuple[float, ...]
    baselines_px: tuple[float, ...]
    box: Area


def lyric_line(
    item: TextItem,
    *,
    frame_px: tuple[int, int],
    area: Area,
    accents: tuple[str, str],
    frames_a_second: float,
    ground: Callable[[Area], Ground],
) -> LyricLine | None:
    """The line of a text item; None where nothing of it can be written. Words without times are all sung from its start."""
    timed = [(word.text, word.start - item.start, word.stop - item.start) for word in item.words]
    frames = item.stop - item.start
    untimed = [(word, 0, frames) for word in split_words(item.text)]
    written = [(without_unwritable(text)[0], start, stop) for text, start, stop in timed or untimed]
    words = tuple(LyricWord(text.replace(" ", ""), start, stop) for text, start, stop in written if text)
    if not words:
        return None
    return LyricLine(
        text=without_unwritable(item.text)[0],
        words=words,
        frames=frames,
        fade_in=item.fade_in_frames,
        fade_out=item.fade_out_frames,
        frame_px=frame_px,
        area=area,
        place=item.place,
        size=SIZES[item.size],
        colour=item.colour,
        accents=accents,
        frames_a_second=frames_a_second,
        ground=ground,
    )


def set_line(
    line: LyricLine,
    voice: Voice,
    *,
    size: float,
    leading: float,
    most_rows: int,
    tracking: float = 0.0,
    upper: bool = False,
    room: float = 1.0,
) -> SetLine:
    """The line set at the largest size, from `size` (a share of the frame's side) down, that fits in few rows.

    `room` is the share of the safe area's width that rows may take. Raises RenderError where no font has its letters.
    """
    text, words = cased(line, upper=upper)
    face = find_face(text, voice)
    room_px = room * width_at(line)
    nominal_px = size * line.size * line.side_px
    size_px = nominal_px
    while True:
        tracking_px = tracking * size_px
        rows = break_rows(text, words, face, size_px, room_px, tracking_px)
        whole = sum(map(len, rows)) == len(words)
        if (whole and len(rows) <= most_rows) or size_px <= _SMALLEST * nominal_px:
            break
        size_px *= _SHRINK
    direction = direction_of(text)
    laid = tuple(set_row(row, number, face, size_px, direction, tracking_px) for number, row in enumerate(rows))
    return placed_rows(line, face, size_px, tracking_px, direction, laid, [leading * size_px] * (len(laid) - 1))


def cased(line: LyricLine, *, upper: bool) -> tuple[str, list[str]]:
    """The line's text and its words, in capitals where asked; letters whose capital is two letters stay."""
    words = [_upper(word.text) if upper else word.text for word in line.words]
    return (_upper(line.text) if upper else line.text), words


def _upper(text: str) -> str:
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)


def width_at(line: LyricLine) -> float:
    """The room of a row at the line's place; in the middle the wider of the two insets counts for both sides."""
    if line.place.endswith(("left", "right")):
        return float(line.area.width_px)
    width_px = line.frame_px[0]
    return float(width_px - 2 * max(line.area.left_px, width_px - line.area.right_px))


def placed_rows(
    line: LyricLine,
    face: FontFace,
    size_px: float,
    tracking_px: float,
    direction: Direction,
    rows: tuple[Row, ...],
    leadings_px: Sequence[float],
    *,
    cap_px: float | None = None,
    foot_px: float = 0.0,
) -> SetLine:
    """Rows under each other at the line's place.

    `cap_px` is what the first row's letters reach above its baseline, if not the face's capitals; `foot_px` what the last
    row's reach below theirs, where that counts.
    """
    height_of_capitals = cap_px if cap_px is not None else cap_height_px(face, size_px)
    height_px = height_of_capitals + sum(leadings_px) + foot_px
    width_px = max(row.width_px for row in rows)
    top_px = _top_px(line, height_px)
    lefts = tuple(_left_px(line, row.width_px, width_px, direction) for row in rows)
    baselines = [top_px + height_of_capitals]
    for leading_px in leadings_px:
        baselines.append(baselines[-1] + leading_px)
    box = Area(
        round(min(lefts)), round(top_px), round(max(left + row.width_px for left, row in zip(lefts, rows, strict=True))),
        round(top_px + height_px),
    )  # fmt: skip
    return SetLine(face, size_px, tracking_px, direction, rows, lefts, tuple(baselines), box)


def cap_height_px(face: FontFace, size_px: float) -> float:
    return float(-face.at(size_px).getbbox("H", anchor="ls")[1])


def _top_px(line: LyricLine, height_px: float) -> float:
    height = line.frame_px[1]
    if line.place.startswith("top"):
        return line.area.top_px
    if line.place.startswith("bottom"):
        return line.area.bottom_px - height_px
    return min(max(_MIDDLE * height - height_px / 2, line.area.top_px), line.area.bottom_px - height_px)


def _left_px(line: LyricLine, row_px: float, block_px: float, direction: Direction) -> float:
    """At a side rows are flush with it, or with the side from which they are read."""
    if line.place.endswith("left"):
        return line.area.left_px + (block_px - row_px if direction == "right to left" else 0.0)
    if line.place.endswith("right"):
        return line.area.right_px - (row_px if direction == "right to left" else block_px)
    return (line.frame_px[0] - row_px) / 2
