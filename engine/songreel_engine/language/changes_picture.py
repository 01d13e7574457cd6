"""What a picture shows and how: all changes of look that a clause names, else what to show, else another try."""

import re
from collections.abc import Callable
from typing import Any, Final

from songreel_engine.language.changes_cuts import transition_changes
from songreel_engine.language.changes_look import (
    PROMPT_NOUN,
    grade_change,
    light_change,
    look_change,
    palette_change,
    style_change,
    time_of_day_change,
    weather_change,
)
from songreel_engine.language.changes_movement import camera_change, motion_change, pace_change
from songreel_engine.language.changes_residue import AGAIN, NEVER_SEEN, Reading, content
from songreel_engine.language.changes_text import ROLES
from songreel_engine.language.changes_wording import QUOTED, Clause, words
from songreel_engine.language.found import GUESS, LIKELY, SURE, Found

_ONLY_IMAGE: Final = words(
    "images?|pictures?|stills?|frames?|key image|plates?|photo|artwork|drawing",
    "图片|图像|关键图|静帧|原图|图|画(?:面)?图|底图",
)
_ONLY_CLIP: Final = words(
    "clips?|animat(?:e|ed|es|ions?)|(?:the|new|only the) motion|camera path", "动画|片段|视频片段|动效|动态效果"
)
_KEPT: Final = words(
    r"(?:keep|with|leave) (?:the |its )?(?:same )?(?:picture|image|frame|still"
    r"|photo)",
    "画面保留|保留(?:画面|图片|图像)|(?:画面|图片|图)(?:不变|不动)",
)
_SEED: Final = re.compile(r"(?:seed|种子)\s*(?:to|=|:|of|为|是|改成|设为|用)?\s*(\d{1,12})")
_SHOWING: Final = (
    re.compile(
        r"(?:(?:new |the |its |this |change |set |update |rewrite |use |with |edit )*prompt(?:s)?(?: (?:to"
        r"|as|is|should be|that says|of|say|saying|into|with|be))*\s*[:=,]?\s*)(?P<prompt>.+)$"
    ),
    re.compile(
        r"(?:提示词|描述|prompt|画面描述)\s*(?:改成|改为|换成|换为|设为|设成|写成|为"
        r"|是|用|成|：|:|,)*\s*(?P<prompt>.+)$"
    ),
    re.compile(
        r"(?<![a-z])(?:shows?|showing|depict(?:s|ing)?|i want to see|i'd like to see"
        r"|let's see|let me see|i want|i'd like|feature|featuring|imagine|draw|portray)(?: (?:me"
        r"|us|only|just))* (?P<prompt>.+)$"
    ),
    re.compile(
        r"(?<![a-z])(?:make|turn|change|replace|swap|set|transform|switch|redo|remake"
        r"|place|put|move|regenerate|have|let|rework|reshoot|reimagine)(?: (?:it|this"
        r"|that|them|the (?:scene|picture|image|background|place|setting|location|subject"
        r"|shot|visuals?|content)))* ?(?:to be |about |to |into |with |in |on |at "
        r"|as |inside |around |so that |where |so )+(?P<prompt>.+)$"
    ),
    re.compile(
        r"(?<![a-z])(?:add|include|put|have|let|make|give|place|get)(?: (?:the|it|this"
        r"|us|me))* (?P<prompt>(?:a|an|some|more|her|him|them|two|three|the|people"
        r"|someone|somebody|lots of|singer|performer|dancers?|she|he)(?![a-z]).+)$"
    ),
    re.compile(
        r"(?:redo|remake|regenerate|reshoot|rework|again|another take|this time|new take)[ ,]+(?:\w+ ){0,3}?(?:with"
        r"|showing|as|in|about|of|where) (?P<prompt>.+)$"
    ),
    re.compile(r"^(?:with|about|of|instead|featuring|as|in|on|at) (?P<prompt>.+)$"),
    re.compile(
        r"(?:改成|换成|变成|换为|改为|变为|替换成|重做成|做成|改到|换到|设在|设定在"
        r"|展示|展现|呈现|拍(?!摄)|出现|显示|(?<!动)画(?!面)|描绘|想看|想要看到|我?想要"
        r"|我要|我想|(?<![不需])要|表现|加上|加入|添加|加一[个只些条辆]|加[个只些条辆点]"
        r"|加|有|放在|放到|搬到)(?:一下|一个|一些|一只|一条|一辆)?(?P<prompt>.+)$"
    ),
    re.compile(r"(?:让|叫)(?P<prompt>(?:她|他|它们|他们|歌手|主角|女孩|男孩|人物|演员|主唱|女主|男主).+)$"),
)
_AIR: Final = re.compile(
    r"(?:(?:please|pls|can|could|you|just|now|i|want|let's|should|needs? to) )*(?:make|be|turn|have)(?: (?:it|this|that|them))?"
    r"(?: to)?(?: (?:look|feel|seem|be))?(?: (?:more|much|even|a bit|a little|bit|so|really|very|all|kinda|super))*"
    r" (?P<prompt>[a-z]{4,}(?:(?: and|,) [a-z]{4,})?)(?: (?:please|pls|now))*"
)
_AIR_ZH: Final = re.compile(
    r"(?:请|让|把|给|我|要|再|更|稍微|整体|感觉|来|得|弄|做|搞|调|变|看起来|\s)*(?P<prompt>[\u4e00-\u9fff]{2,4}?)一?[点些](?:吧|呗|吗)?"
)
_PRAISE: Final = words(
    "better|nicer|good|great|perfect|worse|awesome|amazing|beautiful|prettier|pretty|right|best|proper|properly|work|happen|"
    "sense|sure|money|something|anything|fine|okay|"
    "interesting|professional",
    "好看|好听|漂亮|完美|专业|有意思|好玩|舒服|自然|认真|合适|简单|随便|正常|不错|便宜|早",
)
_READERS: Final[tuple[Callable[[str], Reading], ...]] = (
    style_change,
    look_change,
    camera_change,
    motion_change,
    time_of_day_change,
    palette_change,
    weather_change,
    light_change,
    grade_change,
    pace_change,
)
"""In this order: "light blue" is no light, "slow motion" no pace, 黑白 no colours."""


