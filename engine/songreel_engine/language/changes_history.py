"""Undo, redo, going back to a version, and choosing among the takes of a shot."""

import re
from typing import Any, Final

from songreel_engine.language.changes_wording import NUMBER, Clause, number, words
from songreel_engine.language.found import LIKELY, SURE, Found

_CHANGE_WORDS: Final = r"(?:edits?|changes?|steps?|actions?|modifications?|operations?|thing|tweaks?|one)"
_CHANGE_WORDS_ZH: Final = r"(?:步|次|个?(?:修改|编辑|操作|更改|改动|步骤))"

_OF_A_SHOT: Final = words(
    r"shots?|takes?(?! (?:me|us|it|that|this|them|the|her|him|out|off|away|back"
    r"|down|a|my|your|everything)(?![a-z]))|renders?|images?|clips?|tr(?:y|ies)"
    r"|picture|attempt|chorus|verse|bridge|intro|outro|section|scene",
    "镜头|画面|分镜|图片|片段|拍的|副歌|主歌|前奏|尾奏|桥段|条|场景",
)
_NO_SECTION: Final = "(?!的?(?:副歌|主歌|前奏|尾奏|桥段|导歌|间奏|verse|chorus|hook))"
"""第二遍副歌 is a section and no take."""
_TAKE: Final = words(
    rf"takes?(?: number| no\.?| #)? ?#? ?(?P<en>{NUMBER})|(?P<ordinal>{NUMBER}) (?:take"
    r"|try|attempt)"
)
_TAKE_ZH: Final = re.compile(
    rf"(?:第\s*({NUMBER})\s*(?:个|条|次|版)?\s*(?:版本|镜头版本|take|条|遍|拍|版"
    rf"|次){_NO_SECTION}|take\s*({NUMBER}))"
)
_WHICH: Final = (
    (
        words(
            r"(?:previous|prior|earlier|old|other|before|last one|former) (?:take|version"
            r"|render|try|attempt|image|one|clip)"
            r"|(?:take|version|one) (?:from )?before|the one before",
            "上一(?:个|条|版|次)|之前的?(?:那个|那条|那版)?|前一(?:个|条|版)|原来那(?:个|条)|先前",
        ),
        "previous",
    ),
    (words(r"next (?:take|version|one)|following take", "下一(?:个|条|版)"), "next"),
    (
        words(
            r"(?:first|original|very first|initial) (?:take|version|one|render|image|try)",
            "最初|最早|原始|原版|最开始|第一版|首个",
        ),
        "first",
    ),
    (words(r"(?:last|latest|newest|most recent) (?:take|version|one|render|try)", "最新|最后一?(?:个|条|版)"), "last"),
)
_TAKE_NOUN: Final = words(
    "takes?(?! (?:me|us|it|that|this|them|the|her|him|out|off|away|back|down|a|my|your|everything)(?![a-z]))",
    f"条|遍{_NO_SECTION}",
)
_VERSION_NOUN: Final = words("version|one|render|try|attempt", "版本|版|那个|那版")
_CHOOSING: Final = words(
    r"use|choose|pick|switch|select|take|go back|back to|bring back|prefer|want"
    r"|show|keep|return|revert|restore|better|go with|swap",
    "用|选|换|切|要|回到|退回|恢复|采用|挑|改用|还是",
)

_RESTORE: Final = words(
    rf"(?:version|revision|v|ver\.?|draft)(?: number| no\.?)? ?#?(?P<en>{NUMBER})(?![\d:])"
    rf"|(?P<ordinal>{NUMBER}) (?:version|draft|revision)",
    rf"(?:第|版本|v)\s*(?P<zh>{NUMBER})\s*(?:个|稿)?(?:版本|版|稿|草稿)?",
)
_BACK: Final = words(
    r"(?:go|going|get|take (?:it|me|us)|bring|roll(?: it)?|switch|put(?: it)?|move) ?back"
    r"|rollback|restore|revert|return"
    r"|reset|load|back to|as it was in|open|jump to|use|reinstate|recover|undo (?:back )?to",
    "回到|退回|恢复|还原|回退|返回|回滚|切回|退到|换回|用回|切换|滚回",
)
_ORIGINAL: Final = words(
    r"(?:the )?(?:original|first|initial|very first) (?:version|draft|cut|one|state"
    r"|film|video)|the original|square one"
    r"|how it was (?:in the beginning|originally|at first)|start over from the original",
    "最初的?(?:版本|样子|状态)?|原始(?:版本|状态)|初始(?:版本|状态)|最开始的?(?:版本|样子)|原版|初版|第一版",
)

