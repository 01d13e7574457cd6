"""A small draft that keeps every rule, for tests to break."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from songreel_engine.draft.model import (
    AudioItem,
    Draft,
    DraftSection,
    EditEntry,
    Performer,
    Picture,
    Scene,
    Shot,
    TextItem,
    Tracks,
)


def shot(number: int, start: int, stop: int, **facts: object) -> Shot:
    """A shot that keeps the rules; `facts` replace what is said of it or of its picture."""
    picture: dict[str, object] = {
        "scene_id": "scene-1",
        "framing": "wide" if number % 2 else "close",
        "camera": "push_in",
        "motion": 4,
        "pose": None if number % 2 else "walk_away",
        "variation": 0,
        "light": 0.5,
        "seed": number,
        "prompt": "wide shot: the whole street",
    }
    picture |= {name: value for name, value in facts.items() if name in Picture.model_fields}
    plain: dict[str, object] = {
        "id": f"shot-{number}",
        "section_id": "section-1",
        "start": start,
        "stop": stop,
        "takes": ({"number": 1, "version": 1, "picture": picture},),
        "on_beat": number > 1,
        "off_beat_reason": None if number > 1 else "the film starts here",
    }
    return Shot.model_validate(plain | {name: value for name, value in facts.items() if name not in picture})


def small_draft(**facts: object) -> Draft:
    """Three shots over 240 frames; `facts` replace what is said of the draft."""
    plain: dict[str, object] = {
        "project_id": "project-1",
        "song_sha256": "ab" * 32,
        "frame_rate": Fraction(24),
        "frames": 240,
        "aspect": "9:16",
        "style": "golden_hour",
        "seed": 7,
        "prompt": "夕阳下的海边, “slowly”",
        "performer": Performer(),
        "sections": (
            DraftSection(id="section-1", label="verse 1", letter="A", start=0, stop=120, intent="walk"),
            DraftSection(id="section-2", label="chorus", letter="B", start=120, stop=240, intent="open the place wide"),
        ),
        "scenes": (
            Scene(id="scene-1", place="beach", time_of_day="golden", weather="clear", description="a beach", seed=3),
            Scene(id="scene-2", place="city", time_of_day="dusk", weather="rain", description="a street", seed=4),
        ),
        "tracks": Tracks(
            video=(
                shot(1, 0, 60, transition_in="fade", transition_frames=12),
                shot(2, 60, 120),
                shot(
                    3,
                    120,
                    240,
                    scene_id="scene-2",
                    section_id="section-2",
                    transition_in="dissolve",
                    transition_frames=12,
                ),
            ),
            audio=(AudioItem(id="audio-1", start=0, stop=240),),
            text=(TextItem(id="text-1", text="la la", start=24, stop=96),),
        ),
        "edit_log": (EditEntry(version=1, who="owner", words="made", changed=("shot-1",), at="2026-01-02T03:04:05Z"),),
        "warnings": ("The prompt asks for 'desert'; the beach stands in for it.",),
    }
    return Draft.model_validate(plain | facts)


MakeDraft = Callable[..., Draft]


@pytest.fixture(scope="session")
def make_draft() -> MakeDraft:
    return small_draft


@pytest.fixture(scope="session")
def make_shot() -> Callable[..., Shot]:
    return shot
