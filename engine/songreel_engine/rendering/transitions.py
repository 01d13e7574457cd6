"""Transitions: one frame made from the last of one shot and the first of the next.

Frames are I420 (see `animators`). At u = 0 every transition shows the outgoing frame, at u = 1 the incoming one. A
cut and a match need no frames of their own and have no entry here.
"""

import math
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.parallax.colour import BLACK, LUMA_SPAN, NEUTRAL, Planes, colour_to_yuv, frame_planes

Plane = NDArray[np.uint8]
Blend = Callable[[Planes, Planes, float, int], Planes]

OPENING_LIGHT: Final = 0.2
"""Share of the light, as a camera counts it, that a film which comes out of black starts with: dim, and yet a picture."""
DISPLAY_GAMMA: Final = 2.4
"""Of the screen that video is made for. Source: ITU-R BT.1886, annex 1."""
OPENING_U: Final = 0.5 - math.sin(math.asin(1 - 2 * OPENING_LIGHT ** (1 / DISPLAY_GAMMA)) / 3)
"""How far a fade has come where it shows OPENING_LIGHT: `_eased` solved for u."""
PAPER: Final = (250, 246, 236)
FLARE: Final = (255, 176, 92)
LUMA_LEAD: Final = 0.6
"""How much earlier bright parts of the incoming picture appear in a dissolve, as light does in film."""
DIP_REACH: Final = 0.94
BLUR_SHARE: Final = 0.16
"""Longest smear of a whip, as a share of the frame's width."""
FLARE_STRENGTH: Final = 0.72
FLARE_TINT: Final = 0.75
"""A leak is light before it is colour: chroma follows it less than luma."""


def blend_transition(kind: str, outgoing: Frame, incoming: Frame, u: float, seed: int) -> Frame:
    """A new frame, `u` of the way (0..1) from `outgoing` to `incoming`.

    Raises RenderError for an unknown kind or frames of different size."""
    if kind not in TRANSITIONS:
        raise RenderError(
            f"There is no transition {kind!r} with frames of its own; choose one of {', '.join(TRANSITIONS)}."
        )
    if outgoing.shape != incoming.shape:
        raise RenderError(f"A transition needs frames of one size, not {outgoing.shape} and {incoming.shape}.")
    blended = np.empty_like(outgoing)
    made = TRANSITIONS[kind](frame_planes(outgoing), frame_planes(incoming), min(max(u, 0.0), 1.0), seed)
    for target, plane in zip(frame_planes(blended), made, strict=True):
        target[:] = plane
    return blended


def blend_opening(kind: str, incoming: Frame, u: float, seed: int) -> Frame:
    """A new frame of the film's own first transition, which has nothing before it: its second half, `u` from 0.5 to 1.

    Where that starts without any picture, it starts later, with `OPENING_LIGHT`, so that the film's first frame, which players
    and shops show for it, is a picture. Raises RenderError for an unknown kind.
    """
    black = np.full_like(incoming, NEUTRAL)
    frame_planes(black).y[:] = BLACK
    if kind in _EMPTY_IN_THE_MIDDLE:
        u = 0.5 + (OPENING_U + (1 - OPENING_U) * (2 * u - 1)) / 2
    return blend_transition(kind, black, incoming, u, seed)


def _dissolve(outgoing: Planes, incoming: Planes, u: float, _seed: int) -> Planes:
    s = _eased(u)
    lead = LUMA_LEAD * 4 * s * (1 - s)
    weight = _u8(cv2.addWeighted(incoming.y, lead, outgoing.y, -lead, 255 * s))
    half = _halved(weight)
    return Planes(*(_mixed(a, b, w) for a, b, w in zip(outgoing, incoming, (weight, half, half), strict=True)))


def _fade(outgoing: Planes, incoming: Planes, u: float, _seed: int) -> Planes:
    shown, light = (outgoing, 1 - _eased(2 * u)) if u < 0.5 else (incoming, _eased(2 * u - 1))
    return _towards(shown, (0, NEUTRAL, NEUTRAL), 1 - light)


def _dip(outgoing: Planes, incoming: Planes, u: float, _seed: int) -> Planes:
    """Through paper white, quickly: most of it happens around the middle."""
    shown = outgoing if u < 0.5 else incoming
    return _towards(shown, colour_to_yuv(PAPER), DIP_REACH * (1 - abs(2 * u - 1)) ** 1.8)


