"""Smooth random fields, anchored to the canvas."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import Map


def value_noise(shape: tuple[int, int], cell_px: float, seed: int, octaves: int = 1) -> Map:
    """Noise 0..1 with a mean near 0.5, [h, w]; features about `cell_px` wide, each further octave half as wide."""
    height, width = shape
    total = np.zeros(shape, np.float32)
    weight = 0.0
    for octave in range(octaves):
        cell = max(cell_px / 2**octave, 1.0)
        rows, columns = int(height / cell) + 3, int(width / cell) + 3
        lattice = np.random.default_rng((seed, octave)).random((rows, columns), np.float32)
        spread = cv2.resize(lattice, (round(columns * cell), round(rows * cell)), interpolation=cv2.INTER_CUBIC)
        total += spread[:height, :width] * 0.5**octave
        weight += 0.5**octave
    return f32(np.clip(total / weight, 0.0, 1.0))


def standard_noise(shape: tuple[int, int], cell_px: float, seed: int, octaves: int = 1) -> Map:
    """The same with mean 0 and standard deviation 1."""
    noise = value_noise(shape, cell_px, seed, octaves)
    return f32((noise - noise.mean()) / max(float(noise.std()), 1e-6))
