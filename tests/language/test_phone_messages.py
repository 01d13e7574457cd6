"""Messages as they are typed on a phone: chatter, slips, corrections, words left out. (message, edits, sections or shots)."""

from dataclasses import replace

import pytest

from songreel_engine.draft.edits import Edit, edit_as_json
from songreel_engine.language.context import NO_CONTEXT, Context, context_of_sections
from songreel_engine.language.conversation import remembered
from songreel_engine.language.understanding import understand

SONG = context_of_sections(
    "start_s,end_s,label\n0,8,intro\n8,24,verse\n24,40,chorus\n40,56,verse\n56,72,chorus\n72,88,bridge\n88,104,chorus\n"
    "104,116,outro\n"
)
WHOLE: tuple[str, ...] = ()
CHORUSES = ("chorus 1", "chorus 2", "chorus 3")
VERSES = ("verse 1", "verse 2")

ONE_EDIT = (
    ('change "Heat" to "Cold"', "change_text", WHOLE, {"match": "Heat", "text": "Cold"}),
    ("swap 'Heat' for 'Cold'", "change_text", WHOLE, {"match": "Heat", "text": "Cold"}),
    ("把“热”改成“冷”", "change_text", WHOLE, {"match": "热", "text": "冷"}),
    ('the title should say "Cold" instead of "Heat"', "change_text", WHOLE,
     {"role": "title", "match": "Heat", "text": "Cold"}),
    ("标题改成红色并移到顶部", "change_text", WHOLE, {"role": "title", "colour": "red", "place": "top"}),
    ("make the chorus pop", "grade", CHORUSES, {"contrast": 0.5}),
    ("make the chorus punchier", "grade", CHORUSES, {"contrast": 0.5}),
    ("make the chorus pop with color", "grade", CHORUSES, {"saturation": 0.5}),
    ("backlight the bridge", "light", ("bridge",), {"side": "back"}),
    ("light it from the left", "light", WHOLE, {"side": "left"}),
    ("背光拍桥段", "light", ("bridge",), {"side": "back"}),
    ("no cuts in the intro", "pace", ("intro",), {"factor": 0.1}),
    ("one long take for the intro", "pace", ("intro",), {"factor": 0.1}),
    ("前奏一镜到底", "pace", ("intro",), {"factor": 0.1}),
    ("show the lirycs", "lyrics", WHOLE, {"show": True}),
    ("把字幕关了吧 挡脸", "lyrics", WHOLE, {"show": False}),
    ("intro's too slow, speed up the cutting there", "pace", ("intro",), {"factor": 1.5}),
    ("the bridge's a bit cold, warm it up", "grade", ("bridge",), {"warmth": 0.5}),
    ("wider shots in verse 1", "camera", ("verse 1",), {"framing": "wide"}),
    ("第二遍副歌给我整亮堂点", "light", ("chorus 2",), {"brightness": 0.5}),
    ("主歌别下雨了 换成大晴天", "weather", VERSES, {"weather": "clear"}),
    ("i want the bridge to feel like a dream", "reprompt", ("bridge",), {"prompt": "a dream"}),
    ("hi there! hope you're well. could you please make the bridge darker? thanks so much", "light", ("bridge",),
     {"brightness": -0.5}),
    ("sorry to bother you again but verse 2 needs more energy, thx", "motion", ("verse 2",), {"by": 2}),
    ("ok so i was thinking, maybe make the bridge purple? idk lol", "palette", ("bridge",), {"colours": ["purple"]}),
    ("make the intro black and white, i think that would look really cool haha", "grade", ("intro",),
     {"look": "monochrome"}),
    ("make the bridge darker because the mood in verse 1 is sad", "light", ("bridge",), {"brightness": -0.5}),
    ("你好呀，辛苦了，麻烦把桥段调亮一点，谢谢啦，爱你", "light", ("bridge",), {"brightness": 0.5}),
    ("不好意思又来打扰，主歌二再有劲一点呗，多谢", "motion", ("verse 2",), {"by": 2}),
    ("副歌加点雨，我觉得那样更有感觉，哈哈", "weather", CHORUSES, {"weather": "rain"}),
    ("老板说标题太小了，弄大一点", "change_text", WHOLE, {"role": "title", "size": "large"}),
    ("片头放我的logo.png", "insert", ("intro",), {"kind": "image", "source": "logo.png"}),
    ("make the bridge dreamy", "reprompt", ("bridge",), {"prompt": "dreamy"}),
    ("桥段梦幻一点", "reprompt", ("bridge",), {"prompt": "梦幻"}),
    ("i think it would be cool if the bridge was purple", "palette", ("bridge",), {"colours": ["purple"]}),
    ("make the bridge blue, actually, also verse 2", "palette", ("verse 2", "bridge"), {"colours": ["blue"]}),
    ("make the bridge red, no wait, blue", "palette", ("bridge",), {"colours": ["blue"]}),
    ("make the bridge red... actually no, make it blue", "palette", ("bridge",), {"colours": ["blue"]}),
    ("桥段改成红色，不对，改成蓝色", "palette", ("bridge",), {"colours": ["blue"]}),
)  # fmt: skip

