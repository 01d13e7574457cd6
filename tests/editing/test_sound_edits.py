"""Sound made louder, softer, silent, faded, and laid under the song. 24 frames a second; the film has 480 frames, 20 s."""

from contextlib import suppress
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.edits import AddAudio, Fade, Gain, Mute
from songreel_engine.draft.model import Draft, Media, draft_to_json
from songreel_engine.editing.material import WHOLE_FILM, Edited, Material, Part
from songreel_engine.editing.sound import add_audio, fade, gain, mute
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange
from synthetic import draft_of

NUMBERS = count(1)
"""No id is given twice, however many edits a film has seen."""
WHOLE = Part(shots=(0, 1), spans=(FrameRange(0, 480),), sections=(), words=WHOLE_FILM)
RAIN = Media(id="m-rain", kind="sound", sha256="1" * 64, name="rain.mp3", duration_s=10.0)
PIANO = Media(id="m-piano", kind="sound", sha256="2" * 64, name="Soft_Piano.wav", duration_s=100.0)
KEYS = Media(id="m-keys", kind="sound", sha256="4" * 64, name="钢琴.mp3", duration_s=60.0)
PHOTO = Media(id="m-photo", kind="image", sha256="3" * 64, name="rain.jpg")


def part_of(*spans: tuple[int, int], section: bool = True) -> Part:
    ids = ("section",) if section else ()
    return Part(shots=(), spans=tuple(FrameRange(*span) for span in spans), sections=ids, words="the chorus")


CHORUS = part_of((96, 192))


def material(*media: Media) -> Material:
    there = media or (RAIN, PIANO, PHOTO)
    return Material(beats=(), downbeats=(), version=2, new_id=lambda: f"new-{next(NUMBERS)}", media=there)


@pytest.fixture
def film() -> Draft:
    return draft_of([240, 240], [0, 0])


@pytest.fixture
def rainy(film: Draft) -> Draft:
    """Rain under the first ten seconds of the song."""
    return add_audio(film, part_of((0, 240)), AddAudio(source="rain.mp3"), material()).draft


def pieces(draft: Draft, source: str = "song") -> list[tuple[int, int, int, float]]:
    """Start, stop, start in the source and gain of each item."""
    return [
        (item.start, item.stop, item.source_start, item.gain_percent)
        for item in draft.tracks.audio
        if item.source == source
    ]


def heard(draft: Draft) -> dict[tuple[str, int], tuple[int, float]]:
    """What plays on each frame: source and frame → frame of the source, gain; where nothing overlaps itself."""
    return {
        (item.source, frame): (item.source_start + frame - item.start, item.gain_percent)
        for item in draft.tracks.audio
        for frame in range(item.start, item.stop)
    }


def test_a_gain_for_a_part_changes_only_that_part(film: Draft) -> None:
    done = gain(film, CHORUS, Gain(gain_percent=35.0), material())
    assert pieces(done.draft) == [(0, 96, 0, 100.0), (96, 192, 96, 35.0), (192, 480, 192, 100.0)]
    assert done.draft.tracks.audio[0].id == film.tracks.audio[0].id
    assert done.said == "Gain of the song 100 → 35 % from 0:04.0 to 0:08.0."
    check_draft(done.draft)


def test_pieces_that_are_alike_again_grow_together(film: Draft) -> None:
    softer = gain(film, CHORUS, Gain(gain_percent=35.0), material()).draft
    assert gain(softer, CHORUS, Gain(gain_percent=100.0), material()).draft == film


def test_six_decibels_down_and_up_again_is_as_it_was(film: Draft) -> None:
    down = gain(film, WHOLE, Gain(by_db=-6.0), material())
    assert down.said == "Gain of the song 100 → 50.1 % from 0:00.0 to 0:20.0."
    assert gain(down.draft, WHOLE, Gain(by_db=6.0), material()).draft == film


def test_no_sound_goes_beyond_the_loudest(film: Draft) -> None:
    done = gain(film, WHOLE, Gain(by_db=24.0), material())
    assert pieces(done.draft) == [(0, 480, 0, 400.0)]
    assert done.notes == ("No sound goes beyond 400 %.",)


def test_a_gain_that_is_there_already_changes_nothing(film: Draft) -> None:
    done = gain(film, CHORUS, Gain(gain_percent=100.0), material())
    assert (done.draft, done.said) == (film, "Sound is at 100 % from 0:04.0 to 0:08.0 already.")