def look_changes(clause: Clause) -> tuple[Found, ...]:
    """The edits of look that a clause names; a remake where it only wants another try; a reprompt where it says what
    to show. Empty where none."""
    left = clause.rest
    found: list[tuple[int, Found]] = []
    for reader in (lambda text: transition_changes(text, clause), *_READERS):
        before = left
        edit, left = reader(before)
        if edit:
            found.append((_first_difference(before, left), edit))
    if described := _described(clause):
        return (*(edit for _, edit in found if "framing" in edit.changes), described)
    if shown := _reprompt(clause, left, bool(found)):
        return (shown,)
    in_order = [edit for _, edit in sorted(found, key=lambda item: item[0])]
    return _joined(in_order) or _remake(clause) or _air(clause.rest)


_DESCRIPTION: Final = (
    re.compile(
        r"^[:：] ?(?P<prompt>(?:an? |the |two |three |some )?(?:[a-z]+ ){0,2}(?:close ?up|shot|view|picture|image) of .+)$"
    ),
    re.compile(r"^[:：] ?(?P<prompt>(?:an?|two|three|several|some) (?!bit |little |touch |lot ).+)$"),
    re.compile(r"^[:：] ?(?P<prompt>.{3,}?(?:特写|全景|远景|中景|近景|大特写))$"),
)
"""'Shot 9: close-up of a neon sign': after a part and a colon a picture is described."""


def _described(clause: Clause) -> Found | None:
    text = clause.rest.strip(" .!?。！？¤")
    matches = (pattern.match(text) for pattern in _DESCRIPTION)
    match = next(filter(None, matches), None)
    if match is None or not content(_looks_cut(match["prompt"])):
        return None
    return Found("reprompt", {"prompt": match["prompt"][:2_000]}, LIKELY)


