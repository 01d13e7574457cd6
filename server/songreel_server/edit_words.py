"""What an edit did, said in one breath: what, of which part, when, before → after. The engine says it in English; here it is
joined, given its times, and said in Chinese.
"""

import re
from collections.abc import Sequence
from typing import Final

from songreel_engine.changing import Changed
from songreel_engine.draft.edits import Edit, EditName
from songreel_engine.draft.words import clock
from songreel_engine.language.questions import said_in_chinese
from songreel_server.sessions import Language

_CLOCK: Final = re.compile(r"\d:\d\d")
_FROM_TO: Final = re.compile(
    r"(?:(?P<what>warmth|brightness|contrast|saturation) )?(?P<before>(?:[A-Z]\w+ )*\S+(?: and \S+)*(?: shots?)?)"
    r" → (?P<after>[^;]+?)(?= from | to |[;.]?$|\. )"
)
_MOST_SPANS: Final = 4

_DONE_ZH: Final[dict[EditName, str]] = {
    "remake": "重做", "reprompt": "重写画面内容", "restyle": "更换风格", "palette": "更换配色", "grade": "调整调色",
    "light": "调整光线", "weather": "更换天气", "time_of_day": "更换时间", "camera": "调整镜头运动", "motion": "调整动感",
    "pace": "调整剪辑节奏", "move_cut": "移动剪切点", "split": "拆分镜头", "merge": "合并镜头", "remove": "删除镜头",
    "reorder": "调整顺序", "swap": "互换", "insert": "插入素材", "transition": "更换转场", "add_text": "添加文字",
    "change_text": "修改文字", "remove_text": "删除文字", "lyrics": "显示歌词", "add_audio": "添加声音", "gain": "调整音量",
    "mute": "静音", "fade": "淡入淡出", "canvas": "更换画幅", "rename_section": "重命名段落", "lock": "锁定",
    "unlock": "解锁", "choose_take": "选择版本", "moment": "更换素材片段",
    "undo": "撤销", "redo": "恢复撤销", "restore": "恢复版本",
}  # fmt: skip
_WORDY: Final = frozenset({"camera", "rename_section", "reprompt", "undo", "redo", "restore"})
"""Their values are phrases of English."""
_VALUES_ZH: Final[dict[str, str]] = {
    "clear": "晴", "rain": "雨", "snow": "雪", "fog": "雾", "storm": "暴风雨", "dust": "沙尘", "cloudy": "多云", "wind": "风",
    "day": "白天", "night": "夜晚", "golden": "黄昏", "dawn": "黎明", "dusk": "傍晚", "warmth": "冷暖", "brightness": "亮度",
    "contrast": "对比度", "saturation": "饱和度", "shot": "个镜头", "shots": "个镜头", "and": "和",
}  # fmt: skip


def told_of(changed: Changed, edits: Sequence[Edit], language: Language) -> str:
    """What was done, without a full stop at its end; empty where nothing was said."""
    if language == "zh":
        pairs = zip(edits, changed.said, strict=False)
        return "；".join(_in_chinese(edit, said) for edit, said in pairs)
    return "; ".join(said.rstrip(". ") for said in changed.said)


def when_of(changed: Changed, edits: Sequence[Edit], told: str) -> str:
    """'0:06.0–0:12.0': when in the film the change is seen; nothing where it is told already, or no part is meant."""
    if _CLOCK.search(told):
        return ""
    draft = changed.draft
    seconds = [span for edit in edits for span in edit.target.ranges_s]
    frames = [
        (draft.shots[n - 1].start, draft.shots[n - 1].stop)
        for e in edits
        for n in e.target.shots
        if n <= len(draft.shots)
    ]
    spans = [(round(a * draft.frame_rate), round(b * draft.frame_rate)) for a, b in seconds] or frames
    joined = _joined(sorted(spans))
    if joined in ([], [(0, draft.frames)]):
        return ""
    clocks = [f"{clock(start, draft.frame_rate)}–{clock(stop, draft.frame_rate)}" for start, stop in joined]
    more = ", …" if len(clocks) > _MOST_SPANS else ""
    return f"{', '.join(clocks[:_MOST_SPANS])}{more}"


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Touching spans as one."""
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _in_chinese(edit: Edit, said: str) -> str:
    done = _DONE_ZH[edit.edit]
    names = [_section_zh(name) for name in edit.target.sections]
    names += [f"镜头 {number}" for number in edit.target.shots] if not names else []
    where = "、".join(names)
    quoted = re.search(r"“([^”]*)”", said)
    values = None if edit.edit in _WORDY else _FROM_TO.search(said.rpartition(": ")[2])
    parts = [f"已{done}" if not where else f"{where}已{done}"]
    if quoted is not None and edit.edit not in ("undo", "redo", "restore"):
        parts.append(f"“{quoted[1]}”")
    if values is not None:
        what = _value_zh(values["what"] or "")
        parts.append(f"：{what + ' ' if what else ''}{_value_zh(values['before'])} → {_value_zh(values['after'])}")
    return "".join(parts)


def _section_zh(name: str) -> str:
    return said_in_chinese(name, re.sub(r"\s*\d+$", "", name).lower())


def _value_zh(words: str) -> str:
    return " ".join(_VALUES_ZH.get(word, word) for word in words.split())
