"""Changes of look: style, print, palette, light, weather and hour.

Each reader takes what it understands out of the text and hands on the rest, blanked but as long as it was.
"""

import re
from typing import Any, Final

from songreel_engine.draft import colours
from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_cuts import REMOVING
from songreel_engine.language.changes_residue import (
    CALMER,
    FILLERS,
    LIGHT_NOUN,
    LIVELIER,
    SIDES,
    STYLE_NOUN,
    Reading,
    content,
    gap,
)
from songreel_engine.language.changes_wording import Phrases, blanked, degree, pieces, sign, words
from songreel_engine.language.found import LIKELY, SURE, Found
from songreel_engine.planning.styles import STYLES, search_styles

_STYLES: Final = Phrases(lexicon_en.STYLES, lexicon_zh.STYLES)
_SWITCHING: Final = words(r"switch|restyle|turn|use|try|go (?:full|for)|convert", "换成|改成|换为|改为|变成|用|切换")
_HOUR_STYLES: Final = frozenset({"golden hour", "黄金时刻", "黄金时段"})
_STYLE_NAMED: Final = re.compile(
    r"styles? (?:of|to|called|like) (?:an? |the )?(?P<after>[a-z0-9' ]+)$|(?:an?"
    r"|the|to|into|in|use) (?P<before>(?!(?:the|an?|this|that) )[a-z0-9]+(?: [a-z0-9]+)?) (?:style|aesthetic"
    r"|look)(?![a-z])"
)
_PALETTE_NOUN: Final = words(
    r"palettes?|colou?rs?|tones?|hues?|shades?|colou?r scheme|scheme|tint(?:ed"
    r"|s)?|toned|tinge|cast|wash|colou?red",
    "色调|配色|颜色|色彩|色系|调色板|调色|色板|主色|偏",
)
_SHADES: Final = ("light", "dark", "deep", "pale", "pastel")
_SHADES_ZH: Final = {"浅": "light ", "淡": "light ", "深": "dark ", "暗": "dark ", "": ""}
_PALETTE: Final = Phrases(
    {
        **{f"{shade} {name}": f"{shade} {colour}" for name, colour in lexicon_en.COLOURS.items() for shade in _SHADES},
        **lexicon_en.COLOURS,
        **{name: name for name in colours.ENGLISH if " " in name and name.split()[-1] in lexicon_en.COLOURS},
    },
    {
        f"{shade}{name}{ending}": f"{said}{colour}"
        for name, colour in lexicon_zh.COLOURS.items()
        for shade, said in _SHADES_ZH.items()
        for ending in ("", "色", "色调", "调")
    },
)
_HEX: Final = re.compile(r"#[0-9a-f]{6}(?![0-9a-f])")
_TEAL_AND_ORANGE_ZH: Final = re.compile("青橙|橙青")
_LOOKS: Final = Phrases(lexicon_en.LOOKS, lexicon_zh.LOOKS)
_WEATHERS: Final = Phrases(lexicon_en.WEATHERS, lexicon_zh.WEATHERS)
_TIMES: Final = Phrases(lexicon_en.TIMES_OF_DAY, lexicon_zh.TIMES_OF_DAY)
_STOPPING: Final = words(
    r"stop|remove[sd]?|no(?: more)?|without|get rid of|take (?:out|away)|lose|less"
    r"|delete|ditch|kill|scrap|skip|cut|clear away|turn off|end|drop|stops|instead of",
    "停|去掉|不要|没有|删|去除|别|移除|少|取消|散",
)
_WARM: Final = words("warm(?:er|th|ly|ing)?|cos(?:y|ier)|toasty|golden|amber", "暖|温暖|温馨")
_COLD: Final = words("cold(?:er|ly)?|cool(?:er|ly|ing)?|chill(?:y|ier)?|icy|icier|frosty|wintry", "冷|清冷|寒|凉")
_BRIGHT: Final = words(
    r"bright(?:er|en(?:ed|s)?|ly|ness)?|lighter|lighten|more (?:day)?light|less dark"
    r"|not so dark|too dark|light (?:it )?up|sunnier|illuminated?|well lit|more lit",
    "亮|明亮|调亮|太暗",
)
_DARK: Final = words(
    r"dark(?:er|en(?:ed|s)?|ness)?|dim(?:mer|med|s)?|less (?:light|bright)|too bright"
    r"|not so bright|gloomy|gloomier|shadowy|low ?key|moody|moodier|dimly|underlit",
    "暗|昏暗|调暗|太亮|幽暗|黑一[点些]|阴沉",
)
_SOFT: Final = words("soft(?:er|en|ly)?|gentle|gentler|diffused?|subtle", "柔和|柔")
_HARSH: Final = words("harsh(?:er)?|hard(?:er)?|strong(?:er)?|intense|dramatic|high ?key|more", "强|硬|强烈|足|多")
_LIGHT_UP: Final = words("up|increase|raise|boost|turn on", "强|高|大|开")
_LIGHT_DOWN: Final = words("down|lower|reduce|decrease|off|less|dial back|weaker|low", "弱|低|少|减|关")
_FEELS: Final = (
    r"(?:feels?|looks?|seems?|is|are|it's) (?:a bit |a little |too |so |very |kind of "
    r"|rather |quite |somewhat )*"
)

