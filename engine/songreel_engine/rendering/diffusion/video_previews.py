"""A tiny picture of a shot that is still being made: the middle of its latents, shrunk, and decoded alone."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.stepping import jpeg_of, shrunk

Size = tuple[int, int]
Unpacked = Callable[[Any, Any, int, Size], Any]
"""(pipeline, latents as its callback has them, frames, size) → [1, channels, 1, height, width] for the decoder, or None."""

DECODED_AT: Final = 0.05
"""For decoders that take away the last noise themselves: how much of it they are told there is."""


def shot_preview(pipe: Any, latents: Any, frames: int, size_px: Size) -> bytes | None:
    """A JPEG of about a hundred pixels; None of a class whose latents are not known here or are not as they should be."""
    unpacked = _UNPACKED.get(type(pipe).__name__)
    middle = unpacked(pipe, latents, frames, size_px) if unpacked is not None and latents is not None else None
    if middle is None:
        return None
    torch, vae = library("torch"), pipe.vae
    with torch.no_grad():
        given = shrunk(middle[:, :, 0])[:, :, None].to(vae.dtype)
        timed = getattr(vae.config, "timestep_conditioning", False)
        told = [torch.tensor([DECODED_AT], device=given.device, dtype=given.dtype)] if timed else []
        # Not the pipeline's own: its decoder may be held back for later (`developing`).
        decoded = type(vae).decode(vae, given, *told, return_dict=False)[0]
    return jpeg_of(decoded[0, :, 0])


def _packed(pipe: Any, latents: Any, frames: int, size_px: Size, *, extra_first: bool) -> Any:
    """Of LTX: a token for each place; what conditions the shot beside them stands before or after."""
    high, wide = (side // pipe.vae_spatial_compression_ratio for side in (size_px[1], size_px[0]))
    deep = (frames - 1) // pipe.vae_temporal_compression_ratio + 1
    if latents.ndim == _PACKED_DIMS:
        patch, patch_t = pipe.transformer_spatial_patch_size, pipe.transformer_temporal_patch_size
        count = deep * high * wide // (patch * patch * patch_t)
        own = latents[:1, -count:] if extra_first else latents[:1, :count]
        if own.shape[1] != count:
            return None
        latents = pipe._unpack_latents(own, deep, high, wide, patch, patch_t)
    elif latents.shape[2:] != (deep, high, wide):
        return None
    middle = latents[:1, :, deep // 2 : deep // 2 + 1]
    return pipe._denormalize_latents(
        middle.float(), pipe.vae.latents_mean, pipe.vae.latents_std, pipe.vae.config.scaling_factor
    )


_PACKED_DIMS: Final = 3


def _ltx(pipe: Any, latents: Any, frames: int, size_px: Size) -> Any:
    return _packed(pipe, latents, frames, size_px, extra_first=True)


def _ltx2(pipe: Any, latents: Any, frames: int, size_px: Size) -> Any:
    return _packed(pipe, latents, frames, size_px, extra_first=False)


def _wan(pipe: Any, latents: Any, _frames: int, _size_px: Size) -> Any:
    torch, config = library("torch"), pipe.vae.config
    middle = latents[:1, :, latents.shape[2] // 2 : latents.shape[2] // 2 + 1].float()
    mean, std = (
        torch.tensor(values, device=middle.device).view(1, -1, 1, 1, 1)
        for values in (config.latents_mean, config.latents_std)
    )
    return middle * std + mean


_UNPACKED: Final[Mapping[str, Unpacked]] = {
    "LTXImageToVideoPipeline": _ltx,
    "LTXConditionPipeline": _ltx,
    "LTX2ImageToVideoPipeline": _ltx2,
    "LTX2ConditionPipeline": _ltx2,
    "LTX2DFRPipeline": _ltx2,
    "WanImageToVideoPipeline": _wan,
}
