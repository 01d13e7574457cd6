"""What a message asks a film to be, and the plain signs (yes, stop, hello) that the engine leaves to whoever talks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from songreel_engine.draft.model import Aspect
from songreel_engine.language.changes_frame import canvas_changes
from songreel_engine.language.changes_look import style_change
from songreel_engine.language.changes_wording import heard_clause
from songreel_engine.planning.brief import LONGEST_PROMPT
from songreel_engine.planning.styles import STYLES
from songreel_server import vault
from songreel_server.films import FilmWish, Quality, given
from songreel_server.jobs import ShownLyrics

_POLITE_EN: Final = r"(?:ok(?:ay)?|please|pls|now|just|well|then)"
_GO: Final = re.compile(
    rf"(?:{_POLITE_EN}[\s,]+)*(?:yes|yep|yeah|sure|ok(?:ay)?|go(?: ahead| on)?|start|begin|do it|make it|"
    r"let's go|continue|ready|done|here (?:it is|you go|is (?:the|my) song)|that's (?:the|my) song)(?:[\s,]+(?:please|now|then))*"
    r"|(?:好的?|是的?|可以|行|开始|开始吧|来吧|做吧|确定|确认|继续|发了|上传了|已上传|传好了|给你)(?:吧|了|的|呀|啊)?"
)
_STOP: Final = re.compile(
    rf"(?:{_POLITE_EN}[\s,]+)*(?:cancel|stop|abort|halt|quit)(?:[\s,]+(?:it|that|this|now|please|everything|"
    r"(?:the |this |that )?(?:job|render(?:ing)?|work|video|film|making|generation|edit)))*"
    r"|(?:请)?(?:取消|停止|停下来?|中止|终止|别做了|不要做了|停)(?:吧|了|它|任务|渲染|制作|生成|编辑)*"
)
_HELLO: Final = re.compile(
    r"(?:hi|hello|hey|howdy|good (?:morning|evening|afternoon)|thanks?(?: you)?|bye|ciao|你好|您好|嗨|哈喽|谢谢|多谢|再见)"
    r"(?:[\s,]+(?:there|songreel|again|all|you|so much|a lot))*"
)
_HISTORY: Final = re.compile(
    r"(?:(?:show|list|tell|give)(?: me)? )?(?:the |my |all )?(?:(?:edit |version )?history|versions|edit log|changes so far)"
    r"|what (?:did|have) (?:i|we|you) (?:change|changed|do|done)(?: so far)?|(?:查看|显示)?(?:修改|编辑|版本)?(?:历史|记录)"
    r"|(?:有哪些|所有)版本|(?:都)?改了(?:什么|哪些)"
)
_PRICE: Final = re.compile(
    r"^(?:how (?:much|many credits)(?: credits)? (?:would|does|will|is|do) (?:it|that|this)? ?(?:cost|take|need)?(?: me)? ?"
    r"(?:to|if (?:i|you|we))?"
    r"|what (?:would|does|will) it cost(?: me)? (?:to|if (?:i|you|we))) (?P<after>.+)$"
    r"|^(?P<before>.+?)(?:需?要|花|得花|用)(?:多少|几个?)(?:积分|点数|钱).*$"
)
_END: Final = re.compile(r"[\s.!?。！？~～]+$")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a film is asked to be; None where the message does not say."""

    prompt: str | None = None
    style: str | None = None
    aspect: Aspect | None = None
    shows_lyrics: bool = False
    is_lyric_video: bool = False


_LYRICS: Final = re.compile(
    r"(?<!\bno )(?<!without )\b(?:lyrics?|subtitles?|karaoke|sing ?along)\b|(?<!不要)(?<!没有)(?<!无)(?:歌词|字幕|卡拉\s?ok)"
)
_LYRIC_VIDEO: Final = re.compile(r"\blyrics? (?:video|film|clip|mv)\b|歌词(?:视频|影片|mv|版)")
SUITING: Final = "look"
"""Lyrics set as suits the film's style, in the engine's words."""
MOST_PHOTOS: Final = 4
"""Of the performer; those sent last."""
MOST_FOOTAGE: Final = 12