_TOO_WARM: Final = words(
    rf"too (?:warm|yellow|hot)|less warm|not so warm|{_FEELS}(?:warm|hot)",
    "太暖|太黄|太热|别那么暖|不那么暖|(?:感觉|觉得|看起来|显得)(?:有点|有些|太|好)?(?:暖|黄)",
)
_TOO_COLD: Final = words(
    rf"too (?:cold|cool|blue)|less (?:cold|cool)|not so (?:cold|cool)|{_FEELS}(?:cold"
    r"|cool|chilly)",
    "太冷|太蓝|别那么冷|不那么冷|(?:感觉|觉得|看起来|显得)(?:有点|有些|太|好)?(?:冷|蓝)",
)
_POPS: Final = (
    r"(?:make|makes|let|should|must|needs? to|has to|have|want)(?: \w+){0,3} pop"
    r"(?! (?:art|song|music|video|star|with colou?r))"
)
_CONTRAST: Final = words(rf"contrast(?:y|ier|s|ed)?|punch(?:y|ier)?|crisp(?:er)?|more pop|{_POPS}", "对比度?|反差|通透")
_FLAT: Final = words("flat(?:ter|ten)?|low contrast", "平淡|灰一[点些]|发灰|扁平")
_SATURATION: Final = words(
    r"saturat(?:ion|e[ds]?)|colou?rful|vibran(?:t|ce|cy)|vivid(?:er|ly)?|(?:rich(?:er)?"
    r"|bright(?:er)?|bold(?:er)?|deep(?:er)?|strong(?:er)?|intense|more|stronger) colou?rs?"
    r"|pop with colou?rs?|colou?rs? (?:pop|\w+ pop|stronger|brighter|richer)|colou?r intensity",
    "饱和度?|鲜艳|艳丽|艳|色彩(?:更)?(?:丰富|浓|强)|颜色(?:更)?(?:浓|深|鲜|重|亮)|浓郁|绚丽",
)
_PALE: Final = words(
    r"desaturat\w+|pale(?:r)?|dull(?:er)?|mut(?:ed|e) (?:the )?colou?rs?|less colou?r(?:s"
    r"|ful)?|colou?rs? (?:muted|weaker|softer|paler)|muted|drain(?:ed)? (?:of "
    r"|the )?colou?rs?|pastel",
    "素一[点些]|颜色(?:更)?淡|色彩(?:更)?淡|淡雅|素雅|不饱和|颜色(?:别那么|不要太)",
)
_EXPOSURE: Final = words(
    r"exposure|exposed|under ?expose[d]?|over ?expose[d]?|gamma|brightness of the (?:picture"
    r"|image|print)",
    "曝光|欠曝",
)
_TOO_COLOURFUL: Final = words(
    r"(?:colou?rs?|saturation)(?: \w+){0,3} too "
    r"(?:strong|loud|intense|bold|garish|much|vivid|rich|high|heavy)"
    r"|too (?:colou?rful|vivid|vibrant|saturated|garish)",
    "(?:颜色|色彩)(?:有点|有些|实在)?(?:太|过于)(?:重|浓|艳|强|鲜艳|饱和|花)|太(?:艳|鲜艳|花哨)",
)
PROMPT_NOUN: Final = words("prompts?", "提示词|描述")


def style_change(text: str) -> Reading:
    signalled = STYLE_NOUN.search(text)
    for heard in _STYLES.every(text):
        phrase = text[heard.start : heard.end]
        if phrase in _HOUR_STYLES and not signalled:
            continue
        if phrase == "midnight blue" and _PALETTE_NOUN.search(text) and not words("style", "风格").search(text):
            continue
        left = blanked(STYLE_NOUN, gap(text, heard.start, heard.end))
        return Found("restyle", {"style": heard.value}, SURE if signalled or _SWITCHING.search(text) else LIKELY), left
    if signalled and (match := _STYLE_NAMED.search(text)):
        name = " ".join(word for word in (match["after"] or match["before"]).split() if not FILLERS.fullmatch(word))
        if name and not (
            _PALETTE.first(name) or _LOOKS.first(name) or _TIMES.first(name) or _WARM.search(name) or _COLD.search(name)
        ):
            known = search_styles(name)
            return Found("restyle", {"style": known[0].key if known else _slug(name)}, LIKELY), gap(text, *match.span())
    return None, text


