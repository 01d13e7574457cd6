"""Stamps: what a camera or recorder writes into its own picture, such as a date or a running counter.

Letters are drawn from the tables below, so that no font of the machine is needed. Heights and places are shares of the
frame, so that a stamp looks alike at every size. What is written depends on the frame's number and the shot's seed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import Planes, colour_to_yuv

Alpha = NDArray[np.uint8]
Text = Callable[[int, float, int], str]
"""(frame, frames a second, seed) → what is written."""

DOTS_HIGH: Final = 7
_GLYPHS: Final[Mapping[str, tuple[str, ...]]] = {
    "0": (".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."),
    "1": ("..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."),
    "2": (".###.", "#...#", "....#", "..##.", ".#...", "#....", "#####"),
    "3": (".###.", "#...#", "....#", "..##.", "....#", "#...#", ".###."),
    "4": ("...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."),
    "5": ("#####", "#....", "####.", "....#", "....#", "#...#", ".###."),
    "6": (".###.", "#....", "#....", "####.", "#...#", "#...#", ".###."),
    "7": ("#####", "....#", "...#.", "..#..", "..#..", "..#..", "..#.."),
    "8": (".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."),
    "9": (".###.", "#...#", "#...#", ".####", "....#", "....#", ".###."),
    ":": (".....", "..#..", "..#..", ".....", "..#..", "..#..", "....."),
    "'": ("..#..", "..#..", ".#...", ".....", ".....", ".....", "....."),
    ">": ("#....", "###..", "####.", "#####", "####.", "###..", "#...."),
    "A": (".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"),
    "L": ("#....", "#....", "#....", "#....", "#....", "#....", "#####"),
    "P": ("####.", "#...#", "#...#", "####.", "#....", "#....", "#...."),
    "S": (".####", "#....", "#....", ".###.", "....#", "....#", "####."),
    "Y": ("#...#", "#...#", ".#.#.", "..#..", "..#..", "..#..", "..#.."),
    " ": (".....",) * DOTS_HIGH,
}
"""Letters as a recorder's character generator makes them, five dots by seven."""
_SEGMENTS: Final[Mapping[str, str]] = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
    "'": "j",
    " ": "",
}
"""Strokes of a seven-segment digit that burn, named as on data sheets; j is an apostrophe."""
_STROKES: Final = {
    "a": ((0.08, 0.0), (0.52, 0.0)),
    "b": ((0.6, 0.07), (0.6, 0.43)),
    "c": ((0.6, 0.57), (0.6, 0.93)),
    "d": ((0.08, 1.0), (0.52, 1.0)),
    "e": ((0.0, 0.57), (0.0, 0.93)),
    "f": ((0.0, 0.07), (0.0, 0.43)),
    "g": ((0.08, 0.5), (0.52, 0.5)),
    "j": ((0.36, 0.0), (0.28, 0.22)),
}
"""Ends of each stroke (x, y) in digit heights."""
_SUB_PX_BITS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Something written into the picture."""

    text: Text
    letters: Callable[[str, int], Alpha]
    """(text, height in pixels) → coverage 0..255 [h, w]."""
    colour: tuple[int, int, int]
    """8-bit sRGB."""
    height: float
    """Of a letter, as a share of the frame's short side."""
    place: tuple[float, float]
    """Where in the frame the text's box stands, 0..1 to the right and down; 0.5 is its middle in the frame's middle."""
    glow: float = 0.0
    """How far light bleeds round the letters, 0..1."""
    shadow: float = 0.0
    """Darkness thrown to the lower right, which keeps letters readable on white, 0..1."""


def dotted(text: str, height_px: int) -> Alpha:
    """A recorder's characters; their dots are whole pixels."""
    dot_px = max(1, round(height_px / DOTS_HIGH))
    rows = [".".join(_GLYPHS[letter][row] for letter in text) for row in range(DOTS_HIGH)]
    dots = np.array([[255 * (dot == "#") for dot in row] for row in rows], np.uint8)
    return np.kron(dots, np.ones((dot_px, dot_px), np.uint8))


def segmented(text: str, height_px: int) -> Alpha:
    """A watch's digits, a little slanted."""
    margin_px = max(2, round(0.14 * height_px))
    advance_px = 0.92 * height_px
    shape = (height_px + 2 * margin_px, round(advance_px * len(text)) + 2 * margin_px)
    drawn = np.zeros(shape, np.uint8)
    width_px = max(1, round(0.12 * height_px))
    for place, letter in enumerate(text):
        for stroke in _SEGMENTS[letter]:
            ends = (
                (margin_px + place * advance_px + (x + 0.10 * (1.0 - y)) * height_px, margin_px + y * height_px)
                for x, y in _STROKES[stroke]
            )
            start, stop = (tuple(round(value * 2**_SUB_PX_BITS) for value in end) for end in ends)
            cv2.line(drawn, start, stop, 255, width_px, cv2.LINE_AA, _SUB_PX_BITS)
    return drawn


