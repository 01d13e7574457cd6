"""Plates from images of the user's: one sheet with a guessed depth, cut around its subject, upright as its EXIF says.

A plate of footage is made of the frame that its shot begins with, and is flat: nothing moves through it.

Nothing is drawn over it and nothing stands in front: place, style, light and weather of the shot have no say here.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.depth_guess import guess_inverse_depth
from songreel_engine.rendering.footage.crop import still_middle
from songreel_engine.rendering.footage.reading import first_frame
from songreel_engine.rendering.jobs import MediaJob, PlateJob
from songreel_engine.rendering.keys import fingerprint_of_sources
from songreel_engine.rendering.plates import Layer, Plate

Image = NDArray[np.uint8]

OVERSCAN: Final = 1.16
"""Canvas size over frame size: what a camera move may uncover at the borders."""
FOCAL: Final = 2.0
"""Half frame heights per unit of tan(angle): a normal lens."""
FLAT_M: Final = 6.0
EDGE_SHARE: Final = 0.06
"""Largest step aside, as a share of the frame's width; the canvas has 0.08 on each side."""
HIT_GAIN: Final = 0.10
"""How much a beat lifts middle tones; black and white stay."""
DEPTH_SHRINK: Final = 4
_SOURCES: Final = ("photo.py", "footage/*.py", "covering.py", "depth_guess.py", "portrait/*.py")


class PhotoPlateMaker:
    """Makes plates of image files, found by their SHA-256."""

    name = "photo"

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def fingerprint(self) -> str:
        """Hash of what reads and cuts."""
        return fingerprint_of_sources(Path(__file__).parent, *_SOURCES)

    def make(self, job: PlateJob) -> Plate:
        """The plate of a job with a file. Raises RenderError where that is missing or shows no picture."""
        file = self._files.get(job.media.sha256) if job.media is not None else None
        if job.media is None or file is None:
            raise RenderError("What this shot shows is not among the project's files; insert it again.")
        frame = (_even(job.width_px * job.detail), _even(job.height_px * job.detail))
        canvas = (_even(frame[0] * OVERSCAN), _even(frame[1] * OVERSCAN))
        picture = _READERS[job.media.kind](file, job.media)
        rgb = covering(picture, *canvas, still_middle(picture, canvas[0] / canvas[1]))
        inverse_depth = _DEPTHS[job.media.kind](rgb)
        focal_px = FOCAL * frame[1] / 2
        layer = Layer(
            name="photo",
            kind="relief",
            x_px=0,
            y_px=0,
            rgb=rgb,
            hit=np.asarray(cv2.LUT(rgb, _lifted()), np.uint8),
            alpha=None,
            inverse_depth=inverse_depth,
        )
        return Plate(
            canvas_width_px=canvas[0],
            canvas_height_px=canvas[1],
            frame_width_px=frame[0],
            frame_height_px=frame[1],
            focal_px=focal_px,
            reach_m=EDGE_SHARE * frame[0] / (focal_px * float(inverse_depth.max())),
            subject_inverse_depth=_middle_of(inverse_depth),
            layers=(layer,),
        )


def _read_upright(file: Path) -> Image:
    """RGB; OpenCV turns a JPEG as its EXIF says."""
    try:
        data = np.frombuffer(file.read_bytes(), np.uint8)
    except OSError as error:
        raise RenderError(f"The image {file.name} cannot be read ({error.strerror}); insert it again.") from error
    try:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if len(data) else None
    except cv2.error as error:
        raise RenderError(f"The image {file.name} is too large to be shown; insert a smaller one.") from error
    if image is None:
        raise RenderError(f"{file.name} is no image that can be shown; insert a JPEG, PNG or WebP.")
    return np.asarray(image, np.uint8)


_READERS: Final[dict[str, Callable[[Path, MediaJob], Image]]] = {
    "image": lambda file, media: _read_upright(file),
    "footage": lambda file, media: first_frame(file, media.start_s),
}


def _small_size(rgb: Image) -> tuple[int, int]:
    """Width and height of the canvas's depth."""
    return -(-rgb.shape[1] // DEPTH_SHRINK), -(-rgb.shape[0] // DEPTH_SHRINK)


_DEPTHS: Final[dict[str, Callable[[Image], NDArray[np.float32]]]] = {
    "image": lambda rgb: guess_inverse_depth(rgb, _small_size(rgb)),
    "footage": lambda rgb: np.full(_small_size(rgb)[::-1], 1 / FLAT_M, np.float32),
}


def _middle_of(inverse_depth: NDArray[np.float32]) -> float:
    height, width = inverse_depth.shape
    return float(np.median(inverse_depth[height // 3 : 1 + 2 * height // 3, width // 3 : 1 + 2 * width // 3]))


def _lifted() -> Image:
    """[256] display values at the height of a beat."""
    values = np.arange(256) / 255
    return np.rint(255 * (1 - (1 - values) ** (1 + HIT_GAIN))).astype(np.uint8)


def _even(size_px: float) -> int:
    return max(2, 2 * round(size_px / 2))
