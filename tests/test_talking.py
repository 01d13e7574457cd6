"""The command that tells how words are understood."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.cli.talking import intent

MAP = "start_s,end_s,label\n0,8,intro\n8,24,verse\n24,40,chorus\n40,56,verse\n56,72,chorus\n"
CHORUSES = {"sections": ["chorus 1", "chorus 2"], "ranges_s": [[24.0, 40.0], [56.0, 72.0]], "shots": []}


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs `songreel intent …` in this process."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(intent)

    def run(*arguments: object, typed: bytes = b"") -> Said:
        monkeypatch.setattr("sys.argv", ["songreel", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        return Said(run_reporting_refusals(app), *capsys.readouterr())

    return run


@pytest.fixture
def sections(tmp_path: Path) -> Path:
    path = tmp_path / "song.sections.csv"
    path.write_text(MAP)
    return path


def test_an_edit_is_printed_with_its_part_of_the_song(ask: Callable[..., Said], sections: Path) -> None:
    told = json.loads(ask("redo the chorus", "--sections", sections, "--json").out)
    assert list(told) == ["intent", "confidence", "edits", "then", "question"]
    assert told["intent"] == "edit"
    assert [(edit["edit"], edit["target"]) for edit in told["edits"]] == [("remake", CHORUSES)]
    assert told["then"] == []
    assert told["question"] is None


def test_words_for_people_name_part_times_and_what_comes_after(ask: Callable[..., Said], sections: Path) -> None:
    out = ask("make it rain in chorus 2, then export", "--sections", sections).out
    assert out.startswith("edit (")
    assert "weather · chorus 2, 0:56.0–1:12.0 · weather rain" in out
    assert "then export" in out


def test_a_part_that_is_not_there_is_asked_about(ask: Callable[..., Said], sections: Path) -> None:
    said = ask("redo chorus 4", "--sections", sections, "--json")
    told = json.loads(said.out)
    assert said.code == 0
    assert told["edits"] == []
    assert told["question"]
    assert told["question"] in ask("redo chorus 4", "--sections", sections).out


def test_every_line_of_input_gets_one_json(ask: Callable[..., Said], sections: Path) -> None:
    typed = "重做副歌\n\nclick export\n".encode() + b"\xff\xfe redo\n"
    told = [json.loads(line) for line in ask("--stdin", "--sections", sections, typed=typed).out.splitlines()]
    assert len(told) == 4
    assert [value["intent"] for value in told[:3]] == ["edit", "chat", "export"]
    assert told[0]["edits"][0]["target"] == CHORUSES


def test_lines_are_understood_each_by_itself(ask: Callable[..., Said], sections: Path) -> None:
    alone = ask("--stdin", "--sections", sections, typed=b"lock that shot\n").out
    after = ask("--stdin", "--sections", sections, typed=b"redo shot 2\nlock that shot\n").out
    assert after.splitlines()[1] == alone.strip()


@pytest.mark.parametrize("arguments", [(), ("redo it", "--stdin"), ("x", "--sections", "a.csv", "--project", "b")])
def test_options_that_contradict_each_other_are_refused(ask: Callable[..., Said], arguments: tuple[str, ...]) -> None:
    assert ask(*arguments).code == 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a,b\n1,2\n", "start_s"),
        (b"x" * 1_000_001, "larger than"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_section_map_is_refused_in_a_sentence(
    ask: Callable[..., Said], tmp_path: Path, content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_bytes(content)
    said = ask("redo the chorus", "--sections", path)
    assert said.code == 1
    assert complaint in said.err
    assert "Traceback" not in said.err
