"""The last steps of a frame, in the order in which a picture meets them: lens, stamps, tape, print, grain.

A shot's `Finish` is made once; what it does to a frame depends on the frame's number and the shot's seed only.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.film_grain import add_grain, grain_tile
from songreel_engine.rendering.parallax.grade import Print, grade_frame, make_print, print_look
from songreel_engine.rendering.parallax.manners import Manners, find_manners
from songreel_engine.rendering.parallax.stamps import write_stamp
from songreel_engine.rendering.parallax.tape import Tape, play, scan_lines

_FULL: Final = 255
"""A mask's value where no light is lost."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Finish:
    """What one shot's style and grade do to each of its frames."""

    manners: Manners
    mask: NDArray[np.uint8] | None
    """[h, w], how much light lens and scan lines let through, of 255; None: all of it."""
    print: Print | None
    """None: frames are shown as they are drawn."""
    grain: NDArray[np.uint8]
    frames_per_s: float
    seed: int

    def apply(self, picture: Planes, frame: int, out: Planes) -> None:
        """`picture`, whose luma counts from black, finished into `out`, whose black is 16. The picture is spent."""
        if self.mask is not None:
            cv2.multiply(picture.y, self.mask, dst=picture.y, scale=1 / _FULL)
        for stamp in self.manners.stamps:
            write_stamp(picture, stamp, frame=frame, frames_per_s=self.frames_per_s, seed=self.seed)
        if self.manners.tape is not None:
            play(picture, self.manners.tape, frame=frame, frames_per_s=self.frames_per_s, seed=self.seed)
        if self.print is not None:
            grade_frame(picture, self.print)
        add_grain(picture.y, self.grain, frame=frame, seed=self.seed, out=out.y)
        out.u[:] = picture.u
        out.v[:] = picture.v


def make_finish(job: ShotJob) -> Finish:
    """Raises RenderError for a style or print look that is not known."""
    manners = find_manners(job.style)
    width_px, height_px = job.plate.width_px, job.plate.height_px
    return Finish(
        manners=manners,
        mask=_mask(width_px, height_px, manners.vignette, manners.tape),
        print=make_print(job.grade),
        grain=grain_tile(width_px, height_px, manners.grain * print_look(job.grade.look).grain),
        frames_per_s=job.frames_per_s,
        seed=job.seed,
    )


@lru_cache(maxsize=3)
def _mask(width_px: int, height_px: int, vignette: float, tape: Tape | None) -> NDArray[np.uint8] | None:
    if not vignette and tape is None:
        return None
    across = np.linspace(-1, 1, width_px, dtype=np.float32)
    down = np.linspace(-1, 1, height_px, dtype=np.float32)
    # Equal axes in both directions: the falloff follows the frame, as a hood or a flash does.
    corner = (across[None, :] ** 2 + down[:, None] ** 2) / 2
    kept = 1 - np.float32(vignette) * corner**1.5
    if tape is not None:
        kept = kept * scan_lines(height_px, tape)[:, None]
    mask = np.rint(kept * _FULL).astype(np.uint8)
    mask.flags.writeable = False
    return mask
