"""Fixtures for every test."""

from pathlib import Path

import pytest

from synthetic import click_song, write_wav


@pytest.fixture
def click_wav(tmp_path: Path) -> Path:
    """Eight seconds at 120 bpm."""
    return write_wav(tmp_path / "click.wav", click_song(8.0, 120.0))
