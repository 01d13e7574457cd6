"""A film is described by what is in the file."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from songreel_engine.errors import RenderError
from songreel_engine.film import Film, probe_film
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.media import write_clip
from synthetic_media import click_song_file, numbered_frames, small_settings


def test_a_film_is_measured_in_pictures_and_sound(tmp_path: Path) -> None:
    settings = small_settings(Fraction(24000, 1001))
    write_clip(tmp_path / "clip.mp4", numbered_frames(0, 48, settings), settings)
    made = assemble(
        [ClipSegment(path=tmp_path / "clip.mp4", frames=48)],
        click_song_file(tmp_path, "mp3"),
        tmp_path / "film.mp4",
        frame_rate=settings.frame_rate,
        frames=48,
        song_seconds=2.0,
    )
    expected = Film(
        path=tmp_path / "film.mp4",
        frames=48,
        duration_s=pytest.approx(48 * 1001 / 24000, abs=1e-9),
        audio_duration_s=pytest.approx(2.0, abs=0.001),
        width_px=48,
        height_px=80,
        frame_rate=Fraction(24000, 1001),
        video_codec="h264",
        audio_codec="mp3",
        size_bytes=(tmp_path / "film.mp4").stat().st_size,
    )
    assert probe_film(tmp_path / "film.mp4") == expected
    assert made == replace(expected, audio_copied=True)


def test_a_clip_is_a_film_without_sound(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", numbered_frames(0, 5, small_settings()), small_settings())
    film = probe_film(tmp_path / "clip.mp4")
    assert (film.frames, film.audio_codec, film.audio_duration_s) == (5, None, 0.0)


def test_a_song_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="holds no picture"):
        probe_film(click_song_file(tmp_path, "m4a"))
    with pytest.raises(RenderError, match="cannot be read"):
        probe_film(click_song_file(tmp_path, "mp3"))
