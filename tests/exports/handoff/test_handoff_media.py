"""The clips beside a timeline are the film's own frames, a shot each, with what its transitions need; the sound is the song."""

import wave
from pathlib import Path

import numpy as np
import pytest

from filmed_projects import HEIGHT_PX, chroma_of, filmed_project, luma_of
from songreel_engine.draft.model import AudioItem
from songreel_engine.errors import ProjectError
from songreel_engine.exports.handoff import FORMATS, Written
from songreel_engine.exports.handoff.cut import Cut
from songreel_engine.media import count_frames, read_frames
from songreel_engine.media.clips import open_video
from songreel_engine.media.sound import read_sound
from songreel_engine.project import Project
from synthetic import write_wav


def test_each_shot_has_a_file_that_shows_it_alone_frame_by_frame_with_the_frames_its_transitions_take(cut: Cut) -> None:
    for index, shot in enumerate(cut.shots):
        first = shot.shot.start - shot.head
        shown = list(read_frames(shot.file))
        assert len(shown) == shot.file_frames == count_frames(shot.file)
        for offset, pixels in enumerate(shown):
            assert abs(int(pixels[HEIGHT_PX // 2, 50]) - luma_of(first + offset)) <= 2
            assert abs(int(pixels[HEIGHT_PX + 10, 20]) - chroma_of(index)) <= 2


def test_a_file_reaches_half_a_transition_beyond_its_shot_on_either_side(cut: Cut) -> None:
    for shot, following in zip(cut.shots, [*cut.shots[1:], None], strict=True):
        head = shot.shot.transition_frames // 2 if shot.number > 1 else 0
        tail = following.shot.transition_frames // 2 if following is not None else 0
        assert (shot.head, shot.file_frames) == (head, head + shot.frames + tail)
    assert {shot.transition for shot in cut.shots} == {None, "dissolve", "fade", "dip", "whip", "light_leak"}


def test_a_file_starts_at_nought_and_keeps_the_films_frame_rate(cut: Cut) -> None:
    for shot in cut.shots:
        with open_video(shot.file) as (container, stream):
            times = sorted(f.time for f in container.decode(stream) if f.time is not None)
        assert times[0] == 0
        assert np.allclose(np.diff(times), 1 / 24, atol=1e-4)


def test_the_song_is_pcm_as_long_as_the_film_and_sounds_as_it_did(cut: Cut, filmed: Project) -> None:
    with wave.open(str(cut.sound.path)) as file:
        assert (file.getnframes(), file.getframerate()) == (cut.sound.samples, cut.sound.rate_hz)
        assert (file.getnchannels(), file.getsampwidth()) == (2, 3)
    assert cut.sound.samples == cut.frames / cut.frame_rate * cut.sound.rate_hz
    was, now = (read_sound(path, rate_hz=8_000).samples for path in (filmed.song_path, cut.sound.path))
    assert len(was) == len(now)
    # The song has 8 kHz: twice resampled, its clicks lose their uppermost.
    assert np.corrcoef(was, now)[0, 1] > 0.998
    # To the sample: shifted by one, they would agree less.
    assert np.abs(was - now).max() < np.abs(was[:-1] - now[1:]).max()


def test_a_song_that_ends_a_little_before_its_film_ends_in_silence(tmp_path: Path, drawn_flat: None) -> None:
    project = filmed_project(tmp_path, plain=True)
    write_wav(project.song_path, np.full(8_000 * 24 - 100, 0.5, np.float32), 8_000)
    written = FORMATS["otio"].write(project, tmp_path / "film.otio")
    sound = read_sound(written.files[-1], rate_hz=8_000)
    assert sound.length == 24
    assert sound.samples[-200] == pytest.approx(0.5, abs=0.01)
    assert not sound.samples[-80:].any()


def test_a_sound_that_is_mixed_is_handed_off_as_the_mix_and_that_is_said(tmp_path: Path, drawn_flat: None) -> None:
    project = filmed_project(tmp_path, plain=True)
    draft = project.read_draft()
    quiet = AudioItem(id="song", start=0, stop=draft.frames, gain_percent=25)
    project.write_draft(draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"audio": (quiet,)})}))
    written = FORMATS["otio"].write(project, tmp_path / "film.otio")
    assert any("mix" in note for note in written.notes)
    was = read_sound(project.song_path, rate_hz=8_000).peak
    assert read_sound(written.files[-1], rate_hz=8_000).peak == pytest.approx(was / 4, rel=0.1)


def test_every_file_that_is_named_is_there_and_media_lie_in_a_folder_of_their_own(
    handed_off: dict[str, Written], cut: Cut
) -> None:
    for name, written in handed_off.items():
        assert all(path.is_file() for path in written.files)
        assert not list(written.files[0].parent.rglob("*.partial"))
        if name in ("otio", "fcpxml", "premiere", "edl"):
            assert {path.parent.name for path in written.files[1:]} == {"film_media"}
            assert len(written.files) == 1 + len(cut.shots) + 1


def test_handing_off_again_after_an_edit_shows_the_shot_as_it_now_is(tmp_path: Path, drawn_flat: None) -> None:
    project = filmed_project(tmp_path)
    first = FORMATS["otio"].write(project, tmp_path / "film.otio")
    draft = project.read_draft()
    shots = list(draft.shots)
    shots[0] = shots[0].model_copy(update={"stop": shots[0].stop + 12})
    shots[1] = shots[1].model_copy(update={"start": shots[1].start + 12})
    project.write_draft(draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})}))
    again = FORMATS["otio"].write(project, tmp_path / "film.otio")
    assert again.files == first.files
    assert count_frames(again.files[1]) == shots[0].stop


def test_a_project_that_never_had_a_film_is_told_to_make_one(tmp_path: Path) -> None:
    project = filmed_project(tmp_path)
    (project.folder / "render.json").unlink()
    with pytest.raises(ProjectError, match="songreel render"):
        FORMATS["otio"].write(project, tmp_path / "film.otio")
    assert not (tmp_path / "film_media").exists()


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path, drawn_flat: None) -> None:
    project = filmed_project(tmp_path, plain=True)
    (tmp_path / "film_media").write_text("in the way")
    with pytest.raises(ProjectError, match="cannot be written"):
        FORMATS["otio"].write(project, tmp_path / "film.otio")
