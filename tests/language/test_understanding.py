"""Messages become edits with targets: several commands, negations, references, questions, what comes after."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.draft.edits import Edit
from songreel_engine.errors import EditError
from songreel_engine.language.context import NO_CONTEXT, Context, context_of_sections
from songreel_engine.language.conversation import remembered
from songreel_engine.language.understanding import Understanding, understand

SONG = context_of_sections(
    "start_s,end_s,label,type\n0,8,intro,intro\n8,24,verse1,verse\n24,40,chorus1,chorus\n40,56,verse2,verse\n"
    "56,72,chorus2,chorus\n72,88,bridge,bridge\n88,104,chorus3,chorus\n104,116,outro,outro\n"
)
CHORUSES = ("chorus 1", "chorus 2", "chorus 3")


def said(message: str, context: Context = SONG) -> list[tuple[str, tuple[str, ...] | tuple[int, ...]]]:
    """Each edit by name, with its sections or else its shots."""
    return [(edit.edit, edit.target.sections or edit.target.shots) for edit in understand(message, context).edits]


def talk(*messages: str) -> Understanding:
    """The last message, understood after the others."""
    context = SONG
    for message in messages[:-1]:
        context = replace(context, conversation=remembered(context.conversation, understand(message, context)))
    return understand(messages[-1], context)


@pytest.mark.parametrize(
    "message",
    [
        "redo the chorus in warmer light and add the title Paradise Found for 3 seconds at the top, then export",
        "用更暖的光重做副歌，顶部加标题“Paradise Found”三秒，然后导出",
    ],
)
def test_several_commands_in_one_message_are_several_edits_and_what_follows(message: str) -> None:
    understanding = understand(message, SONG)
    light, title = understanding.edits
    assert (light.edit, light.target.sections) == ("light", CHORUSES)
    assert light.target.ranges_s == ((24.0, 40.0), (56.0, 72.0), (88.0, 104.0))
    assert (title.edit, title.target.sections, title.target.ranges_s) == ("add_text", (), ((0.0, 3.0),))
    assert title.changes.model_dump()["text"] == "Paradise Found"
    assert (understanding.intent, understanding.then, understanding.question) == ("edit", ("export",), None)


@pytest.mark.parametrize(
    "message",
    [
        "make chorus 2 and verse 1 darker",
        "verse 1 and chorus 2 darker",
        "把主歌1和副歌2调暗",
        "make verse 1, chorus 2 darker",
    ],
)
def test_one_change_for_several_parts_is_one_edit_with_rising_ranges(message: str) -> None:
    (edit,) = understand(message, SONG).edits
    assert edit.target.sections == ("verse 1", "chorus 2")
    assert edit.target.ranges_s == ((8.0, 24.0), (56.0, 72.0))


@pytest.mark.parametrize("message", ["make the verse darker and the chorus brighter", "主歌变暗，副歌变亮"])
def test_two_changes_of_two_parts_are_two_edits(message: str) -> None:
    assert said(message) == [("light", ("verse 1", "verse 2")), ("light", CHORUSES)]


@pytest.mark.parametrize(
    "message",
    [
        "don't touch the chorus, make everything else darker",
        "make everything darker but not the chorus",
        "make the whole video darker, leave the chorus alone",
        "不要动副歌，其他的调暗",
        "全部调暗，副歌保持不变",
    ],
)
def test_a_negation_narrows_the_other_command_and_locks_nothing(message: str) -> None:
    assert said(message) == [("light", ("intro", "verse 1", "verse 2", "bridge", "outro"))]


@pytest.mark.parametrize("message", ["redo the chorus but don't export yet", "重做副歌，先不要导出"])
def test_an_export_that_is_not_wanted_yet_does_not_follow(message: str) -> None:
    understanding = understand(message, SONG)
    assert [edit.edit for edit in understanding.edits] == ["remake"]
    assert understanding.then == ()


def test_keeping_a_part_alone_is_a_lock() -> None:
    assert said("keep shot 3 as it is") == [("lock", (3,))]


@pytest.mark.parametrize(
    "message", ["redo chorus 4", "make the solo darker", "第四段副歌更暖", "redo everything at 9:59"]
)
def test_an_absent_part_is_asked_about_and_nothing_is_edited(message: str) -> None:
    understanding = understand(message, SONG)
    assert (understanding.intent, understanding.edits) == ("edit", ())
    assert understanding.question is not None
    assert ("chorus" in understanding.question) != ("1:56" in understanding.question)


def test_a_question_speaks_the_users_language() -> None:
    assert "您" in (understand("第四段副歌更暖", SONG).question or "")
    assert "which" in (understand("make chorus 4 warmer", SONG).question or "")


def test_the_words_of_a_title_name_no_section_and_keep_their_case() -> None:
    (edit,) = understand("add the title Chorus of Angels for 3 seconds at 0:30", SONG).edits
    assert (edit.target.ranges_s, edit.changes.model_dump()["text"]) == (((30.0, 33.0),), "Chorus of Angels")
    (edit,) = understand("給前奏加標題「海洋與風」", SONG).edits
    assert (edit.target.sections, edit.changes.model_dump()["text"]) == (("intro",), "海洋與風")


def test_a_swap_names_both_parts() -> None:
    assert said("swap shot 2 with shot 5") == [("swap", (2, 5))]
    assert said("把主歌1和主歌2对调") == [("swap", ("verse 1", "verse 2"))]


@pytest.mark.parametrize("message", ["move shot 5 before shot 2", "把镜头5移到镜头2前面"])
def test_what_moves_is_the_target_and_where_to_is_in_the_changes(message: str) -> None:
    (edit,) = understand(message, SONG).edits
    assert (edit.edit, edit.target.shots) == ("reorder", (5,))
    assert edit.changes.model_dump(exclude_none=True)["before"]["shots"] == (2,)


def test_a_transition_between_two_shots_belongs_to_the_later_one() -> None:
    assert said("dissolve between shot 3 and shot 4") == [("transition", (4,))]


@pytest.mark.parametrize("message", ["undo", "undo the last two changes", "go back to version 3", "撤销", "回到第3版"])
def test_edits_of_history_have_no_ranges(message: str) -> None:
    (edit,) = understand(message, SONG).edits
    assert (edit.target.ranges_s, edit.target.sections, edit.target.shots) == ((), (), ())


@pytest.mark.parametrize("message", ["cut faster", "make it black and white", "整个视频改成黑白", "make it vertical"])
def test_an_edit_of_the_whole_film_has_the_whole_song_as_its_range(message: str) -> None:
    (edit,) = understand(message, SONG).edits
    assert edit.target.ranges_s == ((0.0, 116.0),)


def test_a_complaint_names_the_part_that_the_next_clause_mends() -> None:
    assert said("the outro feels cold, warm it up") == [("grade", ("outro",))]
    assert said("verse 2 feels boring, redo it") == [("remake", ("verse 2",))]


@pytest.mark.parametrize(
    ("turns", "edit", "sections"),
    [
        (("redo the bridge", "make it faster"), "pace", ("bridge",)),
        (("redo the bridge", "again but bluer"), "palette", ("bridge",)),
        (("make the bridge darker", "also for the outro"), "light", ("outro",)),
        (("make the bridge darker", "no, brighter"), "light", ("bridge",)),
        (("make the bridge darker", "the same for the intro"), "light", ("intro",)),
        (("把桥段调亮", "再来一次但更蓝"), "palette", ("bridge",)),
        (("把桥段调亮", "尾奏也一样"), "light", ("outro",)),
        (("把桥段调亮", "它换成黑白"), "grade", ("bridge",)),
    ],
)
def test_references_are_resolved_from_the_conversation(
    turns: tuple[str, ...], edit: str, sections: tuple[str, ...]
) -> None:
    (done,) = talk(*turns).edits
    assert (done.edit, done.target.sections) == (edit, sections)


def test_it_is_the_title_after_a_title_was_added() -> None:
    (edit,) = talk('add the title "Heat" in the intro', "make it bigger").edits
    assert edit.edit == "change_text"
    assert edit.changes.model_dump(exclude_none=True) == {"match": "Heat", "size": "large"}


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("how do I change the light of a shot?", "help"),
        ("export the video", "export"),
        ("点击导出", "export"),
        ("how many credits do I have left", "credits"),
        ("你好", "chat"),
    ],
)
def test_what_is_no_edit_edits_nothing_and_asks_nothing(message: str, intent: str) -> None:
    understanding = understand(message, SONG)
    assert (understanding.intent, understanding.edits, understanding.question) == (intent, (), None)


def test_the_value_is_written_as_it_travels() -> None:
    written = understand("redo chorus 2", SONG).as_json()
    assert list(written) == ["intent", "confidence", "edits", "then", "question"]
    assert written["edits"][0]["target"] == {"sections": ["chorus 2"], "ranges_s": [[56.0, 72.0]], "shots": []}
    assert Edit.model_validate(written["edits"][0]) == understand("redo chorus 2", SONG).edits[0]


@given(st.text(max_size=80), st.sampled_from([SONG, NO_CONTEXT]))
@settings(deadline=None, max_examples=150)
def test_any_text_is_understood_the_same_way_twice(message: str, context: Context) -> None:
    understanding = understand(message, context)
    assert understanding == understand(message, context)
    assert 0.0 <= understanding.confidence <= 1.0


WORDS = ("redo", "the", "chorus", "4", "shots", "3-", "at", "0:", "99:59", "except", "and", "then", "don't", '"', "title", "move",
         "swap", "before", "副歌", "第", "九", "除了", "到", "，", "不要", "从", "秒", "最后",
         "last", "first", "of", "it")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14))
@settings(deadline=None, max_examples=150)
def test_any_jumble_of_the_right_words_is_understood(words: list[str]) -> None:
    assert understand(" ".join(words), SONG).as_json()
    assert understand("".join(words), NO_CONTEXT).as_json()


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("", "lacks the column start_s"),
        ("start_s,label\n0,intro\n", "lacks the column end_s"),
        ("start_s,end_s,label\nx,8,intro\n", "line 2"),
        ("start_s,end_s,label\n0,8,intro\n8,4,verse\n", "line 3"),
        ("start_s,end_s,label\n0,inf,intro\n", "line 2"),
        ("start_s,end_s,label\n0,8,\n", "no label"),
        ("start_s,end_s,label\n0,8,chorus1\n8,16,chorus 1\n", "twice"),
    ],
)
def test_a_table_of_sections_that_is_none_is_refused_in_one_sentence(table: str, wrong: str) -> None:
    with pytest.raises(EditError, match=wrong):
        context_of_sections(table)


def test_bare_labels_are_numbered_in_order_and_numbered_ones_keep_theirs() -> None:
    bare = context_of_sections("start_s,end_s,label\n0,8,verse\n8,16,chorus\n16,24,verse\n")
    assert [section.label for section in bare.sections] == ["verse 1", "chorus", "verse 2"]
    assert [section.label for section in SONG.sections][1:3] == ["verse 1", "chorus 1"]
    assert SONG.duration_s == 116.0
