"""The user's own ears, played by small packages with the same faces as the real ones."""

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.vocal_tools import (
    SILERO_PROBABILITY_HZ,
    demucs_vocals,
    installed_vocal_tools,
    silero_probability,
)
from songreel_engine.errors import SongError

RATE_HZ = 22_050
TOOLS = ("torch", "silero_vad", "demucs", "demucs.apply", "demucs.states", "huggingface_hub")

TORCH = """
from contextlib import nullcontext as no_grad
class Tensor:
    def __init__(self, array): self.array = array
    def numpy(self): return self.array
    def __getitem__(self, key): return Tensor(self.array[key])
from_numpy = Tensor
class hub:
    @staticmethod
    def get_dir(): return {hub!r}
"""
SILERO = """
import numpy, torch
class Model:
    def audio_forward(self, heard, rate_hz):
        assert rate_hz == 16_000
        steps = heard.array[: len(heard.array) // 512 * 512].reshape(-1, 512)
        return torch.Tensor((numpy.abs(steps).max(axis=1) > 0.1).astype("float32")[None])
def load_silero_vad(): return Model()
"""
DEMUCS_STATES = """
class Model:
    samplerate, audio_channels, sources = 44_100, 2, ["drums", "bass", "other", "vocals"]
    def eval(self): pass
def load_model(path): return Model()
"""
DEMUCS_APPLY = """
import numpy, torch
def apply_model(model, mix, device, shifts):
    stereo = mix.array[0]
    assert stereo.shape[0] == model.audio_channels
    return torch.Tensor(numpy.stack([0 * stereo, 0 * stereo, 0 * stereo, stereo])[None])
"""


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with none of the tools."""
    for name in TOOLS:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with all of them; returns the folder for Demucs's weights, still empty."""
    for name in TOOLS[:-1]:
        monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    hub = tmp_path / "hub"
    packages = {
        "torch/__init__.py": TORCH.format(hub=str(hub)),
        "silero_vad/__init__.py": SILERO,
        "demucs/__init__.py": "",
        "demucs/states.py": DEMUCS_STATES,
        "demucs/apply.py": DEMUCS_APPLY,
    }
    for name, source in packages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    (hub / "checkpoints").mkdir(parents=True)
    return hub / "checkpoints"


def late_tone() -> NDArray[np.float32]:
    """Two seconds of silence, then two of a tone."""
    at_s = np.arange(4 * RATE_HZ) / RATE_HZ
    return (0.5 * np.sin(2 * np.pi * 300 * at_s) * (at_s >= 2)).astype(np.float32)


@pytest.mark.usefixtures("bare")
def test_a_bare_machine_has_no_vocal_tools() -> None:
    assert installed_vocal_tools() == ()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(("listen", "advice"), [(silero_probability, "silero-vad"), (demucs_vocals, "demucs")])
def test_asking_for_a_missing_tool_says_how_to_get_it(listen, advice: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SongError, match=f"pip install {advice}"):
        listen(late_tone(), RATE_HZ)


@pytest.mark.usefixtures("hub")
def test_silero_hears_at_its_own_rate() -> None:
    probability = silero_probability(late_tone(), RATE_HZ)
    at_s = np.arange(len(probability)) / SILERO_PROBABILITY_HZ
    assert np.all(probability[at_s > 2.05] == 1)
    assert np.all(probability[at_s < 1.9] == 0)
    assert at_s[-1] == pytest.approx(4, abs=0.1)


def test_demucs_counts_as_installed_only_with_its_weights(hub: Path) -> None:
    assert installed_vocal_tools() == ("silero",)
    with pytest.raises(SongError, match="weights"):
        demucs_vocals(late_tone(), RATE_HZ)
    (hub / "955717e8-8726e21a.th").touch()
    assert installed_vocal_tools() == ("silero", "demucs")


def test_demucs_gives_the_voice_at_the_songs_rate_length_and_level(hub: Path) -> None:
    (hub / "955717e8-8726e21a.th").touch()
    voice = demucs_vocals(late_tone(), RATE_HZ)
    assert voice.shape == late_tone().shape
    assert np.abs(voice - late_tone())[2_000:-2_000].max() < 0.02


def test_of_nothing_the_tools_hear_nothing(hub: Path) -> None:
    (hub / "955717e8-8726e21a.th").touch()
    assert len(silero_probability(np.zeros(0, np.float32), RATE_HZ)) == 0
    assert len(demucs_vocals(np.zeros(0, np.float32), RATE_HZ)) == 0
