"""Gives memory that this process has freed back to the machine."""

import ctypes
import functools
import sys
from collections.abc import Callable


def return_freed() -> None:
    """glibc keeps what is freed for the next time; after a plate that is hundreds of megabytes that no clip will ask for.

    With other C libraries it does nothing: they return memory of that size by themselves.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    """glibc's own (malloc_trim(3)); None where the C library is another."""
    if not sys.platform.startswith("linux"):
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim
