"""The listener: a small neural network that hears beats, bars, drums and voices in the log-mel spectrum.

It was trained on synthesised songs only (`training/` in the repository has the recipe, `listener.md` beside the weights
says on what). Run here in numpy, block by block, so that a song of any length needs little memory. Decides nothing:
what its probabilities mean for the song is for `beats.py`, `hits.py` and `vocals.py` to say.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats

LISTENING_RATE_HZ: Final = FRAME_RATE_HZ // 2
DILATIONS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
METRES: Final = ("4/4", "3/4", "6/8")
_HEADS: Final = ("beat", "downbeat", "kick", "snare", "vocal")
_BAND_STRIDES: Final = (4, 2, 1)
_BAND_MARGINS: Final = (2, 1, 0)
_BLOCK_FRAMES: Final = 1024
_WEIGHTS: Final = "listener.npz"


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """Probabilities [m] 0..1 at LISTENING_RATE_HZ; sample k stands at k / LISTENING_RATE_HZ."""

    beat: Floats
    downbeat: Floats
    kick: Floats
    snare: Floats
    vocal: Floats
    metre: Floats
    """[m, 3] for METRES; each row adds up to 1."""


def listen(log_mel: Floats) -> Heard:
    """What the listener hears in [n, 64] log-mel frames at FRAME_RATE_HZ; m = (n + 1) // 2 samples."""
    weights = _weights()
    x = _front(((log_mel - weights["mean"]) / weights["deviation"]).astype(np.float32), weights)
    for index, dilation in enumerate(DILATIONS):
        x = _block(x, dilation, index, weights)
    logits = np.maximum(x, 0) @ weights["heads.weight"].T + weights["heads.bias"]
    heads = {name: _sigmoid(logits[:, column]) for column, name in enumerate(_HEADS)}
    return Heard(**heads, metre=_softmax(logits[:, len(_HEADS) :]))


@cache
def _weights() -> dict[str, NDArray[np.float32]]:
    path = resources.files("songreel_engine.analysis").joinpath(_WEIGHTS)
    with path.open("rb") as file, np.load(file) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def _front(x: Floats, weights: dict[str, NDArray[np.float32]]) -> Floats:
    """[n, bands] → [(n + 1) // 2, channels]: three convolutions over time and frequency, in blocks of time."""
    frames = (len(x) + 1) // 2
    # Each block sees two halved frames, and the first layer's two full ones, beyond its own edges.
    margin = 2
    blocks = []
    for first in range(0, frames, _BLOCK_FRAMES):
        stop = min(first + _BLOCK_FRAMES, frames)
        low, high = first - margin, stop + margin
        y = _convolved(_rows(x, 2 * low - 2, 2 * high + 1)[:, :, None], weights, 0, stride=2)
        # Beyond the song's ends later layers see zeros, as in training, not what the first layer makes of silence.
        outside = np.arange(low, high)
        y[(outside < 0) | (outside >= frames)] = 0
        y = _convolved(y, weights, 1)
        outside = outside[1:-1]
        y[(outside < 0) | (outside >= frames)] = 0
        blocks.append(_convolved(y, weights, 2)[:, 0])
    return np.concatenate(blocks)


def _rows(x: Floats, low: int, high: int) -> Floats:
    """Rows [low, high) of x, zeros beyond its ends."""
    inside = x[max(low, 0) : max(min(high, len(x)), 0)]
    return np.pad(inside, ((max(-low, 0), high - low - max(-low, 0) - len(inside)), *[(0, 0)] * (x.ndim - 1)))


def _convolved(x: Floats, weights: dict[str, NDArray[np.float32]], layer: int, *, stride: int = 1) -> Floats:
    """[t, f, c] → relu of the layer's output, valid in time."""
    kernel = weights[f"front{layer}.weight"]
    out, _, time, bands = kernel.shape
    margin = _BAND_MARGINS[layer]
    padded = np.pad(x, ((0, 0), (margin, margin), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (time, bands), axis=(0, 1))
    windows = windows[::stride, :: _BAND_STRIDES[layer]]
    patches = windows.reshape(*windows.shape[:2], -1)
    y: Floats = patches @ kernel.reshape(out, -1).T + weights[f"front{layer}.bias"]
    return np.maximum(y, 0, out=y)


def _block(x: Floats, dilation: int, index: int, weights: dict[str, NDArray[np.float32]]) -> Floats:
    """x + mix(relu(dilated(relu(x))))."""
    kernel = weights[f"block{index}.weight"]
    reach = kernel.shape[2] // 2
    padded = np.pad(np.maximum(x, 0), ((reach * dilation, reach * dilation), (0, 0)))
    inner = np.broadcast_to(weights[f"block{index}.bias"], x.shape).copy()
    for tap in range(kernel.shape[2]):
        inner += padded[tap * dilation : tap * dilation + len(x)] @ kernel[:, :, tap].T
    np.maximum(inner, 0, out=inner)
    return np.asarray(x + inner @ weights[f"block{index}.mix.weight"].T + weights[f"block{index}.mix.bias"])


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
