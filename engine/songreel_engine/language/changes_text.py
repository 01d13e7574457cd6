"""Titles, captions and credits: what a clause wants written, how it should look, and what should go.

The text itself is taken from the clause as it was said, letter for letter: what is quoted, else what stands where a text
stands ("add the title Paradise Found at the top", 加标题夏天放在顶部), without what is said about it.
"""

import re
from typing import Any, Final

from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_wording import NUMBER, QUOTED, Clause, Phrases, seconds, words
from songreel_engine.language.found import LIKELY, SURE, Found

ROLES: Final = Phrases(lexicon_en.TEXT_ROLES, lexicon_zh.TEXT_ROLES)
_PLACES: Final = Phrases(lexicon_en.TEXT_PLACES, lexicon_zh.TEXT_PLACES)
_SIZES: Final = Phrases(lexicon_en.TEXT_SIZES, lexicon_zh.TEXT_SIZES)
_COLOURS: Final = Phrases(
    lexicon_en.COLOURS,
    {f"{name}色": colour for name, colour in lexicon_zh.COLOURS.items()}
    | {f"{name}字": colour for name, colour in lexicon_zh.COLOURS.items()},
)

_REMOVE: Final = words(
    r"remove|delete|(?<!the )(?<!each )(?<!every )drop|get rid of|take (?:\w+ ){0,3}?(?:out|off|away|down)|erase"
    r"|hide|lose|kill|scrap|ditch|cut|no(?: more)?|without|clear|strip"
    r"|don't (?:want|need)|turn off|wipe|eliminate|(?:has|have|needs?|must|should) (?:to )?(?:go|be gone|disappear)|off$",
    "删除|删掉|删了|删|去掉|去除|移除|拿掉|不要|取消|隐藏|擦掉|清除|撤掉|撤下|抹掉|关掉|关了|关闭|关上|收起",
)
_ADD: Final = words(
    r"add|put|insert|place|include|write|show|display|overlay|superimpose|create"
    r"|give|want|need|set up|type|make (?:a|me)|have|throw|slap"
    r"|use|drop in|pop|with|bring up|introduce|flash|open with|start with|end with|close with|let's have|can we get",
    "添加|增加|加上|加入|加个|加一|加|放上|打上|打出|写上|写|显示|出现|插入|叠上"
    "|来一?个|配上|弄个|弄一个|做一?个|放一?个|上一?个|想要|标上|印上|放",
)
_CHANGE: Final = words(
    r"change|replace|rename|edit|update|make|turn|rewrite|reword|correct|fix|set"
    r"|move|enlarge|shrink|should (?:say|read|be|go|fade)|to read|recolou?r"
    r"|resize|keep|swap|switch|modify|shift|put the|adjust|fade|fades|let the|needs to"
    r"|instead|bigger|smaller|larger|longer|centre|center|colou?r|align"
    r"|must|reposition|call|bring the|alter|retitle|spell",
    "改成|改为|改一下|改到|改|换成|换为|换|变成|变|调|移到|移|挪|设为|设成|设置"
    "|修改|更改|更新|放到|放在|放大|缩小|让|把|应该|写成|更正",
)
_ASKING: Final = words("how (?:many|much)|what|why|when|where|who", "多少|几|什么|为什么")
_REWORDING: Final = words(
    r"change|replace|rename|edit|update|rewrite|reword|correct|fix|should|must"
    r"|to (?:say|read)|say|read|swap|switch|modify|alter|retitle|turn|spell|instead"
    r"|needs to|set",
    "改|换|变成|更新|更正|写成|修改",
)
_ONE_FOR_ANOTHER: Final = words(
    rf"(?:change|replace|swap|turn|switch|correct|edit|update|fix)(?: \w+){{0,3}} {QUOTED} (?:to|with|into|for|by|->)"
    rf"(?: \w+)? {QUOTED}",
    rf"{QUOTED} ?(?:这几个字|字样)?(?:改|换|变|替换|更正)(?:成|为|作|到) ?{QUOTED}",
)
""" "Change 'Heat' to 'Cold'", 把“热”改成“冷”: words on the picture, though nobody says so."""
_SAYING: Final = (
    r"(?:(?:that |which )?(?:says|saying|say|reads|reading|read|stating|states"
    r"|called|named|titled)|with (?:the )?(?:text|words?|wording|name)|(?:with )?the words?"
    r"|(?:text|being|of|for|as|is)(?![a-z])|:|=|-|–|—|,)"
)
_NOUN: Final = (
    r"(?:title card|title text|opening titles?|main title|song title|song name"
    r"|text overlay|on[- ]?screen text|caption text"
    r"|end credits?|closing credits?|credit line|end card|line of text|text box"
    r"|titles?|captions?|credits?|subtitles?|heading|headline|overlay|texts?|label"
    r"|lettering)"
)
_ARTICLE: Final = (
    r"(?:(?:a|an|the|my|our|this|that|another|new|some|opening|closing|final|big"
    r"|bigger|small|large|huge|tiny|short|white|red|gold|golden|yellow|black|blue"
    r"|green|pink|nice|simple)\s+)*"
)

