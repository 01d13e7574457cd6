"""Shots and files: inserted, removed, put elsewhere, swapped."""

import re
from typing import Any, Final

from songreel_engine.language.changes_cuts import AT_TIME, REMOVING, TO_TIME, merged, moved_cut, split
from songreel_engine.language.changes_residue import NEVER_SEEN
from songreel_engine.language.changes_sound import SOUND_FILE
from songreel_engine.language.changes_wording import NUMBER, Clause, moment_s, number, seconds, words
from songreel_engine.language.found import GUESS, LIKELY, SURE, Found

_SWAP: Final = words(
    r"swap(?:s|ped|ping)?|exchange|trade places|switch places|switch(?:.{0,20}) (?:and"
    r"|with|around)|switch$|switch around|trade|interchange|flip (?:the )?(?:order"
    r"|positions?)",
    "交换|互换|对调|调换|换个位置|换位置|对换|换一下位置|位置换|互调|调个位置",
)
_BEFORE_AFTER: Final = words(
    r"before|after|behind|in front of|ahead of|following|between|next to|right before"
    r"|right after|to the (?:start|beginning|front|end|very end|very beginning"
    r"|back|top)|at the (?:start|beginning|end|front|very end|very beginning)|first"
    r"|last",
    "之前|之后|前面|后面|前边|后边|[前后]$|到.*[前后]|最前|最后|开头|结尾|片头|片尾|末尾",
)
_PLACES_BY: Final = re.compile(
    rf"({NUMBER})[ -]*(?:shots?|places?|positions?|slots?|spots?|steps?|notch(?:es)?)? ?(earlier"
    r"|sooner|up|forwards?|ahead|back|backwards?|later|down|further)(?![a-z])|(?:往"
    rf"|向|朝)?(前|后)(?:面)?(?:移动|移|挪|调|推|放)(?:了)?\s*({NUMBER})\s*(?:个"
    rf"|位|格)?|(提前|推后|延后|后移|前移)\s*({NUMBER})\s*(?:个|位|格)"
)
_EARLY: Final = frozenset({"earlier", "sooner", "up", "forward", "forwards", "ahead", "前", "提前", "前移"})
_REORDERING: Final = words(
    r"move[sd]?|put|place|reorder|shift|bring|push|rearrange|slide|drag|send|relocate"
    r"|reposition|swap the order|order|comes?|goes|belongs?",
    "移|挪|放|调到|排|换到|搬|拖|重新排|提前|调整顺序|提到",
)
_TO_START: Final = words(
    r"to the (?:start|beginning|front|very beginning|very start|top)|at the (?:start"
    r"|beginning|front|very beginning|very start)|(?:go(?:es)?|come|put it|put"
    r"|comes?|play) first|be(?:come)? first|first$|open with",
    "最前|开头|片头|第一个|最开始|最开头|首位",
)
_TO_END: Final = words(
    r"to the (?:very )?(?:end|back)|at the (?:very )?(?:end|back)|(?:go(?:es)?"
    r"|come|put it|put|comes?|play) last|be(?:come)? last|last$|close with",
    "最后|结尾|片尾|末尾|末位",
)
TO_THE_END: Final = 500
"""Places to go; nothing has more."""
_PICTURE_FILE: Final = re.compile(
    r"[a-z0-9_][a-z0-9_\-.]*\.(?:mp4|mov|mkv|webm|avi|m4v|jpe?g|png|webp|gif|heic"
    r"|bmp|tiff?)(?![a-z0-9])",
    re.I,
)
_IMAGE_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|heic|bmp|tiff?)$", re.I)
_INSERT: Final = words(
    r"insert(?:s|ed|ing)?|add|put|drop in|place|use|include|splice|paste|slot in"
    r"|bring in|import|drop|stick|cut in|overlay|throw in|show",
    "插入|插|添加|加入|加上|加|放入|放上|放|用|导入|嵌入|塞|贴|换成",
)
_INSERT_VERB: Final = words(r"insert(?:s|ed|ing)?|splice|slot in|import", "插入|插|嵌入|导入|塞")
_IMAGE: Final = words(
    r"(?:my|a|an|the|this|our|another|some|uploaded|attached|that)(?: \w+){0,2} (?:photos?"
    r"|images?|pictures?|pics?|stills?|logo|selfie|drawing|artwork|album cover"
    r"|cover art|album art|portrait)|(?:photo|image|picture) of|cover art|logo"
    r"|photo|album cover",
    "照片|图片|图像|相片|图$|一张图|海报|封面|自拍|logo|这张",
)
_FOOTAGE: Final = words(
    r"footage|(?:my|the|our|uploaded|attached|that|a|this|another)(?: \w+){0,2} (?:videos?"
    r"|clips?|recording)|b ?roll|stock (?:footage|video)|video (?:clip )?of|clip of"
    r"|gopro",
    "素材|视频片段|录像|一段视频|我的视频|视频素材|片段|实拍|这段视频",
)
_OWN_CLIP: Final = words(r"(?:my|our|uploaded|attached)(?: own)? clips?")
_NEW_SHOT: Final = words(
    r"(?:a|an|another|one more|new|extra|additional|some)(?: \w+){0,2} shots?|shots? of"
    r"|a (?:close up|wide shot|cutaway) of|cutaway",
    "(?:一个|个|一组|新的?)(?:新的?)?(?:\\S{0,10}的)?(?:镜头|画面|分镜)|新镜头|空镜|一镜",
)
_SHOT_OF: Final = re.compile(
    r"(?:shots?|close up|closeup|cutaway|photo|image|footage|clip|video) (?:of"
    r"|showing|with) (?P<prompt>.+)$"
)
_SHOT_OF_ZH: Final = re.compile(
    r"(?:一个|个|一组|新的?|一段|段)(?P<prompt>[^，,的一个]{2,30})的?(?:镜头|画面"
    r"|分镜|空镜)"
)
_AS_A_LOOK: Final = words("style|palette|prompt", "风格|色调|提示词")


