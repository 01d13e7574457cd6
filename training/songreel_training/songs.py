"""`make_song`: a seed becomes a synthesised song with exact truth."""

from collections.abc import Sequence
from pathlib import Path

from songreel_training.compose import write_song
from songreel_training.perform import Singing, perform
from songreel_training.truth import SongWithTruth


def make_song(seed: int, soundfonts: Sequence[Path], singers: Singing | None = None) -> SongWithTruth:
    """The song of that seed, played on one of the soundfonts; sung where singers are given and the score wants one.

    Raises: SynthesiserError where FluidSynth is missing or fails; ValueError without soundfonts.
    """
    return perform(write_song(seed), seed, soundfonts, singers=singers)
