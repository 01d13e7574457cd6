"""Light that follows the song: how far each frame stands from the plate's rest towards its hit, and its exposure.

A flash is a blend of two finished pictures, never added light, so nothing burns out. It is bounded in mean
brightness, so that no flash is ever taken for a cut.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import DRIVE_CHANNELS, ShotJob

Curve = NDArray[np.float64]

LARGEST_FLASH: Final = 12.0
"""Most that a flash may add to a frame's mean luma, of 255."""
BEAT_SHARE, LOW_SHARE, ONSET_SHARE = 0.78, 0.24, 0.12
QUIETEST_SHARE: Final = 0.30
"""What is left of the response where the song is quietest."""
CURVE_EXPONENT: Final = 1.15
"""Above 1: small movements of the song stay small in the picture."""
EXPOSURE_SWING: Final = 0.06
"""How much darker the quietest and brighter the loudest section is."""
ENERGY_SMOOTHING_S: Final = 1.2
ONSET_SMOOTHING_S: Final = 0.06
RELEASE_S: Final = 0.14
"""A flash falls to 1/e in this time: spent after about six frames of 24 a second."""


@dataclass(frozen=True, eq=False)
class LightCurves:
    """One value per frame of the shot."""

    hit: Curve
    """0 the plate at rest, 1 its hit."""
    gain: Curve
    """Factor on luma above black."""


def channel(job: ShotJob, name: str) -> Curve:
    """One of the drive's channels."""
    return np.asarray(job.drive[:, DRIVE_CHANNELS.index(name)], np.float64)


def light_curves(job: ShotJob, *, flash_luma: float) -> LightCurves:
    """`flash_luma` is how much brighter the plate's hit is than its rest, in mean luma of 255.

    At `light` 0 the plate stays as it is."""
    fps = job.frames_per_s
    energy = smoothed(channel(job, "energy"), ENERGY_SMOOTHING_S * fps)
    onset = smoothed(channel(job, "onset"), ONSET_SMOOTHING_S * fps)
    beat = channel(job, "beat")
    low = smoothed(channel(job, "low"), ONSET_SMOOTHING_S * fps)
    drive = np.clip(BEAT_SHARE * beat + LOW_SHARE * low * np.maximum(beat, 0.35) + ONSET_SHARE * onset, 0, 1)
    loudness = QUIETEST_SHARE + (1 - QUIETEST_SHARE) * energy
    hit = _released(job.light * loudness * drive**CURVE_EXPONENT, fps)
    ceiling = min(1.0, LARGEST_FLASH / flash_luma) if flash_luma > 0 else 1.0
    gain = 1 + EXPOSURE_SWING * job.light * (2 * energy - 1)
    return LightCurves(hit=np.minimum(hit, 1) * ceiling, gain=gain)


def smoothed(curve: Curve, sigma_frames: float) -> Curve:
    """A Gaussian mean over neighbouring frames, ends held."""
    if len(curve) < 2 or sigma_frames <= 0:
        return curve
    reach = int(np.ceil(3 * sigma_frames))
    kernel = cv2.getGaussianKernel(2 * reach + 1, sigma_frames).ravel()
    return np.asarray(np.convolve(np.pad(curve, reach, mode="edge"), kernel, mode="valid"), np.float64)


def _released(curve: Curve, frames_per_s: float) -> Curve:
    """The curve with its falls slowed to the release, so that light never snaps off."""
    keep = np.exp(-1 / (RELEASE_S * frames_per_s))
    out = curve.copy()
    for frame in range(1, len(out)):
        out[frame] = max(out[frame], out[frame - 1] * keep)
    return out