def write_stamp(picture: Planes, stamp: Stamp, *, frame: int, frames_per_s: float, seed: int) -> None:
    """Writes it into a picture whose luma counts from black, in place."""
    frame_height_px, frame_width_px = picture.y.shape
    short_px = min(frame_width_px, frame_height_px)
    drawn = _sprite(stamp, stamp.text(frame, frames_per_s, seed), max(DOTS_HIGH, round(stamp.height * short_px)))
    height_px, width_px = drawn.light.shape
    if height_px > frame_height_px or width_px > frame_width_px:
        return
    # Even places: chroma samples are shared by two pixels.
    x = round(stamp.place[0] * (frame_width_px - width_px) / 2) * 2
    y = round(stamp.place[1] * (frame_height_px - height_px) / 2) * 2
    luma, u, v = colour_to_yuv(stamp.colour)
    window = picture.y[y : y + height_px, x : x + width_px]
    if drawn.shade is not None:
        _blend(window, drawn.shade, 0)
    _blend(window, drawn.light, luma)
    half = (slice(y // 2, (y + height_px) // 2), slice(x // 2, (x + width_px) // 2))
    for plane, value in ((picture.u, u), (picture.v, v)):
        _blend(plane[half], drawn.light_half, value)


@dataclass(frozen=True, eq=False)
class _Sprite:
    light: Alpha
    light_half: Alpha
    """At the size of chroma."""
    shade: Alpha | None


@lru_cache(maxsize=64)
def _sprite(stamp: Stamp, text: str, height_px: int) -> _Sprite:
    letters = stamp.letters(text, height_px)
    reach_px = 2 * max(1, round(0.35 * height_px))
    # Even sides: chroma samples are shared by two pixels.
    right_px, below_px = reach_px + letters.shape[1] % 2, reach_px + letters.shape[0] % 2
    light = cv2.copyMakeBorder(letters, reach_px, below_px, reach_px, right_px, cv2.BORDER_CONSTANT, value=0)
    shade = None
    if stamp.shadow:
        down_px = max(1, round(height_px / DOTS_HIGH / 2))
        shade = np.roll(np.asarray(light * stamp.shadow, np.uint8), (down_px, down_px), (0, 1))
    if stamp.glow:
        bled = cv2.GaussianBlur(light, (0, 0), 0.16 * height_px)
        light = cv2.max(cv2.convertScaleAbs(bled, alpha=stamp.glow * 1.5), light)
    half = cv2.resize(light, (light.shape[1] // 2, light.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return _Sprite(np.asarray(light, np.uint8), np.asarray(half, np.uint8), shade)


def _blend(window: Alpha, alpha: Alpha, value: int) -> None:
    share = alpha.astype(np.float32) / 255.0
    window[:] = np.rint(window + (value - window.astype(np.float32)) * share)


def _counter(frame: int, frames_per_s: float, seed: int) -> str:
    """Hours, minutes, seconds and frames of a tape that was running before the shot."""
    started_s = int(np.random.default_rng([seed, 0x7C]).integers(60, 3600))
    whole_s = int(frame / frames_per_s)
    seconds = started_s + whole_s
    hundredths = int(frame - whole_s * frames_per_s)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}:{hundredths:02}"


def _date(frame: int, frames_per_s: float, seed: int) -> str:
    """A day of one summer; photographs of it lie in no order."""
    return f"'98  8 {int(np.random.default_rng([seed, 0xDA]).integers(1, 32)):2}"


TAPE_STAMPS: Final = (
    Stamp(
        text=lambda frame, frames_per_s, seed: "PLAY >",
        letters=dotted,
        colour=(238, 240, 236),
        height=0.046,
        place=(0.07, 0.06),
        glow=0.30,
        shadow=0.75,
    ),
    Stamp(
        text=_counter,
        letters=dotted,
        colour=(238, 240, 236),
        height=0.040,
        place=(0.07, 0.935),
        glow=0.30,
        shadow=0.75,
    ),
)
DATE_STAMP: Final = Stamp(
    text=_date, letters=segmented, colour=(255, 136, 36), height=0.042, place=(0.93, 0.95), glow=0.55, shadow=0.5
)