_UNITS: Final = r"(?:s|secs?|seconds?|秒钟?)"
_TAILS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\s,;.!?，。；！？、]+$",
        r"[\s,]+(?:(?:that |which )?(?:lasts?|lasting|stays?(?: up| on)?|showing|shown"
        rf"|visible|displayed|for|over|during|held|on screen)[\s]+)*(?:for |about |the )?{NUMBER}[ -]*{_UNITS}(?: long"
        r"| duration| or so| each)?$",
        r"[\s,]+(?:(?:placed|positioned|located|aligned|centered|centred|sitting|right"
        r"|up|down|somewhere|over|and)\s+)*(?:at|in|on|to|near|along|across|toward"
        r"|towards)?\s*(?:the\s+)?(?:very\s+)?"
        r"(?:(?:top|bottom|upper|lower)[ -]?(?:left|right|third|center|centre|middle)?"
        r"|left|right|middle|center|centre|dead center|centered|centred)(?:[ -]?(?:hand)?[ -]?(?:corner"
        r"|side|edge|part|third|half))?"
        r"(?:\s+of\s+(?:the\s+)?(?:screen|frame|picture|image|video|shot))?$",
        r"[\s,]+(?:on|onto|across|over|into|to)\s+(?:the\s+)?(?:screen|video|film|picture|frame|footage|image|song)$",
        r"[\s,]+(?:in|with|using)\s+(?:a\s+)?(?:(?:big|bigger|large|larger|huge|small"
        r"|smaller|tiny|medium|bold|nice|white|black|red|gold|golden|yellow|blue|green"
        r"|pink|orange|purple|silver|cyan|teal|grey|gray|bright|dark|light|neon|hot"
        r"|color|colour)\s*)+(?:letters?|text|font|type|size|colou?r|writing|print"
        r"|lettering)?$",
        r"[\s,]+(?:(?:at|in|on|over|during|under|from|for|to|until|before|after|starting"
        r"|as|when|with|by|through|throughout|into)\s+)+(?:the\s+|each\s+|every\s+"
        r"|all\s+|both\s+)?(?:very\s+)?(?:(?:first|second|third|fourth|last|final|next"
        r"|opening|closing|whole|entire|\d+|two|three)\s+)*"
        r"(?:chorus(?:es)?|verses?|bridge|intro|outro|pre-?chorus|hook|refrain|drop"
        r"|solo|break(?:down)?|instrumental|interlude|beginning|start|end|ending|opening"
        r"|song|film|video|shots?|scene|clip|section|part|seconds?|minutes?|half)(?:\s+(?:\d+"
        r"|starts?|begins?|ends?|kicks in|hits|comes in))*(?:\s+of the (?:song|film"
        r"|video|chorus|verse|bridge))?$",
        r"[\s,]+(?:at|from|between|starting at|around|until|to)\s+(?:the\s+)?\d{1,2}:\d{2}(?:\.\d+)?(?:\s*(?:-"
        r"|–|—|to|and|until)\s*\d{1,2}:\d{2}(?:\.\d+)?)?(?:\s+mark)?$",
        rf"[\s,]+(?:at|from|starting at|after|around)\s+{NUMBER}\s*{_UNITS}(?:\s*(?:-"
        rf"|–|to|until)\s*{NUMBER}\s*{_UNITS}?)?(?:\s+in)?$",
        rf"[\s,]+(?:and\s+)?(?:with|using)?\s*(?:a\s+|an\s+)?(?:{NUMBER}[ -]*{_UNITS}?\s*)?(?:slow\s+"
        r"|quick\s+|soft\s+)?(?:fad(?:e|es|ing)|fade-in|fade in)(?:\s*(?:in|out|and"
        rf"|-))*(?:\s*(?:over|of|for|in)\s*{NUMBER}\s*{_UNITS})?$",
        r"[\s,]+(?:please|pls|thanks|thank you|too|as well|instead|now|there|here)$",
        r"[\s,]+(?:as|for)\s+(?:a|an|the|my|our)?\s*(?:opening |main |closing |end "
        r"|song |big |final )?(?:title(?: card)?|caption|credits?|subtitle|heading"
        r"|text|overlay)$",
        r"[\s,]+(?:(?:make it|but|and|a bit|slightly|nice and)\s+)*(?:big|bigger|large"
        r"|larger|small|smaller|huge|tiny|bold|white|red|gold|golden|yellow)$",
    )
)
_PUT_AS: Final = (
    re.compile(
        r"\b(?:add|put|insert|place|use|show|set|write|display|include)\s+(?:the\s+words?\s+"
        rf"|the\s+text\s+)?(?P<text>.+?)\s+(?:as|for)\s+(?:a|an|the|my|our)\s+(?:\w+\s+)?{_NOUN}\b",
        re.I,
    ),
    re.compile(
        r"\b(?:change|replace|rename|update|edit|set|rewrite|switch|correct|swap|fix"
        rf"|reword|turn|alter|modify|retitle)\s+{_ARTICLE}(?:\S+\s+){{0,2}}?{_NOUN}.*?\s(?:to"
        r"|into|with|as|by|:|to say|to read)\s+(?:say\s+|read\s+|be\s+)?(?P<text>.+)$",
        re.I,
    ),
    re.compile(rf"{_NOUN}\s+(?:should|must|needs to|has to|ought to)\s+(?:say|read|be|become)\s+(?P<text>.+)$", re.I),
    re.compile(rf"\b(?:make|let|have)\s+(?:the|my|our|that|this)\s+{_NOUN}\s+(?:say|read|be)\s+(?P<text>.+)$", re.I),
    re.compile(rf"\b{_NOUN}\b.*?\s(?:saying|(?:that|which) (?:says|reads)|reading)\s+(?P<text>.+)$", re.I),
    re.compile(rf"\b{_NOUN}\s+(?:at|in|on|over|during|for|from|across) [^:]{{2,40}}:\s+(?P<text>.+)$", re.I),
    re.compile(rf"\b{_NOUN}\s*(?:{_SAYING}\s*)+(?P<text>.+)$", re.I),
    re.compile(rf"\b{_NOUN}\s+(?P<text>.+)$", re.I),
    re.compile(
        r"\b(?:write|type|print|put the words?|add the words?|show the words?|display the words?"
        r"|flash the words?|spell out|saying)\s+(?P<text>.+)$",
        re.I,
    ),
    re.compile(r"\btitle\s+(?:it|this|the (?:film|video|song))\s+(?P<text>.+)$", re.I),
)
_NOUN_ZH: Final = (
    "(?:说明文字|片尾字幕|制作人员|演职员表|主标题|大标题|副标题|片头字|片名|标题"
    "|题目|歌名|字幕|文字|文本|字样|署名|鸣谢|致谢|落款|注释)"
)

