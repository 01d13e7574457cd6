"""Rhythms for everyone but the drummer, as rows of sixteenths, by steps to the bar.

Conventions: `X` accent, `x` stroke, `-` the last stroke goes on, `.` rest. A row is one bar or two.
"""

from typing import Final

import numpy as np

Rows = tuple[str, ...]

STRUM: Final[dict[str, Rows]] = {
    "4/4": (
        "X---x---X---x---",
        "X-x-X-x-X-x-X-x-",
        "X---x-x--xx-x-x-",
        "X---X-x-..x-X-x-",
        "x-----x-----x---",
        "X-------X-------",
        "X-x-..x-x-x-..x-",
        "X---x-xxX---x-xx",
        "X--x--x-X--x--x-",
        "x-..x-x-..x-x-x-",
        "X---------------",
        "..X---X-..X---X-",
    ),
    "3/4": (
        "X---x---x---",
        "X---x-x-x-x-",
        "X-----------",
        "X---x---x-x-",
        "X-------x---",
        "X-x-x-x-x-x-",
        "X-----x-----",
    ),
    "6/8": (
        "X---x-X---x-",
        "X-x-x-X-x-x-",
        "X-----x-----",
        "X-----------",
        "X---x-x-x-x-",
        "X--xx-X--xx-",
        "x-..x-x-..x-",
    ),
}
STAB: Final[dict[str, Rows]] = {
    "4/4": (
        "x.....x.........",
        "..x...x...x...x.",
        "x..x..x.........",
        "x..x..x...x.x...",
        "....x.......x...",
        "......x.......x.",
        "x.....x...x.....x.......x.....x.",
        "...x..x....x..x.",
        "x-..x-..x-..x-..",
        "..xx..xx..xx..xx",
        "x.x..x.x..x.x...",
    ),
    "3/4": ("....x...x...", "x.....x.....", "..x...x...x.", "x-..x-..x-.."),
    "6/8": ("x...x...x...", "....x.....x.", "..x.x...x.x.", "x.....x....."),
}
RIFF: Final[dict[str, Rows]] = {
    "4/4": (
        "X.x.x.x.X.x.x.x.",
        "X..x..X..x..X.x.",
        "XxxXxxXxxXxxX.X.",
        "X.xxX.xxX.xxX.xx",
        "x.x.X-x.x.X-x.X-",
        "X--x--x-X--xx-x-",
        "xxxxX-xxxxX-xxX-",
        "X.xx.xX.xx.xX-x.",
        "..x.X-..x.X-x.x.",
        "X---x-X-..x-X---",
        "x.xX.xX.x.xX.xX.",
        "X.x...X.x...X-X-",
        "XxxxXxxxXxxxXxxx",
        "X-..x.xx..X-....X-..x.xx..X-X-x-",
        "..X-..X-..X-x.x.",
        "X.....X.....X...",
        "X..X..X..X..X.X.X..X..X..X..XxXx",
    ),
    "3/4": ("X.x.x.x.x.x.", "X-..x.x.X-..", "X.xxX.xxX.xx", "X..x..X..x..", "..x.X-x.X-x.", "X---x-x-x-x-"),
    "6/8": ("X.x.x.X.x.x.", "X---x-X---x-", "XxxxxxXxxxxx", "x.X-x.x.X-x.", "X..x..X..x..", "X-....x.x.X-"),
}
BASS: Final[dict[str, Rows]] = {
    "4/4": (
        "X-x-x-x-x-x-x-x-",
        "X---------------",
        "X-----x-x-------",
        "X--x--x-X--x--x-",
        "X-----x---x-x---",
        "X-..x-x-....x-x-",
        "X--x......x-x-..",
        "..X-..X-..X-..X-",
        "X---..x-X---..x-",
        "xx.xxx.xxx.xxx.x",
        "X-x...x-..x-x...",
        "X-----xx..x-..xx",
    ),
    "3/4": ("X-----------", "X-------x---", "X---x---x---", "X-x-x-x-x-x-", "X-----x-x---"),
    "6/8": ("X-----x-----", "X-----------", "X---x-x---x-", "X-x-x-x-x-x-", "X-------x-x-"),
}
PHRASE: Final[dict[str, Rows]] = {
    "4/4": (
        "x---x-x-x---x---x-x-x-----......",
        "..x-x-x-x-x-x---x-----..........",
        "x-----x-x---x-----x-x---........",
        "....x-x-x-x-x---x-x-x-------....",
        "x--x--x-x---x-x-x--x--x-x-------",
        "......x-x-x-x-x-x---x---x-------",
        "x-------x---x-x-x---------......",
        "xxx-xxx-xx-xx-x-x-x-x-x-x-......",
        "x---x---x-----x-x---------------",
        "..x---x---x-x-x---x-x---....x-x-",
    ),
    "3/4": (
        "x---x---x---x-------....",
        "x-----x-x---x-x-x-------",
        "....x-x-x-x-x-------....",
        "x-------x---x-----------",
    ),
    "6/8": (
        "x---x-x---x-x-----......",
        "x-x-x-x-----x---x-x-----",
        "x-----x---x-x-----------",
        "....x-x-x-x-x---x-......",
    ),
}
HELD: Final[dict[str, Rows]] = {"4/4": ("X---------------",), "3/4": ("X-----------",), "6/8": ("X-----------",)}


def row_from(table: dict[str, Rows], metre: str, rng: np.random.Generator) -> str:
    rows = table[metre]
    return rows[int(rng.integers(len(rows)))]


def strokes(row: str, bar_index: int, steps: int) -> list[tuple[int, int, bool]]:
    """(step, length in steps, accented) of the bar's strokes; a row of two bars alternates."""
    start = bar_index * steps % len(row)
    here = row[start : start + steps]
    out = []
    for step, char in enumerate(here):
        if char in "Xx":
            tail = here[step + 1 :]
            out.append((step, 1 + len(tail) - len(tail.lstrip("-")), char == "X"))
    return out
