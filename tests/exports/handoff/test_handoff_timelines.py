"""OTIO, FCPXML, Premiere's XML and the edit list, read again by OpenTimelineIO: the same cuts, on the same files."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest

from songreel_engine.draft.model import TextItem
from songreel_engine.errors import BriefError
from songreel_engine.exports.handoff import FORMATS, Written
from songreel_engine.exports.handoff.cut import Cut
from songreel_engine.exports.handoff.fcpxml import fcpxml_of
from songreel_engine.exports.handoff.otio_form import timeline_of
from songreel_engine.exports.handoff.premiere import xmeml_of
from songreel_engine.exports.handoff.saying import apart_in_time
from songreel_engine.project import Project

Read = Callable[[str, str], Any]
NTSC = Fraction(24000, 1001)
ADAPTERS = {"otio": "otio_json", "premiere": "fcp_xml", "fcpxml": "fcpx_xml"}
WRITERS: dict[str, Callable[[Cut], str]] = {
    "otio": lambda cut: timeline_of(cut).to_json_string(),
    "premiere": xmeml_of,
    "fcpxml": fcpxml_of,
}


def pictures(timeline: Any, cut: Cut) -> Any:
    """The track with the film's shots."""
    return next(t for t in timeline.tracks if len([c for c in t if isinstance(c, otio.schema.Clip)]) == len(cut.shots))


def cuts(track: Any) -> list[tuple[int, int, int]]:
    """(start, frames, first frame of the file) of each clip."""
    return [
        (
            round(track.range_of_child(clip).start_time.value),
            round(clip.source_range.duration.value),
            round(clip.source_range.start_time.value),
        )
        for clip in track
        if isinstance(clip, otio.schema.Clip)
    ]


def files(track: Any) -> list[Path]:
    urls = [clip.media_reference.target_url for clip in track if isinstance(clip, otio.schema.Clip)]
    return [Path(unquote(urlsplit(url).path)) for url in urls]


@pytest.mark.parametrize("name", ADAPTERS)
def test_a_timeline_reads_again_with_equal_cuts_on_equal_files(
    handed_off: dict[str, Written], cut: Cut, read_by_otio: Read, name: str
) -> None:
    written = handed_off[name]
    track = pictures(read_by_otio(written.files[0].read_text("utf-8"), ADAPTERS[name]), cut)
    assert cuts(track) == [(shot.shot.start, shot.frames, shot.head) for shot in cut.shots]
    assert files(track) == list(written.files[1:-1])


@pytest.mark.parametrize("name", ["otio", "premiere"])
def test_transitions_read_again_with_both_their_halves(
    handed_off: dict[str, Written], cut: Cut, read_by_otio: Read, name: str
) -> None:
    track = pictures(read_by_otio(handed_off[name].files[0].read_text("utf-8"), ADAPTERS[name]), cut)
    found = [(t.in_offset.value, t.out_offset.value) for t in track if isinstance(t, otio.schema.Transition)]
    wanted = [(s.half_in if s.number > 1 else 0, s.half_in) for s in cut.shots if s.transition is not None]
    assert found == wanted


def test_a_transition_in_fcpxml_stands_in_the_middle_of_its_cut(cut: Cut) -> None:
    spine = ET.fromstring(fcpxml_of(cut)).find(".//spine")
    assert spine is not None
    seconds = {shot.shot.start: shot.half_in for shot in cut.shots if shot.transition is not None}
    found = [(fraction(t.get("offset")), fraction(t.get("duration"))) for t in spine.findall("transition")]
    assert found == [
        (Fraction(max(0, start - half), 24), Fraction(half if start == 0 else 2 * half, 24))
        for start, half in seconds.items()
    ]


def fraction(text: str | None) -> Fraction:
    assert text is not None
    assert text.endswith("s")
    return Fraction(text[:-1])