def structure_changes(clause: Clause) -> tuple[Found, ...]:
    """A change of the cut, other than its pace; empty where none is named."""
    for reader in (_inserted, split, merged, _swapped, moved_cut, _reordered):
        if found := reader(clause):
            return (found,)
    return ()


def _inserted(clause: Clause) -> Found | None:
    text = clause.rest
    file = _PICTURE_FILE.search(clause.said)
    if SOUND_FILE.search(clause.said) or _AS_A_LOOK.search(text) or (not file and not _INSERT.search(text)):
        return None
    if file:
        kind = "image" if _IMAGE_FILE.search(file[0]) else "footage"
        return Found("insert", {"kind": kind, "source": file[0], **_when(clause)}, SURE)
    if _REORDERING.search(text) and not re.search(
        r"(?<![a-z])(?:a|an|my|another|new|some|our|place|insert|add)(?![a-z])|插|加"
        r"|一[张段个]|我的",
        text,
    ):
        return None
    drawn = _SHOT_OF.search(text) or _SHOT_OF_ZH.search(text)
    prompt = {"prompt": shown} if drawn and (shown := _shown(drawn["prompt"])) else {}
    if _NEW_SHOT.search(text):
        return Found("insert", {"kind": "shot", **prompt, **_when(clause)}, SURE)
    for kind, pattern in (("image", _IMAGE), ("footage", _FOOTAGE)):
        # "My clip in the chorus" is a part of the film for whoever looks for parts, and gone from the rest.
        if pattern.search(text) or (kind == "footage" and _OWN_CLIP.search(clause.whole)):
            return Found(
                "insert", {"kind": kind, **prompt, **_when(clause)}, SURE if _INSERT_VERB.search(text) else LIKELY
            )
    if _INSERT_VERB.search(text):
        return Found("insert", {"kind": "shot", **prompt, **_when(clause)}, GUESS)
    return None


def _shown(prompt: str) -> str:
    return re.sub(
        r"\s+(?:at|in|into|before|after|between|for|to|on|from|and|here|there|right)*\s*$", "", AT_TIME.sub("", prompt)
    ).strip(" ,.;¤")


def _when(clause: Clause) -> dict[str, Any]:
    found: dict[str, Any] = {}
    without_at = AT_TIME.sub(" ", clause.whole)
    if match := AT_TIME.search(clause.whole):
        found["at_s"] = moment_s(match[1])
    if (length_s := seconds(without_at)) is not None and length_s > 0:
        found["duration_s"] = length_s
    return {name: value for name, value in found.items() if value is not None}


def _swapped(clause: Clause) -> Found | None:
    # "Swap the rain for snow" puts one thing in the place of another.
    if re.search(r"(?<![a-z])for(?![a-z])", clause.rest) and not re.search(
        r"(?<![a-z])(?:and|with)(?![a-z])", clause.rest
    ):
        return None
    if not _SWAP.search(clause.rest) or words("style|palette|colou?rs?|music|out", "风格|颜色|音乐").search(
        clause.rest
    ):
        return None
    return Found("swap", {}, SURE)


