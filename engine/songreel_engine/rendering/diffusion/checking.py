"""Tries a model out: loads it as it would be loaded for a film, and makes one frame."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.adapters import Adapter, find_adapter
from songreel_engine.rendering.diffusion.card import find_card
from songreel_engine.rendering.diffusion.catalogue import Stage, adapter_row
from songreel_engine.rendering.diffusion.depth import inverse_depth_of
from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.diffusion.layers import DEPTH_SHRINK, canvas_size, plate_of
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened, opened_network
from songreel_engine.rendering.diffusion.models import Model, find_model, listed_models
from songreel_engine.rendering.diffusion.safety import is_unfit
from songreel_engine.rendering.diffusion.sizes import fitting_size
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, FigureJob, PlateJob, PromptJob, ShotJob
from songreel_engine.rendering.plate_store import key_image
from songreel_engine.rendering.plates import Origin, Plate

Image = NDArray[np.uint8]

ASPECT: Final = (9, 16)
FRAMES: Final = 5
LOOKED_AT: Final = (252, 448)
"""Size of the picture that models which look at pictures are shown."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tried:
    """What came of a try."""

    model: Model
    stage: Stage
    card: str
    seconds: float
    """Loading and making."""
    peak_gb: float | None
    """Most memory taken on the card; None without one."""
    picture: Image | None
    """RGB; None of a model that makes none."""


def try_model(model: Model) -> Tried:
    """Raises as its work in a film would: MachineError, RenderError."""
    stage = model.stages[0]
    return _tried(model, stage, _TRIES[stage])


def _tried(model: Model, stage: Stage, work: Callable[[Model], Any]) -> Tried:
    torch = library("torch")
    on_card = torch.cuda.is_available()
    if on_card:
        torch.cuda.reset_peak_memory_stats()
    began_s = time.monotonic()
    picture = work(model)
    return Tried(
        model=model,
        stage=stage,
        card=find_card().in_words(),
        seconds=time.monotonic() - began_s,
        peak_gb=torch.cuda.max_memory_allocated() / 1e9 if on_card else None,
        picture=picture,
    )


def try_adapter(name: str, *, non_commercial: bool = False, hub: Path | None = None) -> Tried:
    """Tries an adapter of the catalogue with the first installed model that it belongs to.

    Raises MachineError where either is missing, and as `try_model` does.
    """
    row = adapter_row(name)
    listed = [one for one in listed_models(hub) if row is not None and one.class_name == row.serves and one.installed]
    models = [
        find_model(one.repo, stages=["keyframe"], non_commercial=non_commercial, hub=hub)
        for one in listed
        if "keyframe" in one.stages and (one.commercial is not False or non_commercial)
    ]
    for model in models:
        found = find_adapter(model, find_card(), non_commercial=non_commercial, hub=hub, named=name)
        if found is not None:
            return _tried(model, "identity", partial(_likeness, adapter=found))
    raise MachineError(
        f"{name} cannot be tried: it, or a model that it belongs to, is not installed or does not fit this card; "
        "say --download to get it, and get such a model, as sdxl."
    )


def _likeness(model: Model, *, adapter: Adapter) -> Image:
    with TemporaryDirectory(prefix="songreel-models-") as folder:
        photo = Path(folder) / "photo.png"
        cv2.imwrite(str(photo), _gradient(*LOOKED_AT))
        figure = FigureJob(pose="stand", hair=0.5, coat=0.5, colour=(0.2, 0.2, 0.2), photo=_PHOTO)
        told = PromptJob(words="somebody in a street", anchor_seed=1, photos=(_PHOTO,))
        maker = DiffusionPlateMaker(model, files={_PHOTO: photo}, adapter=adapter)
        return key_image(maker.make(replace(_job(model), figure=figure, told=told)))


_PHOTO: Final = "0" * 64


def _keyframe(model: Model) -> Image:
    return key_image(DiffusionPlateMaker(model).make(_job(model)))


def _motion(model: Model) -> Image:
    from songreel_engine.rendering.diffusion.motion import DiffusionAnimator

    job, plate = _shot(model)
    with TemporaryDirectory(prefix="songreel-models-") as folder:
        animator = DiffusionAnimator(model, files={}, rushes_dir=Path(folder))
        *_, last = (frame.copy() for frame in animator.animate(plate, job, 0, FRAMES))
    return np.asarray(cv2.cvtColor(last, cv2.COLOR_YUV2RGB_I420), np.uint8)


def _depth(model: Model) -> Image:
    rgb = _gradient(*LOOKED_AT)
    with opened_network(model) as network:
        near = inverse_depth_of(rgb, (rgb.shape[1], rgb.shape[0]), framing="wide", network=network)
    return np.repeat(np.rint(255 * near / max(float(near.max()), 1e-6)).astype(np.uint8)[..., None], 3, axis=2)


def _safety(model: Model) -> None:
    with opened_network(model) as network:
        is_unfit(_gradient(*LOOKED_AT), network)


def _loaded(model: Model) -> None:
    with opened(model):
        return


_TRIES: Final[dict[Stage, Callable[[Model], Any]]] = {
    "keyframe": _keyframe,
    "edit": _loaded,
    "image_to_video": _motion,
    "first_last_frame": _motion,
    "audio_driven": _motion,
    "upscale": _loaded,
    "depth": _depth,
    "safety": _safety,
    "identity": _loaded,
}


def _job(model: Model) -> PlateJob:
    """An evening in the city, at the smallest size that the model makes."""
    wide, high = fitting_size(*ASPECT, model)
    return PlateJob(
        width_px=2 * round(wide / 2),
        height_px=2 * round(high / 2),
        place="city",
        style="cinematic_realism",
        framing="wide",
        variation=0,
        time_of_day="dusk",
        weather="clear",
        figure=None,
        prompt="a street between tall houses, lamps just lit",
        seed=1,
    )


def _shot(model: Model) -> tuple[ShotJob, Plate]:
    plate_job = _job(model)
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    job = ShotJob(
        plate=plate_job,
        frames=FRAMES,
        frames_per_s=24.0,
        camera="push_in",
        motion=4,
        weather="clear",
        style=plate_job.style,
        light=0.0,
        seed=1,
        drive=drive,
    )
    _, (wide, high) = canvas_size(plate_job)
    origin = Origin(model="a gradient", prompt="", negative="", seed=0, width_px=wide, height_px=high, nsfw=None)
    near = np.full((-(-high // DEPTH_SHRINK), -(-wide // DEPTH_SHRINK)), 0.1, np.float32)
    return job, plate_of(_gradient(wide, high), near, plate_job, origin)


def _gradient(width_px: int, height_px: int) -> Image:
    down, across = np.mgrid[0:height_px, 0:width_px]
    return np.stack([255 * down // height_px, 255 * across // width_px, 128 + 0 * down], axis=-1).astype(np.uint8)
