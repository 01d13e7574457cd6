"""High dynamic range brought to the film's SDR: PQ and HLG, BT.2020 to BT.709.

Diffuse white of HDR (203 cd/m²) becomes SDR white; up to about 90 cd/m² light is left as it is, what is brighter is rolled
off by the curve of BT.2390, on the brightest of R, G and B, so hues stay. Colours outside BT.709 are drawn towards grey
as far as they must.

Source: SMPTE ST 2084 (PQ), ITU-R BT.2100-2 (HLG and its system gamma), BT.2390-11 section 5.4.1 (the roll-off),
BT.2408-7 (diffuse white), BT.2087 (the matrix), BT.1886 (the SDR display).
"""

from functools import lru_cache
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Transfer = Literal["pq", "hlg"]

WIDE_TRANSFERS: Final[dict[int, Transfer]] = {16: "pq", 18: "hlg"}
"""Transfer characteristics by their number in ITU-T H.273, table 3."""

_WHITE_NITS: Final = 203.0
_PEAK_NITS: Final = 1000.0
"""Taken for the master's peak: what phones film to and most masters are graded at."""
_HLG_SYSTEM_GAMMA: Final = 1.2
_SDR_GAMMA: Final = 2.4
_STEPS: Final = 4096
"""Steps of the tables over encoded values: as fine as 12 bits."""
_TO_709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
_LUMA_709: Final = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
_LUMA_2020: Final = np.array([[0.2627, 0.6780, 0.0593]], np.float32)


def to_sdr(rgb16: NDArray[np.uint16], transfer: Transfer) -> NDArray[np.uint8]:
    """uint8 [h, w, 3] BT.709 of full-range uint16 BT.2020 [h, w, 3] in PQ or HLG."""
    encoded = rgb16 >> 4
    nits = np.take(_light_table(transfer), encoded)
    if transfer == "hlg":
        scene = np.maximum(cv2.transform(nits, _LUMA_2020), 1e-6)
        nits *= _PEAK_NITS * np.power(scene, _HLG_SYSTEM_GAMMA - 1)[..., None]
    brightest = np.maximum(nits.max(axis=-1), 1e-4)
    at = np.minimum(np.cbrt(brightest / _BRIGHTEST_NITS) * (_STEPS - 1), _STEPS - 1).astype(np.int32)
    nits *= np.take(_roll_off_table(), at)[..., None]
    light = cv2.transform(nits * (1 / _WHITE_NITS), _TO_709)
    return _encoded(_within_gamut(np.asarray(light, np.float32)))


def _within_gamut(light: Floats) -> Floats:
    """Colours with a negative part are mixed with their own grey until none is left."""
    least = light.min(axis=-1)
    if float(least.min()) >= 0:
        return light
    grey = np.maximum(cv2.transform(light, _LUMA_709), 0)
    share = np.where(least < 0, -least / np.maximum(grey - least, 1e-6), 0.0)[..., None]
    return np.asarray(light + (grey[..., None] - light) * share, np.float32)


def _encoded(light: Floats) -> NDArray[np.uint8]:
    at = (np.clip(light, 0, 1) ** 0.5 * (_STEPS - 1) + 0.5).astype(np.int32)
    return np.take(_display_table(), at)


@lru_cache
def _display_table() -> NDArray[np.uint8]:
    """8-bit values by the square root of light."""
    light = np.linspace(0, 1, _STEPS) ** 2
    return np.rint(255 * light ** (1 / _SDR_GAMMA)).astype(np.uint8)


@lru_cache
def _light_table(transfer: Transfer) -> Floats:
    """cd/m² for PQ, scene light 0..1 for HLG, by encoded value."""
    encoded = np.linspace(0, 1, _STEPS)
    return (_pq_nits(encoded) if transfer == "pq" else _hlg_scene(encoded)).astype(np.float32)


_BRIGHTEST_NITS: Final = 10_000.0


@lru_cache
def _roll_off_table() -> Floats:
    """What light is multiplied by, by the cube root of its share of the brightest there is."""
    nits = np.maximum(np.linspace(0, 1, _STEPS) ** 3 * _BRIGHTEST_NITS, 1e-4)
    return (_rolled_off(nits) / nits).astype(np.float32)


def _rolled_off(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """BT.2390's Hermite spline in PQ, from the master's peak to SDR's white."""
    peak = _pq_encoded(np.array(_PEAK_NITS))
    most = float(_pq_encoded(np.array(_WHITE_NITS)) / peak)
    knee = 1.5 * most - 0.5
    shares = np.minimum(_pq_encoded(nits) / peak, 1.0)
    t = (shares - knee) / (1 - knee)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    return _pq_nits(np.where(shares < knee, shares, spline) * float(peak))


_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def _pq_nits(encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    power = np.asarray(encoded) ** (1 / _M2)
    return _BRIGHTEST_NITS * (np.maximum(power - _C1, 0) / (_C2 - _C3 * power)) ** (1 / _M1)


def _pq_encoded(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    power = (np.asarray(nits) / _BRIGHTEST_NITS) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _hlg_scene(encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scene light, 0..1."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(encoded <= 0.5, encoded**2 / 3, (np.exp((encoded - c) / a) + b) / 12)
