"""What `songreel skill-bundle` writes: a skill by the rules of Agent Skills, and a copy as ClawHub reads it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from songreel_server.cli_skill import find_source, write_bundles
from songreel_server.errors import BadRequestError

KNOWN_KEYS = {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
BOTH = pytest.mark.parametrize("which", ["songreel", "clawhub/songreel"])
PATH = re.compile(r"(?<![\w/.~])(?:skill/)?(?:scripts|references)/[\w./]+\.(?:py|md)")


def manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """(frontmatter, body)"""
    opening, head, body = (folder / "SKILL.md").read_text("utf-8").split("---\n", 2)
    assert opening == ""
    read: dict[str, Any] = yaml.safe_load(head)
    return read, body


@BOTH
def test_a_bundle_keeps_the_rules_of_agent_skills(bundle: Path, which: str) -> None:
    head, _ = manifest(bundle / which)
    assert set(head) <= KNOWN_KEYS
    assert head["name"] == (bundle / which).name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", head["name"])
    assert 1 <= len(head["description"]) <= 1024
    assert 1 <= len(head["compatibility"]) <= 500
    assert len((bundle / which / "SKILL.md").read_text("utf-8").splitlines()) < 500


@BOTH
def test_a_bundle_passes_the_format_s_own_validator(bundle: Path, which: str) -> None:
    validator = pytest.importorskip("skills_ref", reason="skills-ref is not installed; the rules are checked above.")
    assert validator.validate(bundle / which) == []


def test_the_portable_skill_has_plain_metadata(bundle: Path) -> None:
    head, _ = manifest(bundle / "songreel")
    assert all(isinstance(value, str) for value in head["metadata"].values())


@BOTH
def test_every_file_a_bundle_names_lies_in_it(bundle: Path, which: str) -> None:
    _, body = manifest(bundle / which)
    named = set(PATH.findall(body))
    assert {"scripts/songreel_chat.py", "references/edits.md", "references/scene_map.md"} <= named
    assert [one for one in named if not (bundle / which / one).is_file()] == []


def test_every_file_the_repository_s_own_skill_names_lies_in_it() -> None:
    source = find_source()
    _, body = manifest(source)
    named = set(PATH.findall(body))
    assert "skill/scripts/songreel_chat.py" in named
    assert [one for one in named if not (source / one).is_file()] == []


def test_references_lead_no_further(bundle: Path) -> None:
    for file in (bundle / "songreel" / "references").iterdir():
        assert re.findall(r"\]\((?!https?:)[^)]+\)", file.read_text("utf-8")) == [], file.name


def test_the_copy_for_clawhub_declares_every_variable_that_the_script_reads(bundle: Path) -> None:
    head, _ = manifest(bundle / "clawhub/songreel")
    block = head["metadata"]["openclaw"]
    scripts = "".join(file.read_text("utf-8") for file in (bundle / "songreel" / "scripts").iterdir())
    read = set(re.findall(r"environ[^\n]*?\"(SONGREEL_\w+)\"", scripts))
    assert {one["name"] for one in block["envVars"]} == read
    assert block["requires"]["anyBins"][0] == "uv"
    assert head["metadata"]["version"] == manifest(bundle / "songreel")[0]["metadata"]["version"]


def test_both_bundles_hold_the_same_but_for_the_block(bundle: Path) -> None:
    def others(which: str) -> dict[str, bytes]:
        files = [file for file in (bundle / which).rglob("*") if file.is_file() and file.suffix != ".pyc"]
        return {str(file.relative_to(bundle / which)): file.read_bytes() for file in files if file.name != "SKILL.md"}

    assert others("songreel") == others("clawhub/songreel")
    assert manifest(bundle / "songreel")[1] == manifest(bundle / "clawhub/songreel")[1]


def test_a_bundle_is_written_over_the_one_from_before_and_over_nothing_else(tmp_path: Path) -> None:
    source = find_source()
    first = write_bundles(tmp_path, source=source)
    (first.skill / "scripts" / "old.py").write_text("")
    again = write_bundles(tmp_path, source=source)
    assert not (again.skill / "scripts" / "old.py").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["clawhub", "songreel"]
    own = tmp_path / "other" / "songreel"
    own.mkdir(parents=True)
    (own / "thesis.txt").write_text("mine")
    with pytest.raises(BadRequestError, match="is no songreel skill"):
        write_bundles(tmp_path / "other", source=source)
    assert (own / "thesis.txt").read_text() == "mine"


def test_the_command_writes_both_and_says_where(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "songreel_server", "skill-bundle", str(tmp_path / "out"), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(ran.stdout)
    assert (Path(told["skill"]) / "SKILL.md").is_file()
    assert (Path(told["clawhub"]) / "SKILL.md").is_file()


def test_the_skill_s_version_is_the_package_s(bundle: Path) -> None:
    project = find_source() / "pyproject.toml"
    version = re.search(r'^version = "([^"]+)"', project.read_text("utf-8"), re.MULTILINE)
    assert version is not None
    assert manifest(bundle / "songreel")[0]["metadata"]["version"] == version[1]


def test_the_script_says_which_packages_it_needs() -> None:
    text = (find_source() / "skill" / "scripts" / "songreel_chat.py").read_text("utf-8")
    block = re.match(r"# /// script\n((?:#.*\n)+?)# ///\n", text)
    assert block is not None
    assert '"httpx>' in block[1]
    assert '"httpx-sse>' in block[1]


def test_without_its_packages_the_script_says_how_to_get_them(bundle: Path) -> None:
    script = bundle / "songreel" / "scripts" / "songreel_chat.py"
    # -S: without site-packages, as a bare Python is.
    ran = subprocess.run([sys.executable, "-S", str(script), "status"], capture_output=True, text=True, timeout=30)
    assert ran.returncode == 1
    assert "httpx is missing" in ran.stderr
    assert "uv run" in ran.stderr