def _slug(name: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return key if key not in STYLES else STYLES[key].key


_COLOUR_BACK: Final = words(
    r"(?:full|normal|natural) colou?rs?$|(?:in|to|back to|into) (?:full|normal|natural) colou?rs?"
    r"|colou?rs? (?:comes?|returns?)(?: back)?"
    r"|(?:bring|get|put) (?:the )?colou?rs? back",
    "恢复(?:成|为)?(?:正常|原来|自然)?的?(?:彩色|颜色|色彩)|(?:变|改|换)回(?:彩色|有颜色)",
)
_POINTING: Final = re.compile(
    r"^(?:(?:the|that|this) )?(?:[a-z]+ ){1,2}(?:one|ones|thing|bit)$|^(?:那|这)[个些段种]?[\u4e00-\u9fff]{1,4}的(?:那个)?$"
)
"""'The red one', 那个红色的: something red is meant, and nothing is to be red."""


def look_change(text: str) -> Reading:
    if _COLOUR_BACK.search(text):
        return Found("grade", {"look": ""}, SURE), blanked(_COLOUR_BACK, text)
    looks = [heard.value for heard in _LOOKS.every(text)]
    # "A retro sepia" names a print; "retro" is only its air.
    look = next((look for look in looks if look != "faded"), looks[0] if looks else None)
    if look is None or (look == "monochrome" and _colours(_LOOKS.without(text))):
        return None, text
    if words("remove|no more|get rid of|undo|without the|less|turn off|take off", "去掉|去除|不要|取消|移除").search(
        text
    ):
        return Found("grade", {"look": ""}, SURE), _LOOKS.without(blanked(REMOVING, text))
    return Found("grade", {"look": look}, SURE), _LOOKS.without(text)


def time_of_day_change(text: str) -> Reading:
    heard = list(_TIMES.every(text))
    if not heard:
        return None, text
    # "From day to night" and "night instead of day" both want the night.
    wanted = re.sub(r"(?<![a-z])(?:instead of|rather than|not)(?![a-z]).*$|而不是.*$|不要?是?白天.*$", " ", text)
    hours = [h.value for h in _TIMES.every(wanted)] or [heard[0].value]
    return Found(
        "time_of_day",
        {"time_of_day": hours[-1] if re.search(r"(?<![a-z])from(?![a-z])|从|由|变", wanted) else hours[0]},
        SURE,
    ), _TIMES.without(text)


def weather_change(text: str) -> Reading:
    kinds = [heard.value for heard in _WEATHERS.every(text)]
    if not kinds:
        return None, text
    turned = [
        h.value for h in _WEATHERS.every(re.sub(r"(?<![a-z])(?:instead of|rather than).*$|而不是.*$", " ", text))
    ] or kinds
    if re.search(r"(?<![a-z])(?:to|into|with)(?![a-z])|换成|改成|变成", text) and len(turned) > 1:
        weather = turned[-1]
    else:
        stopped = any(_STOPPING.search(piece) for piece in pieces(text) if _WEATHERS.first(piece))
        weather = "clear" if stopped and not re.search("instead of|rather than", text) else turned[0]
    left = _WEATHERS.without(text)
    return Found("weather", {"weather": weather}, SURE), blanked(_STOPPING, left) if weather == "clear" else left


def palette_change(text: str) -> Reading:
    if _TEAL_AND_ORANGE_ZH.search(text):
        return Found("palette", {"colours": ["teal", "orange"]}, SURE), blanked(_TEAL_AND_ORANGE_ZH, text)
    named = _colours(re.sub(r"(?<=the )light(?= )", "     ", text))
    if not named or _POINTING.match(text.strip(" .,!?。，！？")):
        return None, text
    noun = _PALETTE_NOUN.search(text) is not None
    left = blanked(_HEX, _PALETTE.without(text))
    if LIGHT_NOUN.search(text) and not noun and set(named) <= {"gold", "amber"}:
        return None, text
    if not noun and content(_without_looks(left)):
        return None, text
    if noun and content(blanked(_PALETTE_NOUN, left)) and _prompt_marks(text):
        return None, text
    # "Warm orange" is a colour, and nothing else that is to be warm.
    for heard in reversed(list(_PALETTE.every(text))):
        if warmth := re.search(
            r"(?<![a-z])(?:warm|cool|cold|soft|bright|dark)$|[暖冷亮暗]$", text[: heard.start].rstrip()
        ):
            left = gap(left, *warmth.span())
    return Found("palette", {"colours": named[:8]}, SURE), blanked(_PALETTE_NOUN, left)


def _without_looks(text: str) -> str:
    for phrases in (_WEATHERS, _TIMES):
        text = phrases.without(text)
    for pattern in (_CONTRAST, _SATURATION, _PALE, _BRIGHT, _DARK, _WARM, _COLD, LIVELIER, CALMER):
        text = blanked(pattern, text)
    return text


def _colours(text: str) -> list[str]:
    """The colours named, each once; of "emerald green" the finer word."""
    named: list[str] = []
    end = -1
    for heard in _PALETTE.every(text):
        if text[end : heard.start] != " " or end < 0:
            named.append(heard.value)
        end = heard.end
    named += _HEX.findall(text)
    return list(dict.fromkeys(named))


def _prompt_marks(text: str) -> bool:
    return (
        PROMPT_NOUN.search(text) is not None
        or words("wearing|dress|car|coat|dancing|walking", "穿|裙|车|衣").search(text) is not None
    )


def light_change(text: str) -> Reading:
    noun = LIGHT_NOUN.search(text) is not None
    saturated = _SATURATION.search(text) is not None
    changes: dict[str, Any] = {}
    step = degree(text)
    if _DARK.search(text) and not words("too dark|not so dark|less dark", "太暗").search(text):
        changes["brightness"] = -step
    elif (_BRIGHT.search(text) and not saturated) or (words("too dark|not so dark", "太暗").search(text)):
        changes["brightness"] = -step if noun and _LIGHT_DOWN.search(text) else step
    if noun:
        if _COLD.search(text):
            changes["warmth"] = -step
        elif _WARM.search(text):
            changes["warmth"] = (
                -step if words("less warm|not so warm|too warm", "太暖|别那么暖|不那么暖").search(text) else step
            )
        if (lit_from := SIDES.first(text)) is not None:
            changes["side"] = lit_from
        if not changes:
            changes = _amount_of_light(text, step)
    elif words("backlit|back lit|silhouetted?|from behind", "逆光|剪影").search(text):
        changes["side"] = "back"
    if not changes:
        return None, text
    left = text
    for pattern in (_DARK, _BRIGHT, LIGHT_NOUN, _COLD, _WARM):
        left = blanked(pattern, left) if noun or pattern in (_DARK, _BRIGHT) else left
    if noun:
        left = SIDES.without(blanked(_SOFT, blanked(_HARSH, left)))
    return Found("light", changes, SURE), left


def _amount_of_light(text: str, step: float) -> dict[str, Any]:
    amounts = ((_LIGHT_DOWN, -step), (_SOFT, -0.25), (_LIGHT_UP, step), (_HARSH, step))
    return next(({"brightness": amount} for pattern, amount in amounts if pattern.search(text)), {})


def grade_change(text: str) -> Reading:
    changes: dict[str, Any] = {}
    left = text
    # Each piece has its own direction: "more contrast and less colour".
    for piece in pieces(text):
        step = degree(piece)
        if _TOO_WARM.search(piece):
            changes["warmth"] = -step
        elif _TOO_COLD.search(piece):
            changes["warmth"] = step
        elif _COLD.search(piece):
            changes["warmth"] = -step
        elif _WARM.search(piece):
            changes["warmth"] = step * (sign(piece) if words("warmth|temperature", "色温").search(piece) else 1)
        if _PALE.search(piece) or _TOO_COLOURFUL.search(piece):
            changes["saturation"] = -step
        elif _SATURATION.search(piece):
            changes["saturation"] = step * sign(piece)
        if _CONTRAST.search(piece):
            changes["contrast"] = step * sign(piece)
        elif _FLAT.search(piece):
            changes["contrast"] = -step
        if _EXPOSURE.search(piece):
            down = words("under ?exposed?", "欠曝").search(piece) or sign(piece) < 0
            changes["brightness"] = -step if down else step
    if changes:
        for pattern in (_COLD, _WARM, _PALE, _TOO_COLOURFUL, _SATURATION, _CONTRAST, _FLAT, _EXPOSURE):
            left = blanked(pattern, left)
    return (Found("grade", changes, SURE) if changes else None), left
