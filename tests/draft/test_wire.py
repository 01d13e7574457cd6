"""The short form of a draft, there and back."""

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.model import (
    AudioItem,
    Draft,
    DraftSection,
    Grade,
    Media,
    Shot,
    Take,
    TextItem,
    Tracks,
    draft_to_json,
)
from songreel_engine.draft.wire import from_wire, to_wire
from songreel_engine.errors import DraftError

MakeDraft = Callable[..., Draft]
MakeShot = Callable[..., Shot]
RAIN = Media(id="m-1", kind="sound", sha256="1" * 64, name="rain.mp3", duration_s=12.5)


def full_draft(make_draft: MakeDraft) -> Draft:
    """Everything a draft can have: takes, a lock, media, two sounds in pieces, texts of three roles."""
    draft = make_draft(media=(RAIN,))
    first, *others = draft.shots
    again = first.picture.model_copy(
        update={"grade": Grade(warmth=0.25, look="film"), "palette": ("#102030", "#ffffff")}
    )
    takes = (*first.takes, Take(number=2, version=2, picture=again))
    tracks = Tracks(
        video=(first.model_copy(update={"takes": takes, "take": 2, "locked": True}), *others),
        audio=(
            AudioItem(id="a-1", start=0, stop=100, fade_in_frames=12),
            AudioItem(id="a-2", source=RAIN.id, start=30, stop=120, gain_percent=35.0),
            AudioItem(id="a-3", start=100, stop=240, source_start=100, gain_percent=50.1),
        ),
        text=(
            TextItem(id="t-1", text="la\nla “la”", start=24, stop=96, role="lyric"),
            TextItem(id="t-2", text="夏天", start=0, stop=72, colour="#ffd700", fade_out_frames=6),
            TextItem(id="t-3", text="Lisbon", start=100, stop=150, role="caption", place="bottom"),
            TextItem(id="t-4", text="so on", start=96, stop=120, role="lyric"),
        ),
    )
    return draft.model_copy(update={"tracks": tracks})


def sent(draft: Draft) -> Any:
    """The wire form after a journey as JSON."""
    return json.loads(json.dumps(to_wire(draft)))


def test_a_full_draft_comes_back_byte_for_byte(make_draft: MakeDraft) -> None:
    draft = full_draft(make_draft)
    assert draft_to_json(from_wire(sent(draft))) == draft_to_json(draft)


def test_the_tracks_can_be_shown_knowing_only_the_short_names(make_draft: MakeDraft) -> None:
    wire = sent(full_draft(make_draft))
    shown = [
        (track["tt"], track["m"]["name"], [(s["m"]["start"], s["d"], s["m"]["name"]) for s in track["sg"]])
        for track in wire["t"]
    ]
    assert wire["d"] == 10_000
    assert shown == [
        (0, "Video", [(0, 2500, "shot 1: beach"), (2500, 2500, "shot 2: beach"), (5000, 5000, "shot 3: city")]),
        (1, "Song", [(0, 4167, "the song"), (4167, 5833, "the song")]),
        (1, "BGM", [(1250, 3750, "rain.mp3")]),
        (7, "Title", [(0, 3000, "夏天")]),
        (7, "Caption", [(4167, 2083, "Lisbon")]),
        (7, "Lyrics", [(1000, 3000, "la\nla “la”"), (4000, 1000, "so on")]),
    ]
    assert set(wire) == {"t", "d", "m"}
    assert {key for track in wire["t"] for key in track} == {"tt", "sg", "m"}
    assert {key for track in wire["t"] for segment in track["sg"] for key in segment} == {"d", "m"}


