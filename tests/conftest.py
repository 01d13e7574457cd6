"""Fixtures for every test."""

from pathlib import Path

import pytest
from hypothesis import settings

from nothing_skipped import pytest_make_collect_report, pytest_runtest_makereport
from synthetic import click_song, write_wav

__all__ = ["click_wav", "pytest_make_collect_report", "pytest_runtest_makereport"]

# How long an example takes says how busy the machine is, nothing else.
settings.register_profile("songreel", deadline=None)
settings.load_profile("songreel")


@pytest.fixture
def click_wav(tmp_path: Path) -> Path:
    """Eight seconds at 120 bpm."""
    return write_wav(tmp_path / "click.wav", click_song(8.0, 120.0))
