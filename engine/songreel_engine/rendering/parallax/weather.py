"""Weather in front of and behind the performer, as a function of time alone: any frame, in any order, is the same.

Each plane is a tile of sprites that wraps around, scrolled at its own speed and against the camera. Near planes are
large, fast and out of focus; planes beyond the subject fall behind the performer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.parallax.camera import CameraPose

Alpha = NDArray[np.uint8]
Draw = Callable[[Alpha, tuple[float, float], float, float, np.random.Generator], None]

FIXED_POINT_BITS: Final = 3
"""Sub-pixel bits of drawn sprites."""


def _streak(tile: Alpha, at: tuple[float, float], size_px: float, strength: float, rng: np.random.Generator) -> None:
    length = size_px * rng.uniform(0.6, 1.3)
    end = (at[0] + 0.06 * length, at[1] + length)
    width_px = max(1, round(size_px / 55))
    cv2.line(tile, _fixed(at), _fixed(end), strength, width_px, cv2.LINE_AA, FIXED_POINT_BITS)


def _dot(tile: Alpha, at: tuple[float, float], size_px: float, strength: float, rng: np.random.Generator) -> None:
    radius = max(round(size_px * rng.uniform(0.6, 1.25) * 2**FIXED_POINT_BITS), 4)
    cv2.circle(tile, _fixed(at), radius, strength, -1, cv2.LINE_AA, FIXED_POINT_BITS)


def _petal(tile: Alpha, at: tuple[float, float], size_px: float, strength: float, rng: np.random.Generator) -> None:
    long_px = size_px * rng.uniform(0.7, 1.3) * 2**FIXED_POINT_BITS
    axes = (max(round(long_px), 4), max(round(long_px * rng.uniform(0.25, 0.65)), 3))
    turn = rng.uniform(0, 180)
    cv2.ellipse(tile, _fixed(at), axes, turn, 0, 360, strength, -1, cv2.LINE_AA, FIXED_POINT_BITS)


def _fixed(at: tuple[float, float]) -> tuple[int, int]:
    return round(at[0] * 2**FIXED_POINT_BITS), round(at[1] * 2**FIXED_POINT_BITS)


@dataclass(frozen=True, kw_only=True)
class Plane:
    """One sheet of sprites. Lengths are shares of the frame's short side, speeds of its height per second."""

    inverse_depth: float
    """1/m, for its parallax and for whether it passes in front of the subject."""
    count: int
    size: float
    blur: float
    speed: tuple[float, float]
    """Right and down."""
    alpha: float
    sway: float = 0.0
    """Swing to the side while falling."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A weather."""

    draw: Draw
    colour: tuple[int, int, int]
    planes: tuple[Plane, ...]
    own_light: float
    """0: as bright as the place's own highlights, 1: its own colour whatever the place."""
    only_light: bool = False
    """Drops too thin to hide anything: they add light and leave colour alone."""
    haze: float = 0.0
    """Fog over the distance, 0..1."""


