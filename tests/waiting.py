"""The one way to wait in tests: ask until it is so, or until a deadline that fails the test."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
ASK_AGAIN_S = 0.02


def until(ask: Callable[[], Value], *, within_s: float = 20.0, what: str = "it") -> Value:
    """The first answer that counts as true. Fails where there is none in time."""
    end = time.monotonic() + within_s
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what} was not so within {within_s:g} s")
        time.sleep(ASK_AGAIN_S)
