"""A timeline that was changed in an editor becomes the next version of its film; what has no place in it is listed."""

import json
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from songreel_engine.cli.commands import app
from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.editing.material import Material
from songreel_engine.errors import EditError
from songreel_engine.exports.handoff import Written
from songreel_engine.exports.handoff.arriving import Arrived, arrive
from songreel_engine.exports.handoff.found import FoundClip, FoundTimeline, FoundTransition, FoundWords
from songreel_engine.exports.handoff.reading import read_timeline
from songreel_engine.exports.handoff.taking_over import import_timeline, preview_timeline
from songreel_engine.project import Project

Change = Callable[[Any], None]
Arrive = Callable[..., Arrived]


@pytest.fixture
def otio_back(project: Project, handed_off: dict[str, Written], tmp_path: Path) -> Arrive:
    """The project's OTIO file as `change` leaves its video track, read back."""

    def arrive(change: Change) -> Arrived:
        timeline = otio.adapters.read_from_file(str(handed_off["otio"].files[0]))
        change(timeline)
        path = tmp_path / "changed.otio"
        otio.adapters.write_to_file(timeline, str(path))
        arrived = preview_timeline(project, path)
        check_draft(arrived.draft)
        return arrived

    return arrive


def clips(timeline: Any) -> list[Any]:
    return [item for item in timeline.video_tracks()[0] if isinstance(item, otio.schema.Clip)]


def without_transitions(timeline: Any) -> Any:
    track = timeline.video_tracks()[0]
    for item in [item for item in track if isinstance(item, otio.schema.Transition)]:
        track.remove(item)
    return track


def time(frames: float, rate: float = 24) -> Any:
    return otio.opentime.RationalTime(frames, rate)


def longer(clip: Any, *, start: int = 0, stop: int = 0) -> None:
    """Moves a clip's own ends by so many frames."""
    was = clip.source_range
    clip.source_range = otio.opentime.TimeRange(was.start_time + time(start), was.duration + time(stop - start))


def places(shots: tuple[Shot, ...]) -> list[tuple[str, int, int]]:
    return [(shot.id, shot.start, shot.stop) for shot in shots]


def only(notes: tuple[str, ...], words: str) -> str:
    (note,) = [note for note in notes if words in note]
    return note


@pytest.mark.parametrize("name", ["otio", "fcpxml"])
def test_a_timeline_that_was_not_changed_changes_nothing(
    project: Project, handed_off: dict[str, Written], name: str
) -> None:
    before = project.read_draft()
    arrived = import_timeline(project, handed_off[name].files[0], now=lambda: "")
    assert arrived.draft == before == project.read_draft()
    assert arrived.notes == ()
    assert arrived.said.startswith("Nothing changes")
    assert project.versions() == (1,)


