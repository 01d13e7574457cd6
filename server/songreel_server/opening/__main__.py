"""Reads a request on stdin, prints its answer on stdout."""

import json
import sys
from pathlib import Path
from typing import Any, Final

from songreel_server.opening.file import open_file
from songreel_server.opening.refusal import Limits, RefusedError

MOST_MEMORY_BYTES: Final = 2_000_000_000
"""Address space of the child: a photo of the most pixels and a song of the greatest length need far less."""


def bound_memory() -> None:
    """Where the system can: on Windows the parent's clock is the only bound."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


def answer(request: str) -> dict[str, Any]:
    """{"found": …}, or {"refused": sentence, "why": why}; the request is JSON: path, name, limits, wanted."""
    asked = json.loads(request)
    try:
        found = open_file(
            Path(asked["path"]), name=asked["name"], limits=Limits(**asked["limits"]), wanted=asked["wanted"]
        )
    except RefusedError as refused:
        return {"refused": str(refused), "why": refused.why}
    return {"found": found}


if __name__ == "__main__":
    bound_memory()
    print(json.dumps(answer(sys.stdin.read())))
