"""Whose voice a shot's lips follow, and where it arrives."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moving_jobs import plate_job, shot_job
from planned_projects import planned_project
from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import AudioItem, Draft, Shot
from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.keys import shot_key
from songreel_engine.rendering.leading import VoiceSource, led
from songreel_engine.timebase import FrameRange

VOICE = VoiceSource(sha256="s" * 64, file=Path("song.wav"))


@dataclass
class Leadable:
    """An animator that can be led, as far as asked; it moves nothing."""

    listens: bool = True
    arrives: bool = True
    name: str = "leadable"

    def fingerprint(self) -> str:
        return self.name

    def animate(self, plate: Any, job: ShotJob, start: int, stop: int) -> Iterator[np.ndarray]:
        return iter(())

    def rehearse(self, jobs: Any, plate_of: Any, *, made: Any, step: Any) -> None:
        return None


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, Analysis]:
    project = planned_project(tmp_path_factory.mktemp("led"))
    return project.read_draft(), project.read_analysis()


def singing(draft: Draft, *, pose: str | None = "sing") -> Shot:
    """The second shot of the draft, its performer in this pose."""
    shot = draft.shots[1]
    take = shot.takes[shot.take - 1]
    picture = take.picture.model_copy(update={"pose": pose})
    return shot.model_copy(update={"takes": (take.model_copy(update={"picture": picture}),), "take": 1})


def lead(
    known: tuple[Draft, Analysis], animator: object, sung_s: tuple[tuple[float, float], ...], **changes: Any
) -> ShotJob:
    draft, analysis = known
    shot = changes.pop("shot", singing(draft))
    lived = FrameRange(shot.start, shot.stop)
    options: dict[str, Any] = {"follower": None, "voice": VOICE, "draft": draft}
    return led(
        shot_job(frames=len(lived)), animator, shot=shot, lived=lived,
        analysis=analysis.model_copy(update={"vocals": sung_s}), **(options | changes),
    )  # fmt: skip


def seconds(known: tuple[Draft, Analysis], frame: int) -> float:
    return float(Fraction(frame) / known[0].frame_rate)


def test_a_singer_sings_what_is_sung_during_the_shot(known: tuple[Draft, Analysis]) -> None:
    shot = singing(known[0])
    begins, ends = seconds(known, shot.start + 6), seconds(known, shot.start + 18)
    job = lead(known, Leadable(), ((0.0, seconds(known, shot.start - 3)), (begins, ends)))
    assert job.voice is not None
    assert job.voice.sung == ((6, 18),)
    assert job.voice.start == shot.start


def test_a_passage_that_goes_on_is_cut_at_the_shots_ends(known: tuple[Draft, Analysis]) -> None:
    job = lead(known, Leadable(), ((0.0, 1000.0),))
    assert job.voice is not None
    assert job.voice.sung == ((0, job.frames),)


@pytest.mark.parametrize(
    ("animator", "sung_s", "pose"),
    [
        (Leadable(), (), "sing"),
        (Leadable(), ((500.0, 600.0),), "sing"),
        (Leadable(), ((0.0, 1000.0),), "walk"),
        (Leadable(), ((0.0, 1000.0),), None),
        (Leadable(listens=False), ((0.0, 1000.0),), "sing"),
        (object(), ((0.0, 1000.0),), "sing"),
    ],
    ids=[
        "an instrumental",
        "sung elsewhere",
        "another pose",
        "nobody there",
        "an animator that is deaf",
        "one that cannot be led",
    ],
)
def test_nobody_sings_without_a_voice_a_singer_and_an_ear(
    known: tuple[Draft, Analysis], animator: object, sung_s: tuple[tuple[float, float], ...], pose: str | None
) -> None:
    assert lead(known, animator, sung_s, shot=singing(known[0], pose=pose)).voice is None


def test_a_song_that_begins_later_in_the_film_is_heard_later(known: tuple[Draft, Analysis]) -> None:
    draft, shot = known[0], singing(known[0])
    moved = AudioItem(id="a", start=shot.start + 4, stop=draft.frames, source_start=10)
    late = draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"audio": (moved,)})})
    job = lead(known, Leadable(), ((0.0, 1000.0),), draft=late)
    assert job.voice is not None
    assert job.voice.sung[0][0] == 4
    assert job.voice.start == 10 - 4


@pytest.mark.parametrize(
    ("arrives", "kind", "led_to"), [(True, "match", True), (False, "match", False), (True, "cut", False)]
)
def test_a_match_cut_leads_to_the_next_picture(
    known: tuple[Draft, Analysis], arrives: bool, kind: str, led_to: bool
) -> None:
    there = plate_job(prompt="a forest")
    follower = (known[0].shots[2].model_copy(update={"transition_in": kind}), there)
    job = lead(known, Leadable(arrives=arrives), (), follower=follower)
    assert (job.arrives_at == there) is led_to


def test_what_a_shot_is_not_led_by_leaves_its_key_alone(known: tuple[Draft, Analysis]) -> None:
    def key(job: ShotJob) -> str:
        return shot_key(job, plate="p", animator_fingerprint="a")

    alone, led_there = lead(known, object(), ((0.0, 1000.0),)), lead(known, Leadable(), ((0.0, 1000.0),))
    assert key(alone) == key(shot_job(frames=alone.frames))
    assert key(led_there) != key(alone)
