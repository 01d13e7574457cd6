"""`songreel scenes`: a project's scene map on stdout, and a map's file on the way in."""

import itertools
import json
from pathlib import Path

import pytest

from songreel_engine.cli.scenes import scene_map_text, scenes
from songreel_engine.errors import BriefError, ProjectError
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.scene_map import scene_map_of
from songreel_engine.planning.scene_map_reading import read_scene_map
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import click_song, steady_analysis, write_wav

SECONDS = 8.0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    song = open_song(write_wav(tmp_path / "rain.wav", click_song(SECONDS, 120.0)))
    return Project.create(tmp_path / "film.songreel", project_id="id", song=song, max_seconds=None, brief=Brief())


def test_a_projects_map_is_printed_as_json_that_can_be_given_back(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis, ids = steady_analysis(SECONDS), itertools.count()
    _, draft = plan_draft(analysis, Brief(), project_id="id", new_id=lambda: f"id-{next(ids)}")
    project.write_draft(draft)
    scenes(project.folder)
    written = capsys.readouterr().out
    assert json.loads(written)["scenes"][0]["start"] == "0:00"
    assert read_scene_map(written, duration_s=SECONDS, sections=analysis.sections) == scene_map_of(draft)


def test_a_project_without_a_draft_has_no_map(project: Project) -> None:
    with pytest.raises(ProjectError, match=r"no draft\.json yet"):
        scenes(project.folder)


def test_a_map_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text("[]", "utf-8-sig")
    assert scene_map_text(path) == "[]"


def test_a_map_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BriefError, match="cannot be read as a scene map"):
        scene_map_text(tmp_path / "map.json")
    with pytest.raises(BriefError, match="There is no scene map"):
        scene_map_text(tmp_path / "other.json")
    with pytest.raises(BriefError, match="cannot be read as a scene map"):
        scene_map_text(tmp_path)
