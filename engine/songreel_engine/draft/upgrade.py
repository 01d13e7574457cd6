"""Drafts of older schemas, brought to the present one as JSON: what is stored stays readable for good."""

from typing import Any, Final

_PICTURE_OF_SHOT: Final = (
    "scene_id", "framing", "camera", "motion", "pose", "variation", "light", "seed", "prompt",
)  # fmt: skip
"""Of schema 1, where a shot had one picture and no takes."""


def upgraded(stored: dict[str, Any]) -> dict[str, Any]:
    """The draft as the present schema has it; `stored` is left alone. Anything misshapen is passed on for the model to refuse."""
    return _from_1(stored) if stored.get("schema_number") == 1 else stored


def _from_1(stored: dict[str, Any]) -> dict[str, Any]:
    tracks = stored.get("tracks")
    if not isinstance(tracks, dict) or not isinstance(tracks.get("video"), list):
        return stored | {"schema_number": 2}
    shots = [_shot_from_1(shot) if isinstance(shot, dict) else shot for shot in tracks["video"]]
    audio = tracks.get("audio")
    if isinstance(audio, list):
        # The song's sound began where its item did; now that is said.
        audio = [item | {"source_start": item.get("start", 0)} if isinstance(item, dict) else item for item in audio]
    return stored | {"schema_number": 2, "tracks": tracks | {"video": shots, "audio": audio}}


def _shot_from_1(shot: dict[str, Any]) -> dict[str, Any]:
    picture = {name: shot[name] for name in _PICTURE_OF_SHOT if name in shot}
    rest = {name: value for name, value in shot.items() if name not in _PICTURE_OF_SHOT}
    return rest | {"takes": [{"number": 1, "version": 1, "picture": picture}], "take": 1}
