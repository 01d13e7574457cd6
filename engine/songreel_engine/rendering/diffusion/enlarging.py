"""Twice the size in latents: what the network made is enlarged by a network of its own, then refined in a few more steps.

Only of LTX-Video, whose makers publish one; other classes, and LTX without it, are enlarged as pictures when they are played.
Source: diffusers' documentation of LTX-Video 0.9.7 (guided) and 0.9.8 (distilled) has the schedules and strengths.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from songreel_engine.rendering.diffusion.card import Card
from songreel_engine.rendering.diffusion.discovery import cached_model, hub_folder, missing_parts
from songreel_engine.rendering.diffusion.loading import opened
from songreel_engine.rendering.diffusion.models import Model, model_of, row_of
from songreel_engine.rendering.diffusion.placement import Placement
from songreel_engine.rendering.diffusion.roads import UNGUIDED

TIMES: Final = 2
"""Of both sides."""
ROOM_GB: Final = 16.0
"""Beside the model: the enlarging network, and four times the latents on their way through the large one; reckoned."""
DISTILLED_TIMESTEPS: Final = (1000.0, 909.0, 725.0, 421.0, 0.0)
DISTILLED_STRENGTH: Final = 0.999
GUIDED_STEPS, GUIDED_STRENGTH = 10, 0.4
ADAIN, TONE_MAP = 1.0, 0.6
"""How far colours are held to those of what is enlarged, and highlights are kept from burning out."""


def find_upscaler(model: Model, card: Card, *, non_commercial: bool = False, hub: Path | None = None) -> Model | None:
    """The installed network that enlarges what this model makes; None where there is none, or the card has no room for it."""
    row = row_of(model.upscaler) if model.upscaler else None
    if row is None or (row.commercial is False and not non_commercial):
        return None
    found = cached_model(hub or hub_folder(), row.repo)
    has_room = card.device == "cpu" or card.memory_gb >= model.memory_gb + ROOM_GB
    return model_of(found, row) if found is not None and has_room and not missing_parts(found) else None


@contextmanager
def opened_upscaler(upscaler: Model, pipe: Any, placement: Placement) -> Iterator[Any]:
    """Its pipeline on the parts of a loaded one; freed after. Raises as `loading.opened` does."""
    with opened(upscaler, placement=placement, given={"vae": pipe.vae}) as enlarger:
        yield enlarger


def enlarged(enlarger: Any, latents: Any) -> Any:
    """Latents of twice the sides, as the network that made them takes them again."""
    return enlarger(
        latents=latents, adain_factor=ADAIN, tone_map_compression_ratio=TONE_MAP, output_type="latent"
    ).frames


def refining(model: Model, latents: Any) -> dict[str, Any]:
    """Arguments beside those of the shot for the few steps that follow."""
    if model.guidance > UNGUIDED:
        return {"latents": latents, "denoise_strength": GUIDED_STRENGTH, "num_inference_steps": GUIDED_STEPS}
    return {
        "latents": latents,
        "denoise_strength": DISTILLED_STRENGTH,
        "timesteps": list(DISTILLED_TIMESTEPS),
        "num_inference_steps": len(DISTILLED_TIMESTEPS),
    }


def refining_steps(model: Model) -> int:
    """How many steps follow at the large size."""
    if model.guidance > UNGUIDED:
        return round(GUIDED_STEPS * GUIDED_STRENGTH)
    return round(len(DISTILLED_TIMESTEPS) * DISTILLED_STRENGTH) - 1