def _whip(outgoing: Planes, incoming: Planes, u: float, seed: int) -> Planes:
    """A pan too fast to follow: one picture pushes the other out, smeared by its speed."""
    travelled = _eased(_eased(u))
    speed = (u * (1 - u) * 4) ** 2
    leftward = seed % 2 == 0
    smears = (round(BLUR_SHARE * speed * plane.shape[1]) for plane in outgoing)
    trios = zip(outgoing, incoming, smears, strict=True)
    return Planes(*(_pushed(a, b, travelled, leftward, smear_px) for a, b, smear_px in trios))


def _light_leak(outgoing: Planes, incoming: Planes, u: float, seed: int) -> Planes:
    """A dissolve under a warm flare that sweeps across."""
    mixed = _dissolve(outgoing, incoming, u, seed)
    flare = _flare(outgoing.y.shape, u, np.random.default_rng([seed, 0x7E]))
    half = _u8(cv2.convertScaleAbs(_halved(flare), alpha=FLARE_TINT))
    _, u_value, v_value = colour_to_yuv(FLARE)
    values = (BLACK + LUMA_SPAN, u_value, v_value)
    return Planes(
        *(_mixed(p, np.full_like(p, c), w) for p, c, w in zip(mixed, values, (flare, half, half), strict=True))
    )


TRANSITIONS: Final[dict[str, Blend]] = {
    "dissolve": _dissolve,
    "fade": _fade,
    "dip": _dip,
    "whip": _whip,
    "light_leak": _light_leak,
}
"""The draft's transitions that have frames of their own."""
_EMPTY_IN_THE_MIDDLE: Final = frozenset({"fade", "dip"})


def _eased(u: float) -> float:
    return u * u * (3 - 2 * u)


def _towards(planes: Planes, colour: tuple[int, int, int], share: float) -> Planes:
    """`colour` is (Y - 16, U, V)."""
    values = (colour[0] + BLACK, colour[1], colour[2])
    return Planes(
        *(_u8(cv2.addWeighted(p, 1 - share, p, 0, value * share)) for p, value in zip(planes, values, strict=True))
    )


def _mixed(under: Plane, over: Plane, weight: Plane) -> Plane:
    kept = cv2.multiply(under, cv2.bitwise_not(weight), scale=1 / 255)
    return _u8(cv2.add(kept, cv2.multiply(over, weight, scale=1 / 255)))


def _pushed(outgoing: Plane, incoming: Plane, travelled: float, leftward: bool, smear_px: int) -> Plane:
    width = outgoing.shape[1]
    moved = round(travelled * width)
    if leftward:
        joined = np.hstack([outgoing[:, moved:], incoming[:, :moved]])
    else:
        joined = np.hstack([incoming[:, width - moved :], outgoing[:, : width - moved]])
    if smear_px < 2:
        return joined
    # Twice a box is a tent: a smear without the hard ends of one.
    once = cv2.blur(joined, (smear_px, 1), borderType=cv2.BORDER_REFLECT)
    return _u8(cv2.blur(once, (max(smear_px // 2, 1), 1), borderType=cv2.BORDER_REFLECT))


def _flare(shape: tuple[int, ...], u: float, rng: np.random.Generator) -> Plane:
    """Coverage of two soft lobes on their way from one side to the other; none at either end."""
    height, width = shape
    side = 1 if rng.random() < 0.5 else -1
    x = np.linspace(-1, 1, 96, dtype=np.float32)[None, :] * side
    y = np.linspace(-1, 1, 96, dtype=np.float32)[:, None]
    strength = FLARE_STRENGTH * np.sin(np.pi * u) ** 1.5
    total = np.zeros((96, 96), np.float32)
    for size, lag in ((0.85, 0.0), (0.40, 0.35)):
        centre_x, centre_y = -1.3 + 2.6 * u - lag, rng.uniform(-0.7, 0.5)
        total += np.exp(-(((x - centre_x) / size) ** 2) - ((y - centre_y) / (1.5 * size)) ** 2)
    # Where lobes meet they saturate softly, as film does.
    small = np.asarray(255 * strength * (1 - np.exp(-1.2 * total)), np.uint8)
    return _u8(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def _halved(plane: Plane) -> Plane:
    return _u8(cv2.resize(plane, (plane.shape[1] // 2, plane.shape[0] // 2), interpolation=cv2.INTER_AREA))


def _u8(array: cv2.typing.MatLike) -> Plane:
    return np.asarray(array, np.uint8)
