"""The listener as PyTorch trains it: a small convolutional front end, then dilated convolutions over time.

Layers are named as `songreel_engine.analysis.listener` reads them; batch normalisation exists only while training and
is folded into the weights on export. Source: after Böck and Davies, "Deconstruct, analyse, reconstruct: how to improve
tempo, beat, and downbeat estimation", ISMIR 2020.
"""

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

BANDS: Final = 64
HEADS: Final = ("beat", "downbeat", "kick", "snare", "vocal")
METRE_CLASSES: Final = 3
FRONT_CHANNELS: Final = (24, 32)
CHANNELS: Final = 48
DILATIONS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
KERNEL: Final = 5
DROPOUT: Final = 0.1


class Listener(nn.Module):
    """[batch, frames at 100 Hz, 64] → logits [batch, frames at 50 Hz, 5 heads + 3 metres]."""

    def __init__(self, mean: NDArray[np.float32], deviation: NDArray[np.float32]) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("deviation", torch.from_numpy(deviation))
        first, second = FRONT_CHANNELS
        # Strides halve time once and shrink frequency 64 → 16 → 8 → 1; pooling instead cost three times as much.
        self.front = nn.ModuleList(
            [
                _Normed(nn.Conv2d(1, first, (5, 8), (2, 4), (2, 2), bias=False), nn.BatchNorm2d(first)),
                _Normed(nn.Conv2d(first, second, (3, 4), (1, 2), (1, 1), bias=False), nn.BatchNorm2d(second)),
                _Normed(nn.Conv2d(second, CHANNELS, (3, 8), 1, (1, 0), bias=False), nn.BatchNorm2d(CHANNELS)),
            ]
        )
        self.blocks = nn.ModuleList(_Block(dilation) for dilation in DILATIONS)
        self.heads = nn.Conv1d(CHANNELS, len(HEADS) + METRE_CLASSES, 1)

    def forward(self, log_mel: Tensor) -> Tensor:
        x = ((log_mel - self.mean) / self.deviation)[:, None]
        for layer in self.front:
            x = torch.relu(layer(x))
        x = nn.functional.dropout(x.squeeze(3), DROPOUT, self.training)
        for block in self.blocks:
            x = block(x)
        return self.heads(torch.relu(x)).transpose(1, 2)


class _Normed(nn.Module):
    """A convolution and its normalisation."""

    def __init__(self, conv: nn.Conv1d | nn.Conv2d, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
        super().__init__()
        self.conv, self.norm = conv, norm

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))

    def folded(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights and bias that do both at once."""
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        weight = self.conv.weight * scale.reshape(-1, *([1] * (self.conv.weight.dim() - 1)))
        return _array(weight), _array(self.norm.bias - self.norm.running_mean * scale)


class _Block(nn.Module):
    """x + mix(relu(dilated(relu(x))))."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        conv = nn.Conv1d(CHANNELS, CHANNELS, KERNEL, dilation=dilation, padding=2 * dilation, bias=False)
        self.dilated = _Normed(conv, nn.BatchNorm1d(CHANNELS))
        self.mix = nn.Conv1d(CHANNELS, CHANNELS, 1)

    def forward(self, x: Tensor) -> Tensor:
        inner = torch.relu(self.dilated(torch.relu(x)))
        return x + self.mix(nn.functional.dropout(inner, DROPOUT, self.training))


def exported(network: Listener) -> dict[str, NDArray[np.float16] | NDArray[np.float32]]:
    """Everything the engine needs, by name; weights as float16."""
    arrays: dict[str, NDArray[np.float32]] = {"mean": _array(network.mean), "deviation": _array(network.deviation)}
    for index, layer in enumerate(network.front):
        arrays[f"front{index}.weight"], arrays[f"front{index}.bias"] = layer.folded()
    for index, block in enumerate(network.blocks):
        arrays[f"block{index}.weight"], arrays[f"block{index}.bias"] = block.dilated.folded()
        arrays[f"block{index}.mix.weight"] = _array(block.mix.weight)[:, :, 0]
        arrays[f"block{index}.mix.bias"] = _array(block.mix.bias)
    arrays["heads.weight"], arrays["heads.bias"] = _array(network.heads.weight)[:, :, 0], _array(network.heads.bias)
    return {name: array.astype(np.float16) if "weight" in name else array for name, array in arrays.items()}


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().cpu().numpy().astype(np.float32)
