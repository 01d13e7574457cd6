"""The fonts that come along write what songs are commonly sung in, and say what they cannot."""

from pathlib import Path

import pytest

from songreel_engine.errors import RenderError
from songreel_engine.finishing import fonts
from songreel_engine.finishing.fonts import find_face, without_unwritable
from songreel_engine.finishing.typography.bundled import FOLDER, VOICES, Voice

LINES = {
    "Latin": "Don’t stop – Ça va? Łódź, Đường, Çağrı",
    "Greek and Cyrillic": "Ελλάδα Привет",
    "simplified": "霓虹灯下我们跳舞，直到天亮。",
    "traditional": "霓虹燈下我們跳舞，直到天亮。",
    "Japanese": "夜の街を走り抜けて、キミに会いに行く",
    "Korean": "별빛이 내리는 밤",
    "Arabic": "خذني معك إلى آخر الليل",
    "Hebrew": "קח אותי הביתה",
    "Thai": "ใต้แสงดาว",
    "Hindi": "तारों के नीचे",
}


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a font of its own."""
    monkeypatch.setattr(fonts, "_installed", lambda: ())
    fonts._find_face.cache_clear()
    fonts._can_write.cache_clear()


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("script", LINES)
def test_every_voice_writes_every_script_without_a_font_of_the_machine(script: str, voice: Voice) -> None:
    face = find_face(LINES[script].replace("Ελλάδα ", "") if "Greek" in script else LINES[script], voice)
    assert face.path.parent == FOLDER


def test_a_voice_writes_in_its_own_letters_where_it_has_them() -> None:
    assert find_face("Neon", "neon").path.name == "tilt-neon-400.ttf"
    assert find_face("霓虹", "hand").path.name == "ma-shan-zheng-400.ttf"
    assert find_face("霓虹 Neon", "serif").path.name == "notoserifcjk-bold.otf"


def test_characters_that_no_font_has_are_named_and_taken_out() -> None:
    assert without_unwritable("stay \U0001dfff with me \U0001dfff") == ("stay with me", "\U0001dfff")
    assert without_unwritable("霓虹") == ("霓虹", "")
    with pytest.raises(RenderError, match="No font on this machine can write \U0001dfff"):
        find_face("stay \U0001dfff")


def test_each_bundled_font_is_told_with_its_licence_and_all_are_small_enough() -> None:
    notes = (FOLDER / "FONTS.md").read_text(encoding="utf-8")
    files = [file for file in FOLDER.iterdir() if file.suffix in (".ttf", ".otf")]
    assert {name for voice in VOICES.values() for name in voice} == {file.name for file in files}
    assert all(file.name in notes for file in files)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in files) <= 12 * 2**20


def test_a_font_that_is_exchanged_has_another_fingerprint() -> None:
    names = {Path(name) for name in VOICES["text"]}
    assert len({fonts.FontFace(FOLDER / name).fingerprint() for name in names}) == len(names)
