"""Music and sound: beds added, loudness, silence and fades."""

import re
from typing import Any, Final

from songreel_engine.language.changes_wording import NUMBER, QUOTED, Clause, degree, number, seconds, words
from songreel_engine.language.found import LIKELY, SURE, Found

SOUND_FILE: Final = re.compile(
    r"[a-z0-9_][a-z0-9_\-.]*\.(?:mp3|wav|m4a|aac|ogg|flac|aiff?|opus)(?![a-z0-9])", re.IGNORECASE
)
_BED: Final = words(
    r"bgm|background (?:music|track|sound|sounds|audio)|(?:music|audio|sound) ?(?:bed"
    r"|layer)|bed|backing(?: track| music)?|soundtrack|ambien(?:ce|t)(?: sounds?)?"
    r"|added music|second track|underscore|score|rain sounds?|sound effects?|sfx",
    "背景音乐|背景乐|配乐|bgm|背景声|背景音|音效|环境音|垫乐|伴奏",
)
_SONG: Final = words(
    "song|vocals?|singing|voice|singer|main track|original (?:track|audio)",
    "歌曲|这首歌|原曲|人声|原声|(?<![副主])歌声|主音|原唱|歌的音量|主旋律",
)
_SOUND: Final = words(
    r"sounds?|audio|music|song|track|bgm|soundtrack|volume|vocals?|voice(?: ?over)?"
    r"|bed|ambience|noise|sfx|sound effects?|loud(?:er|ness)?|quieter|mix|gain"
    r"|(?:sound|audio) levels?|backing|score",
    "声音|音乐|音量|配乐|背景音|背景乐|歌曲|人声|原声|音效|音频|歌声|伴奏|声|bgm|音轨|响度|增益|曲子|背景声",
)
_SOUNDING: Final = words(
    r"piano|guitars?|strings|violins?|cellos?|drums?|flute|synth|bass|choir|organ"
    r"|sax(?:ophone)?|trumpets?|birds?|birdsong|waves|ocean waves|thunder|applause"
    r"|cheering|footsteps|wind|traffic|crowd noise|vinyl crackle"
    r"|heartbeat|static noise|whoosh(?:es)?|rain sounds?|siren|bells?|claps?|percussion"
    r"|melody|loop|riser|crackle|chirping|humming|lo ?fi|laughter",
    "钢琴|吉他|弦乐|小提琴|大提琴|鼓声|鼓|笛|合成器|贝斯|合唱|鸟叫|鸟鸣|海浪|雷声"
    "|掌声|欢呼|脚步|风声|雨声|车流|心跳|铃声|蝉鸣|虫鸣|旁白|流水|人群声|口哨",
)
_PICTURE: Final = words(
    r"transitions?|between|cross ?fades?|cross dissolves?|dissolves?|fade (?:from"
    r"|to|through|into) (?:black|white|the next)|(?:from|to|into|through) (?:black"
    r"|white)|picture|image|visuals?|shots?|cuts?|video|scenes?|faded|clips?|light leak",
    "转场|之间|过渡|画面|镜头|黑场|变黑|到黑|至黑|渐黑|叠化|切换|图像|衔接|分镜|场景|交叉|片段",
)
_ADDING: Final = words(
    r"add|put|lay|insert|layer|play|include|bring in|overlay|mix in|use|drop|attach"
    r"|want|need|have|throw in|give|set|place|underlay|underscore|introduce|slip"
    r"|score",
    "添加|增加|加上|加入|加|配上|配(?!乐)|放上|放|插入|叠加|铺|垫|来一?段|播放|用",
)
_REMOVING: Final = words(
    r"remove|delete|drop|get rid of|take (?:out|off|away)|kill|cut(?: out)?|lose"
    r"|no(?: more)?|without|strip|(?:turn|switch|shut) off|turn (?:\w+ ){1,3}off"
    r"|disable|scrap|stop",
    "删除|删掉|删|去掉|去除|移除|拿掉|不要|取消|关掉|关闭|关了|没有|消除|停掉|停止|去",
)
_MUTING: Final = words(
    r"mute[sd]?|muting|silenced?|silent|soundless|no (?:sound|audio|music)|without (?:sound"
    r"|audio|music)|dead quiet",
    "静音|消音|无声|没有声音|不要声音|不出声|静默|消声",
)
_UNMUTING: Final = words(
    r"un ?mute[sd]?|(?:turn|switch) (?:the )?(?:sound|audio|music)(?: back)? on"
    r"|sound back|(?:turn|bring) (?:the )?(?:sound|audio|music) back",
    "取消静音|解除静音|恢复声音|打开声音|开声音",
)
_FADING: Final = words(
    r"fad(?:e|es|ed|ing)|ramp|taper|die (?:out|away|down)|swell|fadeout|fadein",
    "淡入|淡出|渐弱|渐强|渐隐|渐起|渐渐(?:消失|变弱|变小|变大|变强)|慢慢(?:消失"
    "|变小|变大|变弱|响起)|逐渐(?:消失|变小|变大|减弱|增强)",
)
_IN: Final = words(r"in|up|fadein|swell|fades? in", "淡入|渐强|渐起|响起|变大|变强|增强")
_OUT: Final = words(r"out|away|down|off|to silence|fadeout|into silence", "淡出|渐弱|渐隐|消失|变小|变弱|减弱")
_BOTH: Final = words("in and (?:\\w+ )?out|in (?:and|,) fade (?:it )?out|both", "淡入淡出|淡入.*淡出")
_LOUDNESS: Final = words(
    r"volume|loud(?:er|ness)?|quiet(?:er)?|gain|levels?|db|decibels?|turn(?:ed)? (?:it "
    r"|that |this |the \w+ |\w+ )*(?:up|down)|halve|percent|softer|boost|lower"
    r"|raise|crank|too loud|quietly|reduce|increase|duck",
    "音量|大声|小声|响|调大|调小|调高|调低|分贝|轻一点|轻点|增益|调到|降低|提高"
    "|降到|太吵|吵|调成|减小|增大|大一点|小一点|大一些|小一些|轻一些|大点|小点",
)
_QUIETER: Final = words(
    r"down|quiet(?:er)?|softer|lower(?:ed)?|reduced?|decreased?|less|drop|duck"
    r"|too loud|minus|cut|dim(?:inish)?|loud enough|not (?:so|as) loud|quietly"
    r"|lessen",
    "小|低|轻|减|降|太吵|太响|太大|弱",
)
_LOUDER: Final = words(
    r"up|louder|raised?|increased?|boost|more|higher|crank|too quiet|too soft|plus"
    r"|amplify",
    "大|高|响|加|增|提|太小|太轻|强",
)
_PERCENT: Final = re.compile(rf"({NUMBER})\s*(?:%|％|percent(?![a-z])|per cent)|百分之\s*({NUMBER})|({NUMBER})成")
_LEVEL: Final = re.compile(
    r"(?:volume|level|gain|bgm|music|audio|sound|音量|音乐|bgm|声音|配乐)\s*(?:to"
    r"|at|of|=|:|调到|设为|设成|到|调成|是|降到|开到)?\s*(\d{1,3})(?![\d:.]|\s*(?:db"
    r"|s\b|sec|秒|%))"
)
_DECIBELS: Final = re.compile(rf"([+\-−–]?)\s*({NUMBER})\s*(?:个)?\s*(?:db(?![a-z])|decibels?|分贝)")
_SHARES: Final = (
    (words(r"half(?: (?:the|its|of the))?(?: volume| level| loudness| as loud)?|halve[sd]?", "一半|减半"), 50.0),
    (words("double[sd]?|twice (?:as loud|the volume)", "两倍|加倍|翻倍"), 200.0),
    (words("full(?: volume)?|normal(?: volume)?|original volume", "正常音量|原来的音量|原始音量"), 100.0),
)
_BY: Final = words(r"by|less|more|quieter|louder", "了|减少|增加|降低|提高|调低|调高|减小|增大")
_TO: Final = words(r"to|at", "到|为|成|至")
_STEP_DB: Final = 6.0
"""Of "much louder", a step of 1: 6 dB is twice the amplitude. So "louder" alone is about 3 dB, easily heard."""


