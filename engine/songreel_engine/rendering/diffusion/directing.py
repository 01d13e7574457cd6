"""What a video model is told of a shot's movement, in words: the camera's move, how lively it is, and whether somebody sings.

A picture's own words come from `prompts`; models that take no speed of motion have only these.
"""

from collections.abc import Mapping
from typing import Final

from songreel_engine.rendering.jobs import ShotJob

CAMERA_WORDS: Final[Mapping[str, str]] = {
    "hold": "static camera, locked-off shot",
    "push_in": "the camera slowly pushes in",
    "pull_out": "the camera slowly pulls back",
    "drift_left": "the camera drifts to the left",
    "drift_right": "the camera drifts to the right",
    "rise": "the camera rises",
    "sink": "the camera sinks",
    "orbit": "the camera orbits around the subject",
    "handheld": "handheld camera, slight shake",
}
POSE_WORDS: Final[Mapping[str, str]] = {
    "stand": "the person stands still and breathes",
    "walk": "the person walks towards the camera",
    "walk_away": "the person walks away from the camera",
    "sing": "the person looks into the camera",
    "dance": "the person dances",
    "reach": "the person reaches out with one hand",
    "guitar": "the person plays the guitar",
    "drum": "the person plays the drums",
}
WEATHER_WORDS: Final[Mapping[str, str]] = {
    "rain": "rain falls", "snow": "snow falls", "fog": "fog drifts", "dust": "dust drifts in the light",
    "embers": "embers rise", "petals": "petals fall", "fireflies": "fireflies glow and wander",
}  # fmt: skip
LIVELINESS: Final = (
    (3, "very slow, subtle movement"),
    (6, "natural movement"),
    (8, "lively movement"),
    (10, "fast, energetic movement"),
)
"""Up to which motion, and how it is called."""
SINGING: Final = "the person sings, lips moving with the words"
SILENT: Final = "the person's mouth is closed"


def movement_words(job: ShotJob) -> str:
    """One line on how the shot moves."""
    figure = job.plate.figure
    pose = POSE_WORDS.get(figure.pose, "") if figure is not None else ""
    mouth = "" if figure is None else SINGING if job.voice is not None else SILENT
    lively = next(words for most, words in LIVELINESS if job.motion <= most)
    parts = (pose, mouth, WEATHER_WORDS.get(job.weather, ""), CAMERA_WORDS.get(job.camera, ""), lively)
    return ", ".join(part for part in parts if part)
