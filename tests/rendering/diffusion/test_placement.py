"""How a model lies on a card follows from sizes alone."""

from dataclasses import dataclass

import pytest

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.card import NO_CARD, Card, largest_card
from songreel_engine.rendering.diffusion.placement import placement_for


@dataclass(frozen=True)
class Sized:
    name: str = "a model"
    memory_gb: float = 20.0
    least_gb: float = 8.0


@pytest.mark.parametrize(
    ("memory_gb", "way", "tiled"),
    [
        (80.0, "whole", False),
        (24.0, "whole", True),
        (20.0, "whole", True),
        (16.0, "eight_bits", True),
        (12.4, "eight_bits", True),
        (12.0, "streamed", True),
        (8.0, "streamed", True),
    ],
)
def test_the_fastest_way_that_fits_is_taken(memory_gb: float, way: str, tiled: bool) -> None:
    placed = placement_for(Sized(), Card("a card", memory_gb, "cuda"))
    assert (placed.way, placed.tiled, placed.dtype) == (way, tiled, "bfloat16")


def test_a_card_that_is_too_small_is_told_what_is_needed() -> None:
    with pytest.raises(MachineError, match=r"a model needs a card with at least 8 GB; this one is tiny, 6 GB"):
        placement_for(Sized(), Card("tiny", 6.0, "cuda"))


def test_without_a_card_the_processor_reckons_in_full() -> None:
    placed = placement_for(Sized(memory_gb=500.0, least_gb=200.0), NO_CARD)
    assert (placed.device, placed.dtype, placed.way) == ("cpu", "float32", "whole")


def test_the_largest_card_counts_and_its_memory_is_told_in_gigabytes() -> None:
    card = largest_card("NVIDIA T400 4GB, 4096\nNVIDIA GeForce RTX 4090, 24564\n")
    assert card is not None
    assert (card.name, card.device) == ("NVIDIA GeForce RTX 4090", "cuda")
    assert card.memory_gb == pytest.approx(25.76, abs=0.01)


@pytest.mark.parametrize("listing", ["", "No devices were found\n", "a, b\n", "card, [N/A]\n"])
def test_a_driver_that_names_no_card_means_there_is_none(listing: str) -> None:
    assert largest_card(listing) is None