RAIN_SPEED: Final = 1.5
KINDS: Final[dict[str, Kind | None]] = {
    "clear": None,
    "rain": Kind(
        draw=_streak,
        colour=(200, 212, 224),
        own_light=0.35,
        only_light=True,
        haze=0.10,
        planes=(
            Plane(inverse_depth=0.07, count=520, size=0.050, blur=0.0004, speed=(0.05, RAIN_SPEED), alpha=0.13),
            Plane(inverse_depth=0.25, count=240, size=0.095, blur=0.0006, speed=(0.09, 1.6 * RAIN_SPEED), alpha=0.17),
            Plane(inverse_depth=0.80, count=48, size=0.210, blur=0.0022, speed=(0.16, 2.4 * RAIN_SPEED), alpha=0.24),
        ),
    ),
    "snow": Kind(
        draw=_dot,
        colour=(240, 244, 250),
        own_light=0.55,
        haze=0.12,
        planes=(
            Plane(
                inverse_depth=0.07, count=520, size=0.0016, blur=0.0006, speed=(0.010, 0.055), alpha=0.75, sway=0.006
            ),
            Plane(inverse_depth=0.25, count=240, size=0.0034, blur=0.0010, speed=(0.018, 0.10), alpha=0.80, sway=0.012),
            Plane(inverse_depth=0.60, count=70, size=0.0075, blur=0.0036, speed=(0.030, 0.17), alpha=0.75, sway=0.02),
            Plane(inverse_depth=1.00, count=14, size=0.0190, blur=0.0095, speed=(0.055, 0.27), alpha=0.50, sway=0.03),
        ),
    ),
    "fog": Kind(draw=_dot, colour=(205, 210, 216), own_light=0.0, haze=0.62, planes=()),
    "dust": Kind(
        draw=_dot,
        colour=(255, 226, 178),
        own_light=0.4,
        haze=0.16,
        planes=(
            Plane(
                inverse_depth=0.12, count=210, size=0.0012, blur=0.0005, speed=(0.010, -0.006), alpha=0.55, sway=0.01
            ),
            Plane(
                inverse_depth=0.40, count=70, size=0.0032, blur=0.0016, speed=(0.017, -0.011), alpha=0.50, sway=0.015
            ),
            Plane(inverse_depth=0.90, count=14, size=0.0140, blur=0.0050, speed=(0.030, 0.012), alpha=0.22, sway=0.02),
        ),
    ),
    "embers": Kind(
        draw=_dot,
        colour=(255, 138, 48),
        own_light=1.0,
        haze=0.08,
        planes=(
            Plane(inverse_depth=0.12, count=120, size=0.0014, blur=0.0006, speed=(0.012, -0.07), alpha=1.0, sway=0.012),
            Plane(inverse_depth=0.40, count=52, size=0.0030, blur=0.0011, speed=(0.025, -0.13), alpha=1.0, sway=0.025),
            Plane(inverse_depth=0.90, count=10, size=0.0085, blur=0.0055, speed=(0.045, -0.22), alpha=0.75, sway=0.04),
        ),
    ),
    "fireflies": Kind(
        draw=_dot,
        colour=(216, 255, 118),
        own_light=1.0,
        planes=(
            Plane(inverse_depth=0.10, count=70, size=0.0018, blur=0.0008, speed=(0.006, -0.010), alpha=0.9, sway=0.022),
            Plane(
                inverse_depth=0.35, count=30, size=0.0036, blur=0.0016, speed=(-0.010, -0.016), alpha=1.0, sway=0.045
            ),
            Plane(inverse_depth=0.80, count=7, size=0.0085, blur=0.0060, speed=(0.014, -0.024), alpha=0.8, sway=0.070),
        ),
    ),
    "petals": Kind(
        draw=_petal,
        colour=(255, 196, 208),
        own_light=0.6,
        planes=(
            Plane(inverse_depth=0.12, count=90, size=0.0050, blur=0.0006, speed=(0.022, 0.05), alpha=0.85, sway=0.02),
            Plane(inverse_depth=0.40, count=36, size=0.0100, blur=0.0012, speed=(0.040, 0.09), alpha=0.90, sway=0.035),
            Plane(inverse_depth=0.95, count=7, size=0.0280, blur=0.0090, speed=(0.075, 0.16), alpha=0.70, sway=0.05),
        ),
    ),
}
"""The draft's weathers."""


def find_kind(weather: str) -> Kind | None:
    """None for clear weather. Raises RenderError for an unknown one."""
    try:
        return KINDS[weather]
    except KeyError:
        raise RenderError(f"There is no weather {weather!r}; choose one of {', '.join(KINDS)}.") from None


@lru_cache(maxsize=10)
def plane_tile(weather: str, plane_number: int, width_px: int, height_px: int) -> Alpha:
    """One plane's coverage 0..255, the size of the frame, wrapping at its edges. The same for all shots of a film."""
    kind = find_kind(weather)
    assert kind is not None, "clear weather has no planes"
    plane = kind.planes[plane_number]
    rng = np.random.default_rng([0x3E, plane_number, *weather.encode()])
    short_px = min(width_px, height_px)
    # Sprites are counted for a 9:16 frame; other shapes get as many for their area.
    count = max(round(plane.count * width_px * height_px / (short_px * short_px * 16 / 9)), 1)
    margin = int(np.ceil(short_px * (2.2 * plane.size + 4 * plane.blur))) + 2
    sheet = np.zeros((height_px + 2 * margin, width_px + 2 * margin), np.uint8)
    for _ in range(count):
        at = (margin + rng.uniform(0, width_px), margin + rng.uniform(0, height_px))
        kind.draw(sheet, at, plane.size * short_px, 255 * plane.alpha * rng.uniform(0.45, 1.0), rng)
    if plane.blur * short_px > 0.3:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), plane.blur * short_px), np.uint8)
    tile = _folded(sheet, margin)
    tile.flags.writeable = False
    return tile


