"""What takes a second to load, loaded once and by one thread.

Decoders and array libraries are made of modules that import each other: two threads that begin with different ones see them
half made. Whoever needs what brings them along calls `load` first; whoever comes meanwhile waits.
"""

import threading

_one_at_a_time = threading.Lock()


def load() -> None:
    """Everything that understanding, changing, fetching and rendering needs; returns at once where it is there."""
    with _one_at_a_time:
        import httpx_secure  # noqa: F401

        from songreel_engine import changing, making, talking  # noqa: F401
