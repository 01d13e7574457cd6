"""What a video model is told of a shot's movement."""

from dataclasses import replace

import pytest

from moving_jobs import SINGER, plate_job, shot_job
from songreel_engine.draft.model import CameraMove, Weather
from songreel_engine.rendering.diffusion.directing import CAMERA_WORDS, WEATHER_WORDS, movement_words
from songreel_engine.rendering.jobs import VoiceJob


def test_every_camera_move_and_weather_of_a_draft_has_its_words() -> None:
    assert set(CAMERA_WORDS) == set(CameraMove.__args__)
    assert set(WEATHER_WORDS) == set(Weather.__args__) - {"clear"}


@pytest.mark.parametrize(("motion", "words"), [(1, "very slow"), (5, "natural"), (8, "lively"), (10, "energetic")])
def test_livelier_shots_are_asked_for_in_livelier_words(motion: int, words: str) -> None:
    assert words in movement_words(shot_job(motion=motion))


def test_a_mouth_moves_only_where_a_voice_leads_it() -> None:
    silent = shot_job(plate=plate_job(figure=SINGER))
    singing = replace(silent, voice=VoiceJob(sha256="s", is_stem=False, start=0, sung=((0, 9),)))
    assert "mouth is closed" in movement_words(silent)
    assert "sings" not in movement_words(silent)
    assert "the person sings, lips moving" in movement_words(singing)


def test_without_anybody_in_the_picture_nobody_is_spoken_of() -> None:
    assert "person" not in movement_words(shot_job())