def sound_changes(clause: Clause) -> tuple[Found, ...]:
    """The edits of sound that a clause names; empty where it names none."""
    for reader in (_faded, _unmuted, _added, _muted, _louder):
        if found := reader(clause):
            return found
    return ()


def _what(text: str) -> dict[str, Any]:
    if _BED.search(text):
        return {"what": "music"}
    return (
        {"what": "song"}
        if _SONG.search(re.sub(r"(?:of|in|throughout) the (?:whole |entire )?song|整首歌", " ", text))
        else {}
    )


def _faded(clause: Clause) -> tuple[Found, ...]:
    text = clause.whole
    if not _FADING.search(text):
        return ()
    heard = _SOUND.search(text) or _BED.search(text) or _SONG.search(text) or _SOUNDING.search(text)
    if _PICTURE.search(text) and not heard:
        return ()
    if not heard and not (_IN.search(clause.rest) or _OUT.search(clause.rest)):
        return ()
    if not heard and words("fades?", "淡入淡出").fullmatch(clause.rest.strip()):
        return ()
    length_s = seconds(text)
    length = {"duration_s": min(60.0, length_s)} if length_s else {}
    kinds = [
        kind for kind, pattern in (("in", _IN), ("out", _OUT)) if pattern.search(clause.rest) or pattern.search(text)
    ]
    if len(kinds) > 1 and not _BOTH.search(text):
        # In "fade out in two seconds" the in is only grammar.
        kinds = ["out"] if re.search(r"fad\w+ (?:\w+ ){0,3}?out", text) else ["in"]
    sure = SURE if heard else LIKELY
    return tuple(Found("fade", {"kind": kind, **length}, sure) for kind in kinds or ["out"])


def _unmuted(clause: Clause) -> tuple[Found, ...]:
    if not _UNMUTING.search(clause.whole):
        return ()
    return (Found("gain", {"gain_percent": 100.0, **_what(clause.whole)}, SURE),)


