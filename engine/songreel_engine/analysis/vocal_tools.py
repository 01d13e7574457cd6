"""Ears the user may have installed: a speech detector and a stem separator. Imported late, never required, never downloading.

silero-vad (MIT) brings its weights in the package and hears speech in a mix about half of the time: more evidence, not
proof. Demucs (MIT) separates the voice, but its weights are a download of their own; they are used where an earlier run of
Demucs left them, and never fetched from here. Conventions: mono float32 samples; a probability's sample k stands at
k / its rate.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
from scipy.signal import resample_poly

from songreel_engine.analysis.spectrum import Floats
from songreel_engine.errors import SongError

SILERO_RATE_HZ: Final = 16_000
SILERO_STEP: Final = 512
"""Samples to a probability, fixed by the network."""
SILERO_PROBABILITY_HZ: Final = SILERO_RATE_HZ / SILERO_STEP

_DEMUCS_SIGNATURE: Final = "955717e8"
"""Of htdemucs, the default of Demucs 4."""
_DEMUCS_HUB: Final = "adefossez/HTDemucs"
"""Where Demucs 4.1 takes it from; 4.0 keeps it in torch's own hub folder."""
_LOADERS: Final = {".safetensors": ("demucs.hf", "load_safetensors_model"), ".th": ("demucs.states", "load_model")}


def installed_vocal_tools() -> tuple[str, ...]:
    """Those of 'silero' and 'demucs' that would run now: the packages are there, and so are their weights."""
    return tuple(name for name, ready in _READY.items() if ready())


def silero_probability(samples: Floats, rate_hz: int) -> Floats:
    """[m] how likely a person speaks or sings, at SILERO_PROBABILITY_HZ. Empty samples give an empty array.

    Raises:
        SongError: silero-vad is not installed, or needs a package that is not.
    """
    torch, silero = (_imported(name, "silero-vad", "pip install silero-vad") for name in ("torch", "silero_vad"))
    if len(samples) == 0:
        return np.zeros(0, np.float32)
    model = silero.load_silero_vad()
    heard = np.asarray(resample_poly(samples, SILERO_RATE_HZ, rate_hz), dtype=np.float32)
    with torch.no_grad():
        probability = model.audio_forward(torch.from_numpy(heard), SILERO_RATE_HZ)
    return np.asarray(probability.numpy()[0], dtype=np.float32)


def demucs_vocals(samples: Floats, rate_hz: int) -> Floats:
    """[n] the voice alone, as long as `samples` and at the same rate. Minutes a song on a processor.

    Raises:
        SongError: Demucs or its htdemucs weights are not installed.
    """
    torch, apply = (_imported(name, "Demucs", "pip install demucs") for name in ("torch", "demucs.apply"))
    weights = _demucs_weights(torch)
    if weights is None:
        raise SongError(
            "Demucs is installed but its weights are not on this machine: "
            "run `demucs -n htdemucs` once on any song, or choose another way to find vocals"
        )
    if len(samples) == 0:
        return np.zeros(0, np.float32)
    module, loader = _LOADERS[weights.suffix]
    model = getattr(_imported(module, "Demucs", "pip install demucs"), loader)(weights)
    model.eval()
    at_model_rate = resample_poly(samples, model.samplerate, rate_hz)
    voice = _separated(at_model_rate, model, torch, apply)
    back = np.asarray(resample_poly(voice, rate_hz, model.samplerate), dtype=np.float32)
    return np.pad(back, (0, max(len(samples) - len(back), 0)))[: len(samples)]


def _separated(samples: Floats, model: Any, torch: ModuleType, apply: ModuleType) -> Floats:
    """The vocal source at the model's rate. Demucs expects a song of mean 0 and deviation 1, in stereo."""
    mean, deviation = float(samples.mean()), float(samples.std()) + 1e-8
    stereo = np.stack([(samples - mean) / deviation] * model.audio_channels).astype(np.float32)
    with torch.no_grad():
        sources = apply.apply_model(model, torch.from_numpy(stereo)[None], device="cpu", shifts=0)[0]
    voice = sources[list(model.sources).index("vocals")].numpy().mean(axis=0)
    return np.asarray(voice * deviation, dtype=np.float32)


def _silero_ready() -> bool:
    return find_spec("silero_vad") is not None and find_spec("torch") is not None


def _demucs_ready() -> bool:
    if find_spec("demucs") is None or find_spec("torch") is None:
        return False
    return _demucs_weights(import_module("torch")) is not None


_READY: Final[dict[str, Callable[[], bool]]] = {"silero": _silero_ready, "demucs": _demucs_ready}


def _demucs_weights(torch: ModuleType) -> Path | None:
    if find_spec("huggingface_hub") is not None:
        cached = import_module("huggingface_hub").try_to_load_from_cache(
            _DEMUCS_HUB, f"{_DEMUCS_SIGNATURE}.safetensors"
        )
        if isinstance(cached, str):
            return Path(cached)
    return next((Path(torch.hub.get_dir()) / "checkpoints").glob(f"{_DEMUCS_SIGNATURE}*.th"), None)


def _imported(name: str, tool: str, advice: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as missing:
        raise SongError(f"{tool} cannot run, {missing.name} is not installed: {advice}") from missing
