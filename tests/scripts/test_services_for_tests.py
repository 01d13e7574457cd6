"""What the tests stand on: the services they start, and what becomes of those that cannot run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import postgresql_servers
from nothing_skipped import NONE, VARIABLE
from postgresql_servers import find_programs

TESTS = Path(__file__).parents[1]
LEFT_OUT = """
import pytest

@pytest.fixture
def service():
    pytest.skip("no service here")

def test_that_needs_it(service):
    pass

def test_that_is_stopped():
    pytest.skip("not today")

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    assert False

def test_that_passes():
    pass
"""


def ran(file: Path, skips: str) -> str:
    """What pytest says of the file's tests, at its end."""
    environment = os.environ | {VARIABLE: skips, "PYTHONPATH": str(TESTS)}
    quietly = ["-q", "-p", "nothing_skipped", "-p", "no:cacheprovider", "--rootdir", str(file.parent)]
    command = [sys.executable, "-m", "pytest", *quietly, str(file)]
    done = subprocess.run(command, env=environment, cwd=file.parent, capture_output=True, text=True)
    return done.stdout


def test_skipped_tests_fail_where_nothing_may_be_left_out(tmp_path: Path) -> None:
    file = tmp_path / "test_left_out.py"
    file.write_text(LEFT_OUT)
    assert "1 passed, 2 skipped, 1 xfailed" in ran(file, "")
    said = ran(file, NONE)
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in said
    assert f"{VARIABLE}={NONE}, and this was to be left out: Skipped: no service here" in said


def test_a_whole_file_that_is_skipped_fails_too(tmp_path: Path) -> None:
    file = tmp_path / "test_absent.py"
    file.write_text("import pytest\npytest.importorskip('nothing_of_that_name')\n")
    assert "1 skipped" in ran(file, "")
    assert "1 error" in ran(file, NONE)


@pytest.fixture
def debian(tmp_path: Path) -> Path:
    """Two versions of PostgreSQL as Debian lays them down, the newer one half removed."""
    for version, programs in {"9.6": ["initdb", "postgres"], "15": ["initdb", "postgres"], "17": ["initdb"]}.items():
        (tmp_path / version / "bin").mkdir(parents=True)
        for name in programs:
            (tmp_path / version / "bin" / name).touch(0o755)
    return tmp_path


def test_debians_postgresql_is_found_though_it_is_not_on_the_path(
    debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_programs(debian) == debian / "15" / "bin"


def test_without_postgresql_the_skip_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_servers, "find_programs", lambda: None)
    with (
        pytest.raises(pytest.skip.Exception, match="scripts/setup --services"),
        postgresql_servers.running_postgresql(),
    ):
        pass


SETUP = TESTS.parent / "scripts" / "setup"


def test_setup_names_its_options_where_it_is_given_another() -> None:
    done = subprocess.run([str(SETUP), "--servises"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("scripts/setup knows no --servises; it takes --services")
