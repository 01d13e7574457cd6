import json

import pytest
import typer

from songreel_engine.cli import report
from songreel_engine.errors import SongError
from songreel_engine.progress import Progress


def test_json_progress_is_one_object_a_line_with_the_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    listen = report.progress_reporter(as_json=True)
    listen(Progress("image generation", 0, 4))
    listen(Progress("image generation", 4, 4, "city, wide"))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["done"] for line in lines] == [0, 4]
    assert lines[0]["seconds_left"] is None
    assert lines[1]["seconds_left"] == 0


def test_reports_that_come_too_fast_are_left_out_but_never_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    listen = report.progress_reporter(as_json=True)
    for done in range(1001):
        listen(Progress("video generation", done, 1000))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(lines) < 20
    assert lines[-1]["done"] == 1000


def test_a_refusal_is_one_line_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["songreel"])
    app = typer.Typer()

    @app.command()
    def refuse() -> None:
        raise SongError("The song\nis too short.")

    assert report.run_reporting_refusals(app) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
