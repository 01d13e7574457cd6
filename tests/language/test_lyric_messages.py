"""The song's words on the picture, asked for in a style, and taken away."""

from typing import Any

import pytest

from songreel_engine.language.context import context_of_sections
from songreel_engine.language.understanding import understand

SONG = context_of_sections("start_s,end_s,label\n0,8,intro\n8,24,verse\n24,40,chorus\n")


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("make it a lyric video", {"show": True, "style": "look"}),
        ("turn this into a lyric video", {"show": True, "style": "look"}),
        ("做成歌词视频", {"show": True, "style": "look"}),
        ("I want it as a lyric video, in papercut style", {"show": True, "style": "papercut"}),
        ("歌词用霓虹风格", {"show": True, "style": "neon"}),
        ("把歌词改成打字机风格", {"show": True, "style": "typewriter"}),
        ("歌词改成竖排", {"show": True, "style": "vertical"}),
        ("use the karaoke lyric style", {"show": True, "style": "karaoke"}),
        ("lyrics in gold, poster style", {"show": True, "style": "poster", "colour": "gold"}),
        ("plain lyrics please", {"show": True, "style": "plain"}),
        ("keep the lyrics clear of the tiktok buttons", {"show": True, "safe_area": "tiktok"}),
        ("show the lyrics", {"show": True}),
        ("lyrics off", {"show": False}),
        ("hide the karaoke", {"show": False}),
        ("关掉歌词", {"show": False}),
    ],
)
def test_a_message_about_lyrics_is_one_edit(message: str, changes: dict[str, Any]) -> None:
    (edit,) = understand(message, SONG).edits
    assert edit.edit == "lyrics"
    assert edit.changes.model_dump(exclude_none=True) == changes


def test_lyrics_of_a_part_are_shown_there() -> None:
    (edit,) = understand("show the lyrics in neon style in the chorus", SONG).edits
    assert edit.target.sections == ("chorus",)


def test_a_new_film_is_no_change_of_this_one() -> None:
    assert understand("I need a lyric video for this one", SONG).intent == "generate"
