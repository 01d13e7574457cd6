"""A plate: a shot's key image in depth layers, so that a camera can move through it without repainting.

Conventions. All layers share the plate's canvas, which is larger than the frame on all sides (overscan). The frame at rest
is the canvas's centre, scaled from plate pixels to film pixels by `1 / detail`. Layers run back to front. Colours are
display-referred sRGB, 8 bit, *not* premultiplied; `alpha` says how much of the layer covers what lies behind. `inverse_depth`
is 1 / metres along the camera's axis, at a quarter of the layer's size, extended outward past the layer's edge so that
silhouettes move with their layer.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import PlateJob

LayerKind = Literal["relief", "card", "figure"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Mouth:
    """A singer's mouth: pictures that take the place of a part of the performer's layer while the voice sounds."""

    x_px: int
    y_px: int
    """Top left corner on the canvas."""
    cover: NDArray[np.uint8]
    """[h, w], how much of the layer they replace."""
    rgb: tuple[NDArray[np.uint8], ...]
    """[h, w, 3] each, from nearly shut to wide open, at rest. Shut is the layer itself."""
    hit: tuple[NDArray[np.uint8], ...]
    """The same at the height of a beat's light."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One sheet of a plate, cropped to the part of the canvas it covers."""

    name: str
    kind: LayerKind
    """relief: continuous surfaces (ground, walls, mountains, sky), warped by their depth. card: things that stand free, moved
    nearly rigidly by their depth. figure: the performer, one rigid card that may sway."""
    x_px: int
    y_px: int
    """Top left corner on the canvas."""
    rgb: NDArray[np.uint8]
    """[h, w, 3] the picture at rest."""
    hit: NDArray[np.uint8]
    """[h, w, 3] the same picture at the height of a beat's light, already tone-mapped."""
    alpha: NDArray[np.uint8] | None
    """[h, w]; None where the layer covers all of its rectangle."""
    inverse_depth: NDArray[np.float32]
    """[ceil(h/4), ceil(w/4)], 1/m; 0 is infinitely far."""
    mouth: Mouth | None = None
    """Only of a performer who sings, close enough for it to be seen."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Plate:
    """A key image with depth."""

    canvas_width_px: int
    canvas_height_px: int
    frame_width_px: int
    frame_height_px: int
    """Size of the frame at rest, in plate pixels; centred on the canvas."""
    focal_px: float
    """Pixels per unit of tan(angle): a camera step of d metres moves a point at depth z by d × focal_px / z plate pixels."""
    reach_m: float
    """How far the camera may move sideways before anything tears or an edge shows, in metres."""
    subject_inverse_depth: float
    """1/m of what the shot is about (the performer, else the picture's middle)."""
    layers: tuple[Layer, ...]
    water: NDArray[np.uint8] | None = None
    """[ceil(canvas height / 4), ceil(canvas width / 4)], 255 where the surface may shimmer; None: no water."""
    sky: NDArray[np.uint8] | None = None
    """Same size, 255 where clouds may drift; None: no sky."""


class PlateMaker(Protocol):
    """Makes plates. It sees one `PlateJob` and nothing else; equal jobs give equal plates on one machine."""

    name: str

    def fingerprint(self) -> str:
        """Changes whenever the same job would give another picture: part of every plate's key."""
        ...

    def make(self, job: PlateJob) -> Plate:
        """Raises MachineError where this machine cannot draw, RenderError where the job asks for what is unknown."""
        ...
