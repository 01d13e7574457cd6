"""`songreel models`, and models named to `make` and `render`: what is listed, kept, refused; torch is never needed for that."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import songreel_engine
from model_folders import cached, write_network, write_pipeline
from planned_projects import files_of, planned_project
from songreel_engine.project import Project

SONGREEL = [sys.executable, "-m", "songreel_engine"]
HEAVY = ("torch", "diffusers", "transformers")
WITHOUT = "import sys; sys.modules.update(dict.fromkeys({heavy!r})); from songreel_engine.cli import main; main()"
"""A songreel in an environment that has none of the heavy libraries."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that no model of this machine is found."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME", "HUGGINGFACE_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    return home


def songreel(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SONGREEL, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def songreel_without_libraries(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = [sys.executable, "-c", WITHOUT.format(heavy=HEAVY), *map(str, arguments)]
    return subprocess.run(code, capture_output=True, text=True, timeout=120)


def listed(*arguments: object) -> dict[str, dict[str, Any]]:
    done = songreel("models", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in json.loads(done.stdout)}


def test_the_list_tells_what_is_known_of_each_model(home: Path) -> None:
    klein = listed()["flux2-klein-4b"]
    told = {name: klein[name] for name in ("stage", "class", "licence", "commercial", "memory_gb", "installed")}
    assert told == {
        "stage": "keyframe",
        "class": "Flux2KleinPipeline",
        "licence": "Apache-2.0",
        "commercial": True,
        "memory_gb": 13.0,
        "installed": False,
    }
    assert isinstance(klein["fits"], bool)


def test_the_list_finds_what_is_in_the_users_cache(home: Path) -> None:
    hub = home / ".cache" / "huggingface" / "hub"
    write_pipeline(cached(hub, "black-forest-labs/FLUX.2-klein-4B"), "Flux2KleinPipeline")
    write_pipeline(cached(hub, "somebody/own-sdxl"))
    write_network(cached(hub, "somebody/bert"), "BertModel")
    found = listed()
    assert found["flux2-klein-4b"]["installed"] is True
    assert found["somebody/own-sdxl"]["installed"] is True
    assert "somebody/bert" not in found


def test_the_list_for_people_says_whose_the_licences_are(home: Path) -> None:
    done = songreel("models")
    assert done.returncode == 0
    assert "makers' licences" in done.stdout
    assert "not for commercial use" in done.stdout


def test_the_list_needs_no_heavy_library(home: Path) -> None:
    assert songreel_without_libraries("models", "--json").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [("models", "check", "sdxl"), ("render", "{project}", "--picture", "diffusion")],
    ids=["models check", "render"],
)
def test_without_the_libraries_it_says_how_to_install_them(home: Path, tmp_path: Path, arguments: tuple[str]) -> None:
    project = planned_project(tmp_path)
    before = files_of(project)
    done = songreel_without_libraries(*(part.format(project=project.folder) for part in arguments))
    assert done.returncode == 1
    assert "pip install 'songreel[diffusion]'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert files_of(project) == before


def test_starting_up_imports_no_heavy_library() -> None:
    code = (
        "import sys; import songreel_engine.cli.commands, songreel_engine.cli.models, songreel_engine.making; "
        "import songreel_engine.rendering.diffusion.making, songreel_engine.rendering.diffusion.checking; "
        f"assert not set({HEAVY!r}) & set(sys.modules), sorted(set({HEAVY!r}) & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_drawn_picture_takes_no_models(home: Path, tmp_path: Path) -> None:
    project = planned_project(tmp_path)
    done = songreel("render", project.folder, "--picture", "default", "--keyframe-model", "sdxl")
    assert done.returncode == 2
    assert "uses no models" in done.stderr


def test_a_choice_is_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    from songreel_engine.rendering.pictures import DEFAULT_PICTURE, PictureChoice

    project = planned_project(tmp_path)
    assert project.read_picture() == DEFAULT_PICTURE
    assert not (project.folder / "picture.json").exists()
    choice = PictureChoice(name="diffusion", keyframe_model="sdxl", non_commercial=True)
    project.write_picture(choice)
    assert Project.open(project.folder).read_picture() == choice
    project.write_picture(DEFAULT_PICTURE)
    assert Project.open(project.folder).read_picture() == DEFAULT_PICTURE


@pytest.mark.parametrize(
    "text", ["{", '{"name": "magic"}', '{"name": "diffusion"}', '{"name": "default", "path": "/"}', "[]"]
)
def test_a_damaged_choice_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    project = planned_project(tmp_path)
    (project.folder / "picture.json").write_text(text)
    done = songreel("render", project.folder)
    assert done.returncode == 1
    assert "picture.json is damaged" in done.stderr
    assert done.stderr.count("\n") == 1


def test_only_the_package_for_models_asks_for_pipelines_and_networks() -> None:
    """They are imported by name and late, where import-linter cannot see them."""
    named = re.compile(r"(import|from) +(diffusers|transformers)\b|[\"'](diffusers|transformers)[\"']")
    engine = Path(songreel_engine.__file__).parent
    asking = {file.relative_to(engine) for file in engine.rglob("*.py") if named.search(file.read_text("utf-8"))}
    assert asking
    assert {file.parent for file in asking} == {Path("rendering/diffusion")}
