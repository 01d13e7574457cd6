"""Footage of the user's as shots: read in the film's colours and rate, at a moment worth showing, cut to keep its subject."""

from songreel_engine.rendering.footage.animator import FootageAnimator

__all__ = ["FootageAnimator"]
