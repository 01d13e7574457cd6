"""Pictures turned into video planes where they were made, so that half as many bytes leave the device and no CPU converts them.

BT.709, limited range, chroma the mean of each 2×2 block, as everywhere in songreel (`parallax.colour`).
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.parallax.colour import BLACK, RGB_TO_YUV

AT_ONCE: Final = 16
"""Frames converted together: at 1088x1920 their floats are 400 MB."""


def to_i420(frames: Any) -> NDArray[np.uint8]:
    """[n, height × 3 / 2, width] uint8, in main memory, from [n, 3, height, width] of 0..1; heights are multiples of 4."""
    torch = library("torch")
    parts = [_converted(frames[start : start + AT_ONCE]).cpu() for start in range(0, len(frames), AT_ONCE)]
    return np.asarray(torch.cat(parts).numpy(), np.uint8)


def _converted(frames: Any) -> Any:
    torch = library("torch")
    rgb = frames.float().clamp(0, 1) * 255
    matrix = torch.from_numpy(RGB_TO_YUV).to(rgb.device)
    luma = torch.einsum("c,nchw->nhw", matrix[0, :3], rgb) + BLACK
    half = torch.nn.functional.avg_pool2d(rgb, 2)
    chroma = torch.einsum("kc,nchw->knhw", matrix[1:, :3], half) + matrix[1:, 3].view(2, 1, 1, 1)
    count, height, width = luma.shape
    # A plane of a quarter of the size fills whole rows: models make heights that are multiples of 16 or more.
    planes = (luma, *(plane.reshape(count, height // 4, width) for plane in chroma))
    return torch.cat(planes, dim=1).round().clamp(0, 255).to(torch.uint8)


def to_picture(frame: Any) -> NDArray[np.uint8]:
    """RGB uint8 [height, width, 3] of one frame [3, height, width] of 0..1."""
    rgb = (frame.float().clamp(0, 1) * 255).round().byte()
    return np.asarray(rgb.permute(1, 2, 0).cpu().numpy(), np.uint8)