def test_music_and_song_have_gains_of_their_own(rainy: Draft) -> None:
    done = gain(rainy, WHOLE, Gain(gain_percent=20.0, what="music"), material())
    assert (pieces(done.draft), pieces(done.draft, RAIN.id)) == ([(0, 480, 0, 100.0)], [(0, 240, 0, 20.0)])
    assert done.said == "Gain of rain.mp3 35 → 20 % from 0:00.0 to 0:10.0."
    song = gain(rainy, WHOLE, Gain(gain_percent=50.0, what="song"), material()).draft
    assert (pieces(song), pieces(song, RAIN.id)) == ([(0, 480, 0, 50.0)], [(0, 240, 0, 35.0)])


def test_a_percentage_for_all_keeps_the_balance(rainy: Draft) -> None:
    done = gain(rainy, WHOLE, Gain(gain_percent=50.0), material())
    assert (pieces(done.draft), pieces(done.draft, RAIN.id)) == ([(0, 480, 0, 50.0)], [(0, 240, 0, 17.5)])
    assert done.said == "Gain of the song 100 → 50 % and rain.mp3 35 → 17.5 % from 0:00.0 to 0:20.0."


def test_a_gain_from_a_moment_holds_to_the_end(film: Draft) -> None:
    done = gain(film, part_of((96, 96)), Gain(gain_percent=10.0), material())
    assert pieces(done.draft) == [(0, 96, 0, 100.0), (96, 480, 96, 10.0)]
    assert done.said.endswith("from 0:04.0 to 0:20.0.")


@pytest.mark.parametrize("changes", [Gain(), Gain(gain_percent=10.0, by_db=3.0)])
def test_a_gain_is_given_in_one_way(film: Draft, changes: Gain) -> None:
    with pytest.raises(EditError, match="either a percentage"):
        gain(film, WHOLE, changes, material())


def test_the_music_of_a_film_without_a_bed_is_its_song(film: Draft) -> None:
    done = gain(film, WHOLE, Gain(gain_percent=35.0, what="music"), material())
    assert pieces(done.draft) == [(0, 480, 0, 35.0)]
    assert done.notes == ("There is no music bed in this film, so the song was meant.",)


def test_a_bed_that_is_not_there_is_not_muted(film: Draft, rainy: Draft) -> None:
    with pytest.raises(EditError, match=r"no music bed in this film; add one with"):
        mute(film, WHOLE, Mute(what="music"), material())
    with pytest.raises(EditError, match=r"does not play in the chorus, only from 0:00\.0 to 0:10\.0"):
        mute(rainy, part_of((300, 400)), Mute(what="music"), material())


def test_what_is_muted_is_silent_there_and_decibels_do_not_wake_it(film: Draft) -> None:
    done = mute(film, CHORUS, Mute(), material())
    assert pieces(done.draft)[1] == (96, 192, 96, 0.0)
    assert done.said == "Muted the song 100 → 0 % from 0:04.0 to 0:08.0."
    with pytest.raises(EditError, match=r"muted there.*percentage"):
        gain(done.draft, CHORUS, Gain(by_db=6.0), material())
    assert gain(done.draft, CHORUS, Gain(gain_percent=100.0), material()).draft == film


def test_the_end_fades_out_in_the_time_that_is_said(film: Draft) -> None:
    done = fade(film, WHOLE, Fade(kind="out", duration_s=5.0), material())
    assert [(item.fade_in_frames, item.fade_out_frames) for item in done.draft.tracks.audio] == [(0, 120)]
    assert done.said == "Fade out of the song 0 → 5 s to 0:20.0."
    assert done.notes == ()


@pytest.mark.parametrize(
    ("part", "frames"),
    [(WHOLE, 72), (part_of((384, 480)), 72), (part_of((384, 480), section=False), 96), (part_of((480, 480)), 72)],
)
def test_without_a_duration_a_stretch_of_time_fades_from_end_to_end(film: Draft, part: Part, frames: int) -> None:
    assert fade(film, part, Fade(kind="out"), material()).draft.tracks.audio[-1].fade_out_frames == frames


