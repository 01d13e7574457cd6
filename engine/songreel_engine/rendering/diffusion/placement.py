"""How a model lies on a card: whole, in 8 bits, or streamed from main memory. Pure: decided by sizes alone.

Source: https://huggingface.co/docs/diffusers/optimization/memory (group offloading, layerwise casting, tiling).
"""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.card import Card, Device

Way = Literal["whole", "eight_bits", "streamed"]
EIGHT_BITS_SHARE: Final = 0.62
"""Of a model's memory where its large part is stored in 8 bits: half of the weights, all of the working room."""
ROOM_FOR_PICTURES_GB: Final = 8.0
"""Free memory from which a picture or a clip is decoded in one piece."""


class Sized(Protocol):
    """What is known of a model's need of memory."""

    @property
    def name(self) -> str: ...
    @property
    def memory_gb(self) -> float: ...
    @property
    def least_gb(self) -> float: ...


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a model's weights are kept, and in which numbers it reckons."""

    device: Device
    dtype: Literal["bfloat16", "float32"]
    way: Way
    tiled: bool
    """Whether pictures are decoded in pieces."""


def placement_for(model: Sized, card: Card) -> Placement:
    """The fastest way that the card has memory for; without a card the processor's.

    Raises MachineError for a card that is too small for any.
    """
    if card.device == "cpu":
        return Placement(device="cpu", dtype="float32", way="whole", tiled=False)
    needs: tuple[tuple[Way, float], ...] = (
        ("whole", model.memory_gb),
        ("eight_bits", max(EIGHT_BITS_SHARE * model.memory_gb, model.least_gb)),
        ("streamed", model.least_gb),
    )
    for way, need_gb in needs:
        if card.memory_gb >= need_gb:
            tiled = card.memory_gb - need_gb < ROOM_FOR_PICTURES_GB
            return Placement(device=card.device, dtype="bfloat16", way=way, tiled=tiled)
    raise MachineError(
        f"{model.name} needs a card with at least {model.least_gb:g} GB; this one is {card.in_words()}. "
        "`songreel models` lists what fits."
    )
