"""Questions to the user, each one sentence with the choices, in English or Chinese."""

from collections.abc import Sequence
from typing import Final

from songreel_engine.language.section_names import CHINESE

_MOST_CHOICES: Final = 12
_IN_CHINESE: Final = {
    "chorus": "副歌", "verse": "主歌", "bridge": "桥段", "prechorus": "导歌", "pre-chorus": "导歌",
    "intro": "前奏", "outro": "尾奏",
    "interlude": "间奏", "solo": "独奏", "hook": "hook", "refrain": "副歌", "break": "break", "rap": "说唱段", "climax": "高潮",
}  # fmt: skip


class UnclearError(Exception):
    """A part that cannot be found as it was named; the message is the question."""


def no_such_section(
    kind: str, of_kind: Sequence[str], sections: Sequence[str], chinese: bool, said: str
) -> UnclearError:
    """`of_kind` are the sections of that kind, `sections` all; `said` names what was asked for."""
    choices = of_kind or sections
    if chinese:
        name = said_in_chinese(said, kind)
        return UnclearError(f"这首歌没有{name}，有的是{listed(choices, chinese)}：您指哪一段？")
    return UnclearError(f"There is no {said}: this song has {listed(choices, chinese)}; which one do you mean?")


def which_of(count: int, kind: str, of_kind: Sequence[str], chinese: bool) -> UnclearError:
    """For 'both verses' of three."""
    if chinese:
        return UnclearError(
            f"这首歌有 {len(of_kind)} 段{_IN_CHINESE.get(kind, kind)}（{listed(of_kind, True)}）：您指哪 {count} 段？"
        )
    return UnclearError(f"This song has {len(of_kind)} of them, {listed(of_kind, False)}: which {count} do you mean?")


def no_such_shot(number: int, shots: int, chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError(f"没有第 {number} 个镜头，影片共有 {shots} 个镜头：您指哪一个（1 到 {shots}）？")
    return UnclearError(f"There is no shot {number}: this film has shots 1 to {shots}; which one do you mean?")


def shots_unknown(chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError("我还不知道这部影片有哪些镜头：请说出镜头编号或歌曲段落，您指哪一个？")
    return UnclearError("I do not know this film's shots: which one do you mean, by its number or its section?")


def nothing_seen(words: str, seen: Sequence[str], chinese: bool) -> UnclearError:
    if chinese:
        known = f"，能看到的有{listed(seen, True)}" if seen else ""
        return UnclearError(f"没有哪个镜头里有{words}{known}：您指哪个镜头？")
    known = f"; the film shows {listed(seen, False)}" if seen else ""
    return UnclearError(f"No shot shows {words!r}{known}: which shots do you mean?")


def none_marked(mark: str, chinese: bool) -> UnclearError:
    if chinese:
        words = {"locked": "锁定的", "unlocked": "未锁定的", "flagged": "被标记的"}[mark]
        return UnclearError(f"没有{words}镜头：您指哪个镜头？")
    return UnclearError(f"No shot is {mark}: which shots do you mean?")


def past_the_end(at_s: float, duration_s: float, chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError(f"{clock(at_s)} 超出了歌曲长度（{clock(duration_s)}）：您指哪个时间？")
    return UnclearError(f"{clock(at_s)} is past the end of the song at {clock(duration_s)}: which time do you mean?")


def no_drop(sections: Sequence[str], chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError(f"这首歌里没有听到 drop，有的是{listed(sections, True)}：您指哪一段？")
    return UnclearError(f"I hear no drop in this song; it has {listed(sections, False)}: which part do you mean?")


def nothing_before(word: str, chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError("我不确定您指的是哪个镜头或段落：请说出编号或名称，您指哪一个？")
    return UnclearError(f"I am not sure what {word!r} points to: which shot or section do you mean?")


def nothing_left(chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError("去掉这些之后什么也不剩了：您想改哪一部分？")
    return UnclearError("That leaves nothing of the film: which part do you want to change?")


def needs_two(chinese: bool) -> UnclearError:
    if chinese:
        return UnclearError("互换需要两个部分：请说出是哪两个镜头或段落？")
    return UnclearError("A swap needs two parts: which two shots or sections do you mean?")


def what_to_change(chinese: bool) -> str:
    return "您想改什么？例如“副歌的光线更暖”或“镜头 5 重做”。" if chinese else (
        "What would you like to change, for example 'warmer light in the chorus' or 'redo shot 5'?"
    )  # fmt: skip


def listed(names: Sequence[str], chinese: bool) -> str:
    """'a, b and c'; the first dozen of many."""
    shown = list(names[:_MOST_CHOICES]) + ([] if len(names) <= _MOST_CHOICES else ["…"])
    if chinese:
        return "、".join(shown) or "（没有段落）"
    if not shown:
        return "no named sections"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def said_in_chinese(said: str, kind: str) -> str:
    """'chorus 4' as 副歌 4."""
    name = _IN_CHINESE.get(kind, next((names for names, known in CHINESE.items() if known == kind), kind).split("|")[0])
    number = said.rpartition(" ")[2]
    return f"{name} {number}" if number.isdigit() else name


def clock(at_s: float) -> str:
    minutes, seconds = divmod(round(at_s), 60)
    return f"{minutes}:{seconds:02d}"
