"""The network in numpy: its shapes, its blocks, and that the shipped weights hear what is plainly there."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from songreel_engine.analysis import beat_this, listener
from songreel_engine.analysis.listener import LISTENING_RATE_HZ, Heard, listen
from songreel_engine.analysis.spectrum import MEL_BANDS, measure_spectrum
from songreel_engine.errors import SongError
from synthetic import click_song


@pytest.fixture(scope="module")
def clicks() -> Heard:
    return listen(measure_spectrum(click_song(30.0, 120.0), 22_050).log_mel)


def test_beats_of_a_drum_pattern_are_likelier_than_the_gaps_between(clicks: Heard) -> None:
    beats = (np.arange(8.5, 28.0, 0.5) * LISTENING_RATE_HZ).astype(int)
    on = np.stack([clicks.beat[beats + offset] for offset in (-1, 0, 1)]).max(axis=0)
    assert np.median(on) > 0.5
    assert np.median(clicks.beat[beats + 8]) < 0.1


def test_nobody_sings_in_a_drum_pattern(clicks: Heard) -> None:
    assert np.mean(clicks.vocal > 0.5) < 0.02


@pytest.mark.parametrize("frames", [1, 2, 3, 101, 2049, 4100])
def test_every_length_gives_half_as_many_probabilities(frames: int) -> None:
    heard = listen(np.zeros((frames, MEL_BANDS), dtype=np.float32))
    for name in ("beat", "downbeat", "kick", "snare", "vocal"):
        values = getattr(heard, name)
        assert values.shape == ((frames + 1) // 2,)
        assert np.all((values >= 0) & (values <= 1))
    assert np.allclose(heard.metre.sum(axis=1), 1)


def test_the_size_of_the_blocks_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    log_mel = np.random.default_rng(1).uniform(0, 2, (1_501, MEL_BANDS)).astype(np.float32)
    whole = listen(log_mel)
    monkeypatch.setattr(listener, "_BLOCK_FRAMES", 100)
    for name in ("beat", "vocal"):
        assert np.allclose(getattr(listen(log_mel), name), getattr(whole, name), atol=1e-4)


def test_beat_this_says_what_is_missing(clicks: Heard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silence = np.zeros(22_050, dtype=np.float32)
    monkeypatch.setattr(beat_this, "find_spec", lambda name: None)
    with pytest.raises(SongError, match="not installed"):
        beat_this.with_beat_this(clicks, silence, 22_050)
    monkeypatch.setattr(beat_this, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(hub=SimpleNamespace(get_dir=lambda: str(tmp_path))))
    with pytest.raises(SongError, match="weights"):
        beat_this.with_beat_this(clicks, silence, 22_050)


class _Logits:
    """As PyTorch hands them over."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def cpu(self) -> "_Logits":
        return self

    def numpy(self) -> np.ndarray:
        return self._values


def test_beat_this_takes_the_place_of_the_listeners_beats(
    clicks: Heard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "beat_this-final0.ckpt").write_bytes(b"")
    logits = np.full(len(clicks.beat) + 2, -5.0, dtype=np.float32)
    logits[::25] = 5.0

    def audio_to_frames(checkpoint_path: str, device: str) -> object:
        assert Path(checkpoint_path).is_file()
        assert device == "cpu"
        return lambda samples, rate_hz: (_Logits(logits), _Logits(-np.abs(logits)))

    monkeypatch.setattr(beat_this, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(hub=SimpleNamespace(get_dir=lambda: str(tmp_path))))
    monkeypatch.setitem(sys.modules, "beat_this", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "beat_this.inference", SimpleNamespace(Audio2Frames=audio_to_frames))
    heard = beat_this.with_beat_this(clicks, np.zeros(22_050, dtype=np.float32), 22_050)
    assert np.flatnonzero(heard.beat > 0.9).tolist() == list(range(0, len(clicks.beat), 25))
    assert heard.downbeat.max() < 0.01
    assert heard.vocal is clicks.vocal
