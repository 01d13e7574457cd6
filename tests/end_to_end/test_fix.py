"""A film with a bad shot: `fix` makes that shot again, only that one, and keeps whichever take is better."""

import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from songreel_engine.changing import preview
from songreel_engine.draft.edits import Edit, Remake, Target
from songreel_engine.draft.model import Draft
from songreel_engine.making import plan_pieces
from songreel_engine.media import count_frames, write_clip
from songreel_engine.project import Project
from songreel_engine.rendering.quality import find_quality
from songreel_engine.rendering.render import clip_path, encode_settings
from synthetic import click_song, write_wav

pytestmark = pytest.mark.slow

HEIGHT_PX = 180
SPOILT = 2
"""The shot's number."""


def songreel(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "songreel_engine", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"songreel {arguments} ended with {done.returncode}:\n{done.stderr}")
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def clips_of(project: Project, draft: Draft) -> list[Path]:
    """Where the spoilt shot's own clip lies, and those of the transitions it takes part in."""
    plan = plan_pieces(project, draft, project.read_analysis(), quality=find_quality("preview"), height_px=HEIGHT_PX)
    return [clip_path(project.clips_dir, segment.key) for segment in plan.segments if SPOILT - 1 in segment.shots]


def blacken(project: Project, draft: Draft, clip: Path, frames: int) -> None:
    """The clip as a renderer gone wrong would have made it."""
    plan = plan_pieces(project, draft, project.read_analysis(), quality=find_quality("preview"), height_px=HEIGHT_PX)
    black = np.full((plan.height_px * 3 // 2, plan.width_px), 128, np.uint8)
    black[: plan.height_px] = 16
    write_clip(clip, (black for _ in range(frames)), encode_settings(plan))


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose film has one black shot."""
    folder = tmp_path_factory.mktemp("spoilt")
    song = write_wav(folder / "song.wav", click_song(8.0, 120.0))
    project_dir = folder / "film.songreel"
    songreel(
        "make", song, "--project", project_dir, "--quality", "preview", "--height", HEIGHT_PX, "--scenic",
        "--style", "golden hour", "--seed", 5,
    )  # fmt: skip
    project = Project.open(project_dir)
    draft = project.read_draft()
    assert len(draft.shots) >= SPOILT
    clip = max(clips_of(project, draft), key=count_frames)
    blacken(project, draft, clip, count_frames(clip))
    songreel("render", project_dir, "--quality", "preview", "--height", HEIGHT_PX)
    return project_dir


def copied(spoilt: Path, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copytree(spoilt, tmp_path / "film.songreel")))


def stamps(project: Project) -> dict[str, int]:
    return {clip.name: clip.stat().st_mtime_ns for clip in project.clips_dir.glob("*.mp4")}


def test_fix_makes_the_bad_shot_again_and_no_other(spoilt: Path, tmp_path: Path) -> None:
    project = copied(spoilt, tmp_path)
    before, stood = project.read_draft(), stamps(project)
    told = songreel("fix", project.folder, "-o", tmp_path / "fixed.mp4")
    (shot,) = told["shots"]
    assert (shot["number"], shot["shot"], shot["kept"]) == (SPOILT, before.shots[SPOILT - 1].id, "new")
    assert shot["score_after"] > shot["score_before"]
    assert told["before"]["black"]
    assert told["after"]["black"] == []
    assert told["clips_made"] == len(clips_of(project, before))
    assert {name: stamp for name, stamp in stamps(project).items() if name in stood} == stood
    after = project.read_draft()
    assert [len(one.takes) for one in after.shots] == [2 if k == SPOILT - 1 else 1 for k in range(len(after.shots))]
    assert count_frames(tmp_path / "fixed.mp4") == after.frames
    again = songreel("fix", project.folder)
    assert (again["shots"], again["clips_made"]) == ([], 0)


def test_a_new_take_that_is_no_better_is_not_kept(spoilt: Path, tmp_path: Path) -> None:
    project = copied(spoilt, tmp_path)
    before = project.read_draft()
    would = preview(
        project, [Edit(edit="remake", target=Target(shots=(SPOILT,)), changes=Remake(what="clip"))]
    ).draft.model_copy(update={"version": project.next_version()})
    for old, new in zip(clips_of(project, before), clips_of(project, would), strict=True):
        blacken(project, would, new, count_frames(old))
    told = songreel("fix", project.folder)
    assert [shot["kept"] for shot in told["shots"]] == ["old"]
    shown = project.read_draft().shots[SPOILT - 1]
    assert (shown.take, len(shown.takes)) == (1, 2)
    assert told["after"]["black"]


def test_a_locked_shot_stays_as_it_is(spoilt: Path, tmp_path: Path) -> None:
    project = copied(spoilt, tmp_path)
    songreel("edit", project.folder, f"lock shot {SPOILT}")
    told = songreel("fix", project.folder)
    assert [shot["kept"] for shot in told["shots"]] == ["locked"]
    assert told["clips_made"] == 0
    assert project.read_draft().frame_rate == Fraction(24)