def film_of(
    wish: Wish,
    files: Sequence[vault.Item],
    *,
    quality: Quality,
    scene_map: str | None = None,
    cast: Sequence[vault.Item] = (),
) -> FilmWish:
    """The film that is wished for, of what was sent. `cast`: photos of characters that were named.

    Photos show the performer, footage is cut in, lyrics stand on it where it is to have them.
    """
    sent = [item for item in files if item.kind == "photo"]
    photos = [*cast, *sent[-MOST_PHOTOS:]][:MOST_PHOTOS]
    words = next((given(item) for item in reversed(files) if item.kind == "lyrics"), None)
    return FilmWish(
        quality=quality,
        prompt=wish.prompt,
        style=wish.style,
        aspect=wish.aspect,
        scene_map=scene_map,
        photos=tuple(given(photo) for photo in photos),
        footage=tuple(given(item) for item in files if item.kind == "footage")[-MOST_FOOTAGE:],
        lyrics=ShownLyrics(file=words, style=SUITING if wish.is_lyric_video else None) if wish.shows_lyrics else None,
    )


def is_used(film: FilmWish, item: vault.Item) -> bool:
    """Whether the film takes the file along."""
    words = film.lyrics.file if film.lyrics is not None else None
    return given(item) in (*film.photos, *film.footage, *([words] if words is not None else []))


def wish_of(message: str) -> Wish:
    """The brief in a message: its words are the prompt, a style and a shape that it names are taken out as values."""
    words = " ".join(message.split())[:LONGEST_PROMPT]
    styled, _ = style_change(words.lower())
    shaped = canvas_changes(heard_clause(words.lower(), words))
    named = styled.changes["style"] if styled is not None else None
    # A style nobody has is no reason to refuse the film: its words stay in the prompt.
    style = named if named in STYLES else None
    aspect = next((found.changes["aspect"] for found in shaped), None)
    prompt = "" if is_go(message) or is_hello(message) else words
    return Wish(
        prompt=prompt or None,
        style=style,
        aspect=aspect,
        shows_lyrics=_LYRICS.search(words.lower()) is not None,
        is_lyric_video=_LYRIC_VIDEO.search(words.lower()) is not None,
    )


_QUALITY_SIGNS: Final[tuple[tuple[tuple[str, ...], Quality], ...]] = (
    (("preview", "low", "small", "预览", "小"), "preview"),
    (("final", "best", "highest", "2k", "4k", "最终", "最好", "最高"), "final"),
)


def quality_of(words: str) -> Quality:
    """The quality of a finished film that words ask for; 1080 wide, quick to make, where they do not say."""
    plain = words.lower()
    return next((quality for signs, quality in _QUALITY_SIGNS if any(sign in plain for sign in signs)), "draft")


def is_go(message: str) -> bool:
    """'Yes', 'go ahead', 好的."""
    return _is(_GO, message)


def is_stop(message: str) -> bool:
    """'Cancel', 'stop rendering', 取消."""
    return _is(_STOP, message)


def is_hello(message: str) -> bool:
    """'Hi there', 'thanks', 你好: nothing to make a film of."""
    return _is(_HELLO, message)


def asks_for_history(message: str) -> bool:
    """'History', 'what did I change', 历史."""
    return _is(_HISTORY, message)


def asks_the_price_of(message: str) -> str | None:
    """The edit whose price is asked for: 'how much would it cost to redo the chorus' → 'redo the chorus'."""
    found = _PRICE.match(_END.sub("", message.strip().lower()))
    if found is None:
        return None
    return found["after"] or found["before"]


def _is(pattern: re.Pattern[str], message: str) -> bool:
    return pattern.fullmatch(_END.sub("", message.strip().lower())) is not None
