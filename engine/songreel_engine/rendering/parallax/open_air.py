"""Where weather is seen in a picture that is mostly indoors: through its windows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.sheets import canvas_axes
from songreel_engine.rendering.parallax.warp import Axis, Field, Points, sampled
from songreel_engine.rendering.plates import Plate


@dataclass(frozen=True, eq=False)
class OpenAir:
    """The windows of one plate on its canvas."""

    share: Field
    """0..1 at the size of inverse depth."""
    axes: tuple[Axis, Axis]

    def seen(self, source: Points) -> NDArray[np.uint8]:
        """0..255 at every node, for nodes that lie at `source` on the canvas."""
        return np.asarray(np.rint(255 * np.clip(sampled(self.share, source, self.axes), 0, 1)), np.uint8)


def open_air_of(plate: Plate, *, width_px: int, height_px: int) -> OpenAir | None:
    """None where weather is seen everywhere."""
    if plate.open_air is None:
        return None
    return OpenAir(np.asarray(plate.open_air / 255, np.float32), canvas_axes(plate, width_px, height_px))
