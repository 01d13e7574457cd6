"""Shots to set in motion, with a drive that is made up."""

from typing import Any

import numpy as np

from songreel_engine.rendering.jobs import DRIVE_CHANNELS, FigureJob, PlateJob, ShotJob
from songreel_engine.rendering.plates import Layer, Plate

SINGER = FigureJob(pose="sing", hair=0.7, coat=0.8, colour=(0.42, 0.02, 0.01))


def plate_job(*, width_px: int = 90, height_px: int = 160, **changes: Any) -> PlateJob:
    known: dict[str, Any] = dict(
        width_px=width_px, height_px=height_px, place="city", style="golden_hour", framing="wide", variation=0,
        time_of_day="golden", weather="clear", figure=None, prompt="a street", seed=1,
    )  # fmt: skip
    return PlateJob(**(known | changes))


def shot_job(
    *,
    frames: int = 20,
    motion: int = 5,
    energy: float = 0.5,
    beats: tuple[int, ...] = (),
    plate: PlateJob | None = None,
    **changes: Any,
) -> ShotJob:
    drive = np.zeros((frames, len(DRIVE_CHANNELS)), np.float32)
    drive[:, DRIVE_CHANNELS.index("energy")] = energy
    for beat in beats:
        drive[beat:, DRIVE_CHANNELS.index("beat")] = np.exp(-np.arange(frames - beat) / 3.8)
    known: dict[str, Any] = dict(
        plate=plate or plate_job(), frames=frames, frames_per_s=24.0, camera="push_in", motion=motion, weather="clear",
        style="golden_hour", light=0.7, seed=3, drive=drive,
    )  # fmt: skip
    return ShotJob(**(known | changes))


def plate(*, shade: int = 0) -> Plate:
    """A gradient of two directions; `shade` makes it another."""
    height, width = 186, 104
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([40 + y % 120, 60 + x, (90 + shade + (x + y) % 60)], axis=-1).astype(np.uint8)
    layer = Layer(
        name="background", kind="relief", x_px=0, y_px=0, rgb=rgb, hit=rgb, alpha=None,
        inverse_depth=np.full((-(-height // 4), -(-width // 4)), 0.1, np.float32),
    )  # fmt: skip
    return Plate(
        canvas_width_px=width, canvas_height_px=height, frame_width_px=90, frame_height_px=160, focal_px=140.0,
        reach_m=0.15, subject_inverse_depth=0.25, layers=(layer,),
    )  # fmt: skip
