"""Scores become samples, by FluidSynth, our own drum machine, amplifiers, rooms and codecs: `perform`."""

from songreel_training.perform.performance import Singing, perform
from songreel_training.perform.synthesiser import SynthesiserError

__all__ = ["Singing", "SynthesiserError", "perform"]
