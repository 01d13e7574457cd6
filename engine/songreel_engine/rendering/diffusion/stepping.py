"""What happens between the steps of a model: reports with tiny previews, an end within one step, one smaller try."""

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.libraries import library

Made = TypeVar("Made")
Size = tuple[int, int]

PREVIEW_LATENTS: Final = 16
"""Longer side of what is decoded for a preview, in latents: 128 pixels of most models."""
PREVIEW_QUALITY: Final = 60


def step_callback(
    listener: Callable[[int, bytes | None], None],
) -> Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]:
    """A `callback_on_step_end` that tells of each step, from 1, with a preview; what the listener raises ends the call."""

    def ended(pipe: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        listener(step + 1, preview_of(pipe, tensors.get("latents")))
        return tensors

    return ended


def preview_of(pipe: Any, latents: Any) -> bytes | None:
    """A tiny JPEG of latents on their way; None of a model whose latents are no plain picture."""
    torch = library("torch")
    decoder: Any = getattr(pipe, "vae", None)
    if type(decoder).__name__ != "AutoencoderKL" or getattr(latents, "ndim", 0) != 4:
        return None
    scale = PREVIEW_LATENTS / max(latents.shape[-2:])
    with torch.no_grad():
        small = latents[:1].float()
        if scale < 1:
            small = torch.nn.functional.interpolate(small, scale_factor=scale, mode="area", recompute_scale_factor=True)
        shift = getattr(decoder.config, "shift_factor", None) or 0.0
        given = (small / decoder.config.scaling_factor + shift).to(decoder.dtype)
        decoded = decoder.decode(given, return_dict=False)[0][0]
    picture = ((decoded.float() / 2 + 0.5).nan_to_num(0.5).clamp(0, 1) * 255).round().to("cpu", torch.uint8)
    return _jpeg(picture.permute(1, 2, 0).numpy())


def with_smaller_retry(
    make: Callable[[Size], Made], size: Size, smaller: Callable[[Size], Size], *, name: str
) -> tuple[Made, Size]:
    """What `make` makes at `size`, or once more at a smaller one where memory ran out; with the size it was made at.

    Raises MachineError where memory ran out again.
    """
    less = smaller(size)
    for tried in (size, less):
        made = _unless_memory_ends(make, tried)
        if made is not None:
            return made[0], tried
    raise MachineError(
        f"{name} ran out of memory at {size[0]}x{size[1]} and again at {less[0]}x{less[1]}; "
        "choose a smaller model or --height, or close what else uses the card."
    )


def _unless_memory_ends(make: Callable[[Size], Made], size: Size) -> tuple[Made] | None:
    """What was made; None where memory ran out, and is free again: only once the error is forgotten does nothing hold it."""
    with suppress(library("torch").OutOfMemoryError):
        return (make(size),)
    from songreel_engine.rendering.diffusion.loading import free_memory

    free_memory()
    return None


def _jpeg(rgb: Any) -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.fromarray(rgb).save(data, "JPEG", quality=PREVIEW_QUALITY)
    return data.getvalue()
