"""The libraries that models need, imported when first used; the base install has none of them."""

import importlib
from importlib.util import find_spec
from typing import Any, Final

from songreel_engine.errors import MachineError

NEEDED: Final = ("torch", "diffusers", "transformers", "accelerate", "ftfy")
ADVICE: Final = "install them with: pip install 'songreel[diffusion]'"


def library(name: str) -> Any:
    """The imported library. Raises MachineError where it is not installed."""
    must_be_installed()
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MachineError(f"The library {name} is damaged ({error}); {ADVICE}.") from error


def must_be_installed() -> None:
    """Raises MachineError where a library that models need is missing. Imports none of them."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise MachineError(
            f"Pictures by diffusion need libraries that are not installed ({', '.join(missing)}); {ADVICE}."
        )
