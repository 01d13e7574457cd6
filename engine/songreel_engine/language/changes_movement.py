"""Camera, motion and the pace of cutting.

Each reader takes what it understands out of the text and hands on the rest, blanked but as long as it was.
"""

import re
from typing import Final

from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_residue import CALMER, LIGHT_NOUN, LIVELIER, SIDES, SLOWLY, Reading, gap
from songreel_engine.language.changes_wording import (
    NUMBER,
    SLIGHT,
    STRONG,
    Phrases,
    blanked,
    degree,
    number,
    sign,
    words,
)
from songreel_engine.language.found import LIKELY, SURE, Found

_MOVES: Final = Phrases(lexicon_en.CAMERA_MOVES, lexicon_zh.CAMERA_MOVES)
_FRAMINGS: Final = Phrases(lexicon_en.FRAMINGS, lexicon_zh.FRAMINGS)
_UNSHAKEN: Final = words(
    r"(?:less|not so|no|without|stop the|reduce(?: the)?|remove(?: the)?) (?:shaky"
    r"|handheld|shake|camera shake|shaking|camera move\w*|hand held)",
    "(?:不要|别|减少|去掉|不那么)(?:晃动|抖动|手持|摇晃|晃)",
)
_NOT_FRAMED: Final = words(
    r"(?:no|not|without|avoid|stop|stop using|get rid of|fewer|less)(?: any| more| the| so many)?"
    r" (?:wide|close|medium|low|high|aerial|drone|detail|overhead|full)(?:[ -]?(?:up|angle)s?)?(?: shots?)?",
    "(?:不要|别用?|去掉|少用?|避免)(?:再)?(?:用)?(?:远景|特写|近景|全景|中景|大特写|航拍|俯拍|仰拍)",
)
"""How it shall not be framed; what to show instead is not said."""
_LEVEL: Final = re.compile(
    r"(?:motion|movement|intensity|energy|motion level|motion intensity|动感|动态"
    r"|运动(?:强度|幅度|量)?|动作幅度|强度|运动等级)(?: level| intensity)?\s*(?:to"
    r"|at|of|=|:|is|level|on|up to|down to|about|拉到|推到|加到|降到|升到|提到"
    rf"|调至|保持在|维持在|控制在|在|调到|设为|设成|到|调成|改成|改为|是|为|等级)*\s*({NUMBER})(?![a-z\d:%])(?!\s*(?:beats?"
    r"|s\b|sec))"
    rf"|level ({NUMBER})(?: of)? (?:motion|movement)|({NUMBER})\s*(?:/\s*10|out of (?:10"
    rf"|ten))|({NUMBER})级(?:动感|运动|强度)?"
)
_MOTION_NOUN: Final = words(
    "motion|movements?|moving|action|energy|activity|intensity", "动感|动作|运动|动态|动势|幅度|活力"
)
_COLOURS: Final = words("colou?rs?|saturation", "颜色|色彩")
"""Colours may be intense, too."""
_MOTION_STEPS: Final = {0.25: 1, 0.5: 2, 0.8: 3}
_CUTTING: Final = words(
    r"cuts?|cutting|edit(?:ing|ed)?|montage|pac(?:e|ing|ed)|tempo|rhythm|shots? (?:\w+ ){0,3}(?:longer"
    r"|shorter)|(?:longer|shorter|more|fewer) (?:shots?|takes?)|hold (?:\w+ ){0,3}longer"
    r"|linger|breathe|shots? lengths?|(?:long|single|continuous|unbroken|uncut) (?:takes?|shot)|oner",
    "剪辑|剪|切换|切|节奏|快切|镜头(?:时长)?(?:更|再)?(?:短|长)|镜头(?:多|少)"
    "|镜头.{0,3}(?:多|久).?停|停(?:留)?(?:久|多|长)|多停(?:留)?|切点|卡点|(?:更多|更少|多|少)(?:一[些点])?(?:的)?镜头|长镜头|短镜头|换镜头|一镜到底",
)
_FASTER: Final = words(
    r"fast(?:er|-paced)?|quick(?:er|ly|en)?|speed(?:ier|y)?|speed \w* ?up|speed(?:s"
    r"|ed)? up|snapp(?:y|ier)|rapid(?:ly)?|more|shorter|tight(?:er|en)|frantic"
    r"|hurry|accelerate|pick up|twice|double|choppier|increase|up|brisk(?:er)?"
    r"|urgent",
    "快|多(?!停)|短|紧凑|密|加速|紧张|急促|急|碎|频繁|翻倍|加快|利落",
)
_SLOWER: Final = words(
    r"slow(?:er|ly|s)?(?: (?:it |this |that |things |everything |them )?down)?"
    r"|fewer|less|longer|long|linger|hold|half(?: as)?|halve|looser|relaxed|decrease"
    r"|calmer|breathe|lazier|reduce|drop|stretch",
    "慢|少|长|舒缓|松|减|缓|拖(?!沓)|放缓|稀|多停|停(?:留)?(?:久|多)",
)
_TIMES_AS: Final = re.compile(rf"({NUMBER})\s*(?:x(?![a-z])|times|倍)")
_FACTOR: Final = (
    (words(chinese="[快多慢少](?:上|了)?一倍"), 2.0),
    (_TIMES_AS, None),
    (words("twice|doubl(?:e[ds]?|ing)", "翻倍|加倍|翻一番"), 2.0),
    (words("triple[sd]?|three times"), 3.0),
    (words("half (?:as|the)|(?:by|in) half|halve[sd]?", "一半|减半"), 0.5),
)
_TOO_FAST: Final = words(
    r"too (?:fast|quick|many|hectic|choppy|short|frantic|rapid|busy|jumpy)", "太(?:快|碎|密|急|频繁|短|多|赶)"
)
_TOO_SLOW: Final = words(r"too (?:slow|few|long|sluggish|boring|lazy)", "太(?:慢|长|少|拖|松)|拖沓")
_UNCUT: Final = words(
    r"(?:no|without(?: any)?|don't want any|zero|stop|stop the) (?:more )?(?:cuts?|cutting)"
    r"|(?:one|a|single) (?:(?:long|single|continuous|unbroken|uncut) )+(?:takes?|shot)|(?:a|one) oner",
    "(?:不要|别|不想要|没有|去掉)(?:有)?(?:任何)?(?:剪辑|剪切|切镜头?|切换|剪)(?!得|太|那么|这么|[快慢])|一镜到底",
)
_SLOWEST: Final = 0.1
_PACE_FACTORS: Final = {0.25: 1.25, 0.5: 1.5, 0.8: 2.0}
_SPEED_ALONE_UP: Final = words(
    r"fast(?:er)?(?: paced)?|quick(?:er)?|speed(?:s|ed)? (?:\w+ )?up|speed(?:ier)?"
    r"|snapp(?:y|ier)|accelerate|pick up (?:the )?speed|brisk(?:er)?|hurry (?:it )?up"
    r"|tighten(?: up)?",
    "快|加速|提速|加快|紧凑",
)
_SPEED_ALONE_DOWN: Final = words(r"slow(?:er|ly|s)?(?: (?:\w+ )?down)?", "慢|减速|放缓|放慢")


