"""The scene map: which scene is seen when, as a user or an assistant writes it before a film is planned.

Conventions: times are seconds from the song's start; scenes are in order and never overlap; what lies between them is left
to the director, as is everything that a scene does not say (None, or empty). How a map is read from JSON, with all its
faults named, stands in `scene_map_reading.py`; how a plan follows it, in `scene_map_casting.py`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from songreel_engine.draft.model import (
    CameraMove,
    Colour,
    Draft,
    Framing,
    Picture,
    Shot,
    TimeOfDay,
    TransitionKind,
    Weather,
)
from songreel_engine.timebase import frame_to_seconds

T = TypeVar("T")
NO_GAP_S: Final = 0.5
"""What is left between two scenes and is shorter than this belongs to the scene before: nobody sees so short a shot."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class MapScene(_Value):
    """One scene of the map: from when to when, and what is asked of it."""

    start_s: Annotated[float, Field(ge=0.0)]
    end_s: Annotated[float, Field(gt=0.0)]
    section: str | None = None
    """The section that it was given for, or plays in, by its numbered name."""
    description: str = ""
    motion: Annotated[int, Field(ge=1, le=10)] | None = None
    palette: tuple[Colour, ...] = ()
    transition: TransitionKind | None = None
    """Into the scene's first shot."""
    place: str | None = None
    """By key (see `places.PLACES`)."""
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    style: str | None = None
    """By key."""
    framing: Framing | None = None
    camera: CameraMove | None = None
    on_beat: bool = True
    """False: it starts at this very moment, even beside the beat."""


class SceneMap(_Value):
    """A whole map; one without scenes asks for nothing."""

    scenes: tuple[MapScene, ...] = ()
    warnings: tuple[str, ...] = ()
    """What was read otherwise than it was written, and what the map leaves to the director."""

    def within(self, duration_s: float) -> "SceneMap":
        """The map of the song's first `duration_s` seconds: later scenes are left out, one that runs on ends there."""
        scenes = tuple(
            scene if scene.end_s <= duration_s else scene.model_copy(update={"end_s": duration_s})
            for scene in self.scenes
            if scene.start_s < duration_s
        )
        return self.model_copy(update={"scenes": scenes})


def scene_map_of(draft: Draft) -> SceneMap:
    """The map that describes a draft: one scene for each stretch of shots in a row that share scene and section."""
    stretches = [tuple(shots) for _, shots in groupby(draft.shots, key=lambda shot: (shot.scene_id, shot.section_id))]
    return SceneMap(scenes=tuple(_scene_of(draft, shots) for shots in stretches))


def _scene_of(draft: Draft, shots: Sequence[Shot]) -> MapScene:
    first, pictures = shots[0], [shot.picture for shot in shots]
    scene = next(scene for scene in draft.scenes if scene.id == first.scene_id)
    return MapScene(
        start_s=_seconds(first.start, draft.frame_rate),
        end_s=_seconds(shots[-1].stop, draft.frame_rate),
        section=next(section.label for section in draft.sections if section.id == first.section_id),
        description=scene.description,
        motion=round(sum(picture.motion for picture in pictures) / len(pictures)),
        palette=Counter(picture.palette for picture in pictures).most_common(1)[0][0],
        transition=first.transition_in,
        place=scene.place,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        style=Counter(picture.style for picture in pictures).most_common(1)[0][0],
        framing=_asked(pictures, [picture.framing for picture in pictures]),
        camera=_asked(pictures, [picture.camera for picture in pictures]),
        on_beat=first.on_beat or first.start == 0,
    )


def _asked(pictures: Sequence[Picture], shown: Sequence[T]) -> T | None:
    """What all of several pictures show was asked for; left alone, the director changes it from shot to shot."""
    return shown[0] if len(pictures) > 1 and len(set(shown)) == 1 else None


def _seconds(frame: int, frame_rate: Fraction) -> float:
    """To the millisecond: fine enough to find the frame again, and still a time that a person reads."""
    return round(frame_to_seconds(frame, frame_rate), 3)


def scene_map_to_json(scene_map: SceneMap) -> str:
    """The map as people write it: times as m:ss, only what is said; `read_scene_map` reads it back."""
    scenes = [dict(_written(scene)) for scene in scene_map.scenes]
    return json.dumps({"scenes": scenes}, indent=2, ensure_ascii=False) + "\n"


def _written(scene: MapScene) -> Iterator[tuple[str, object]]:
    yield "start", time_in_words(scene.start_s)
    yield "end", time_in_words(scene.end_s)
    for name, value in scene.model_dump(mode="json", exclude={"start_s", "end_s", "on_beat"}).items():
        if value not in (None, "", []):
            yield name, value
    if not scene.on_beat:
        yield "on_beat", False


def time_in_words(time_s: float) -> str:
    """'0:24', '1:02.375': minutes, seconds, and as many thousandths as it takes."""
    thousandths = round(time_s * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    seconds, fraction = divmod(rest, 1000)
    return f"{minutes}:{seconds:02d}" + (f".{fraction:03d}".rstrip("0") if fraction else "")
