"""The song's words on the picture: shown or hidden, in which style, where, and clear of what."""

from typing import Final

from songreel_engine.language.changes_text import manner
from songreel_engine.language.changes_wording import Clause, Phrases, words
from songreel_engine.language.found import SURE, Found
from songreel_engine.lyrics.styles import LYRIC_STYLE_OF_LOOK, LYRIC_STYLES, PLAIN

_LYRICS: Final = words(
    r"lyrics?|karaoke|sing ?along(?: text)?|sub(?:title)?s (?:on|off)|(?:song|the) words on(?:[ -]?screen)?"
    r"|(?:turn|switch) (?:on|off) (?:the )?(?:subtitles|captions|subs)|lyric (?:cards|captions|subtitles|video|text)"
    r"|(?:show|hide|display|enable|disable) (?:the )?(?:subtitles|captions|subs)"
    r"|hide (?:the |all |all the |any )?words",
    "歌词|卡拉ok|卡拉|(?:显示|隐藏|打开|关闭|关掉|开启|去掉|不要|去除|加上?|取消|删掉)字幕$|字幕(?:给|都|全)*(?:关|藏|收起)|滚动字幕|唱词",
)
_STYLES: Final = Phrases(
    {word: style.key for style in LYRIC_STYLES.values() for word in style.words if word.isascii()},
    {word: style.key for style in LYRIC_STYLES.values() for word in style.words if not word.isascii()},
)
_LYRIC_VIDEO: Final = words(r"lyrics? (?:video|film|clip)|as lyrics", "歌词(?:视频|版|mv|影片)|歌词短片")
_PLAIN_LYRICS: Final = words(
    r"(?:plain|simple|normal|ordinary|unstyled) (?:lyrics|words|text|captions|subtitles)"
    r"|lyrics (?:plain|simple|without (?:a )?style)",
    "(?:普通|朴素|简单|默认)的?(?:歌词|字幕)|歌词(?:用|改成|换成)?(?:普通|朴素|简单|默认)",
)
_RESTYLING: Final = words("style|instead|set|switch|change", "风格|样式|效果|换|改|排")
_SAFE_AREAS: Final = Phrases(
    {
        "tiktok": "tiktok",
        "reels": "reels",
        "instagram": "reels",
        "shorts": "shorts",
        "phones": "phones",
        "youtube": "youtube",
    },
    {"抖音": "tiktok", "手机": "phones"},
)
_HIDE: Final = words(
    r"hide|hidden|remove|delete|off|no|without|disable|drop|get rid of|lose|kill"
    r"|clear|take (?:out|off|away|down)|stop showing|erase"
    r"|don't (?:show|need|want)|cut|turn off|strip",
    "隐藏|去掉|去除|删|关|不要|不显示|取消|移除|别显示|拿掉|没有|不需要|撤掉|藏|收起",
)


def lyric_changes(clause: Clause) -> tuple[Found, ...]:
    """The edit of lyrics that a clause names; empty where it names none."""
    found = _lyrics(clause)
    return () if found is None else (found,)


def _lyrics(clause: Clause) -> Found | None:
    text = clause.whole
    if not _LYRICS.search(text) or (clause.quotes and not _LYRICS.search(words("karaoke", "卡拉ok").sub("", text))):
        return None
    if words("rewrite|write(?: me)?(?: some)? (?:new )?lyrics", "写(?:一?段|首)?歌词").search(text) and not manner(
        text
    ).get("place"):
        return None
    style, area = _lyric_style(text), _SAFE_AREAS.first(text)
    if _HIDE.search(text) and area is None and not (style and (style == PLAIN or _RESTYLING.search(text))):
        return Found("lyrics", {"show": False}, SURE)
    look = {name: value for name, value in manner(text).items() if name in ("place", "size", "colour")}
    how = {"style": style, "safe_area": area}
    return Found("lyrics", {"show": True, **look, **{name: said for name, said in how.items() if said}}, SURE)


def _lyric_style(text: str) -> str | None:
    """A lyric style that is named beside the lyrics; the look's own for a lyric video; None where nothing is said of it."""
    if _PLAIN_LYRICS.search(text):
        return PLAIN
    named = _STYLES.first(text)
    return named or (LYRIC_STYLE_OF_LOOK if _LYRIC_VIDEO.search(text) else None)