def _folded(sheet: Alpha, margin: int) -> Alpha:
    """What stands out over one edge comes in over the opposite one."""
    height, width = sheet.shape[0] - 2 * margin, sheet.shape[1] - 2 * margin
    rows = sheet[margin : margin + height].copy()
    rows[-margin:] = cv2.max(rows[-margin:], sheet[:margin])
    rows[:margin] = cv2.max(rows[:margin], sheet[margin + height :])
    tile = rows[:, margin : margin + width].copy()
    tile[:, -margin:] = cv2.max(tile[:, -margin:], rows[:, :margin])
    tile[:, :margin] = cv2.max(tile[:, :margin], rows[:, margin + width :])
    return tile


@dataclass(frozen=True, kw_only=True, eq=False)
class Weather:
    """The weather of one shot."""

    name: str
    kind: Kind
    width_px: int
    height_px: int
    focal_px: float
    subject_inverse_depth: float
    phases: NDArray[np.float64]
    """[planes, 3]: where each tile starts (x, y as shares) and the phase of its sway."""

    def coverage(self, *, t_s: float, pose: CameraPose, in_front: bool, out: Alpha) -> bool:
        """Write all planes before (or beyond) the subject into `out`, 0..255; False where there are none."""
        found = False
        for number, plane in enumerate(self.kind.planes):
            if (plane.inverse_depth > self.subject_inverse_depth) == in_front:
                if not found:
                    out[:] = 0
                found = True
                tile = plane_tile(self.name, number, self.width_px, self.height_px)
                _lighten_shifted(out, tile, *self._shift(plane, self.phases[number], t_s, pose))
        return found

    def _shift(self, plane: Plane, phase: NDArray[np.float64], t_s: float, pose: CameraPose) -> tuple[int, int]:
        swing = plane.sway * np.sin(2 * np.pi * (0.31 * t_s + phase[2]))
        against = self.focal_px * (plane.inverse_depth - self.subject_inverse_depth)
        right = phase[0] * self.width_px + (plane.speed[0] * t_s + swing) * self.height_px
        down = phase[1] * self.height_px + plane.speed[1] * t_s * self.height_px
        return (
            round(right - pose.x_m * against - pose.pan_px) % self.width_px,
            round(down + pose.y_m * against - pose.tilt_px) % self.height_px,
        )


def make_weather(
    name: str, *, width_px: int, height_px: int, focal_px: float, subject_inverse_depth: float, seed: int
) -> Weather | None:
    """None for clear weather. Raises RenderError for an unknown one."""
    kind = find_kind(name)
    if kind is None:
        return None
    return Weather(
        name=name,
        kind=kind,
        width_px=width_px,
        height_px=height_px,
        focal_px=focal_px,
        subject_inverse_depth=subject_inverse_depth,
        phases=np.random.default_rng([seed, 0x3E]).uniform(0, 1, (len(kind.planes), 3)),
    )


def _lighten_shifted(out: Alpha, tile: Alpha, right_px: int, down_px: int) -> None:
    """Lay `tile` over `out`, moved and wrapped; where both cover, the stronger one counts."""
    height, width = tile.shape
    columns = (
        (slice(right_px, width), slice(0, width - right_px)),
        (slice(0, right_px), slice(width - right_px, width)),
    )
    rows = ((slice(down_px, height), slice(0, height - down_px)), (slice(0, down_px), slice(height - down_px, height)))
    for to_rows, from_rows in rows:
        for to_columns, from_columns in columns:
            target = out[to_rows, to_columns]
            if target.size:
                cv2.max(target, tile[from_rows, from_columns], dst=target)
