"""The CapCut draft holds together by the rules its programs, and `capcut-cli lint`, go by."""

import json
from pathlib import Path
from typing import Any

import pytest

from filmed_projects import filmed_project
from songreel_engine.errors import BriefError
from songreel_engine.exports.handoff import FORMATS, Written
from songreel_engine.exports.handoff.cut import Cut

US = 1_000_000


@pytest.fixture
def draft(handed_off: dict[str, Written]) -> Any:
    return json.loads(handed_off["capcut"].files[0].read_text("utf-8"))


@pytest.fixture
def meta(handed_off: dict[str, Written]) -> Any:
    return json.loads((handed_off["capcut"].files[0].parent / "draft_meta_info.json").read_text("utf-8"))


def segments(draft: Any, kind: str) -> list[Any]:
    return [segment for track in draft["tracks"] if track["type"] == kind for segment in track["segments"]]


def materials(draft: Any) -> dict[str, Any]:
    return {material["id"]: material for kind in draft["materials"].values() for material in kind}


def test_the_pictures_tile_the_film_at_the_cuts_to_the_microsecond(draft: Any, cut: Cut) -> None:
    spans = [segment["target_timerange"] for segment in segments(draft, "video")]
    assert [span["start"] for span in spans] == [round(shot.shot.start * US / 24) for shot in cut.shots]
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        stop = span["start"] + span["duration"]
        assert stop == (draft["duration"] if following is None else following["start"])
    assert draft["duration"] == round(cut.frames * US / 24)
    assert draft["fps"] == 24


def test_every_id_is_used_once_and_whatever_a_segment_names_is_there(draft: Any) -> None:
    known = materials(draft)
    assert len(known) == sum(len(kind) for kind in draft["materials"].values())
    for kind in ("video", "audio", "text"):
        for segment in segments(draft, kind):
            assert segment["material_id"] in known
            assert set(segment["extra_material_refs"]) <= set(known)


def test_clips_play_at_their_own_speed_from_behind_the_frames_of_their_transition(draft: Any, cut: Cut) -> None:
    known = materials(draft)
    for segment, shot in zip(segments(draft, "video"), cut.shots, strict=True):
        source, file = segment["source_timerange"], known[segment["material_id"]]
        assert source["duration"] == segment["target_timerange"]["duration"]
        assert source["start"] == round(shot.head * US / 24)
        assert source["start"] + source["duration"] <= file["duration"] + 1
        assert Path(file["path"]).name == shot.file.name


def test_a_transition_hangs_on_the_clip_before_its_cut(draft: Any, cut: Cut) -> None:
    known = materials(draft)
    found = {}
    for number, segment in enumerate(segments(draft, "video"), start=1):
        for ref in segment["extra_material_refs"]:
            if known[ref]["type"] == "transition":
                found[number + 1] = (known[ref]["name"], known[ref]["duration"])
    names = {"dissolve": "Mix", "fade": "Black Fade", "dip": "White Flash", "whip": "Mix", "light_leak": "Mix"}
    assert found == {
        shot.number: (names[shot.transition], round(shot.shot.transition_frames * US / 24))
        for shot in cut.shots[1:]
        if shot.transition is not None
    }


def test_media_lie_in_the_draft_and_are_registered_as_imported(draft: Any, meta: Any) -> None:
    entries = {entry["id"]: entry for group in meta["draft_materials"] for entry in group["value"]}
    files = [*draft["materials"]["videos"], *draft["materials"]["audios"]]
    assert len(entries) == len(files)
    for material in files:
        assert Path(material["path"]).is_file()
        assert Path(material["path"]).is_relative_to(Path(meta["draft_fold_path"]))
        assert entries[material["local_material_id"]]["file_Path"] == material["path"]
    assert meta["draft_id"] == draft["id"]


def test_words_keep_their_times_and_letters_and_never_meet_on_a_track(draft: Any, cut: Cut) -> None:
    known = materials(draft)
    found = []
    for track in [track for track in draft["tracks"] if track["type"] == "text"]:
        stop = 0
        for segment in track["segments"]:
            span, content = segment["target_timerange"], json.loads(known[segment["material_id"]]["content"])
            assert span["start"] >= stop
            stop = span["start"] + span["duration"]
            assert content["styles"][0]["range"] == [0, len(content["text"])]
            found.append((content["text"], round(span["start"] * 24 / US), round(stop * 24 / US)))
    assert sorted(found) == sorted((text.text, text.start, text.stop) for text in cut.texts)


def test_letters_outside_the_first_plane_count_twice(cut: Cut) -> None:
    from dataclasses import replace

    from songreel_engine.exports.handoff.capcut import content_of

    text = cut.texts[0].model_copy(update={"text": "a😀"})
    (style,) = json.loads(content_of(replace(cut, texts=(text,)))["materials"]["texts"][0]["content"])["styles"]
    assert style["range"] == [0, 3]


def test_the_song_has_no_place_on_the_canvas(draft: Any) -> None:
    (song,) = segments(draft, "audio")
    assert song["clip"] is None
    assert song["target_timerange"] == {"start": 0, "duration": draft["duration"]}


def test_both_names_of_the_draft_hold_the_same(handed_off: dict[str, Written]) -> None:
    windows, mac = handed_off["capcut"].files[:2]
    assert (windows.name, mac.name) == ("draft_content.json", "draft_info.json")
    assert windows.read_bytes() == mac.read_bytes()


def test_a_draft_is_written_over_an_earlier_one_and_never_into_a_folder_of_something_else(
    tmp_path: Path, drawn_flat: None
) -> None:
    project = filmed_project(tmp_path, plain=True)
    folder = tmp_path / "draft"
    first = FORMATS["capcut"].write(project, folder)
    assert FORMATS["capcut"].write(project, folder).files == first.files
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(BriefError, match="no CapCut draft"):
        FORMATS["capcut"].write(project, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
