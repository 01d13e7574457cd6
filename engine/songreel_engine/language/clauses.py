"""One message as its commands: 'redo the chorus and add a title, then export' is three.

A cut between two commands needs a mark or word that may part them, and something after it that begins a command; 'chorus and
verse' stays together, and nothing is cut inside a part of the film, a quotation or a title's words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from songreel_engine.language.meaning import Intent
from songreel_engine.language.selectors import Mention
from songreel_engine.language.wording import Wording, hide

Sense = Literal["command", "spared", "cancelled"]
"""What a clause does: asks for something, names a part to be left alone, or says what is not wanted."""


@dataclass(frozen=True)
class Clause:
    """A stretch of the plain wording."""

    start: int
    stop: int
    sense: Sense
    closely: bool
    """Joined to the clause before it by no more than a comma or an 'and': what it leaves out is said there."""
    corrects: bool = False
    """Takes back what the clause before it asked for: 'red, no wait, blue'."""


_THEN: Final = re.compile(
    r"[;\n]+|[.!?]+(?=[\s\"'”」』)]|$|[\u4e00-\u9fff])"
    r"|,? ?\b(?:and |& )?(?:then|after that|afterwards|finally|lastly|once (?:that's|that is) done)\b,?"
    r"|,?(?:然后|接着|接下来|随后|之后再|再然后|完了之?后|做完之?后|最后(?=再|把|将|请|导|输|加|给|帮|点|,))(?:再)?"
)
_AND: Final = re.compile(
    r",(?: ?(?:and|plus|also|but|as well as|while))?|\band also\b|\b(?:and|plus|also|but|while|yet)\b|&|\+"
    r"|,?(?:并且|而且|同时|顺便|顺带|另外|还有|还要|以及|但是|不过|可是|只是|(?<!合)并(?!排)|再(?!次|来一|亮|暗|"
    r"快|慢|暖|冷|多|少|大|小|高|低|强|弱|蓝|红)|但|又)"
    r"| (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) |(?<=一[点些])(?=[\u4e00-\u9fff\ue000-\uefff])"
)
_POLITE: Final = (
    r"(?:please|pls|plz|kindly|just|also|now|maybe|perhaps|actually|ok|okay|hey|hi|so|well|um|and|but|then|only|"
    r"could you|"
    r"can you|would you|will you|can we|could we|let's|i want to|i want you to|i'd like to|i'd like you to|i "
    r"would like to|"
    r"i need you to|go ahead and|try to|want to|you|to|"
    r"请你?|麻烦(?:你|您)?|帮我|帮忙|给我|我想要?|我要|能不能|可不可以|可以|能否|再|也|都|就|还|顺便|同时|一下|"
    r"先|那|嗯|好|好的|你好|,|\s)"
)
_VERBS_EN: Final = (
    "add put insert place write show hide remove delete erase take get cut split divide merge combine join swap "
    "switch exchange move reorder shift make turn change set give use apply redo remake regenerate reshoot rerender "
    "re-render rerun re-do render replace restyle recolor recolour regrade grade lock unlock freeze protect keep "
    "leave mute unmute silence lower raise increase decrease reduce boost fade dissolve crossfade export download "
    "save undo revert restore rename call label name bring slow speed quicken darken brighten lighten warm cool "
    "saturate desaturate zoom push pull pan tilt orbit shorten lengthen extend trim drop try do go have tint colour "
    "color dim light choose pick resize crop convert don't never no not nothing soften tone crank dial pump publish "
    "upload generate create send share preview animate overlay play let start end blend transition stick throw pop "
    "slap caption title subtitle roll rollback roll-back double halve shoot film quiet bump up down lay run loop "
    "ditch kill scrap lose skip spare without except relight repaint redraw refresh re-cut recut rework retry liven "
    "calm ease "
)
_VERB_EN: Final = "|".join(sorted(map(re.escape, _VERBS_EN.split()), key=len, reverse=True))
_VERBS_ZH: Final = (
    "把|将|给|让|使|加|添|改|换|变|调|弄|做|重|删|去掉|去除|移|切|剪|分|合|拆|互换|交换|对调|挪|锁|解锁|解除|静音|消音|淡|导出|下载|保存|"
    "撤|取消|恢复|回到|退回|还原|显示|隐藏|插|替|用|不要|别|保持|保留|放|设|提高|降低|增|减|渲染|推|拉|环绕|输出|存|打|写|上|来|生成|配|"
    "缩|延|拍|不用|先不|先别|勿|无需|不必|除了|只|选|点击|按|字幕|标题|歌词|背景音乐|音量|音乐|光线|灯光|色调|画面|颜色|节奏|镜头|转场|剪辑|天气|时间|运镜|"
    "亮|暗|暖|冷|快|慢|饱和|对比|声音|bgm|饱|特效|整体|垫|铺|别的|其他|其余"
)
_COMMAND: Final = re.compile(rf"(?:{_POLITE})*(?:(?:{_VERB_EN})(?![a-z])|{_VERBS_ZH})")
_ORDER: Final = re.compile(rf"(?:{_POLITE})*(?:{_VERB_EN})(?![a-z])|(?:{_POLITE})*[把将给让]")
_OPENING: Final = re.compile(
    rf"(?:{_POLITE}|(?:show|tell) me |check |what's |the |查看|看看|看一下|把(?:视频|影片|成片|文件|它))*"
)
_FIRST: Final = re.compile(rf"[,\s]*(?:first(?:ly)?|first of all|first off|to start with|首先)[,\s]+(?={_VERB_EN})")
_ALMOST_ALONE: Final = re.compile(rf"(?:{_POLITE}|[,.!?;:\s]|it|is|in|on|at|the|for|during|over|too|as well)*")

_SPARED: Final = re.compile(
    r"\b(?:do not|don't|dont|never|without|not|no need to|avoid)\s+(?:even )?(?:touch|chang|alter|edit|modify|"
    r"mess|affect|"
    r"includ|fiddl|apply (?:it|this|that) to|do (?:it|this|that) (?:to|in|for)|bother)\w*"
    r"|\b(?:leave|keep)\b.*\b(?:alone|as is|as it is|as they are|as it was|like it is|like that|the same|"
    r"untouched|unchanged|intact|"
    r"how it is|how they are|the way it is|the way they are|out of it|out|be)\b"
    r"|\b(?:can|may|should|must|will|shall) (?:stay|remain)\b|\bstays? (?:as|like|the same|unchanged|put)\b"
    r"|\b(?:is|are) (?:fine|ok|okay|good|perfect) (?:as|like) (?:it|they|that)\b"
    r"|^\W*(?:but )?(?:leave|skip|spare|hands off|not)\b"
    r"|(?:不要|别|不用|不必|勿|不许|不能|不需要|无需|不想|先不|先别|请勿)(?:再|去|乱)*(?:动|碰|改(?!成|为)|变|"
    r"修改|更改|编辑|调整|影响|包括|处理|管)"
    r"|不(?:改|碰|调)(?!变|了)|(?:保持|维持|还是)(?:不变|原样|原来|现状|不动|原状|现在)|(?<!动)不变|(?<!固定)(?<!静止)(?<!镜头)(?<!机位)(?<!镜头完全)(?<!机位完全)(?<!镜头全程)(?<!机位全程)不动|"
    r"原封不动|照旧|保留(?:原样|不变)?|就(?:不用|算)了|(?:不用了?|别|不要)$"
)
_CANCELLED: Final = re.compile(
    rf"^(?:{_POLITE})*(?:(?:do not|don't|dont|never|no need to|not (?:to|going to))(?! (?:forget|hesitate|"
    rf"worry|you))\b"
    r"|(?:先|暂时|请|现在|但|但是|不过)*(?:不要|别(?!的|处|人|忘)|不用|不必|勿|不需要|无需|先不|暂不|不想))"
)
_OF_DEGREE: Final = re.compile(
    r"\b(?:so|too|that|quite) (?:\w+)|(?:不要|别)(?:[^,.;]{1,3}得)?(?:那么|这么|太|过于)|(?:do not|don't) (?:want|need|like)"
    r"|(?:不要|不想要|不需要)(?:任何)?(?:的)?(?:字幕|标题|歌词|文字|音乐|声音|背景音乐|bgm|转场)|保持(?:静止|"
    r"固定|稳定)|(?:画面|图片?|构图)(?:保留|保持|不变|不动)|保留(?:画面|原?图)"
    r"|\bkeep(?:ing)? (?:the |its )?(?:same )?(?:picture|image|frame|composition|still)|(?:不要|不想要)[^动碰改]*了$"
)
_KEPT: Final = re.compile(r"\b(?:keep|preserve)\b|保留")

_AFTERWARDS: Final[tuple[tuple[Intent, re.Pattern[str]], ...]] = (
    ("export", re.compile(
        r"\b(?:export\w*|download\w*|save (?:it|this|that|the (?:video|film|movie|file|result|mp4|clip)|as|out|to)|"
        r"render (?:it |the (?:final )?(?:video|film) )?out|publish|give me the (?:file(?! size)|mp4|final)|send me the "
        r"(?:file|video|mp4))\b"
        r"|导出|下载|输出|出片|汇出|存成|保存(?:视频|影片|成片|到|为|成)|生成成片|发布|(?:发|传)给我|(?:mp4|"
        r"文件|成片|影片|视频)(?:发|传|给)+我|给我(?:文件|成片|视频)"
    )),
    ("credits", re.compile(r"\b(?:credits? (?:left|balance|remain\w*|do i have)|how many credits|my balance)\b|"
    r"剩(?:余)?(?:多少)?(?:积分|点数)|积分|余额")),
    ("status", re.compile(r"\bhow (?:far|long)\b|\b(?:the |current )?(?:status|progress)\b|进度|渲染到哪|好了没|状态")),
)  # fmt: skip

_CHATTER: Final = re.compile(
    r"[,.!; ]+(?:(?:and|but|so) )?(?:because|cuz|coz|'cause|cause)\b[^.!?;\n\x1a]*"
    r"|[,.!;]+ ?(?:(?:and|but|so) )?(?:i (?:think|feel like|guess|bet|believe|reckon) )?"
    r"(?:that|it|this|they)(?:'d| would|'ll| will)"
    r" (?:look|be|feel|work|sound)[^.!?;,\n\x1a]*(?:cool|great|good|nice|better|best|awesome|amazing|perfect|sick|dope|"
    r"beautiful|epic|fire|fun|lovely|well)\b(?: (?:i think|imo|tbh|right|haha|lol|there|here|too|somehow|though|overall))*"
    r"(?=[.!?;,\n ]*$|[.!?;\n])"
    r"|[,.!? ]+(?:(?:ha(?:ha)+|lol|lmao|hehe|xd|idk|dunno|imo|tbh|just (?:a thought|an idea|saying)|what do you think|no rush|"
    r"up to you|your call|if (?:that's|it's) (?:ok|okay|possible|alright)|if (?:possible|you can))\b[,.!? ]*)+$"
    r"|[,.; ]*因为[^.!?;,\n\x1a]*"
    r"|[,.!;]+ ?我?(?:觉得|感觉|想)?(?:这样|那样)子?(?:应该|可能|肯定|一定)?(?:会|就|才|比较|更)[^.!?;,\n\x1a]*"
    r"(?=[.!?;,\n ]*$|[.!?;,\n])"
    r"|[,.! ]*(?:哈{2,}|嘿{2,}|呵{2,})(?=[.!? ]*$)"
)
"""What is said after a command and asks for nothing: 'because the mood is sad', 我觉得那样更好."""
_PREAMBLE: Final = re.compile(
    r"^\W*(?:(?:hey|hi|hello|yo|ok|okay|so|and|well|um+|oh)\b[ ,!.]*)*"
    r"(?:(?:sorry|apologies|pardon|excuse me)\b[^,.!;:\x1a]{0,60}?(?:[,.!;:]| but\b)"
    r"|(?:i was|i'm|i am|been|was|we were)(?: just)? (?:thinking|wondering)\b(?: (?:about it|that|if|whether))?,?"
    r"(?: (?:maybe|perhaps))?"
    r"|(?:i think )?(?:it|that)(?:'d| would) (?:be|look) (?:\w+ )?(?:cool|nice|great|better|awesome|good) if\b)[ ,]*(?=\S)"
    r"|^\W*(?:不好意思|抱歉|打扰了?|对不起)[^,.!;\x1a]{0,20}[,.!; ]+(?=\S)"
)
"""Politeness before the first command: 'sorry to bother you again, but …'."""
_CORRECTION: Final = re.compile(
    r"[,.;!? ]+(?:(?:oh|hmm|ah|um|sorry|wait|actually|or)[,. ]+)*(?:no+[,. ]+(?:wait|actually|sorry)|(?:actually|wait)[,. ]+no+|"
    r"scratch that|strike that|(?<=[,.;!?] )no+(?=,)|(?<=[,.;!?] )wait(?=[,.]))\b[,. ]*"
    r"|[,.;! ]+(?:不对|哦不|啊不|不不|等等)[,.! ]+"
)
_PLACED: Final = re.compile(r"(?:[a-z]{3,}|[0-9] ?%?) (?:in|on|for|during|over|at) (?:the )?$")
_LONGEST_OWN: Final = 32
"""Characters between 'and' and the part that a short command of its own is about."""
_COMPLAINT: Final = re.compile(
    r"\b(?:feels?|looks?|seems?|sounds?|is|are|was|'s|'re|do not like|don't like|dislike|hate|not happy|boring|bored)\b"
    r"|太|有点|有些|感觉|看起来|不喜欢|不好看|不够|不太|不要[^动碰改]*了|过于|好像"
)

_WORDS_EN: Final = r"(?:title|caption|subtitle|text|credit|heading|headline|lower third|words|card)s?(?: card)?"
_ENDS_TEXT_EN: Final = (
    r"(?= for (?:the |a |about |[0-9]|one|two|three|four|five|six|seven|eight|ten)| at (?:the |[0-9])| in "
    r"(?:the |big|small|large|"
    r"gold|white|red|black|yellow|blue|green|pink|orange|purple|bold)| on (?:the |top|screen)| (?:over|during|"
    r"under|across|until|between|"
    r"before|after|from|throughout|above|with|near|along) (?:the |shot|a |[0-9]|chorus|verse)|,? (?:and "
    r")?then\b|[,.;!?\n]|"
    rf",? and (?:{_VERB_EN})\b|$)"
)
_FREE_TEXT: Final = (
    re.compile(
        rf"\b{_WORDS_EN}(?: (?:saying|that says|that reads|which says|which reads|reading|called|named|to say|"
        rf"to read|to|says|with the "
        rf"(?:text|words?))\b|:)? ?:? ?(?P<text>(?!(?:in|at|on|for|over|during|from|to|the|is|be|should|a bit|"
        rf"of|and|as|smaller|bigger|"
        rf"larger|colou?r|off|out|away|please|with|fade|disappear|appear|until|between|before|after|under|then|"
        rf"but)\b)\S.*?)"
        + _ENDS_TEXT_EN
    ),
    re.compile(r"\b(?:rename|relabel|retitle)\b.*?\b(?:to|as|into)\b (?P<text>\S[^,.;!?\n]*?)(?=,? (?:and "
    r")?then\b|[,.;!?\n]|$| and )"),
    re.compile(
        r"(?:加|添|打|写|放|上|插入|显示|出现)[^,.;标字文]{0,8}?(?:标题|字幕|文字|片名|说明|大字|署名|title|"
        r"caption)(?:卡)?"
        r"(?:写着?|叫做?|为|是|:|内容[是为]|说)? ?(?P<text>(?![在放到从,.;的在持显])[^,.;\n]+?)"
        r"(?=在|放|持续|显示|出现|到|从|并|然后|再|[,.;\n]|$|[0-9一二两三四五六七八九十]+ ?秒)"
    ),
    re.compile(r"(?:标题|字幕|文字|片名|title|caption)(?:的?内容)?(?:改|换|变|写)(?:成|为|作|"
    r"做)(?P<text>(?![红蓝绿白黑黄金大小])[^,.;\n]+)"),
    re.compile(r"(?:重?命名|改名|更名|名字改|名称改|改叫|叫[做作成]|(?<=[段歌奏分])叫)(?:成|为|做|作|"
    r"叫)*(?P<text>[^,.;\n]+?)(?=然后|并|再|[,.;\n]|$)"),
)  # fmt: skip
_CALLED: Final = re.compile(r"\bcall (?:the |it |that |this )?\S+(?: \S+)? (?P<text>\S+)$")
_CAPITALS: Final = re.compile(
    r"[A-Z][\w'’&-]*(?: [0-9]+\b(?! ?s)| (?:(?:of|the|a|an|in|and|to|for|on|at|&) )*[A-Z][\w'’&-]*)*"
)


def without_free_text(wording: Wording) -> Wording:
    """The wording with titles, captions and new names hidden, so that no 'chorus' in them is taken for one."""
    spans = []
    for pattern in (*_FREE_TEXT, _CALLED):
        for match in pattern.finditer(wording.shown):
            start, stop = match.span("text")
            capitals = _CAPITALS.match(wording.cased, start)
            spans.append((start, capitals.end() if capitals and capitals.end() - start > 1 else stop))
    return hide(wording, tuple(spans)) if spans else wording


def split_clauses(wording: Wording, mentions: Sequence[Mention]) -> tuple[Clause, ...]:
    """The commands of a message, in order, blank ones left out."""
    text = wording.shown
    chatter, corrections = (
        [m.span() for m in pattern.finditer(text) if re.search(r"\w", text[: m.start()])]
        for pattern in (_CHATTER, _CORRECTION)
    )
    if preamble := _PREAMBLE.match(text):
        chatter.append(preamble.span())
    cuts = [(start, stop, False) for start, stop in chatter] + [(start, stop, True) for start, stop in corrections]
    cuts += [
        (m.start(), m.end(), False)
        for m in _THEN.finditer(text)
        if not _within(m, mentions) and not any(start <= m.start() < stop for start, stop, _ in cuts)
    ]
    cuts += [
        (m.start(), m.end(), True)
        for m in _AND.finditer(text)
        if not _within(m, mentions)
        and not any(start <= m.start() < stop for start, stop, _ in cuts)
        and _parts_commands(text, m, mentions)
    ]  # fmt: skip
    clauses: list[Clause] = []
    start, closely = 0, False
    for cut_start, cut_stop, near in [*sorted(cuts), (len(text), len(text), False)]:
        if cut_start < start:
            continue
        if opening := _FIRST.match(text, start, cut_start):
            start = opening.end()
        if re.search(r"\w|\x1a", text[start:cut_start]):
            corrects = any(stop == start for _, stop in corrections)
            sense = _sense(text[start:cut_start])
            clauses.append(Clause(start, cut_start, sense, closely and bool(clauses), corrects))
            closely = near
        start = cut_stop
    return tuple(clauses)


def afterwards(words: str) -> Intent | None:
    """What a clause that is no edit asks for once the edits are made; None for nothing of the kind."""
    return next((intent for intent, pattern in _AFTERWARDS if pattern.search(words)), None)


def is_complaint(words: str) -> bool:
    """Whether this may only say what is wrong: 'the outro feels cold', before 'warm it up'."""
    return _COMPLAINT.search(words) is not None and _ORDER.match(words) is None


def starts_afterwards(words: str) -> bool:
    """Whether the clause opens with what is wanted after the edits: 'give me the file'."""
    opening = _OPENING.match(words)
    wanted = (pattern.search(words) for _, pattern in _AFTERWARDS)
    return opening is not None and any(match is not None and match.start() <= opening.end() for match in wanted)


def is_keeping(words: str) -> bool:
    """Whether a part is to be kept as it is: said by itself, that asks for a lock."""
    return _KEPT.search(words) is not None


def says_little(words: str) -> bool:
    """Whether nothing is left but small words."""
    return _ALMOST_ALONE.fullmatch(words) is not None


def _within(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(mention.start < match.end() and match.start() < mention.stop for mention in mentions)


def _parts_commands(text: str, cut: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """Whether a command begins after a weak separator, and there was one before it."""
    before, after = text[: cut.start()].rstrip(), text[cut.end() :]
    if not re.search(r"\w", before):
        return False
    if _COMMAND.match(after.lstrip()) or (
        cut.group().startswith(",") and "\u4e00" <= (after.strip() or " ")[0] <= "\u9fff"
    ):
        return True
    at = cut.end() + len(after) - len(after.lstrip(" ,"))
    begins = next(
        (m for m in mentions if at <= m.start <= at + 4 and not re.search(r"\w{4,}", text[at : m.start])), None
    )
    ends_in_part = not cut.group().startswith(",") and any(
        m.stop >= len(before) for m in mentions if m.start < cut.start()
    )
    if begins is None:
        return _has_its_own_place(text, at, before, mentions)
    return not ends_in_part and not says_little(re.split(r"[,.;]", text[begins.stop :])[0])


def _has_its_own_place(text: str, at: int, before: str, mentions: Sequence[Mention]) -> bool:
    """'Rain in the verse and snow in the chorus': both sides say what and where."""
    place = next((m for m in mentions if at < m.start <= at + _LONGEST_OWN), None)
    if place is None or not any(m.stop >= len(before) for m in mentions if m.start < at):
        return False
    between = text[at : place.start]
    return _PLACED.search(between) is not None and re.search(r"[,.;]", between) is None and not says_little(between)


def _sense(words: str) -> Sense:
    if _OF_DEGREE.search(words):
        return "command"
    if _SPARED.search(words):
        return "spared"
    return "cancelled" if _CANCELLED.search(words) else "command"