def _first_difference(before: str, after: str) -> int:
    """Where the first word stood that a reader took out."""
    return next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))


def _joined(found: list[Found]) -> tuple[Found, ...]:
    """One grade where a look and amounts were both said."""
    grades = [edit for edit in found if edit.edit == "grade"]
    if len(grades) < 2:
        return tuple(found)
    together = Found("grade", {name: value for edit in reversed(grades) for name, value in edit.changes.items()}, SURE)
    return (*(edit for edit in found if edit.edit != "grade"), together)


_STRAY: Final = re.compile(
    r"(?<![a-z])(?:of|in|for|on|at|during|over|from) (?=(?:with|to|into|and|as"
    r"|in|at|on|of|for|,)(?![a-z]))"
)


def _reprompt(clause: Clause, left: str, anything_found: bool) -> Found | None:
    """What is to be seen, where the clause says so and not only how it should look."""
    named = PROMPT_NOUN.search(clause.rest)
    if NEVER_SEEN.search(clause.whole) or (ROLES.first(clause.rest) and not named):
        return None
    if named and clause.quotes:
        return Found("reprompt", {"prompt": clause.quotes[-1][:2_000]}, SURE)
    if (
        "look like" in clause.rest
        and (match := re.search(r"look like (?P<prompt>.+)$", clause.rest))
        and not anything_found
    ):
        return Found("reprompt", {"prompt": match["prompt"][:2_000]}, GUESS)
    for pattern in _SHOWING:
        match = pattern.search(_STRAY.sub("", clause.rest))
        if match is None:
            continue
        prompt = (
            match["prompt"].replace(QUOTED, clause.quotes[0] if clause.quotes else "").strip(" ,.;:!?，。；：！？、的")
        )
        prompt = re.sub(
            r"(?: (?:please|instead|in|for|at|during|of|on|from|and|画面|的画面))+$|的?(?:画面"
            r"|镜头|样子|场景|场面)$",
            "",
            prompt,
        ).strip()
        prompt = re.sub(r"^to (?:be|feel|look|become|seem)(?: more)?(?: like)? (?=\w)", "", prompt)
        if prompt and (named or (content(left) and content(_looks_cut(prompt)))):
            return Found(
                "reprompt", {"prompt": prompt[:2_000]}, SURE if named else LIKELY if not anything_found else GUESS
            )
    return None


def _air(text: str) -> tuple[Found, ...]:
    """A word for the air of a picture that no other reader knows: 'make it dreamy', 梦幻一点."""
    match = _AIR.fullmatch(text) or _AIR_ZH.fullmatch(text)
    if match is None or not content(match["prompt"]) or _PRAISE.fullmatch(match["prompt"]):
        return ()
    return (Found("reprompt", {"prompt": match["prompt"]}, GUESS),)


def _looks_cut(text: str) -> str:
    for reader in _READERS:
        _, text = reader(text)
    return text


def _remake(clause: Clause) -> tuple[Found, ...]:
    text = clause.rest
    again = AGAIN.search(text) or AGAIN.search(clause.whole)
    seed = _SEED.search(text)
    if not again and not seed:
        return ()
    changes: dict[str, Any] = {"seed": int(seed[1])} if seed else {}
    image, clip = _ONLY_IMAGE.search(_KEPT.sub(" ", text)), _ONLY_CLIP.search(text)
    if image and not clip:
        changes["what"] = "image"
    elif clip and not image:
        changes["what"] = "clip"
    return (Found("remake", changes, SURE if _CLEARLY_AGAIN.search(clause.whole) else LIKELY),)


_CLEARLY_AGAIN: Final = words(
    r"redo|remake|regenerate|re ?render|re ?shoot|reroll|again", "重做|重新|重拍|再来|再做|再生成"
)
