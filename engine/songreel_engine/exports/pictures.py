"""Pictures out of a film: its best still, short moving pictures, and all of its frames.

Conventions: colours are sRGB. A size that a place limits is met by trying less and less, in steps that stand in a table.
"""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft, Shot
from songreel_engine.errors import ExportError
from songreel_engine.exports.encoding import STAGE, Part, film_frames
from songreel_engine.exports.marks import Marks, png_with_xmp
from songreel_engine.progress import Progress, ProgressListener
from songreel_engine.storyboard import rgb_of_frame
from songreel_engine.timebase import FrameRange

Rgb = NDArray[np.uint8]

MOST_CANDIDATES: Final = 24
"""Stills that are looked at: each is decoded from up to four seconds of film."""
JPEG_QUALITIES: Final = (94, 90, 84, 76, 66)
PNG_SIDES: Final = (1.0, 0.75, 0.5)
"""Of the film's own size."""
ANIMATION_STEPS: Final = ((480, 12, 80), (400, 12, 70), (360, 12, 60), (320, 10, 55), (240, 10, 50), (200, 8, 45))
"""(short side in pixels, frames a second, WebP quality), largest first."""
FRAME_NAME: Final = "frame_{number:06d}.png"
_THUMB_PX: Final = 256
_DETAIL, _COLOUR, _CONTRAST, _PERFORMER, _HOOK = 1.0, 0.6, 0.8, 0.5, 0.4
_CLIPPED_COST: Final = 2.0
_WEBP_EFFORT: Final = 4


def best_still(film: Path, draft: Draft, *, hook_letter: str | None, progress: ProgressListener) -> tuple[int, Rgb]:
    """The frame that stands best for the film, [h, w, 3], and its number: clear, full of contrast and colour, the performer
    and the hook before others, no words on it where that can be."""
    numbers = _candidates(draft, hook_letter)
    letters = {section.id: section.letter for section in draft.sections}
    best: tuple[float, int, Rgb] | None = None
    for done, (number, shot) in enumerate(numbers, start=1):
        frame = next(film_frames(film, FrameRange(number, number + 1), draft.frame_rate), None)
        if frame is None:
            raise ExportError(f"The film {film.name} lacks frame {number}; render it again.")
        picture = rgb_of_frame(np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8))
        worth = (
            _worth(picture) + _PERFORMER * (shot.pose is not None) + _HOOK * (letters[shot.section_id] == hook_letter)
        )
        if best is None or worth > best[0]:
            best = (worth, number, picture)
        progress(Progress(STAGE, done, len(numbers)))
    assert best is not None, "a draft has shots"
    return best[1], best[2]


def write_still(path: Path, picture: Rgb, marks: Marks, max_bytes: int | None) -> None:
    """JPEG or PNG by the name's ending, no larger than that. Raises ExportError where it cannot be."""
    is_png = path.suffix.lower() == ".png"
    for content in _pngs(picture, marks) if is_png else _jpegs(picture, marks):
        if max_bytes is None or len(content) <= max_bytes:
            path.write_bytes(content)
            return
    raise ExportError(f"The picture cannot be brought below {max_bytes} bytes as PNG; name it .jpg.")


def write_gif(
    path: Path, film: Path, part: Part, marks: Marks, max_bytes: int | None, progress: ProgressListener
) -> str:
    """A GIF with one palette for all of it; how large it came out, in words. Raises ExportError where none is small enough."""
    return _smallest_that_fits(path, film, part, marks, max_bytes, progress, _gif)


def write_webp(
    path: Path, film: Path, part: Part, marks: Marks, max_bytes: int | None, progress: ProgressListener
) -> str:
    """An animated WebP; how large it came out, in words. Raises ExportError where none is small enough."""
    return _smallest_that_fits(path, film, part, marks, max_bytes, progress, _webp)


def write_frames(folder: Path, film: Path, part: Part, marks: Marks, progress: ProgressListener) -> int:
    """Every frame of the part as a PNG, numbered from 1; returns how many. Raises ExportError where one cannot be written."""
    total, count = len(part.span), 0
    with ThreadPoolExecutor() as pool:
        waiting: list[Any] = []
        for frame in film_frames(film, part.span, part.frame_rate):
            count += 1
            pixels = np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
            waiting.append(pool.submit(_write_png, folder / FRAME_NAME.format(number=count), pixels, marks))
            # A few at a time: a film is never held.
            if len(waiting) >= 8:
                waiting.pop(0).result()
            progress(Progress(STAGE, count, total))
        for writing in waiting:
            writing.result()
    if count != total:
        raise ExportError(f"The film holds {count} of the {total} frames wanted; render it again.")
    return count


def _candidates(draft: Draft, hook_letter: str | None) -> list[tuple[int, Shot]]:
    """The middle of each shot, those without words on them and the hook's first."""
    letters = {section.id: section.letter for section in draft.sections}

    def rank(shot: Shot) -> tuple[bool, bool, bool]:
        return (_has_words(draft, _middle(shot)), letters[shot.section_id] != hook_letter, shot.pose is None)

    chosen = sorted(draft.shots, key=rank)[:MOST_CANDIDATES]
    bare = [shot for shot in chosen if not _has_words(draft, _middle(shot))]
    return [(_middle(shot), shot) for shot in bare or chosen]


def _middle(shot: Shot) -> int:
    return (shot.start + shot.stop) // 2