_SAYING_ZH: Final = (
    r"(?:改成|改为|换成|换为|变成|写成|更正为|设为|设成|叫做|叫作|名为|内容[是为]"
    r"|写着|写上|写|叫|为|是|：|:|，内容是|\s)"
)

_PUT_AS_ZH: Final = (
    re.compile(
        r"(?:把|将|用)(?P<text>[^，,。]+?)(?:作为|当作|当成|设为|做成|做为|当)(?:一个"
        rf"|一条)?(?:\S{{0,3}}?){_NOUN_ZH}"
    ),
    re.compile(rf"{_NOUN_ZH}(?:的?(?:文字|内容))?{_SAYING_ZH}+(?P<text>.+)$"),
    re.compile(r"(?:title|caption)\s*(?:叫做?|叫作|名为|写着|写上|写|改成|改为|换成)\s*(?P<text>.+)$", re.I),
    re.compile(rf"(?:一个|一条|一句|个|条|句|段)(?P<text>[^，,。的个条一]+?)(?:的|这个){_NOUN_ZH}"),
    re.compile(rf"{_NOUN_ZH}(?P<text>.+)$"),
    re.compile(r"(?:写上|打上|写|打出|显示|印上)(?P<text>[^，,。]+?)(?:几个字|这几个字|的?字样|字样|$)"),
)
_TAIL_ZH: Final = re.compile(
    rf"(?:[，,。；！!？?、\s]+|(?:持续|显示|停留|保持|时长|出现|长)?\s*{NUMBER}\s*秒(?:钟)?(?:左右"
    r"|长)?|(?:就)?(?:放|摆|显示|位置|居|写|出现|移)?(?:在|于|到)?(?:画面|屏幕"
    r"|视频)?(?:的)?"
    r"(?:左上角|右上角|左下角|右下角|最上面|最下面|顶部|顶端|上方|上面|底部|底端"
    r"|下方|下面|正中间|正中|中间|中央|居中|左边|右边|左侧|右侧|左上|右上|左下"
    r"|右下)"
    r"|在(?:开头|结尾|片头|片尾|副歌|主歌|桥段|前奏|尾奏|间奏|最后|第[^，]{1,4}[段句个]\S{0,2})(?:处"
    r"|上|里|时|的时候|部分)?|(?:用|要)?(?:白|红|金|黄|蓝|绿|黑|粉|紫|橙|银)色(?:的)?(?:字"
    r"|字体|大字)?|(?:用)?[大小]号?(?:的)?(?:字体|字)"
    r"|(?:字)?(?:要)?(?:大|小)一?[点些]|淡入淡出|淡入|淡出|带?渐[显隐]|吧|谢谢|好吗|可以吗|进去|上去)$"
)
_HEAD_ZH: Final = re.compile(r"^(?:一个|一条|一下|成|为|叫|是|：|:|\s|，|,)+")
_CLOCK: Final = re.compile(rf"\d{{1,3}}:\d{{2}}|{NUMBER}\s*分(?:钟)?\s*(?:{NUMBER}\s*秒)?")
"""A moment of the song, which says nothing of how long."""
_EDGES: Final = " \t\n,.;:!，。；：！、-–—'\"“”‘’「」『』《》«»`"
_ONLY_HOW: Final = words(
    r"(?:a bit |a little |much |slightly |even )?(?:bigger|smaller|larger|large"
    r"|small|big|huge|tiny|longer|shorter|there|here|in|out|on|up|down|off|away"
    r"|at|to|back|again|please|look|be|stay|appear"
    r"|the|a|an|of|with|for|and|more|less|colou?r|size|it|fade|fades|over|centered"
    r"|centred|last|stand out|go|move|should|make|change|text|font|letters|screen"
    r"|corner|side|position|card|position|place|"
    r"some|my|new|overlay|under|visible|different|another|one|second|only|just"
    r"|me|too|as|well|is|s|side|into|from|sit)"
)