def _muted(clause: Clause) -> tuple[Found, ...]:
    text = clause.whole
    removed = (
        _REMOVING.search(text)
        and (_SOUND.search(clause.rest) or _BED.search(clause.rest))
        and not _LOUDNESS.search(text)
    )
    if _MUTING.search(text) or removed:
        return (Found("mute", _what(text), SURE),)
    return ()


def _added(clause: Clause) -> tuple[Found, ...]:
    text = clause.rest
    file = SOUND_FILE.search(clause.said)
    named = (
        _BED.search(text)
        or _SOUNDING.search(text)
        or re.search(
            r"(?<![a-z])(?:sounds?|music|song|track|voice ?over|noise)(?![a-z])|音乐|声音"
            r"|曲|(?<!首)歌|[^大小音]声",
            text,
        )
    )
    loudness = words(
        "volume|louder|quieter|gain|level", "音量|大声|小声|调大|调小|调高|调低|太吵|太响|太大|太小"
    ).search(text)
    seen = words("shots?|picture|scene|photo|image", "镜头|画面|图").search(text) and not _SOUND.search(text)
    if _REMOVING.search(re.sub("drop", "", text)) or not (file or named) or (seen and not file):
        return ()
    if not file and (not _ADDING.search(text) or (loudness and not _PERCENT.search(text))):
        return ()
    if (
        not file
        and re.search(r"(?<![a-z])(?:use|set|put|have|play)(?![a-z])|用|放", text)
        and not re.search(
            r"(?<![a-z])(?:add|some|a|an|under|over|behind|in the background|bit of|as)(?![a-z])"
            r"|加|段|一些|点|首|作为|配|下面|垫",
            text,
        )
    ):
        return ()
    changes: dict[str, Any] = (
        {"source": file[0]} if file else {"description": description} if (description := _described(clause)) else {}
    )
    if share := _percent(clause.whole):
        changes["gain_percent"] = share
    return (Found("add_audio", changes, SURE if file or _ADDING.search(text) else LIKELY),)


def _described(clause: Clause) -> str:
    """What is to be heard: 'rain sounds', '钢琴背景音乐'."""
    if clause.quotes:
        return clause.quotes[0]
    text = _PERCENT.sub(" ", clause.rest)
    text = re.sub(rf"(?<![a-z\d])(?:for )?{NUMBER} ?(?:s|secs?|seconds?)(?![a-z])|{NUMBER}秒", " ", text)
    text = (
        re.sub(
            r"(?<![a-z])(?:please|add|put|lay|insert|layer|play|include|bring in|overlay"
            r"|mix in|use|drop|attach|i|want|need|have|throw in|give|it|me|set|place|introduce"
            r"|can|could|you|let's|some|a bit of|a little|a|an|the|with"
            r"|in|to|under|underneath|beneath|over|behind|at|on|during|from|into|volume"
            r"|and|of (?:the|this)|throughout|there|here|slip|as|until|for)(?![a-z])",
            " ",
            text,
        )
        if not re.search("[一-鿿]", text)
        else re.sub(
            "请|帮我|给|添加|增加|加上|加入|加|配上|配|放上|放|插入|叠加|铺|垫|来|播放"
            "|用|一段|一些|一点|一个|段|点|首|在|里|下面|的时候|处|上|音量|里面|把|这"
            "|作为|从|开始|到|下|想要|要",
            " ",
            text,
        )
    )
    return " ".join(text.replace(QUOTED, " ").split()).strip(" ,.;:，。；：的")


def _louder(clause: Clause) -> tuple[Found, ...]:
    text = clause.whole
    heard = _SOUND.search(text) or _BED.search(text) or _SONG.search(clause.rest) or _DECIBELS.search(text)
    alone = words(
        r"louder|quieter|turn (?:it|that|this|them) (?:up|down)|too loud|not so loud",
        "大声一?[点些]?|小声一?[点些]?|太吵|响一?[点些]",
    ).search(text)
    if not (heard or alone) or not (_LOUDNESS.search(text) or _percent(text) is not None or _LEVEL.search(text)):
        return ()
    return (Found("gain", {**_loudness(text), **_what(text)}, SURE if heard else LIKELY),)


def _loudness(text: str) -> dict[str, Any]:
    sign = -1 if _QUIETER.search(text) and not words("louder", "大声").search(text) else 1
    if match := _DECIBELS.search(text):
        decibels = number(match[2]) * (-1 if match[1] in ("-", "−", "–") and match[1] else sign)
        return {"by_db": max(-60.0, min(24.0, decibels))}
    if (share := _percent(text)) is not None:
        relative = _BY.search(text) and not _TO.search(text)
        return {"gain_percent": min(400.0, max(0.0, 100.0 + sign * share)) if relative else share}
    if match := _LEVEL.search(text):
        return {"gain_percent": min(400.0, float(match[1]))}
    return {"by_db": round(sign * _STEP_DB * degree(text), 1)}


def _percent(text: str) -> float | None:
    if match := _PERCENT.search(text):
        if match[3]:
            return min(400.0, 10.0 * number(match[3]))
        return min(400.0, number(match[1] or match[2]))
    return next((share for pattern, share in _SHARES if pattern.search(text)), None)
