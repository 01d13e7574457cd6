"""Parts of a film, found in words and looked up: sections, shots, times, and what is left of them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.draft.edits import Target
from songreel_engine.language.context import NO_CONTEXT, Context, SpokenShot, context_of_sections
from songreel_engine.language.conversation import Conversation
from songreel_engine.language.mentions import find_mentions
from songreel_engine.language.questions import UnclearError
from songreel_engine.language.targets import Lookup, Place
from songreel_engine.language.wording import read_wording

SONG = context_of_sections(
    "start_s,end_s,label\n0,8,intro\n8,24,verse\n24,40,chorus\n40,56,verse\n56,72,chorus\n72,88,bridge\n88,104,chorus\n104,116,outro\n"
)
SPANS = {section.label: (section.start_s, section.end_s) for section in SONG.sections}
NIGHT, BEACH = frozenset({"night", "city", "car"}), frozenset({"day", "beach", "singer"})
FILM = Context(
    sections=SONG.sections,
    duration_s=SONG.duration_s,
    shots=tuple(
        SpokenShot(
            number=number,
            start_s=4.0 * (number - 1),
            end_s=4.0 * number,
            words=NIGHT if number % 2 else BEACH,
            section="",
            locked=number in {2, 9},
            flagged=number == 7,
        )
        for number in range(1, 30)
    ),
    drops_s=(88.0,),
)


def part_of(words: str, context: Context = SONG) -> Place:
    mentions = find_mentions(read_wording(words).shown, tuple(section.kind for section in context.sections))
    return Lookup(context, chinese=False).place([mention.selector for mention in mentions])


@pytest.mark.parametrize(
    ("words", "sections"),
    [
        ("redo the chorus", ["chorus 1", "chorus 2", "chorus 3"]),
        ("redo chorus 2", ["chorus 2"]),
        ("the second chorus", ["chorus 2"]),
        ("2nd chorus", ["chorus 2"]),
        ("chorus two", ["chorus 2"]),
        ("the last chorus", ["chorus 3"]),
        ("the second to last chorus", ["chorus 2"]),
        ("first two choruses", ["chorus 1", "chorus 2"]),
        ("the last two choruses", ["chorus 2", "chorus 3"]),
        ("choruses 1 and 3", ["chorus 1", "chorus 3"]),
        ("chorus 1-2", ["chorus 1", "chorus 2"]),
        ("the first and third chorus", ["chorus 1", "chorus 3"]),
        ("both verses", ["verse 1", "verse 2"]),
        ("every verse", ["verse 1", "verse 2"]),
        ("all choruses", ["chorus 1", "chorus 2", "chorus 3"]),
        ("the hook", ["chorus 1", "chorus 2", "chorus 3"]),
        ("the bridge and the outro", ["bridge", "outro"]),
        ("from the bridge on", ["bridge", "chorus 3", "outro"]),
        ("until the second verse", ["intro", "verse 1", "chorus 1"]),
        ("after the second verse", ["chorus 2", "bridge", "chorus 3", "outro"]),
        ("everything except the chorus", ["intro", "verse 1", "verse 2", "bridge", "outro"]),
        (
            "everything but the last chorus and the intro",
            ["verse 1", "chorus 1", "verse 2", "chorus 2", "bridge", "outro"],
        ),
        ("the choruses but not the last one", ["chorus 1", "chorus 2"]),
        ("the chrous", ["chorus 1", "chorus 2", "chorus 3"]),
        ("the brigde", ["bridge"]),
        ("second vers", ["verse 2"]),
        ("副歌", ["chorus 1", "chorus 2", "chorus 3"]),
        ("第二段副歌", ["chorus 2"]),
        ("最后一个副歌", ["chorus 3"]),
        ("前两段副歌", ["chorus 1", "chorus 2"]),
        ("两段主歌", ["verse 1", "verse 2"]),
        ("所有主歌", ["verse 1", "verse 2"]),
        ("副歌1和副歌3", ["chorus 1", "chorus 3"]),
        ("第三个chorus", ["chorus 3"]),
        ("从桥段开始", ["bridge", "chorus 3", "outro"]),
        ("除了副歌之外", ["intro", "verse 1", "verse 2", "bridge", "outro"]),
        ("橋段", ["bridge"]),
        ("开头", ["intro"]),
        ("结尾", ["outro"]),
        ("付歌", ["chorus 1", "chorus 2", "chorus 3"]),
    ],
)
def test_sections_are_found_as_people_name_them(words: str, sections: list[str]) -> None:
    place = part_of(words)
    assert list(place.sections) == sections
    assert list(place.ranges_s) == [SPANS[name] for name in sections]


@pytest.mark.parametrize(
    ("words", "shots"),
    [
        ("shot 5", [5]),
        ("shot #5", [5]),
        ("shots 3-6", [3, 4, 5, 6]),
        ("shots 3, 5 and 7", [3, 5, 7]),
        ("shot five", [5]),
        ("the fifth shot", [5]),
        ("the last shot", [29]),
        ("the first three shots", [1, 2, 3]),
        ("the first shot of chorus 2", [15]),
        ("the locked shots", [2, 9]),
        ("the ones flagged by the check", [7]),
        ("镜头5", [5]),
        ("第五个镜头", [5]),
        ("镜头3到6", [3, 4, 5, 6]),
        ("第3、5、7个镜头", [3, 5, 7]),
        ("最后一个镜头", [29]),
        ("前三个镜头", [1, 2, 3]),
        ("锁定的镜头", [2, 9]),
    ],
)
def test_shots_are_found_by_number_place_and_mark(words: str, shots: list[int]) -> None:
    assert list(part_of(words, FILM).shots) == shots


@pytest.mark.parametrize(
    "words", ["all night shots", "the scene with the car", "every shot with a car", "所有夜晚的镜头", "有车的镜头"]
)
def test_shots_are_found_by_what_is_in_them(words: str) -> None:
    assert part_of(words, FILM).shots == tuple(range(1, 30, 2))


@pytest.mark.parametrize(
    ("words", "ranges_s"),
    [
        ("0:45–1:10", [(45.0, 70.0)]),
        ("from 45s to 70s", [(45.0, 70.0)]),
        ("from 45 to 70 seconds", [(45.0, 70.0)]),
        ("between 0:45 and 1:10", [(45.0, 70.0)]),
        ("at 0:30", [(30.0, 30.0)]),
        ("a minute in", [(60.0, 60.0)]),
        ("the last 10 seconds", [(106.0, 116.0)]),
        ("first fifteen seconds", [(0.0, 15.0)]),
        ("the second half", [(58.0, 116.0)]),
        ("the first half of the bridge", [(72.0, 80.0)]),
        ("the last 4 seconds of the bridge", [(84.0, 88.0)]),
        ("the whole video", [(0.0, 116.0)]),
        ("从45秒到1分10秒", [(45.0, 70.0)]),
        ("1分05秒处", [(65.0, 65.0)]),
        ("前十秒", [(0.0, 10.0)]),
        ("最后十秒", [(106.0, 116.0)]),
        ("后半段", [(58.0, 116.0)]),
        ("整个视频", [(0.0, 116.0)]),
        ("全片", [(0.0, 116.0)]),
    ],
)
def test_times_are_found_in_both_languages(words: str, ranges_s: list[tuple[float, float]]) -> None:
    place = part_of(words)
    assert list(place.ranges_s) == ranges_s
    assert place.sections == place.shots == ()


def test_the_drop_lasts_until_its_section_ends() -> None:
    assert part_of("the drop", FILM).ranges_s == ((88.0, 104.0),)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("chorus 4", "chorus 1, chorus 2 and chorus 3"),
        ("the solo", "intro, verse 1"),
        ("all four verses", "verse 1 and verse 2"),
        ("both choruses", "chorus 1, chorus 2 and chorus 3"),
        ("at 3:00", "1:56"),
    ],
)
def test_what_the_song_has_not_is_asked_about_with_the_choices(words: str, choices: str) -> None:
    with pytest.raises(UnclearError, match=r"\?$") as asked:
        part_of(words)
    assert choices in str(asked.value)


def test_a_shot_past_the_end_and_a_sight_nobody_filmed_are_asked_about() -> None:
    with pytest.raises(UnclearError, match="shots 1 to 29"):
        part_of("shot 99", FILM)
    with pytest.raises(UnclearError, match="beach"):
        part_of("the desert shots", FILM)


@pytest.mark.parametrize(
    "words",
    ["a stone bridge over a river", "of course", "export for shorts", "drop the volume", "into the light", "a hook"],
)
def test_words_that_only_look_like_sections_are_none(words: str) -> None:
    assert find_mentions(read_wording(words).shown) == ()


def test_quoted_words_are_never_a_part() -> None:
    assert find_mentions(read_wording('add the title "Chorus 2 in the bridge"').shown) == ()


def test_without_a_song_sections_keep_the_name_they_were_called_by() -> None:
    assert part_of("chorus 2", NO_CONTEXT) == Place(sections=("chorus 2",))
    assert part_of("the chorus", NO_CONTEXT) == Place(sections=("chorus",))
    assert part_of("the whole video", NO_CONTEXT).as_target() == Target()


def test_a_song_may_have_names_of_its_own() -> None:
    song = context_of_sections("start_s,end_s,label\n0,10,part\n10,20,rant\n20,30,part\n")
    assert part_of("part 2", song).sections == ("part 2",)
    assert part_of("the rant", song).sections == ("rant",)
    assert part_of("the second part", song).sections == ("part 2",)


def test_that_shot_is_the_one_that_was_spoken_of() -> None:
    context = Context(conversation=Conversation(target=Target(shots=(5,)), shot=5))
    assert part_of("that shot", context).shots == (5,)
    with pytest.raises(UnclearError):
        part_of("that shot", SONG)


@given(st.text(max_size=60), st.sampled_from([SONG, FILM, NO_CONTEXT]))
@settings(deadline=None)
def test_any_text_has_parts_or_a_question(words: str, context: Context) -> None:
    with suppress(UnclearError):
        assert part_of(words, context).as_target() == part_of(words, context).as_target()


def test_what_is_taken_away_is_cut_out_of_a_stretch() -> None:
    assert part_of("0:10 to 1:00 except the second verse").ranges_s == ((10.0, 40.0), (56.0, 60.0))