SEVERAL_EDITS = (
    ("副歌光线暖一点主歌冷一点",
     [("light", CHORUSES, {"warmth": 0.5}), ("light", VERSES, {"warmth": -0.5})]),
    ("撤销,然后桥段改成紫色", [("undo", WHOLE, {"steps": 1}), ("palette", ("bridge",), {"colours": ["purple"]})]),
    ("more fog less contrast in the outro",
     [("weather", ("outro",), {"weather": "fog"}), ("grade", ("outro",), {"contrast": -0.5})]),
    ("redo the bridge, no cuts in the intro",
     [("remake", ("bridge",), {"what": "both"}), ("pace", ("intro",), {"factor": 0.1})]),
    ("make verse 1 red and the bridge blue, scratch that, the bridge green",
     [("palette", ("verse 1",), {"colours": ["red"]}), ("palette", ("bridge",), {"colours": ["green"]})]),
)  # fmt: skip


def done(edit: Edit) -> tuple[str, tuple[str, ...], dict[str, object]]:
    return edit.edit, edit.target.sections, edit_as_json(edit)["changes"]


@pytest.mark.parametrize(("message", "edit", "sections", "changes"), ONE_EDIT)
def test_a_message_is_the_one_edit_that_was_meant(
    message: str, edit: str, sections: tuple[str, ...], changes: dict[str, object]
) -> None:
    understanding = understand(message, SONG)
    assert [done(each) for each in understanding.edits] == [(edit, sections, changes)]
    assert (understanding.intent, understanding.question) == ("edit", None)


@pytest.mark.parametrize(("message", "edits"), SEVERAL_EDITS)
def test_a_message_is_all_the_edits_that_were_meant(
    message: str, edits: list[tuple[str, tuple[str, ...], dict[str, object]]]
) -> None:
    assert [done(each) for each in understand(message, SONG).edits] == edits


@pytest.mark.parametrize(
    ("message", "range_s"),
    [
        ("在1分05秒加标题“夏天”显示四秒", (65.0, 69.0)),
        ("1分05秒加字幕“夏天”显示四秒", (65.0, 69.0)),
        ("1:20的时候左下角加句“那年我们还小” 5秒", (80.0, 85.0)),
    ],
)
def test_a_moment_says_when_a_text_shows_and_not_for_how_long(message: str, range_s: tuple[float, float]) -> None:
    (edit,) = understand(message, SONG).edits
    assert (edit.edit, edit.target.ranges_s) == ("add_text", (range_s,))


@pytest.mark.parametrize("message", ["merge shots 8 and 9", "8号和9号镜头并一起"])
def test_shots_are_merged(message: str) -> None:
    (edit,) = understand(message, SONG).edits
    assert (edit.edit, edit.target.shots) == ("merge", (8, 9))


def test_after_a_title_a_colour_alone_is_the_titles() -> None:
    context = SONG
    for message in ("加个标题“蓝调时刻”", "放到底部"):
        context = replace(context, conversation=remembered(context.conversation, understand(message, context)))
    (edit,) = understand("改成红色", context).edits
    assert done(edit) == ("change_text", WHOLE, {"match": "蓝调时刻", "colour": "red"})


@pytest.mark.parametrize(
    "message", ["算了 刚才那个改动不要了", "scrap what you just did", "i don't want that last change"]
)
def test_what_was_just_done_is_undone(message: str) -> None:
    assert [edit.edit for edit in understand(message, SONG).edits] == ["undo"]


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("make a video for my song", "generate"),
        ("create me a film noir clip out of this track", "generate"),
        ("给这首歌做个MV", "generate"),
        ("生成一个赛博朋克风格的视频", "generate"),
        ("do I have enough credits to redo the chorus?", "credits"),
        ("积分够重做副歌吗", "credits"),
        ("I have an audio file for you", "upload"),
        ("give me the file size", "status"),
        ("文件多大", "status"),
        ("give me the file", "export"),
    ],
)
@pytest.mark.parametrize("context", [SONG, NO_CONTEXT], ids=["a song", "nothing"])
def test_what_is_no_edit_is_none_with_a_song_or_without(message: str, intent: str, context: Context) -> None:
    understanding = understand(message, context)
    assert (understanding.intent, understanding.edits, understanding.question) == (intent, (), None)


def test_the_end_of_a_song_of_unknown_length_is_its_outro() -> None:
    (edit,) = understand("move shot 5 to the end of the song", NO_CONTEXT).edits
    assert (edit.edit, edit.target.shots) == ("reorder", (5,))
