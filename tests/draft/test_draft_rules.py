"""A draft survives being written and read, and a broken one is refused in one sentence."""

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.model import (
    SCHEMA,
    AudioItem,
    Draft,
    DraftSection,
    Shot,
    Take,
    TextItem,
    Tracks,
    draft_to_json,
)
from songreel_engine.errors import DraftError

BASELINE = Path(__file__).parent.parent / "baselines" / "draft_schema_2.json"
SCHEMA_1 = BASELINE.with_name("draft_schema_1.json")
MakeDraft = Callable[..., Draft]
MakeShot = Callable[..., Shot]


def with_video(draft: Draft, *video: Shot) -> Draft:
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": video})})


def test_a_draft_of_the_present_schema_is_written_back_byte_for_byte(make_draft: MakeDraft) -> None:
    stored = BASELINE.read_text(encoding="utf-8")
    assert draft_to_json(read_draft(stored)) == stored
    assert read_draft(stored) == make_draft()


def test_a_draft_of_schema_1_still_opens_with_its_pictures_as_first_takes(make_draft: MakeDraft) -> None:
    assert read_draft(SCHEMA_1.read_text(encoding="utf-8")) == make_draft()


@given(
    prompt=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    rate=st.fractions(Fraction(1), Fraction(240), max_denominator=1001),
    light=st.floats(0, 1),
    gain=st.floats(0, 400),
    edges=st.lists(st.integers(1, 10_000), min_size=1, max_size=8, unique=True).map(sorted),
)
def test_any_draft_comes_back_byte_for_byte(
    make_draft: MakeDraft,
    make_shot: MakeShot,
    prompt: str,
    rate: Fraction,
    light: float,
    gain: float,
    edges: list[int],
) -> None:
    frames = edges[-1]
    video = tuple(make_shot(n, a, b, light=light) for n, (a, b) in enumerate(pairwise([0, *edges]), start=1))
    draft = make_draft(
        prompt=prompt,
        frame_rate=rate,
        frames=frames,
        sections=(DraftSection(id="section-1", label="part", letter="A", start=0, stop=frames, intent=prompt),),
        tracks=Tracks(video=video, audio=(AudioItem(id="audio-1", start=0, stop=frames, gain_percent=gain),)),
    )
    text = draft_to_json(draft)
    assert read_draft(text) == draft
    assert draft_to_json(read_draft(text)) == text


def test_a_draft_of_a_newer_songreel_is_refused_with_advice() -> None:
    newer = json.loads(BASELINE.read_text(encoding="utf-8")) | {"schema_number": SCHEMA + 1}
    with pytest.raises(DraftError, match=r"newer songreel.*update songreel"):
        read_draft(json.dumps(newer))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"schema_number": "1"}', '{"schema_number": true}'])
def test_what_is_no_draft_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DraftError) as refused:
        read_draft(text)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith("restore it or plan it again.")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("frame_rate",), "24/0", "divides by zero"),
        (("frame_rate",), "fast", "frame_rate"),
        (("tracks", "video", 0, "framing"), "huge", "framing"),
        (("tracks", "video", 0, "motion"), 11, "motion"),
        (("surprise",), 1, "surprise"),
    ],
)
def test_a_garbled_draft_is_refused_where_it_is_garbled(path: tuple[str | int, ...], value: object, said: str) -> None:
    stored = json.loads(BASELINE.read_text(encoding="utf-8"))
    inner = stored
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(DraftError, match=said) as refused:
        read_draft(json.dumps(stored))
    assert "\n" not in str(refused.value)


def test_a_draft_that_keeps_all_rules_passes(make_draft: MakeDraft) -> None:
    check_draft(make_draft())


def breakings(make_draft: MakeDraft, shot: MakeShot) -> dict[str, Draft]:
    """What the complaint says → a draft with just that broken."""
    good = make_draft()
    first, second, third = good.shots
    sections = good.sections
    items = good.tracks
    outside = AudioItem(id="audio-1", start=0, stop=241)
    late = TextItem(id="text-1", text="la", start=-1, stop=20)

    def take_of(which: Shot, **facts: object) -> Take:
        return which.takes[0].model_copy(update={"picture": which.picture.model_copy(update=facts)})

    elsewhere, unknown = take_of(second, scene_id="nowhere"), take_of(second, media_id="gone")

    def changed(which: Shot, **facts: object) -> Draft:
        return with_video(good, *(s.model_copy(update=facts) if s is which else s for s in good.shots))

    def tracks(**facts: object) -> Draft:
        return good.model_copy(update={"tracks": items.model_copy(update=facts)})

    return {
        "has no shots": with_video(good),
        "has no sections": good.model_copy(update={"sections": ()}),
        "first shot starts at frame 1": changed(first, start=1),
        "stops at frame 60 but the next starts at 61": changed(second, start=61),
        "stops at frame 130 but the next starts at 120": changed(second, stop=130),
        "the last shot stops at frame 239": changed(third, stop=239),
        "has no frames": with_video(good, first, second, shot(4, 120, 120), third),
        "section 'section-1' stops at frame 119": good.model_copy(
            update={"sections": (sections[0].model_copy(update={"stop": 119}), sections[1])}
        ),
        "the id 'shot-1' is used 2 times": changed(second, id="shot-1"),
        "the id 'scene-1' is used 2 times": changed(second, id="scene-1"),
        "scene 'nowhere' that does not exist": changed(second, takes=(elsewhere,)),
        "are not numbered": changed(second, takes=(second.takes[0].model_copy(update={"number": 2}),)),
        "shows take 2 and has 1": changed(second, take=2),
        "which is no image or footage": changed(second, takes=(unknown,)),
        "plays 'gone', which is no sound": tracks(audio=(items.audio[0].model_copy(update={"source": "gone"}),)),
        "fades for longer than it lasts": tracks(text=(items.text[0].model_copy(update={"fade_in_frames": 73}),)),
        "section 'never' that does not exist": changed(second, section_id="never"),
        "sound 'audio-1' runs from frame 0 to 241": tracks(audio=(outside,)),
        "text 'text-1' runs from frame -1 to 20": tracks(text=(late,)),
        "has 5 frames; give it an even number": changed(third, transition_frames=5),
        "the cut into shot 'shot-2' cannot have 4 frames": changed(second, transition_frames=4),
        "the dissolve into shot 'shot-3' cannot have 0 frames": changed(third, transition_frames=0),
        "the first shot has nothing before it to dissolve from": changed(first, transition_in="dissolve"),
        "the transitions at shot 'shot-2' are longer": changed(third, transition_frames=122),
        "must either be on the beat or say why": changed(second, on_beat=False),
        "its frame rate is 0": good.model_copy(update={"frame_rate": Fraction(0)}),
        "it has 0 frames": good.model_copy(update={"frames": 0}),
    }


def test_each_broken_rule_is_named(make_draft: MakeDraft, make_shot: MakeShot) -> None:
    for said, broken in breakings(make_draft, make_shot).items():
        with pytest.raises(DraftError) as refused:
            check_draft(broken)
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)


def test_reading_checks_the_rules_too(make_draft: MakeDraft) -> None:
    with pytest.raises(DraftError, match=r"film of 100|last shot stops"):
        read_draft(draft_to_json(make_draft(frames=100)))