def camera_change(text: str) -> Reading:
    if _UNSHAKEN.search(text):
        return Found("camera", {"camera": "hold"}, SURE), blanked(_UNSHAKEN, text)
    if _NOT_FRAMED.search(text):
        return None, text
    lit = LIGHT_NOUN.search(text) is not None
    framing = None if lit and SIDES.first(text) else _FRAMINGS.first(text)
    # A framing's words may hold a move's ("drone shot", 从上往下拍), so they are cut out first.
    left = _FRAMINGS.without(text) if framing else text
    move = _MOVES.first(left)
    if move:
        left = blanked(SLOWLY, _MOVES.without(left))
    changes = {name: value for name, value in (("camera", move), ("framing", framing)) if value is not None}
    return (Found("camera", changes, SURE) if changes else None), left


def motion_change(text: str) -> Reading:
    if match := _LEVEL.search(text):
        said = next(filter(None, match.groups()))
        level = round(number(said))
        if said not in ("a", "an") and 1 <= level <= 10:
            return Found("motion", {"level": level}, SURE), gap(text, *match.span())
    if _CUTTING.search(text) or _COLOURS.search(text):
        return None, text
    steps = _MOTION_STEPS[degree(text)]
    noun = _MOTION_NOUN.search(text) is not None
    if CALMER.search(text):
        way = -1
    elif LIVELIER.search(text):
        way = -1 if re.search(r"(?<![a-z])(?:less|not so|too)(?![a-z])|别那么|不那么|太", text) else 1
    elif noun and (
        SLIGHT.search(text)
        or STRONG.search(text)
        or re.search(
            r"(?<![a-z])(?:more|less|add|reduce|increase|lower|raise|boost|max|up|down"
            r"|slower|faster|slow|fast|not enough|bigger|smaller|decrease|minimal|turn)(?![a-z])"
            r"|大|小|强|弱|多|少|高|低|慢|快|减|增|加",
            text,
        )
    ):
        way = sign(re.sub(r"(?<![a-z])(?:slow|slower|smaller|minimal)(?![a-z])|慢|小", " less ", text))
    else:
        return None, text
    left = blanked(_MOTION_NOUN, blanked(LIVELIER, blanked(CALMER, text)))
    return Found("motion", {"by": way * steps}, SURE if noun else LIKELY), left


def pace_change(text: str) -> Reading:
    cutting = _CUTTING.search(text) is not None
    up, down = (_FASTER, _SLOWER) if cutting else (_SPEED_ALONE_UP, _SPEED_ALONE_DOWN)
    if not cutting and not (up.search(text) or down.search(text)):
        return None, text
    if cutting and not (
        _UNCUT.search(text)
        or _TOO_FAST.search(text)
        or _TOO_SLOW.search(text)
        or up.search(text)
        or down.search(text)
        or _TIMES_AS.search(text)
    ):
        return None, text
    if _UNCUT.search(text):
        return Found("pace", {"factor": _SLOWEST}, SURE), blanked(_UNCUT, text)
    if _TOO_FAST.search(text) or _TOO_SLOW.search(text):
        up, down = (_TOO_SLOW, _TOO_FAST)
    slower = down.search(text) is not None and not words("longer cuts faster").search(text)
    faster_first = up.search(text) is not None and re.search(
        r"(?<![a-z])(?:twice as|double|faster|quicker|more cuts)(?![a-z])|更快|快一", text
    )
    factor = _pace_factor(text, slower=slower and not faster_first)
    left = blanked(up, blanked(down, blanked(_CUTTING, text)))
    return Found("pace", {"factor": factor}, SURE if cutting else LIKELY), left


def _pace_factor(text: str, *, slower: bool) -> float:
    for pattern, factor in _FACTOR:
        if match := pattern.search(text):
            worth = factor if factor is not None else number(match[1])
            if worth > 0:
                return max(0.1, min(10.0, round(1 / worth, 3) if slower and worth > 1 else worth))
    factor = _PACE_FACTORS[degree(text)]
    return round(1 / factor, 3) if slower else factor