_UNDO: Final = words(
    r"undo(?:es|ing|ne)?|revert|ctrl z|take (?:that|it|this) back|take back|(?:roll"
    r"|step|go|put it|change it|turn it) ?back|rollback"
    r"|cancel (?:that|the last|my last|this|it|the previous|last)|scrap (?:that"
    r"|the last)|reverse (?:that|the last|it|my last)"
    r"|as it was(?: before)?|the way it was|how it was(?: before)?|never ?mind (?:that"
    r"|the last)(?: \w+)?|discard (?:that|the last|my last)"
    r"|(?:remove|delete|drop|forget|lose) (?:that|the|my)? ?(?:last|previous) (?:edit|change|step)s?|oops"
    r"|(?:don't|do not) (?:want|like|need) (?:that|the|my|your) (?:last |previous )?(?:edit|change|step)s?"
    r"|(?:scrap|forget|scratch|drop|lose|ditch) (?:what|everything|whatever) (?:you|i|we) just (?:did|changed|made)",
    r"撤销|撤回|撤消|回退|退回|反悔|取消(?:上|刚|这|那|最近|前|修改|操作|掉?$)"
    r"|还原|退一步|倒退|改回(?:去|来|原)|变回(?:去|来|原)|返回上|恢复(?:到)?(?:上"
    r"|原来|原样|之前|刚才之前)|后退"
    r"|收回|复原|不算|(?:刚才|刚刚|上一?个|上次|那个|这个)的?(?:那个|这个)?(?:改动|修改|更改|操作|编辑|调整)(?:都|全|我|先)*(?:不要|作废|不算)"
    r"|不要(?:刚才|刚刚|上一?个|上次)的?(?:那个)?(?:改动|修改|更改|操作|编辑|调整)",
)
_UNDO_THAT_IS_CAMERA: Final = words(r"camera|pull|zoom", "镜头(?:后退|拉)|机位")
_REDO: Final = words(
    r"re ?apply|undo (?:the|that|my|last|your) undo|redo (?:the |that |my |those "
    rf"|these |last |undone |previous |latest |next |{NUMBER} )*"
    rf"(?:undone|undo|{_CHANGE_WORDS})(?: (?:back|again|please|i undid|that was undone))*"
    r"|(?:redo|bring back|put back|restore) what(?:ever)? (?:you|i|we)(?: just)? (?:undid|took back|reverted|rolled back)"
    r"|put (?:the |that |my )?(?:edit|change)s? back|bring (?:that|it|the|my)(?: last)?(?: edit| change)? back"
    r"|(?:i )?want (?:that|it) back|step forward|go forward|ctrl y|un ?undo|do (?:it|that) after all",
    rf"重做(?:一下)?(?:刚才|刚刚)?(?:被|我)?(?:撤销|撤回|上)(?:掉)?(?:的|了的)?(?:那)?(?:{NUMBER})?{_CHANGE_WORDS_ZH}?"
    rf"|取消撤销|撤销(?:刚才)?的撤销|恢复(?:刚才)?(?:被)?(?:撤销|撤回|取消|删掉)?(?:的)?(?:那)?(?:{NUMBER})?{_CHANGE_WORDS_ZH}"
    rf"|恢复(?:一下)?(?:刚才|刚刚)?(?:被)?(?:撤销|撤回)|前进(?:一|{NUMBER})步|^(?:请"
    rf"|帮我|麻烦)?恢复(?:一下|回来)?$|反撤销|撤销的.{{0,6}}(?:恢复|做回来|弄回来)|重做(?:上|前|最近|刚才)?{NUMBER}?步",
)
_BARE_REDO: Final = re.compile(
    r"^(?:(?:please|ok|okay|now|just) )*redo(?: (?:please|again|now|once|once more))*$"
    r"|^(?:请|帮我)?重做(?:一下|吧)?$"
)
_STEPS: Final = re.compile(
    rf"(?<![a-z\d])({NUMBER})(?: \w+)? ?{_CHANGE_WORDS}(?![a-z])|({NUMBER})\s*(?:个)?{_CHANGE_WORDS_ZH}"
    rf"|({NUMBER}) times|(?<![a-z])last ({NUMBER})(?![a-z\d])"
)
_TWICE: Final = words("twice", "两下|两回")
_EVERYTHING: Final = words("undo (?:everything|all|it all)", "全部撤销|撤销(?:所有|全部)|都撤销")


