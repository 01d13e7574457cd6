"""A plate: a shot's key image in depth layers, so that a camera can move through it without repainting.

Conventions. All layers share the plate's canvas, which is larger than the frame on all sides (overscan). The frame at rest
is the canvas's centre, scaled from plate pixels to film pixels by `1 / detail`. Layers run back to front. Colours are
display-referred sRGB, 8 bit, *not* premultiplied; `alpha` says how much of the layer covers what lies behind. `inverse_depth`
is 1 / metres along the camera's axis, at a quarter of the layer's size, extended outward past the layer's edge so that
silhouettes move with their layer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import PlateJob

LayerKind = Literal["relief", "card", "figure"]
JointName = Literal[
    "neck", "head", "left_shoulder", "left_elbow", "left_hand", "right_shoulder", "right_elbow", "right_hand"
]
"""Left and right are the performer's own. A hand is its wrist."""


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
    nearly rigidly by their depth. figure: the performer, one card that may sway and bend at its joints."""
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
    joints_px: Mapping[JointName, tuple[float, float]] | None = None
    """Where the performer's joints are seen on the canvas, x and y; None where that is not known: then no limb moves."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How a model came to a key image."""

    model: str
    prompt: str
    negative: str
    seed: int
    width_px: int
    height_px: int
    """As the model made it."""
    nsfw: bool | None
    """What a safety model found; None where none looked."""
    notes: tuple[str, ...] = ()
    """What was asked and could not be honoured, or was guessed."""


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
    open_air: NDArray[np.uint8] | None = None
    """Same size, 255 where weather is to be seen, as through a window; None: everywhere."""
    origin: Origin | None = None
    """None for pictures that no model made."""


class PlateMaker(Protocol):
    """Makes plates. It sees one `PlateJob` and nothing else; equal jobs give equal plates on one machine."""

    name: str

    def fingerprint(self) -> str:
        """Changes whenever the same job would give another picture: part of every plate's key."""
        ...

    def make(self, job: PlateJob) -> Plate:
        """Raises MachineError where this machine cannot draw, RenderError where the job asks for what is unknown."""
        ...


@dataclass(frozen=True, kw_only=True)
class PlateStep:
    """How far a plate is that takes a model many steps."""

    key: str
    done: int
    total: int
    note: str
    preview: bytes | None = None
    """A tiny JPEG of how it looks by now; None where the model's steps cannot be looked at."""


StepListener = Callable[[PlateStep], None]


def ignore_step(_: PlateStep) -> None:
    """A listener that does nothing."""


@runtime_checkable
class BatchPlateMaker(Protocol):
    """A plate maker that is faster over many jobs: it prepares all of them, then makes one after the other."""

    name: str

    def make_all(
        self, jobs: Mapping[str, PlateJob], *, steps: StepListener = ignore_step
    ) -> Iterator[tuple[str, Plate]]:
        """Each key with its plate, the same that `make` makes, in any order. What it holds is freed when it ends.

        Raises as `PlateMaker.make` does. What a listener raises ends it within one step.
        """
        ...