def _reordered(clause: Clause) -> Found | None:
    text = clause.rest
    if not _REORDERING.search(text) or words(
        "camera|light|lights|colou?rs?|slower|faster|motion|intensity|volume|energy|contrast|saturation|pace|tempo",
        "机位|光|推近|拉远",
    ).search(text):
        return None
    if match := _PLACES_BY.search(text):
        way = match[2] or match[3] or match[5]
        steps = max(1, round(number(match[1] or match[4] or match[6])))
        return Found("reorder", {"by": max(-500, min(500, -steps if way in _EARLY else steps))}, SURE)
    if re.search(
        r"(?<![a-z])(?:before|after|behind|in front of|ahead of|between|next to)(?![a-z])"
        r"|之前|之后|前面|后面|[到在].{0,8}[前后](?!十|两|三|几)",
        clause.whole,
    ):
        return Found("reorder", {}, SURE)
    if _TO_START.search(clause.whole):
        return Found("reorder", {"to_s": 0.0}, SURE)
    if _TO_END.search(clause.whole):
        return Found("reorder", {"by": TO_THE_END}, SURE)
    times = list(TO_TIME.finditer(clause.whole))
    if times and (to_s := moment_s(times[-1][1])) is not None:
        return Found("reorder", {"to_s": to_s}, SURE)
    if words("earlier|sooner|up|forward", "提前|往前|向前|前移").search(text):
        return Found("reorder", {"by": -1}, LIKELY)
    if words("later|back|down", "往后|向后|后移|推后").search(text):
        return Found("reorder", {"by": 1}, LIKELY)
    return Found("reorder", {}, SURE) if words("reorder|rearrange", "重新排|调整顺序").search(text) else None


_CUT_ALONE: Final = re.compile(
    r"(?:please |just |can you |could you |let's |now |i want to |the |it |that "
    r"|this |them |whole |of )*(?:cut|lose|drop|skip|ditch|scrap|kill|axe|toss)(?: (?:out"
    r"|away|it|that|this|them|the|from|of|in|altogether|completely|please|entirely"
    r"|film|video|and))*"
)
_PART: Final = words(
    "shots?|scenes?|sections?|parts?|clips?|stretch|seconds?|bits?|one|ones|end|start|beginning",
    "镜头|画面|段|部分|场景|片段|分镜|秒|先|首先|整|全|那个|这个|之间|里",
)
_REMOVED_AT_THE_END: Final = re.compile(
    r"(?:^|.*[\s,.;])(?:remove|delete|get rid of|cut|drop|scrap|ditch|lose) ?(?:it"
    r"|this|that|them|those)?[ .!,¤]*$|.*(?:删掉|删除|删了|去掉|剪掉|拿掉|移除"
    r"|不要)(?:它|吧|了|这个|那个)*[。！!]?$"
)


def plain_removal_changes(clause: Clause) -> tuple[Found, ...]:
    """A removal that says nothing else: "I don't need it, delete it"."""
    return (
        (Found("remove", {}, SURE),)
        if _REMOVED_AT_THE_END.fullmatch(clause.rest) and len(_leftover(clause.rest)) == 0
        else ()
    )


def _leftover(text: str) -> str:
    """The words of a removal that could be what is removed."""
    bare = words(
        r"i|we|don't|do|not|need|want|like|it|this|that|them|those|please|just|gone"
        r"|out|really|can|you|could|so|too|the|a|one|here|there|is|be|from|of|get|rid",
        "我|不|需要|想|喜欢|把|请|帮|这个|那个|它|了|吧|要|的",
    ).sub(" ", REMOVING.sub(" ", text))
    return re.sub(r"[^a-z一-鿿]", "", bare)


def removal_changes(clause: Clause) -> tuple[Found, ...]:
    """A part of the film taken out: "remove shot 5"."""
    text = clause.rest
    if not REMOVING.search(text):
        return ()
    only_cut = re.search(
        r"(?<![a-z])(?:remove|delet|get rid|take|erase|throw|trash|discard|omit|eliminate"
        r"|leave out|without|no more)",
        text,
    )
    if not (re.search("[一-鿿]", text) or only_cut or _CUT_ALONE.fullmatch(text.strip(" .,!?¤"))):
        return ()
    if NEVER_SEEN.search(text):
        return ()
    if _leftover(text) and not _PART.search(text):
        # A thing in the picture: "remove the car".
        thing = " ".join(REMOVING.sub(" ", text).split()).strip(" .,!?。！，了把")
        return (
            Found("reprompt", {"prompt": f"{'没有' if re.search('[一-鿿]', thing) else 'without '}{thing}"}, GUESS),
        )
    return (Found("remove", {}, SURE),)