def history_changes(clause: Clause) -> tuple[Found, ...]:
    """Undo, redo, restore or choose_take where the clause names one; else empty."""
    for reader in (_take, _restored, _redone, _undone):
        if found := reader(clause):
            return (found,)
    return ()


def _take(clause: Clause) -> Found | None:
    text = clause.whole
    if words("another|new|again|one more|different", "再|另|新的?一").search(text) and not _TAKE.search(text):
        return None
    of_takes = _TAKE_NOUN.search(text) is not None
    of_shot_version = _VERSION_NOUN.search(text) is not None and _OF_A_SHOT.search(text) is not None
    if not (of_takes or of_shot_version) or not (_CHOOSING.search(text) or of_takes):
        return None
    changes = _which_take(text)
    return Found("choose_take", changes, SURE if of_takes else LIKELY) if changes else None


def _which_take(text: str) -> dict[str, Any]:
    if match := _TAKE.search(text):
        # "the first take" and "take one" name a number; "the last take" does not.
        said = match["en"] or match["ordinal"]
        if said not in ("a", "an", "half"):
            return {"take": max(1, round(number(said)))}
    if (match := _TAKE_ZH.search(text)) and not re.search("镜头$", match[0]):
        return {"take": max(1, round(number(match[1] or match[2])))}
    if match := re.search(rf"(?<![a-z])(?:version|v) ?({NUMBER})(?![a-z\d])|({NUMBER}) version", text):
        return {"take": max(1, round(number(match[1] or match[2])))}
    return next(({"which": which} for pattern, which in _WHICH if pattern.search(text)), {})


def _restored(clause: Clause) -> Found | None:
    text = clause.whole
    if not _BACK.search(text):
        return None
    if match := _RESTORE.search(text):
        said = match["en"] or match["ordinal"] or match["zh"]
        worth = number(said)
        is_version = words("version|revision|v|ver|draft", "版|稿").search(match[0]) is not None or re.match(
            r"v\d", match[0]
        )
        if is_version and worth >= 1 and said not in ("a", "an"):
            return Found("restore", {"version": round(worth)}, SURE, whole_film=True)
    if _ORIGINAL.search(text):
        return Found("restore", {"version": 1}, LIKELY, whole_film=True)
    return None


def _redone(clause: Clause) -> Found | None:
    if _BARE_REDO.search(clause.whole) or _REDO.search(clause.whole):
        return Found("redo", _steps(clause.whole), SURE, whole_film=True)
    return None


def _undone(clause: Clause) -> Found | None:
    if not _UNDO.search(clause.whole) or _UNDO_THAT_IS_CAMERA.search(clause.whole):
        return None
    if _EVERYTHING.search(clause.whole):
        return Found("restore", {"version": 1}, LIKELY, whole_film=True)
    return Found("undo", _steps(clause.whole), SURE, whole_film=True)


def _steps(text: str) -> dict[str, Any]:
    if _TWICE.search(text):
        return {"steps": 2}
    match = _STEPS.search(text)
    said = next(filter(None, match.groups()), None) if match else None
    steps = min(1_000, round(number(said))) if said else 1
    return {"steps": steps} if steps > 1 else {}