def text_changes(clause: Clause) -> tuple[Found, ...]:
    """The edit of text that a clause names; empty where it names none."""
    if found := _text(clause):
        return (found,)
    return ()


def manner(text: str) -> dict[str, Any]:
    """How a text should look and how long it should stay; only what is said."""
    length_s = seconds(_CLOCK.sub(" ", text))
    fading = words("fad(?:e|es|ing)(?: (?:in|out))?", "淡入|淡出|渐显|渐隐").search(text)
    found: dict[str, Any] = {
        "place": _PLACES.first(text),
        "size": _SIZES.first(_without_degrees(text)),
        "colour": _COLOURS.first(text),
    }
    if fading:
        found["fade_s"] = min(10.0, length_s) if length_s is not None and not _stays(text) else 1.0
    if length_s and (not fading or _stays(text)):
        found["duration_s"] = length_s
    return {name: value for name, value in found.items() if value is not None}


def _without_degrees(text: str) -> str:
    return re.sub(r"(?<![a-z])a (?:little|tiny|small)(?: bit)?(?![a-z])", " ", text)


def _stays(text: str) -> bool:
    return words("for|lasting|stays?|keep|lasts?", "持续|停留|显示").search(text) is not None


def _text(clause: Clause) -> Found | None:
    plain = clause.whole
    role = ROLES.first(plain)
    if _ASKING.match(plain):
        return None
    if role is None:
        return _quoted_words(clause)
    removes, adds, changes = (pattern.search(plain) for pattern in (_REMOVE, _ADD, _CHANGE))
    if (
        removes
        and not _opens_with_its_text(plain)
        and not (adds and adds.start() < removes.start())
        and not _says_text(plain)
    ):
        match = {"match": clause.quotes[0]} if clause.quotes else {}
        return Found("remove_text", {"role": role, **match}, SURE)
    text = _wording(clause)
    how = manner(_beside(text, clause))
    changing = changes is not None and not _starts_adding(plain) and (not text or _REWORDING.search(plain) is not None)
    if changing and (text or how):
        renamed = _renamed(clause) if len(clause.quotes) > 1 else {"text": text}
        return Found("change_text", {"role": role, **{k: v for k, v in renamed.items() if v}, **how}, SURE)
    if text:
        return Found("add_text", {"text": text, "role": role, **how}, SURE if adds or clause.quotes else LIKELY)
    if how and not adds:
        return Found("change_text", {"role": role, **how}, LIKELY)
    return None


