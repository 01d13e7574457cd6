"""Moves a plate: a camera through its depth layers, light on the beat, weather and grain, frame by frame in YUV.

Conventions inside this package. *Film pixels* are the pixels of the finished frame; plate pixels are scaled to them
once a shot. Positions on the canvas are film pixels from the canvas's centre, x to the right, y down. Luma is carried
as `Y - 16` (0..219) until the last step, so that black is 0 and light can be scaled; chroma keeps its 128.
"""

from songreel_engine.rendering.parallax.animator import ParallaxAnimator

__all__ = ["ParallaxAnimator"]
