"""The lyric styles over real plates, side by side: a column a style, a row a text, each caught while it is sung.

Drawn as a film draws them: `finishing.typography` on frames of the video's own kind, with the ground measured under them.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import contact_sheet
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from songreel_engine.draft.model import TextItem, TextWord
from songreel_engine.errors import SongreelError
from songreel_engine.finishing.typography.contrast import lively
from songreel_engine.finishing.typography.grounds import ground_under, measured_ground
from songreel_engine.finishing.typography.lyric_line import lyric_line
from songreel_engine.finishing.typography.lyric_stage import staged
from songreel_engine.finishing.typography.safe_areas import area_of
from songreel_engine.finishing.typography.stage import StagePainter
from songreel_engine.lyrics.styles import LYRIC_STYLES, LyricStyle
from songreel_engine.lyrics.syllables import split_words
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.parallax.colour import BLACK, RGB_TO_YUV, frame_planes, to_planes

FRAMES_A_SECOND: Final = 24
TEXTS: Final = (
    "I left a light on in the window for you",
    "风把夏天吹向海边，我还在等你",
    "خذني معك إلى آخر الليل",
)
_WORD_FRAMES: Final = 8
_LEAD_FRAMES: Final = 8
_SUNG: Final = 0.72
"""How far into a line the sheet looks."""


def main() -> None:
    options = _options()
    styles = (
        [LYRIC_STYLES[key] for key in options.lyric_styles.split(",")]
        if options.lyric_styles
        else LYRIC_STYLES.values()
    )
    size_px = tuple(int(side) for side in options.size.split("x"))
    columns = []
    for style in styles:
        plate = _plate(style, (size_px[0], size_px[1]), options.plates)
        columns.append([sung_frame(plate, style, text, options.sung) for text in options.text or TEXTS])
        print(style.key, file=sys.stderr)
    rows = [np.hstack([_framed(column[row]) for column in columns]) for row in range(len(columns[0]))]
    sheet = Image.fromarray(np.vstack(rows))
    if options.width:
        sheet = sheet.resize(
            (options.width, round(sheet.height * options.width / sheet.width)), Image.Resampling.LANCZOS
        )
    sheet.save(options.out, quality=84)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lyrics", action="store_true", help="this sheet, of scripts/contact-sheet")
    parser.add_argument("--lyric-styles", default="", help=f"of {', '.join(LYRIC_STYLES)}; empty: all")
    parser.add_argument("--text", action="append", help="a line to set; may be given several times")
    parser.add_argument("--size", default="540x960", help="of one cell, WIDTHxHEIGHT in pixels")
    parser.add_argument("--sung", type=float, default=_SUNG, help="how far into the line, 0 to 1")
    parser.add_argument("--plates", type=Path, help="a folder to keep the plates in between runs")
    parser.add_argument("--width", type=int, default=0, help="of the whole sheet, in pixels")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _plate(style: LyricStyle, size_px: tuple[int, int], kept: Path | None) -> NDArray[np.uint8]:
    """A shot of the first look that the style suits, in the place it likes most."""
    look = STYLES[style.suits[0]]
    file = kept / f"{look.key}-{size_px[0]}x{size_px[1]}.png" if kept is not None else None
    if file is not None and file.is_file():
        return np.asarray(Image.open(file).convert("RGB"))
    job = contact_sheet.job_of(look.places[0], look.key, "medium", 0, seed=1, size_px=size_px)
    picture = contact_sheet.drawn(job)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(file)
    return picture


def sung_frame(plate: NDArray[np.uint8], style: LyricStyle, text: str, sung: float) -> NDArray[np.uint8]:
    """The plate with the line on it, so far sung."""
    height, width = plate.shape[:2]
    item = _item(style, text)
    frame = _to_frame(plate)
    ground = measured_ground([frame])
    look = STYLES[style.suits[0]]
    line = lyric_line(
        item,
        frame_px=(width, height),
        area=area_of(None, width, height),
        accents=lively(tuple(colour for _, colour in look.palette)),
        frames_a_second=FRAMES_A_SECOND,
        ground=lambda box: ground_under([ground], box, width, height),
    )
    if line is None:
        raise SongreelError(f"No font here can write {text!r}.")
    painter = StagePainter(staged(style.key, line), width, height)
    last = item.words[-1].stop
    painter.paint(frame, round(_LEAD_FRAMES + sung * (last - _LEAD_FRAMES)))
    return _to_rgb(frame)


def _item(style: LyricStyle, text: str) -> TextItem:
    words = tuple(_timed(split_words(text)))
    return TextItem(
        id="line", text=text, start=0, stop=words[-1].stop + 12, role="lyric", place=style.place, style=style.key,
        words=words, fade_in_frames=6, fade_out_frames=6,
    )  # fmt: skip


def _timed(words: list[str]) -> Iterator[TextWord]:
    for number, word in enumerate(words):
        start = _LEAD_FRAMES + number * _WORD_FRAMES
        yield TextWord(text=word, start=start, stop=start + _WORD_FRAMES)


def _to_frame(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    planes = to_planes(np.ascontiguousarray(rgb))
    frame = np.empty((rgb.shape[0] * 3 // 2, rgb.shape[1]), np.uint8)
    for plane, given in zip(frame_planes(frame), (planes.y + BLACK, planes.u, planes.v), strict=True):
        plane[:] = given
    return frame


def _to_rgb(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    planes = frame_planes(frame)
    size = (planes.y.shape[1], planes.y.shape[0])
    chroma = [cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in planes[1:]]
    yuv = np.dstack([planes.y, *chroma]).astype(np.float32) - (BLACK, *RGB_TO_YUV[1:, 3])
    rgb = yuv @ np.linalg.inv(RGB_TO_YUV[:, :3]).T
    return np.rint(rgb).clip(0, 255).astype(np.uint8)


def _framed(cell: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.pad(cell, ((0, 6), (0, 6), (0, 0)), constant_values=14)


if __name__ == "__main__":
    try:
        main()
    except SongreelError as error:
        sys.exit(f"contact-sheet: {error}")