def _renamed(clause: Clause) -> dict[str, str]:
    """Of two quoted texts the old one and the new one, in whichever order they were said."""
    old, new = clause.quotes[:2]
    if words(rf"(?:instead of|rather than|not)(?: \w+)? {QUOTED}", f"(?:而?不是|别再?[是写]) ?{QUOTED}").search(
        clause.whole
    ):
        old, new = new, old
    return {"match": old, "text": new}


def _starts_adding(plain: str) -> bool:
    """The text is new: "add a title and make it red", "put a title at the top", 加一个标题."""
    adding = re.search(
        r"(?<![a-z])(?:add|insert|write|type|overlay|superimpose|include|create|display"
        r"|show|throw|slap|need|want|have|get)(?![a-z])"
        r"|(?<![a-z])(?:put|give|make|place|set|pop|drop|use|with|start|open|end|close)(?: \w+){0,2}? (?:a"
        r"|an|in|up|on|¤|another|some|with)(?![a-z])"
        r"|加(?!大|粗|快|长)|添|打上|写上|来[一个]|插入|出现|放上|放[一个]|做[一个]"
        r"|弄[一个]|配上|把[^，]+(?:作为|当作|当成)",
        plain,
    )
    return adding is not None and not re.match(r"(?:change|replace|rename|move|edit|update)(?![a-z])", plain)


