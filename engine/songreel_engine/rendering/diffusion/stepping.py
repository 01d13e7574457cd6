"""What happens between the steps of a model: reports with tiny previews, an end within one step, one smaller try."""

import io
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeVar

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.libraries import library

Made = TypeVar("Made")
Size = tuple[int, int]

PREVIEW_LATENTS: Final = 16
"""Longer side of what is decoded for a preview, in latents: 128 pixels of most models."""
PREVIEW_PX: Final = 160
"""Its longer side at most."""
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
    with torch.no_grad():
        shift = getattr(decoder.config, "shift_factor", None) or 0.0
        given = (shrunk(latents[:1].float()) / decoder.config.scaling_factor + shift).to(decoder.dtype)
        decoded = decoder.decode(given, return_dict=False)[0][0]
    return jpeg_of(decoded)


def shrunk(latents: Any) -> Any:
    """[n, channels, height, width] at no more than a preview's size."""
    scale = PREVIEW_LATENTS / max(latents.shape[-2:])
    if scale >= 1:
        return latents
    shrink = library("torch").nn.functional.interpolate
    return shrink(latents, scale_factor=scale, mode="area", recompute_scale_factor=True)


def with_smaller_retry(
    make: Callable[[Size], Made], size: Size, smaller: Callable[[Size], Size], *, name: str
) -> tuple[Made, Size]:
    """What `make` makes at `size`, or once more at a smaller one where memory ran out; with the size it was made at.

    Raises MachineError where memory ran out again.
    """
    less = smaller(size)
    for tried in (size, less):
        made = unless_memory_ends(partial(make, tried))
        if made is not None:
            return made[0], tried
    raise memory_ended(name, size, less)


def memory_ended(name: str, size: Size, less: Size) -> MachineError:
    """The error to raise where memory ran out at both sizes."""
    return MachineError(
        f"{name} ran out of memory at {size[0]}x{size[1]} and again at {less[0]}x{less[1]}; "
        "choose a smaller model or --height, or close what else uses the card."
    )


def unless_memory_ends(make: Callable[[], Made]) -> tuple[Made] | None:
    """What was made; None where memory ran out, and is free again: only once the error is forgotten does nothing hold it."""
    with suppress(library("torch").OutOfMemoryError):
        return (make(),)
    from songreel_engine.rendering.diffusion.loading import free_memory

    free_memory()
    return None


def jpeg_of(decoded: Any) -> bytes:
    """A tiny JPEG of [3, height, width] of -1..1, as decoders give it; what is no number is grey."""
    from PIL import Image

    torch = library("torch")
    picture = ((decoded.float() / 2 + 0.5).nan_to_num(0.5).clamp(0, 1) * 255).round().to("cpu", torch.uint8)
    image, data = Image.fromarray(picture.permute(1, 2, 0).numpy()), io.BytesIO()
    image.thumbnail((PREVIEW_PX, PREVIEW_PX))
    image.save(data, "JPEG", quality=PREVIEW_QUALITY)
    return data.getvalue()