@pytest.mark.parametrize("name", ADAPTERS)
def test_a_film_at_a_broken_frame_rate_keeps_its_frames(cut: Cut, read_by_otio: Read, name: str) -> None:
    slowed = replace(cut, frame_rate=NTSC)
    text = WRITERS[name](slowed)
    if name == "fcpxml":
        # OpenTimelineIO's own reader counts whole frames a second: here it is read by its fractions.
        spine = ET.fromstring(text).find(".//spine")
        assert spine is not None
        starts = [fraction(clip.get("offset")) for clip in spine.findall("asset-clip")]
        assert starts == [shot.shot.start / NTSC for shot in cut.shots]
        assert ET.fromstring(text).find(".//format").get("frameDuration") == "1001/24000s"  # type: ignore[union-attr]
        return
    track = pictures(read_by_otio(text, ADAPTERS[name]), cut)
    assert cuts(track) == [(shot.shot.start, shot.frames, shot.head) for shot in cut.shots]
    assert {round(clip.source_range.duration.rate, 6) for clip in track if isinstance(clip, otio.schema.Clip)} == {
        23.976024
    }


def test_every_beat_downbeat_and_section_is_a_marker_in_otio_and_premiere(
    handed_off: dict[str, Written], cut: Cut, read_by_otio: Read
) -> None:
    wanted = [(mark.name, mark.frame, mark.frames) for mark in cut.marks]
    assert {mark.kind for mark in cut.marks} == {"section", "downbeat", "beat"}
    assert len(wanted) == 48 + 4
    for name in ("otio", "premiere"):
        timeline = read_by_otio(handed_off[name].files[0].read_text("utf-8"), ADAPTERS[name])
        found = [
            (m.name, round(m.marked_range.start_time.value), max(0, round(m.marked_range.duration.value)))
            for m in timeline.tracks.markers
        ]
        assert [mark[:2] for mark in found] == [mark[:2] for mark in wanted]
    colours = {
        m.color for m in read_by_otio(handed_off["otio"].files[0].read_text("utf-8"), "otio_json").tracks.markers
    }
    assert len(colours) == 3


def test_markers_in_fcpxml_stand_on_the_clip_that_is_on_at_their_time(cut: Cut) -> None:
    found = []
    for clip in ET.fromstring(fcpxml_of(cut)).iterfind(".//spine/asset-clip"):
        start, length = fraction(clip.get("start")), fraction(clip.get("duration"))
        for marker in [*clip.findall("chapter-marker"), *clip.findall("marker")]:
            at = fraction(marker.get("start"))
            assert start <= at < start + length
            found.append((round((at - start + fraction(clip.get("offset"))) * 24), marker.get("value")))
    assert sorted(found) == sorted((mark.frame, mark.name) for mark in cut.marks)


def test_the_song_lies_under_the_whole_film(handed_off: dict[str, Written], cut: Cut, read_by_otio: Read) -> None:
    for name in ("otio", "premiere"):
        timeline = read_by_otio(handed_off[name].files[0].read_text("utf-8"), ADAPTERS[name])
        for track in timeline.audio_tracks():
            assert [(start, frames) for start, frames, _ in cuts(track)] == [(0, cut.frames)]
            assert files(track) == [handed_off[name].files[-1]]
    (song,) = ET.fromstring(fcpxml_of(cut)).findall(".//spine/asset-clip/asset-clip")
    assert (fraction(song.get("offset")), fraction(song.get("duration"))) == (0, Fraction(cut.frames, 24))


def test_words_are_titles_at_their_times(cut: Cut) -> None:
    wanted = sorted((text.text, text.start, text.stop) for text in cut.texts)
    titles = []
    for clip in ET.fromstring(fcpxml_of(cut)).iterfind(".//spine/asset-clip"):
        for title in clip.findall("title"):
            since = fraction(title.get("offset")) - fraction(clip.get("start"))
            start = round((fraction(clip.get("offset")) + since) * 24)
            run = title.find("./text/text-style")
            assert run is not None
            titles.append((run.text, start, start + round(fraction(title.get("duration")) * 24)))
    assert sorted(titles) == wanted
    items = ET.fromstring(xmeml_of(cut)).iterfind(".//generatoritem")
    generated = [
        (i.findtext("./effect/parameter/value"), int(i.findtext("start", "")), int(i.findtext("end", "")))
        for i in items
    ]
    assert sorted(generated) == wanted
    rows = timeline_of(cut).video_tracks()[1:]
    spoken = [
        (
            clip.name,
            round(track.range_of_child(clip).start_time.value),
            round(track.range_of_child(clip).end_time_exclusive().value),
        )
        for track in rows
        for clip in track
        if isinstance(clip, otio.schema.Clip)
    ]
    assert sorted(spoken) == wanted


