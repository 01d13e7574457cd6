from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from songreel_engine.rendering.jobs import (
    DRIVE_CHANNELS,
    FigureJob,
    LightingJob,
    MediaJob,
    PlateJob,
    PromptJob,
    ShotJob,
)
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of, plate_key, shot_key

FIGURE = FigureJob(pose="walk", hair=0.5, coat=0.5, colour=(0.4, 0.0, 0.0))
PLATE = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=0,
    time_of_day="golden",
    weather="clear",
    figure=FIGURE,
    prompt="a street",
    seed=1,
)
CHANGED = {
    "width_px": 92,
    "height_px": 162,
    "place": "lake",
    "style": "cyberpunk",
    "framing": "low",
    "variation": 1,
    "time_of_day": "night",
    "weather": "rain",
    "figure": replace(FIGURE, pose="sing"),
    "prompt": "another street",
    "seed": 2,
    "detail": 0.5,
    "lighting": LightingJob(warmth=0.5),
    "palette": ((0.0, 0.2, 0.2),),
    "media": MediaJob("image", "0" * 64),
    "told": PromptJob(words="a burning piano", anchor_seed=1),
}


def shot(**changes: object) -> ShotJob:
    drive = np.zeros((4, len(DRIVE_CHANNELS)), np.float32)
    known: dict[str, object] = dict(
        plate=PLATE, frames=4, frames_per_s=24.0, camera="hold", motion=3, weather="clear", style="golden_hour",
        light=0.5, seed=1, drive=drive,
    )  # fmt: skip
    return ShotJob(**(known | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [f.name for f in fields(PlateJob)])
def test_every_fact_of_a_plate_is_in_its_key(name: str) -> None:
    assert plate_key(replace(PLATE, **{name: CHANGED[name]}), "maker") != plate_key(PLATE, "maker")


def test_another_maker_means_another_plate() -> None:
    assert plate_key(PLATE, "maker 2") != plate_key(PLATE, "maker 1")


def test_equal_jobs_have_equal_keys() -> None:
    assert plate_key(replace(PLATE), "m") == plate_key(PLATE, "m")
    assert shot_key(shot(), plate="p", animator_fingerprint="a") == shot_key(
        shot(), plate="p", animator_fingerprint="a"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("frames", 5),
        ("camera", "orbit"),
        ("motion", 4),
        ("light", 0.6),
        ("seed", 2),
        ("drive", np.full((4, len(DRIVE_CHANNELS)), 0.1, np.float32)),
    ],
)
def test_every_fact_of_a_shot_is_in_its_key(name: str, value: object) -> None:
    changed = shot(**{name: value})
    assert shot_key(changed, plate="p", animator_fingerprint="a") != shot_key(
        shot(), plate="p", animator_fingerprint="a"
    )


def test_a_key_is_never_made_from_what_has_no_plain_form() -> None:
    with pytest.raises(TypeError, match="key cannot be made"):
        key_of(thing=object())


def test_a_fingerprint_follows_the_sources_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "glsl").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "glsl" / "light.glsl").write_text("// sun\n")
    first = fingerprint_of_sources(tmp_path, "*.py", "*.glsl")
    (tmp_path / "notes.txt").write_text("no source")
    (tmp_path / "a.py").write_bytes(b"x = 1\r\n")
    assert fingerprint_of_sources(tmp_path, "*.py", "*.glsl") == first
    (tmp_path / "glsl" / "light.glsl").write_text("// moon\n")
    assert fingerprint_of_sources(tmp_path, "*.py", "*.glsl") != first