def test_a_fade_inside_the_song_cuts_it_there_and_says_what_follows(film: Draft) -> None:
    done = fade(film, CHORUS, Fade(kind="out", duration_s=1.0), material())
    first, second = done.draft.tracks.audio
    assert (first.start, first.stop, first.fade_out_frames) == (0, 192, 24)
    assert (second.start, second.source_start, second.fade_in_frames) == (192, 192, 0)
    assert done.notes == ("The song is at its level again from 0:08.0 on.",)
    check_draft(done.draft)


def test_a_fade_in_starts_where_the_part_does(film: Draft) -> None:
    done = fade(film, CHORUS, Fade(kind="in", duration_s=1.0), material())
    assert [(item.start, item.fade_in_frames) for item in done.draft.tracks.audio] == [(0, 0), (96, 24)]
    assert done.said == "Fade in of the song 0 → 1 s from 0:04.0."


def test_a_fade_is_no_longer_than_its_piece(film: Draft) -> None:
    softer = gain(film, part_of((456, 480)), Gain(gain_percent=50.0), material()).draft
    done = fade(softer, WHOLE, Fade(kind="out", duration_s=5.0), material())
    assert done.draft.tracks.audio[-1].fade_out_frames == 24
    assert done.notes == ("The fade of the song is 1 s and not 5 s: no more of it plays there at one level.",)


def test_two_fades_share_a_sound_that_is_too_short_for_both(film: Draft) -> None:
    faded = fade(film, WHOLE, Fade(kind="in", duration_s=20.0), material()).draft
    both = fade(faded, WHOLE, Fade(kind="out", duration_s=20.0), material()).draft.tracks.audio[0]
    assert (both.fade_in_frames, both.fade_out_frames) == (240, 240)


def test_a_fade_where_nothing_is_heard_is_refused(film: Draft) -> None:
    silent = mute(film, CHORUS, Mute(), material()).draft
    with pytest.raises(EditError, match="Nothing is heard at the end of the chorus"):
        fade(silent, CHORUS, Fade(kind="out"), material())


def test_a_gain_inside_a_fade_shortens_the_fade_and_says_so(film: Draft) -> None:
    faded = fade(film, WHOLE, Fade(kind="out", duration_s=5.0), material()).draft
    done = gain(faded, part_of((440, 480)), Gain(gain_percent=50.0), material())
    assert [item.fade_out_frames for item in done.draft.tracks.audio] == [0, 40]
    assert done.notes == ("A fade is shorter than it was: it stops where the new level begins.",)
    check_draft(done.draft)


def test_a_sound_is_laid_under_its_part_and_ends_where_it_ends(film: Draft) -> None:
    done = add_audio(film, WHOLE, AddAudio(source="RAIN.mp3"), material())
    assert pieces(done.draft, RAIN.id) == [(0, 240, 0, 35.0)]
    assert done.draft.media == (RAIN,)
    assert done.said == "Added rain.mp3 at 35 % from 0:00.0 to 0:10.0."
    assert done.notes == ("rain.mp3 ends at 0:10.0, before the whole film does.",)
    check_draft(done.draft)


def test_a_sound_ends_with_its_part_and_fades_there(film: Draft) -> None:
    done = add_audio(film, CHORUS, AddAudio(source="m-piano", gain_percent=80.0), material())
    assert pieces(done.draft, PIANO.id) == [(96, 192, 0, 80.0)]
    assert done.notes == ()
    assert [(i.fade_in_frames, i.fade_out_frames) for i in done.draft.tracks.audio] == [(0, 0), (12, 12)]


def test_a_sound_that_plays_there_already_is_noted(rainy: Draft) -> None:
    done = add_audio(rainy, CHORUS, AddAudio(source="rain"), material())
    assert done.notes == ("rain.mp3 plays there already; now it plays twice.",)
    assert done.draft.media == (RAIN,)


@pytest.mark.parametrize(
    ("description", "found"),
    [("some soft piano please", PIANO), ("rain sounds", RAIN), ("the RAIN, quietly", RAIN), ("一段钢琴背景音乐", KEYS)],
)
def test_a_description_finds_the_sound_that_is_called_so(film: Draft, description: str, found: Media) -> None:
    done = add_audio(film, CHORUS, AddAudio(description=description), material(RAIN, PIANO, KEYS))
    assert pieces(done.draft, found.id) == [(96, 192, 0, 35.0)]


