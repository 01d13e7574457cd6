"""Beat This!, a larger beat tracker that the user may have installed, in the place of the listener's own ears for beats.

Its code is MIT-licensed; its weights are a download of their own, used where an earlier run of it left them and never
fetched from here. It gives what the listener gives, probabilities at 50 Hz, so bars are found and beats refined the same
way. Source: Foscarin, Schlüter and Widmer, "Beat this! Accurate beat tracking without DBN postprocessing", ISMIR 2024.
"""

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from songreel_engine.analysis.listener import Heard
from songreel_engine.analysis.spectrum import Floats
from songreel_engine.errors import SongError

NAME: Final = "beat_this"
_CHECKPOINT: Final = "beat_this-final0.ckpt"
"""As Beat This! 1.1 names it in torch's hub folder."""


def with_beat_this(heard: Heard, samples: Floats, rate_hz: int) -> Heard:
    """What was heard, with the beats and downbeats that Beat This! hears in mono `samples` [n].

    Raises:
        SongError: the package, PyTorch or the weights are not installed.
    """
    if find_spec("beat_this") is None or find_spec("torch") is None:
        raise SongError("Beat This! is not installed: `pip install beat-this`, or let songreel listen itself")
    weights = Path(import_module("torch").hub.get_dir()) / "checkpoints" / _CHECKPOINT
    if not weights.is_file():
        raise SongError(
            f"Beat This! is installed but its weights ({_CHECKPOINT}) are not on this machine: "
            "run `beat_this` once on any song, or let songreel listen itself"
        )
    tracker = import_module("beat_this.inference").Audio2Frames(checkpoint_path=str(weights), device="cpu")
    beat, downbeat = (_at_listening_rate(logits.cpu().numpy(), len(heard.beat)) for logits in tracker(samples, rate_hz))
    return replace(heard, beat=beat, downbeat=downbeat)


def _at_listening_rate(logits: Floats, length: int) -> Floats:
    """[length] probabilities; its frames are the listener's, but may be a few more or fewer."""
    probability = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    fitted = np.zeros(length, dtype=np.float32)
    fitted[: len(probability)] = probability[:length]
    return fitted