def _opens_with_its_text(plain: str) -> bool:
    """ "title No More Tears at the drop": said like a slate, and 'no' and 'drop' are no verbs in it."""
    after = re.match(rf"{_NOUN}:?\s+(?P<rest>.+)$", plain)
    return after is not None and not re.match(
        r"(?:off|out|away|gone|should|must|has|have|needs?|can|is|was|isn't|doesn't|to be|please|remove|delete|hide)\b",
        after["rest"],
    )


def _says_text(plain: str) -> bool:
    return words("saying|that says|replace|change", "改成|换成|改为").search(plain) is not None


def _quoted_words(clause: Clause) -> Found | None:
    """ "write 'Neon' at the top", 在中间打上“夏天”: a quoted text and no word for what it is."""
    plain = clause.whole
    if len(clause.quotes) == 2 and _ONE_FOR_ANOTHER.search(plain):
        match, text = clause.quotes
        return Found("change_text", {"match": match, "text": text[:500], **manner(_beside("", clause))}, SURE)
    writing = words(
        r"write|type|print|(?:put|add|place|insert|show|display)(?: .{0,30})? ¤|put the words?|(?:show"
        r"|add|display|flash|with) the words?|spell out|words? ¤|on ?screen|title it",
        "写上|打上|打出|写|印上|几个字|字|[加来配](?:上|个|一)?[句行]",
    )
    if not writing.search(plain):
        return None
    if clause.quotes:
        # A quotation alone on the screen is a line of text; large words over the film are its title.
        return Found("add_text", {"text": clause.quotes[0][:500], "role": "caption", **manner(clause.whole)}, LIKELY)
    if words(r"write|(?:put|show|add|display|flash) the words?", "写上|打上|几个字").search(plain) and (
        text := _wording(clause)
    ):
        return Found("add_text", {"text": text, "role": "caption", **manner(_beside(text, clause))}, LIKELY)
    return None


def _wording(clause: Clause) -> str:
    """The text that is wanted, as it was said; empty where none is."""
    if clause.quotes:
        return clause.quotes[-1][:500]
    said = " ".join(clause.said.split())
    for pattern in (*_PUT_AS_ZH, *_PUT_AS) if re.search("[一-鿿]", said) else _PUT_AS:
        if match := pattern.search(said):
            return _trimmed(match["text"])[:500]
    return ""


def _trimmed(text: str) -> str:
    before = ""
    text = " " + _HEAD_ZH.sub("", text)
    while text != before:
        before = text
        for tail in (*_TAILS, _TAIL_ZH):
            text = tail.sub("", text)
    text = text.strip(_EDGES)
    plain = text.lower()
    left = _ONLY_HOW.sub(" ", _COLOURS.without(_SIZES.without(_PLACES.without(plain))))
    left = re.sub("颜色|字体|位置|大小|[改换变]成|居中|时长|并且?|而且|同时|然后", "", left)
    left = re.sub(
        rf"{NUMBER}\s*{_UNITS}|[\d\s:.,%再稍更的在放到从把它太了弄改成让得更大小一点些上下边面移加要淡入出请吧字体显示和里来个设持续，为长]+",
        "",
        left,
    )
    return text if left.strip(_EDGES) else ""


def _beside(text: str, clause: Clause) -> str:
    """The clause without the text itself: 'Red Sky' is no colour."""
    plain = clause.whole.replace(QUOTED, " ")
    wanted = " ".join(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.lower()).split())
    if clause.quotes or not wanted:
        return plain
    said = " ".join(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", clause.said.lower()).split())
    return said.replace(wanted, " ")
