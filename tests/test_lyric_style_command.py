"""`songreel lyric-styles` lists the styles, and a film with lyrics in one keeps to what was asked."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from songreel_engine.cli.commands import app
from songreel_engine.cli.lyric_styles import asked_lyric_style
from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.styles import LYRIC_STYLES
from songreel_engine.planning.styles import STYLES


def test_the_styles_are_listed_for_people_and_for_programs() -> None:
    plain = CliRunner().invoke(app, ["lyric-styles"])
    assert plain.exit_code == 0
    assert all(style.name in plain.output for style in LYRIC_STYLES.values())
    listed = json.loads(CliRunner().invoke(app, ["lyric-styles", "--json"]).output)
    assert [entry["id"] for entry in listed] == list(LYRIC_STYLES)
    assert {look for entry in listed for look in entry["suits"]} == set(STYLES)


@pytest.mark.parametrize(
    ("style", "is_lyric_video", "asked"),
    [
        (None, False, None),
        (None, True, "look"),
        ("霓虹", True, "neon"),
        ("plain", False, "plain"),
        ("Neon Sign", False, "neon"),
    ],
)
def test_a_style_is_named_or_the_looks_own(style: str | None, is_lyric_video: bool, asked: str | None) -> None:
    assert asked_lyric_style(style, is_lyric_video=is_lyric_video) == asked


def test_a_style_that_does_not_exist_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(LyricsError, match="no lyric style 'wobbly'; choose one of kinetic"):
        asked_lyric_style("wobbly", is_lyric_video=True)
    song = tmp_path / "song.wav"
    song.write_bytes(b"no song")
    result = CliRunner().invoke(app, ["plan", str(song), "--lyric-style", "wobbly", "--project", str(tmp_path / "p")])
    assert isinstance(result.exception, LyricsError)
    assert not (tmp_path / "p").exists()
