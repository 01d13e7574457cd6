"""The card that models run on: what it is and how much memory it has, asked without importing torch where that can be."""

import functools
import importlib
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final, Literal

Device = Literal["cuda", "mps", "cpu"]
_ASK: Final = ("--query-gpu=name,memory.total", "--format=csv,noheader,nounits")
_ASK_TIMEOUT_S: Final = 20
MIB_PER_GB: Final = 1e9 / 2**20


@dataclass(frozen=True)
class Card:
    """What does the work."""

    name: str
    memory_gb: float
    """0 without a card."""
    device: Device

    def in_words(self) -> str:
        return f"{self.name}, {self.memory_gb:.0f} GB" if self.memory_gb else self.name


NO_CARD: Final = Card("no GPU, the processor", 0.0, "cpu")


@functools.cache
def find_card() -> Card:
    """The largest card of this machine; without one the processor."""
    return _by_driver() or _by_torch() or NO_CARD


def _by_driver() -> Card | None:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None
    try:
        answer = subprocess.run([tool, *_ASK], capture_output=True, text=True, timeout=_ASK_TIMEOUT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        # A tool without a working driver: there is no card that could be used.
        return None
    return largest_card(answer.stdout)


def largest_card(listing: str) -> Card | None:
    """Of the driver's lines `name, MiB`; None where none can be read."""
    cards = []
    for line in listing.splitlines():
        name, _, memory = line.rpartition(",")
        if name and memory.strip().isdigit():
            cards.append(Card(name.strip(), int(memory) / MIB_PER_GB, "cuda"))
    return max(cards, key=lambda card: card.memory_gb, default=None)


def _by_torch() -> Card | None:
    """Cards that only torch knows how to ask: AMD's and Apple's."""
    if find_spec("torch") is None:
        return None
    torch = importlib.import_module("torch")
    if torch.cuda.is_available():
        found = [torch.cuda.get_device_properties(index) for index in range(torch.cuda.device_count())]
        largest = max(found, key=lambda one: one.total_memory)
        return Card(str(largest.name), largest.total_memory / 1e9, "cuda")
    if torch.backends.mps.is_available():
        return Card("Apple GPU", torch.mps.recommended_max_memory() / 1e9, "mps")
    return None
