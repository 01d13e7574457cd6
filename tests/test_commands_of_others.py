"""Commands that other packages add to `songreel` by entry points."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from songreel_engine.cli import beyond
from songreel_engine.cli.commands import app

greet = typer.Typer()
group = typer.Typer(help="Two of them.")


@greet.command()
def hello(name: str) -> None:
    """Say hello."""
    print(f"hello {name}")


@group.command()
def one() -> None:
    """The first."""
    print("one")


@group.command()
def two() -> None:
    """The second."""


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a package had been installed with these."""
    names = {"greet": f"{__name__}:greet", "group": f"{__name__}:group", "make": f"{__name__}:greet", "odd": "sys:path"}
    found = {name: EntryPoint(name, value, beyond.GROUP) for name, value in names.items()}
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    monkeypatch.setattr(beyond, "_found", lambda: found)


def test_a_command_of_another_package_runs() -> None:
    told = CliRunner().invoke(app, ["greet", "you"])
    assert (told.exit_code, told.stdout) == (0, "hello you\n")


def test_a_group_of_another_package_has_its_own_commands() -> None:
    assert CliRunner().invoke(app, ["group", "one"]).stdout == "one\n"


def test_nobody_takes_the_place_of_the_engines_own_command() -> None:
    assert "hello" not in CliRunner().invoke(app, ["make", "you"]).stdout


def test_an_entry_that_is_no_command_is_said_to_be_none() -> None:
    told = CliRunner().invoke(app, ["odd"])
    assert isinstance(told.exception, TypeError)
    assert "odd" in str(told.exception)


def test_a_name_nobody_has_is_refused() -> None:
    assert CliRunner().invoke(app, ["nothing"]).exit_code == 2


def test_help_lists_them_beside_the_engines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"greet": EntryPoint("greet", f"{__name__}:greet", beyond.GROUP)}
    monkeypatch.setattr(beyond, "_found", lambda: found)
    told = CliRunner().invoke(app, ["--help"]).stdout
    assert "Say hello." in told
    assert "make" in told


def test_the_engines_own_commands_do_not_look_for_others(tmp_path: Path) -> None:
    code = (
        "import songreel_engine.cli.beyond as b\n"
        "def refuse(**_): raise SystemExit('looked')\n"
        "b.entry_points = refuse\n"
        "from songreel_engine.cli.commands import app\n"
        "app(['styles', '--json'], standalone_mode=False)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "golden_hour" in done.stdout