def test_a_moved_cut_is_moved_and_its_beat_is_told_anew(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        first, second = clips(timeline)[:2]
        longer(first, stop=5)
        longer(second, start=5)

    before = project.read_draft()
    arrived = otio_back(change)
    assert [shot.start for shot in arrived.draft.shots[:3]] == [0, before.shots[1].start + 5, before.shots[2].start]
    moved = arrived.draft.shots[1]
    assert (moved.on_beat, before.shots[1].on_beat) == (False, True)
    assert moved.off_beat_reason
    assert arrived.draft.shots[3:] == before.shots[3:]
    assert arrived.said == "Took over film: 1 cut stands elsewhere."
    assert arrived.notes == ()


def test_a_cut_moved_onto_a_beat_stands_on_it(otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        first, second = clips(timeline)[:2]
        longer(first, stop=12)
        longer(second, start=12)

    assert otio_back(change).draft.shots[1].on_beat


def test_shots_in_another_order_take_their_lengths_with_them(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        last = track[-1].clone()
        del track[-1]
        track.insert(0, last)

    before, after = project.read_draft(), otio_back(change)
    order = [shot.id for shot in after.draft.shots]
    assert order == [before.shots[-1].id, *(shot.id for shot in before.shots[:-1])]
    lengths = {shot.id: shot.stop - shot.start for shot in before.shots}
    assert [shot.stop - shot.start for shot in after.draft.shots] == [lengths[id_] for id_ in order]
    assert all(shot.transition_in == "cut" for shot in after.draft.shots)
    assert "in another place" in after.said
    assert "transitions differ" in after.said
    sections = {section.id: section for section in after.draft.sections}
    for shot in after.draft.shots:
        section = sections[shot.section_id]
        overlap = min(shot.stop, section.stop) - max(shot.start, section.start)
        assert 2 * overlap >= shot.stop - shot.start


def test_a_shot_that_was_left_out_makes_room_and_the_last_fills_the_end(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        del track[7]

    before, after = project.read_draft(), otio_back(change)
    assert len(after.draft.shots) == len(before.shots) - 1
    assert before.shots[7].id not in {shot.id for shot in after.draft.shots}
    assert after.draft.shots[-1].stop == before.frames
    assert "shot 8 is left out" in after.said
    assert "0:23.0 to 0:24.0: the shot before fills it" in only(after.notes, "Nothing of this film")


def test_a_shot_that_comes_twice_is_two_shots_of_the_same_picture(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        longer(track[1], stop=-24)
        again = track[4].clone()
        track.insert(2, again)

    before = project.read_draft()
    locked = tuple(shot.model_copy(update={"locked": index == 4}) for index, shot in enumerate(before.shots))
    project.write_draft(before.model_copy(update={"tracks": before.tracks.model_copy(update={"video": locked})}))
    after = otio_back(change)
    alike = [shot for shot in after.draft.shots if shot.picture == before.shots[4].picture]
    # The lock stays with the one that stands where it stood.
    assert [(shot.start, shot.locked) for shot in alike] == [(120, False), (before.shots[4].start, True)]
    assert alike[1].id == before.shots[4].id
    assert len({shot.id for shot in after.draft.shots}) == len(before.shots) + 1
    assert "1 shot comes again" in after.said


def test_a_gap_is_filled_by_the_shot_before_and_told(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        longer(track[1], stop=-24)
        track.insert(2, otio.schema.Gap(source_range=otio.opentime.TimeRange(time(0), time(24))))

    before, after = project.read_draft(), otio_back(change)
    assert places(after.draft.shots) == places(before.shots)
    assert "0:05.0 to 0:06.0" in only(after.notes, "Nothing of this film is shown")


def test_a_timeline_that_begins_with_a_gap_begins_with_its_first_shot(otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        track.insert(0, otio.schema.Gap(source_range=otio.opentime.TimeRange(time(0), time(24))))

    after = otio_back(change)
    assert (after.draft.shots[0].start, after.draft.shots[0].stop) == (0, 72)
    assert "the shot after fills it" in only(after.notes, "Nothing of this film is shown")


def test_what_lies_after_the_songs_end_is_cut_off_and_told(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        longer(track[0], stop=600)

    after = otio_back(change)
    assert [shot.id for shot in after.draft.shots] == [project.read_draft().shots[0].id]
    assert "Outside of the song" in only(after.notes, "left out: 'shot 2, verse 1', 'shot 3, chorus 1'")
    assert only(after.notes, "and 7 more")


def test_clips_tracks_effects_and_nests_that_are_not_the_films_are_listed(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = timeline.video_tracks()[0]
        stranger = otio.schema.Clip(name="drone", source_range=otio.opentime.TimeRange(time(0), time(24)))
        track.append(stranger)
        track.append(otio.schema.Stack(name="nest", source_range=otio.opentime.TimeRange(time(0), time(24))))
        clips(timeline)[0].effects.append(otio.schema.LinearTimeWarp(name="slow", time_scalar=0.5))
        clips(timeline)[1].enabled = False
        over = otio.schema.Track(name="V9", kind=otio.schema.TrackKind.Video)
        over.append(stranger.clone())
        timeline.tracks.append(over)
        timeline.tracks.append(otio.schema.Stack(name="loose"))

    after = otio_back(change)
    assert "'drone'" in only(after.notes, "Not a shot of this film")
    assert "V9" in only(after.notes, "Track")
    assert only(after.notes, "Stack 'nest'")
    assert "LinearTimeWarp" in only(after.notes, "effects")
    assert only(after.notes, "switched off")
    assert only(after.notes, "nested beside the tracks")
    assert project.read_draft().shots[1].id not in {shot.id for shot in after.draft.shots}


def test_a_shot_that_shows_another_part_of_its_clip_is_told(otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        longer(clips(timeline)[1], start=7, stop=7)

    after = otio_back(change)
    assert "shot 2" in only(after.notes, "Which part of its clip")
    assert after.said.startswith("Nothing changes")


@pytest.mark.parametrize("what", ["metadata", "names"])
def test_a_shot_is_known_by_its_file_where_an_editor_dropped_the_rest(
    project: Project, otio_back: Arrive, what: str
) -> None:
    def change(timeline: Any) -> None:
        for clip in clips(timeline):
            clip.metadata.clear()
            clip.name = "renamed"
            if what == "names":
                url = clip.media_reference.target_url
                clip.media_reference.target_url = "file:///C:/Films/" + url.rpartition("/")[2]

    assert places(otio_back(change).draft.shots) == places(project.read_draft().shots)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cross Dissolve", "dissolve"),
        ("Dip to Black", "fade"),
        ("Dip to White", "dip"),
        ("whip", "whip"),
        ("Wipe", "dissolve"),
    ],
)
def test_transitions_are_known_by_what_editors_call_them(otio_back: Arrive, name: str, kind: str) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        track.insert(1, otio.schema.Transition(name=name, in_offset=time(5), out_offset=time(5)))

    shots = otio_back(change).draft.shots
    assert [(shot.transition_in, shot.transition_frames) for shot in shots[:3]] == [("cut", 0), (kind, 10), ("cut", 0)]


def test_a_transition_longer_than_its_shots_is_shortened_and_told(otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        track = without_transitions(timeline)
        track.insert(5, otio.schema.Transition(name="dissolve", in_offset=time(40), out_offset=time(40)))

    after = otio_back(change)
    assert after.draft.shots[5].transition_frames == 48
    assert "is 48 frames long" in only(after.notes, "dissolve into shot 6")


def test_at_another_frame_rate_cuts_come_to_the_nearest_frame(project: Project, otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        for clip in clips(timeline):
            was = clip.source_range
            clip.source_range = otio.opentime.TimeRange(
                time(was.start_time.value * 25 / 24, 25), time(was.duration.value * 25 / 24, 25)
            )

    assert places(otio_back(change).draft.shots) == places(project.read_draft().shots)


def test_a_rate_that_is_written_as_a_float_is_taken_for_the_fraction_it_stands_for(tmp_path: Path) -> None:
    timeline = otio.schema.Timeline()
    track = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    for rate in (24000 / 1001, 23.976, 30000 / 1001, 25, 24):
        track.append(otio.schema.Clip(source_range=otio.opentime.TimeRange(time(0, rate), time(2400, rate))))
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(tmp_path / "rates.otio"))
    lengths = [clip.stop_s - clip.start_s for clip in read_timeline(tmp_path / "rates.otio").clips]
    assert lengths == [Fraction(1001, 10), Fraction(1001, 10), Fraction(2002, 25), 96, 100]


def test_a_locked_shot_is_not_moved_by_a_timeline(
    project: Project, handed_off: dict[str, Written], otio_back: Arrive
) -> None:
    draft = project.read_draft()
    locked = draft.shots[1].model_copy(update={"locked": True})
    shots = (draft.shots[0], locked, *draft.shots[2:])
    project.write_draft(draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": shots})}))
    assert preview_timeline(project, handed_off["otio"].files[0]).draft == project.read_draft()
    with pytest.raises(EditError, match="unlock shot 2"):
        otio_back(lambda timeline: longer(clips(timeline)[0], stop=6))


@pytest.mark.parametrize("name", ["otio", "fcpxml"])
def test_a_timeline_of_an_earlier_version_is_taken_and_that_is_told(
    project: Project, handed_off: dict[str, Written], name: str
) -> None:
    draft = project.read_draft()
    project.write_draft(draft.model_copy(update={"version": 2, "parent_version": 1}))
    arrived = preview_timeline(project, handed_off[name].files[0])
    assert "written from version 1 and the film stands at 2" in only(arrived.notes, "version")


def test_a_timeline_of_another_film_is_refused(otio_back: Arrive) -> None:
    def change(timeline: Any) -> None:
        for clip in clips(timeline):
            clip.metadata.clear()
            clip.media_reference = otio.schema.MissingReference()

    with pytest.raises(EditError, match="None of the 11 clips of 'film' is a shot of this film"):
        otio_back(change)


@pytest.fixture
def songreel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["songreel", *map(str, arguments)])
        return (run_reporting_refusals(app), *capsys.readouterr())

    return run


def _rolled(written: Written, path: Path) -> Path:
    timeline = otio.adapters.read_from_file(str(written.files[0]))
    first, second = clips(timeline)[:2]
    longer(first, stop=12)
    longer(second, start=12)
    otio.adapters.write_to_file(timeline, str(path))
    return path


def test_the_command_makes_one_version_that_undo_takes_back(
    project: Project, handed_off: dict[str, Written], songreel: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    first = (project.folder / "draft.json").read_bytes()
    path = _rolled(handed_off["otio"], tmp_path / "rolled.otio")
    code, would, _ = songreel("import-timeline", project.folder, path, "--dry-run")
    assert code == 0
    assert "Nothing was changed: this was a dry run." in would
    assert (project.folder / "draft.json").read_bytes() == first
    code, out, _ = songreel("import-timeline", project.folder, path, "--json")
    told = json.loads(out)
    assert (code, told["version"], told["parent_version"]) == (0, 2, 1)
    assert told["said"] == ["Took over film: 1 cut stands elsewhere."]
    assert 2 in told["cost"]["shots"]
    draft: Draft = project.read_draft()
    assert draft.edit_log[-1].said == told["said"][0]
    assert draft.shots[1].start == 60
    songreel("undo", project.folder, "--no-render")
    assert (project.folder / "draft.json").read_bytes() == first


def test_the_command_refuses_what_is_no_timeline_in_one_sentence(
    project: Project, songreel: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    for path in (tmp_path / "gone.otio", tmp_path / "letter.txt", tmp_path):
        code, out, err = songreel("import-timeline", project.folder, path)
        assert (code, out) == (1, "")
        assert len(err.strip().splitlines()) == 1
    assert project.versions() == (1,)


def test_whatever_is_found_becomes_a_film_that_keeps_every_rule(filmed: Project) -> None:
    draft, rng = filmed.read_draft(), random.Random(5)
    numbers = count(1)
    material = Material(beats=(), downbeats=(), version=2, new_id=lambda: f"new-{next(numbers)}")
    for _ in range(400):
        found = []
        for _ in range(rng.randrange(1, 16)):
            start, length = rng.randrange(-20, draft.frames + 40), rng.choice([0, 1, 2, 5, 24, 200])
            before, after = (Fraction(rng.choice([0, 1, 3, 12, 90]), 24) for _ in range(2))
            fade = FoundTransition(name=rng.choice(["x", "fade", "dip"]), kind=None, before_s=before, after_s=after)
            found.append(
                FoundClip(
                    name="",
                    start_s=Fraction(start, 24),
                    stop_s=Fraction(start + length, 24),
                    shot_id=rng.choice(draft.shots).id,
                    file="",
                    transition=rng.choice([None, fade]),
                )
            )
        words = FoundWords(text_id="text-1", text="", start_s=found[0].start_s, stop_s=found[-1].stop_s)
        try:
            arrived = arrive(draft, FoundTimeline(name="f", clips=tuple(found), words=(words,)), material)
        except EditError as refused:
            told = str(refused)
        else:
            check_draft(arrived.draft)
            told = arrived.said
        assert told.startswith(("Took over f", "None of the"))
