"""Cuts: moved, split, merged, and the transitions over them."""

import re
from typing import Any, Final

from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_wording import (
    NUMBER,
    Clause,
    Phrases,
    blanked,
    moment_s,
    number,
    seconds,
    words,
)
from songreel_engine.language.found import GUESS, LIKELY, SURE, Found

_CUT_POINT: Final = words(
    r"(?:the|that|this|a|my|each|every|first|second|last|next|previous|¤|into) cuts?"
    r"|cut (?:point|at|into|to|before|after|between|earlier|later|back|forward"
    r"|on)|cut$|^cut(?: (?:in|out))?|edit point|cuts? (?:half|one|two|three|\d)"
    r"|move cut|shift cut|nudge cut",
    "切点|剪辑点|剪接点|切换点|剪切点|切镜点|转场点|剪点|切换",
)
_MOVING: Final = words(
    r"move[sd]?|shift|push|nudge|pull|slide|delay|bring|drag|put|start|starts|begin"
    r"|come|comes|happen|set|snap|adjust|trim|make",
    "移|挪|推|提前|推迟|延后|延迟|往后|往前|向后|向前|早|晚|拖|调|后移|前移|放",
)
_LATER: Final = words(r"later|back(?:wards?)?|after|delay(?:ed)?|forwards?|right|behind|further", "晚|后|迟|延")
_EARLIER: Final = words(
    r"earlier|sooner|ahead|before|left|forward in time|up|back in time|bring forward"
    r"|bring .* forward",
    "早|前",
)
_BEATS: Final = re.compile(rf"({NUMBER})[ -]*(?:more )?(beats?|bars?)(?![a-z])|({NUMBER})\s*(?:个)?\s*(拍子|拍|小节)")
TO_TIME: Final = re.compile(
    rf"(?:(?<![a-z])(?:to|onto|until|till)(?: the)?\s+|(?:到|至|在)\s*第?)((?:\d{{1,3}}:[0-5]\d(?:\.\d+)?)"
    rf"|{NUMBER}\s*分(?:钟)?\s*(?:{NUMBER}\s*秒)?|{NUMBER}\s*(?:s|secs?|seconds?)(?![a-z])"
    rf"|{NUMBER}\s*秒)"
)
AT_TIME: Final = re.compile(
    rf"(?:(?<![a-z])(?:at|around|@|from)(?: the)?\s*|(?:在|从)\s*第?)((?:\d{{1,3}}:[0-5]\d(?:\.\d+)?)"
    rf"|{NUMBER}\s*分(?:钟)?\s*(?:{NUMBER}\s*秒)?|{NUMBER}\s*(?:s|secs?|seconds?)(?![a-z])"
    rf"|{NUMBER}\s*秒)"
)
_BEATS_PER_BAR: Final = 4
_SPLIT: Final = words(
    rf"split(?:s|ting)?|divide|(?:cut|chop|break|slice) (?:\w+ ){{0,3}}?(?:in|into"
    rf"|up into|up in) (?:half|halves|two|three|{NUMBER}|pieces|parts|the middle)"
    r"|halve|break up|bisect|chop up|slice(?: up)?|add a cut (?:in|at|to)|insert a cut",
    "分开|拆成|拆开|拆分|拆|分割|切开|切成|分成|一分为二|断开|剪成|从中间(?:切"
    "|剪|分)|对半|分为|劈开|加一个切点|切一刀|切两半|剪开",
)
_MERGE: Final = words(
    r"merge[sd]?|merging|join(?: (?:up|together))?|combine[sd]?|fuse|unite|stitch"
    r"|glue|put together|into (?:one|a single)(?: shot)?|make (?:them |it )?one shot"
    r"|connect|unify|turn .* into one|consolidate",
    "合并|并(?:到|在)?一[起块]|合成一?个|合为|合到一起|并成|连成|连起来|拼成|拼接|接成一个|连在一起"
    "|接在一起|合起来|融合成一|合在一起|变成一个镜头",
)
REMOVING: Final = words(
    r"remove[sd]?|removing|delete[sd]?|deleting|get rid(?: of)?|take (?:\w+ ){0,3}?(?:out"
    r"|away|off)|cut(?: (?:out|away))?|drop|lose|scrap|ditch|kill|erase|throw (?:out"
    r"|away)|trash|discard|skip|omit|eliminate|leave out|axe|toss|no more|without",
    "删除|删掉|删了|删|去掉|去除|移除|拿掉|剪掉|剪去|剪了|不要|丢掉|扔掉|除掉"
    "|拿走|砍掉|舍弃|移走|清除|不想要|切掉|抹掉",
)
_TRANSITIONS: Final = Phrases(lexicon_en.TRANSITIONS, lexicon_zh.TRANSITIONS)
_TRANSITION_NOUN: Final = words("transitions?", "转场|过渡|衔接")
_PLAIN_CUT: Final = words(
    r"(?:a|an|with|to|into|use|be|as|just|using|by) (?:a )?(?:plain |simple |straight "
    r"|clean |sharp |hard )?cuts?(?! (?:faster|slower|at|point|off|out))|(?:cuts?"
    r"|matching) transitions?|transitions?.{0,12} cuts?",
    "转场.{0,6}[切剪]|切换?转场|改成切|换成切|普通切|剪切",
)
_MATCH: Final = words(r"match(?:ing)? transition|transitions?.{0,12} match", "匹配")
_REPLACED: Final = re.compile(
    r"(?<![a-z])(?:instead of|rather than|in place of|not)(?![a-z]).*$|而不是.*$"
    r"|代替.*$|不要用?.*(?=[，,])"
)
_INTO: Final = re.compile(
    r".*(?:(?<![a-z])(?:to|into|with|by)(?= )(?! (?:black|white))|改成|改为|换成"
    r"|换为|变成|替换为|用)"
)