@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    rate=st.fractions(Fraction(1), Fraction(240), max_denominator=1001),
    gains=st.lists(st.floats(0, 400), max_size=4),
    edges=st.lists(st.integers(1, 10_000), min_size=1, max_size=6, unique=True).map(sorted),
    roles=st.lists(st.sampled_from(["title", "caption", "lyric", "credit"]), max_size=5),
    warmth=st.floats(-1, 1),
)
def test_any_draft_survives_the_wire(
    make_draft: MakeDraft,
    make_shot: MakeShot,
    words: str,
    rate: Fraction,
    gains: list[float],
    edges: list[int],
    roles: list[Any],
    warmth: float,
) -> None:
    frames = edges[-1]
    sources = ("song", RAIN.id)
    draft = make_draft(
        prompt=words,
        frame_rate=rate,
        frames=frames,
        media=(RAIN,),
        sections=(DraftSection(id="section-1", label=words, letter="A", start=0, stop=frames, intent=""),),
        tracks=Tracks(
            video=tuple(
                make_shot(n, a, b, grade=Grade(warmth=warmth)) for n, (a, b) in enumerate(pairwise([0, *edges]), 1)
            ),
            audio=tuple(
                AudioItem(id=f"a-{n}", source=sources[n % 2], start=0, stop=frames, gain_percent=gain)
                for n, gain in enumerate(gains)
            ),
            text=tuple(
                TextItem(id=f"t-{n}", text=words, start=0, stop=frames, role=role) for n, role in enumerate(roles)
            ),
        ),
    )
    wire = sent(draft)
    assert from_wire(wire) == draft
    assert to_wire(from_wire(wire)) == wire
    video = wire["t"][0]["sg"]
    assert sum(segment["d"] for segment in video) == wire["d"]
    assert all(left["m"]["start"] + left["d"] == right["m"]["start"] for left, right in pairwise(video))


@pytest.mark.parametrize(
    "wire",
    [None, 7, "t", [], {}, {"t": 1}, {"t": [], "d": 0, "m": {}}, {"t": [], "d": -1, "m": {"name": "", "draft": {}}}],
)
def test_what_is_no_timeline_is_refused_in_one_sentence(wire: object) -> None:
    with pytest.raises(DraftError) as refused:
        from_wire(wire)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("This is no songreel timeline: ")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("t", 0, "sg", 1, "d"), 2400, "shows something else (track 1)"),
        (("t", 1, "sg", 0, "m", "start"), 5, "shows something else (track 2)"),
        (("t", 3, "sg", 0, "m", "name"), "Winter", "shows something else (track 4)"),
        (("t", 2, "m", "name"), "Song", "shows something else (track 3)"),
        (("d",), 9_999, "shows something else (the whole)"),
        (("t", 0, "sg", 1, "m", "index"), 0, "not every video segment exactly once"),
        (("t", 5, "sg", 1, "m", "index"), 9, "not every text segment exactly once"),
        (("t", 1, "tt"), 3, "t.1.tt"),
        (("t", 1, "tt"), 7, "not every audio segment exactly once"),
        (("t", 0, "sg", 0, "m", "item", "motion"), 11, "tracks.video.0.motion"),
        (("t", 0, "sg", 0, "m", "item", "stop"), 61, "stops at frame 61"),
        (("t", 0, "sg", 0, "x"), 1, "t.0.sg.0.x"),
        (("m", "draft", "frames"), 100, "the last shot stops"),
        (("m", "draft", "schema_number"), 99, "newer songreel"),
        (("m", "draft", "tracks"), {}, "its tracks belong into t"),
    ],
)
def test_a_garbled_timeline_is_refused_where_it_is_garbled(
    make_draft: MakeDraft, path: tuple[str | int, ...], value: object, said: str
) -> None:
    wire = sent(full_draft(make_draft))
    inner = wire
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(DraftError) as refused:
        from_wire(wire)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_track_is_refused(make_draft: MakeDraft) -> None:
    wire = sent(full_draft(make_draft))
    del wire["t"][4]
    with pytest.raises(DraftError, match="not every text segment exactly once"):
        from_wire(wire)


def test_a_timeline_nested_without_end_is_refused(make_draft: MakeDraft) -> None:
    wire = sent(full_draft(make_draft))
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    wire["m"]["draft"]["prompt"] = deep
    with pytest.raises(DraftError):
        from_wire(wire)