def _has_words(draft: Draft, frame: int) -> bool:
    return any(item.start <= frame < item.stop for item in draft.tracks.text)


def _worth(picture: Rgb) -> float:
    """Clear, with contrast and colour, neither burnt out nor drowned; about 0 to 3."""
    scale = _THUMB_PX / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    detail = min(1.0, float(cv2.Laplacian(luma, cv2.CV_32F).std()) / 0.15)
    contrast = min(1.0, float(luma.std()) / 0.25)
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[..., 1].astype(np.float32) / 255
    clipped = float(((luma > 0.98) | (luma < 0.02)).mean())
    return _DETAIL * detail + _CONTRAST * contrast + _COLOUR * float(saturation.mean()) - _CLIPPED_COST * clipped


def _jpegs(picture: Rgb, marks: Marks) -> Iterator[bytes]:
    # Late: most exports are films.
    from PIL import Image

    image = Image.fromarray(picture)
    for quality in JPEG_QUALITIES:
        content = io.BytesIO()
        image.save(content, "JPEG", quality=quality, subsampling=0, optimize=True, xmp=marks.xmp(), comment=marks.note)
        yield content.getvalue()


def _pngs(picture: Rgb, marks: Marks) -> Iterator[bytes]:
    from PIL import Image

    for side in PNG_SIDES:
        small = cv2.resize(picture, None, fx=side, fy=side, interpolation=cv2.INTER_AREA) if side < 1 else picture
        content = io.BytesIO()
        Image.fromarray(small).save(content, "PNG", optimize=True)
        yield png_with_xmp(content.getvalue(), marks)


def _smallest_that_fits(
    path: Path, film: Path, part: Part, marks: Marks, max_bytes: int | None, progress: ProgressListener, write: Any
) -> str:
    for short_px, frames_per_s, quality in ANIMATION_STEPS:
        size = _size_of(film, short_px)
        rgbs, lasts_ms = _thinned(film, part, size, frames_per_s)
        write(path, _followed(rgbs, len(lasts_ms), progress), lasts_ms, marks, quality)
        if max_bytes is None or path.stat().st_size <= max_bytes:
            return f"{size[0]}x{size[1]}, {len(lasts_ms)} frames"
    raise ExportError(
        f"{float(part.seconds):g} s do not fit into {max_bytes} bytes even at {short_px} pixels; choose fewer --seconds."
    )


def _followed(rgbs: Iterator[Rgb], total: int, progress: ProgressListener) -> Iterator[Rgb]:
    for number, rgb in enumerate(rgbs, start=1):
        yield rgb
        progress(Progress(STAGE, number, total))


def _size_of(film: Path, short_px: int) -> tuple[int, int]:
    with av.open(str(film)) as container:
        context = container.streams.video[0].codec_context
        width_px, height_px = context.width, context.height
    scale = min(1.0, short_px / min(width_px, height_px))
    return round(width_px * scale), round(height_px * scale)


def _thinned(film: Path, part: Part, size_px: tuple[int, int], frames_per_s: int) -> tuple[Iterator[Rgb], list[int]]:
    """The frames that are kept, and for how many milliseconds each is shown, in hundredths of a second as GIFs count."""
    step = max(1, round(part.frame_rate / frames_per_s))
    kept = range(0, len(part.span), step)
    edges = [round(100 * number / part.frame_rate) for number in (*kept, len(part.span))]
    lasts_ms = [10 * (after - before) for before, after in pairwise(edges)]

    def frames() -> Iterator[Rgb]:
        for number, frame in enumerate(film_frames(film, part.span, part.frame_rate)):
            if number % step == 0:
                rgb = rgb_of_frame(np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8))
                yield np.asarray(cv2.resize(rgb, size_px, interpolation=cv2.INTER_AREA), np.uint8)

    return frames(), lasts_ms


def _gif(path: Path, rgbs: Iterator[Rgb], lasts_ms: Sequence[int], marks: Marks, quality: int) -> None:
    from PIL import Image

    pictures = [Image.fromarray(rgb) for rgb in rgbs]
    # One palette, of frames from all over: colours do not jump, and what stands still is stored once.
    sheet = Image.fromarray(np.concatenate([np.asarray(p) for p in pictures[:: max(1, len(pictures) // 8)]]))
    palette = sheet.quantize(256, method=Image.Quantize.MEDIANCUT)
    frames = [picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for picture in pictures]
    frames[0].save(
        path,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=list(lasts_ms),
        loop=0,
        comment=marks.note.encode(),
    )


def _webp(path: Path, rgbs: Iterator[Rgb], lasts_ms: Sequence[int], marks: Marks, quality: int) -> None:
    from PIL import Image

    first = Image.fromarray(next(rgbs))
    rest = (Image.fromarray(rgb) for rgb in rgbs)
    first.save(
        path,
        "WEBP",
        save_all=True,
        append_images=rest,
        duration=list(lasts_ms),
        loop=0,
        quality=quality,
        method=_WEBP_EFFORT,
        xmp=marks.xmp(),
    )


def _write_png(path: Path, pixels: NDArray[np.uint8], marks: Marks) -> None:
    rgb = rgb_of_frame(pixels)
    done, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_PNG_COMPRESSION, 1))
    if not done:
        raise ExportError(f"{path.name} cannot be encoded as PNG; export again.")
    try:
        path.write_bytes(png_with_xmp(data.tobytes(), marks))
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; is there room on the disk?") from error
