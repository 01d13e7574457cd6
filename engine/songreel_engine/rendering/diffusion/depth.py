"""How near each part of a made picture is: by a depth model where one is installed, else guessed."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.depth_guess import guess_inverse_depth
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import quietly

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

GUESSED: Final = (
    "Depth was guessed from the pictures, so a camera that moves through them shows less of it: "
    "no depth model is installed (depth-anything-v2-small is one)."
)
SUBJECT_M: Final = {"wide": 7.0, "medium": 3.5, "close": 1.6, "low": 4.0, "high": 6.0, "detail": 1.2}
"""How far the nearest things stand, by framing: a model knows what is nearer, not how near."""
FARTHEST_M: Final = 60.0
_OUTLIERS: Final = (0.02, 0.98)
_SMOOTHED: Final = 1.2


def inverse_depth_of(rgb: Image, size_px: tuple[int, int], *, framing: str, network: tuple[Any, Any] | None) -> Map:
    """1/m, float32 of `size_px` (width, height), of uint8 [h, w, 3]. `network`: a depth model as `opened_network` gives it."""
    if network is None:
        return guess_inverse_depth(rgb, size_px)
    model, processor = network
    with library("torch").no_grad(), quietly():
        given = processor(images=rgb, return_tensors="pt").to(model.device)
        answer = model(**given).predicted_depth[0].float().cpu().numpy()
    is_metric = getattr(model.config, "depth_estimation_type", "relative") == "metric"
    inverse = 1.0 / np.maximum(answer, 1 / FARTHEST_M) if is_metric else _in_metres(answer, framing)
    scaled = cv2.resize(np.asarray(inverse, np.float32), size_px, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.GaussianBlur(np.clip(scaled, 0, None), (0, 0), _SMOOTHED), np.float32)


def _in_metres(nearness: Map, framing: str) -> Map:
    """Relative nearness, any scale, larger is nearer, as inverse metres."""
    low, high = np.quantile(nearness, _OUTLIERS)
    share = np.clip((nearness - low) / max(float(high - low), 1e-6), 0.0, 1.0)
    far, near = 1 / FARTHEST_M, 1 / SUBJECT_M[framing]
    return np.asarray(far + (near - far) * share, np.float32)