def test_words_that_overlap_get_rows_of_their_own_and_others_share_one() -> None:
    texts = [
        TextItem(id=str(n), text=str(n), start=start, stop=stop)
        for n, (start, stop) in enumerate([(0, 10), (5, 8), (10, 12)])
    ]
    assert [[text.id for text in row] for row in apart_in_time(texts)] == [["0", "2"], ["1"]]


@pytest.mark.parametrize("write", [fcpxml_of, xmeml_of])
def test_what_xml_cannot_hold_is_left_out_of_a_title_and_the_rest_stays(cut: Cut, write: Callable[[Cut], str]) -> None:
    text = TextItem(
        id="odd",
        text="a\x00b\x0bc <&> \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        start=0,
        stop=24,
    )
    written = write(replace(cut, texts=(text,)))
    assert "abc <&> 😀" in "".join(ET.fromstring(written).itertext())


def test_an_edit_list_reads_again_with_its_cuts_dissolves_begin_half_earlier(
    handed_off: dict[str, Written], cut: Cut, read_by_otio: Read
) -> None:
    written = handed_off["edl"]
    track = read_by_otio(written.files[0].read_text("utf-8"), "cmx_3600").video_tracks()[0]
    wanted = [shot.shot.start - (shot.half_in if shot.number > 1 else 0) for shot in cut.shots]
    assert [start for start, _, _ in cuts(track)] == wanted
    assert [clip.name for clip in track if isinstance(clip, otio.schema.Clip)] == [s.file.name for s in cut.shots]
    lengths = [t.out_offset.value for t in track if isinstance(t, otio.schema.Transition)]
    assert lengths == [s.shot.transition_frames for s in cut.shots[1:] if s.transition is not None]
    assert "LOC: 00:00:06:00 GREEN   CHORUS 1" in written.files[0].read_text("utf-8")


def test_an_edit_list_for_a_rate_without_timecode_is_refused_before_anything_is_written(
    filmed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = filmed.read_draft().model_copy(update={"frame_rate": Fraction(17)})
    monkeypatch.setattr(Project, "read_draft", lambda _: odd)
    with pytest.raises(BriefError, match="17 frames a second"):
        FORMATS["edl"].write(filmed, tmp_path / "film.edl")
    assert not list(tmp_path.iterdir())


def test_what_a_format_cannot_say_is_told(handed_off: dict[str, Written]) -> None:
    told = {name: " ".join(written.notes) for name, written in handed_off.items()}
    assert "A whip into shot 6 is written as a cross dissolve" in told["premiere"]
    assert "dip" not in told["premiere"]
    assert "A dip into shot 5 is written as a cross dissolve" in told["fcpxml"]
    assert all(word in told["edl"] for word in ("pictures only", "Beats", "fade into shot 1", "no words"))
    assert "dissolve" not in told["otio"]


def test_shots_carry_what_they_are_in_otio(cut: Cut) -> None:
    clips = timeline_of(cut).video_tracks()[0].find_clips()
    facts = [clip.metadata["songreel"] for clip in clips]
    assert [fact["shot"] for fact in facts] == [shot.shot.id for shot in cut.shots]
    assert [fact["on_beat"] for fact in facts] == [shot.shot.on_beat for shot in cut.shots]
    timeline = timeline_of(cut)
    assert timeline.metadata["songreel"]["frame_rate"] == "24/1"