def test_a_sound_may_be_called_what_all_sounds_are_called(film: Draft) -> None:
    bed = RAIN.model_copy(update={"id": "m-bed", "name": "Background Music.mp3"})
    done = add_audio(film, CHORUS, AddAudio(description="the background music"), material(RAIN, bed))
    assert pieces(done.draft, "m-bed") == [(96, 192, 0, 35.0)]


@pytest.mark.parametrize("description", [None, "background music", "this file as bgm", "一段bgm"])
def test_the_only_sound_there_is_needs_no_name(film: Draft, description: str | None) -> None:
    done = add_audio(film, CHORUS, AddAudio(description=description), material(RAIN, PHOTO))
    assert pieces(done.draft, RAIN.id) == [(96, 192, 0, 35.0)]
    with pytest.raises(EditError, match="Say which sound to add"):
        add_audio(film, CHORUS, AddAudio(description=description), material())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            AddAudio(source="sea.mp3"),
            "There is no sound called 'sea.mp3': the project has rain.mp3, Soft_Piano.wav; bring",
        ),
        (AddAudio(source="rain.jpg"), "There is no sound called 'rain.jpg'"),
        (
            AddAudio(description="whale song"),
            "makes no sound from a description ('whale song'): the project has rain.mp3",
        ),
        (AddAudio(), "Say which sound to add: the project has rain.mp3, Soft_Piano.wav"),
    ],
)
def test_a_sound_that_is_not_there_is_refused_with_those_that_are(film: Draft, changes: AddAudio, said: str) -> None:
    with pytest.raises(EditError) as refused:
        add_audio(film, WHOLE, changes, material())
    assert said in str(refused.value)
    bare = Material(beats=(), downbeats=(), version=2, new_id=lambda: "new")
    with pytest.raises(EditError, match="the project has no sounds yet"):
        add_audio(film, WHOLE, changes, bare)


def changed(draft: Draft, which: int, part: Part, amount: float) -> Edited:
    """One of the edits of sound, with an amount between 0 and 1."""
    edits = (
        lambda: gain(draft, part, Gain(gain_percent=round(400 * amount)), material()),
        lambda: gain(draft, part, Gain(by_db=round(24 * amount) - 12), material()),
        lambda: mute(draft, part, Mute(), material()),
        lambda: fade(draft, part, Fade(kind="in", duration_s=0.01 + 20 * amount), material()),
        lambda: fade(draft, part, Fade(kind="out", duration_s=0.01 + 20 * amount), material()),
        lambda: add_audio(draft, part, AddAudio(source="rain", gain_percent=400 * amount), material()),
    )
    return edits[which]()


STEPS = st.tuples(st.integers(0, 5), st.integers(0, 479), st.integers(1, 480), st.floats(0, 1))


@given(st.lists(STEPS, min_size=1, max_size=8))
def test_any_sequence_of_sound_edits_keeps_the_rules_and_the_song_in_time(
    steps: list[tuple[int, int, int, float]],
) -> None:
    film = draft_of([240, 240], [0, 0])
    draft = film
    for which, start, length, amount in steps:
        with suppress(EditError):
            draft = changed(draft, which, part_of((start, min(480, start + length))), amount).draft
    check_draft(draft)
    assert read_draft(draft_to_json(draft)) == draft
    assert draft.shots == film.shots
    song = {frame: at for (source, frame), (at, _) in heard(draft).items() if source == "song"}
    assert song == {frame: frame for frame in range(480)}


@given(st.integers(0, 478), st.integers(1, 480), st.integers(0, 400))
def test_a_gain_is_heard_in_its_part_and_nowhere_else(start: int, length: int, percent: int) -> None:
    film, stop = draft_of([240, 240], [0, 0]), min(480, start + length)
    done = gain(film, part_of((start, stop)), Gain(gain_percent=percent), material()).draft
    gains = {frame: level for (_, frame), (_, level) in heard(done).items()}
    assert gains == {frame: percent if start <= frame < stop else 100.0 for frame in range(480)}


def test_an_item_of_sound_keeps_what_no_edit_named(rainy: Draft) -> None:
    kept = [item for item in rainy.tracks.audio if item.source == RAIN.id]
    done = gain(rainy, CHORUS, Gain(gain_percent=10.0, what="song"), material()).draft
    assert [item for item in done.tracks.audio if item.source == RAIN.id] == kept