_CUT_AT: Final = re.compile(r"^(?:please )?(?:cut|chop|slice) (?:shot )?(?:\S+ ){0,2}at (?:the )?\d+:\d\d")


def split(clause: Clause) -> Found | None:
    if not (_SPLIT.search(clause.whole) or _CUT_AT.search(clause.whole)) or words("split screen", "分屏").search(
        clause.whole
    ):
        return None
    match = AT_TIME.search(clause.whole)
    at_s = moment_s(match[1]) if match else None
    return Found("split", {} if at_s is None else {"at_s": at_s}, SURE)


def merged(clause: Clause) -> Found | None:
    return Found("merge", {}, SURE) if _MERGE.search(clause.whole) else None


def moved_cut(clause: Clause) -> Found | None:
    text = clause.whole
    by = _cut_by(text)
    cut = _CUT_POINT.search(clause.rest) or _CUT_POINT.search(text)
    if not _MOVING.search(text) or not (cut or by):
        return None
    if by:
        return Found("move_cut", by, SURE if cut else LIKELY)
    times = list(TO_TIME.finditer(text))
    if times and (to_s := moment_s(times[-1][1])) is not None:
        return Found("move_cut", {"to_s": to_s}, SURE)
    if not cut or not (_LATER.search(text) or _EARLIER.search(text)):
        return (
            Found("move_cut", {"by_beats": 0}, GUESS)
            if cut and words("snap|beat", "拍点|对齐|节拍").search(text)
            else None
        )
    return Found("move_cut", {"by_beats": -1 if _is_earlier(text) else 1}, LIKELY)


def _is_earlier(text: str) -> bool:
    return _EARLIER.search(text) is not None and not words("later|delay|push back", "晚|往后|推迟|延|向后|后移").search(
        text
    )


def _cut_by(text: str) -> dict[str, Any]:
    if not (_LATER.search(text) or _EARLIER.search(text)):
        return {}
    way = -1 if _is_earlier(text) else 1
    if match := _BEATS.search(text):
        per = _BEATS_PER_BAR if (match[2] or match[4]) in ("bar", "bars", "小节") else 1
        beats = round(number(match[1] or match[3]) * per) or 1
        return {"by_beats": max(-64, min(64, way * beats))}
    length_s = seconds(TO_TIME.sub(" ", text))
    return {"by_s": max(-600.0, min(600.0, way * length_s))} if length_s else {}


def transition_changes(text: str, clause: Clause) -> tuple[Found | None, str]:
    """Another way from picture to picture; and the text without what was said of it."""
    wanted = _REPLACED.sub(" ", text)
    goal = _INTO.sub(" ", wanted)
    left = blanked(_TRANSITION_NOUN, _TRANSITIONS.without(text))
    if REMOVING.search(text) and not _INTO.search(text) and (_TRANSITION_NOUN.search(text) or _TRANSITIONS.first(text)):
        return Found("transition", {"kind": "cut"}, SURE), blanked(REMOVING, left)
    kind = _TRANSITIONS.first(goal) or _TRANSITIONS.first(wanted)
    if kind is None and _PLAIN_CUT.search(wanted):
        kind, left = "cut", blanked(_PLAIN_CUT, left)
    if kind is None and _MATCH.search(wanted):
        kind = "match"
    if kind is None:
        return None, text
    length_s = seconds(clause.whole)
    length = {"duration_s": min(10.0, length_s)} if length_s and kind not in ("cut", "match") else {}
    return Found("transition", {"kind": kind, **length}, SURE), left
