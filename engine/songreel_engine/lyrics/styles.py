"""The lyric styles, as data: what each is called, what it is for, where its words stand, and which looks it suits.

How a style is drawn, `finishing.typography` knows by its `key`. A draft holds keys only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

LYRIC_STYLE_OF_LOOK: Final = "look"
"""Instead of a key: the style that suits the film's look."""
PLAIN: Final = "plain"
"""Instead of a key: lines of text as captions are, in no style."""

Place = Literal["top", "left", "middle", "right", "bottom"]


@dataclass(frozen=True, kw_only=True)
class LyricStyle:
    """One way of setting the words that are sung."""

    key: str
    name: str
    name_zh: str
    description: str
    words: tuple[str, ...]
    """What people call it, English and Chinese."""
    place: Place
    """Where the words stand unless another place is asked for."""
    lead_s: float
    """How long before its first word a line is shown, where the line before leaves room."""
    hold_s: float
    """How long a line stays after its last word, where the next line leaves room."""
    suits: tuple[str, ...]
    """Keys of the looks that it was designed for."""


LYRIC_STYLES: Final[Mapping[str, LyricStyle]] = {
    style.key: style
    for style in (
        LyricStyle(
            key="kinetic",
            name="Kinetic",
            name_zh="动感",
            description="Word by word: each springs into a heavy block as it is sung, the one being sung in the look's colour.",
            words=("kinetic", "word by word", "word-by-word", "punchy", "动感", "逐字", "动态", "弹跳"),
            place="middle",
            lead_s=0.0,
            hold_s=0.35,
            suits=("cartoon_3d", "dynamic_anime", "low_poly_3d", "retro_open_world"),
        ),
        LyricStyle(
            key="karaoke",
            name="Karaoke",
            name_zh="卡拉OK",
            description="The line stands ready in white; colour runs through each word as it is sung.",
            words=("karaoke", "sing along", "singalong", "sing-along", "卡拉ok", "卡拉", "跟唱", "ktv"),
            place="bottom",
            lead_s=0.6,
            hold_s=0.5,
            suits=("golden_hour", "tilt_shift"),
        ),
        LyricStyle(
            key="typewriter",
            name="Typewriter",
            name_zh="打字机",
            description="Letters struck one after another behind a block cursor, on a strip as dark as the picture asks for.",
            words=("typewriter", "typed", "typing", "terminal", "打字机", "打字"),
            place="left",
            lead_s=0.25,
            hold_s=0.6,
            suits=("film_noir", "found_footage"),
        ),
        LyricStyle(
            key="neon",
            name="Neon Sign",
            name_zh="霓虹",
            description="Glass tubes, dark until they are sung; then they flicker, catch and glow.",
            words=("neon", "neon sign", "glowing", "glow", "霓虹灯", "霓虹", "发光"),
            place="middle",
            lead_s=0.4,
            hold_s=0.5,
            suits=("cyberpunk", "vaporwave", "neo_noir"),
        ),
        LyricStyle(
            key="papercut",
            name="Paper Cut",
            name_zh="剪纸",
            description="Brushed words on torn paper, put down one by one by hand, twelve pictures a second.",
            words=("papercut", "paper cut", "paper-cut", "paper", "handwritten", "handwriting", "剪纸", "手写", "纸片", "拼贴"),
            place="middle",
            lead_s=0.0,
            hold_s=0.5,
            suits=("claymation", "disposable_camera", "painterly_3d"),
        ),
        LyricStyle(
            key="subtitle",
            name="Film Subtitle",
            name_zh="电影字幕",
            description="A feature film's subtitle: quiet serif at the foot, words coming up as they are sung.",
            words=("film subtitle", "movie subtitle", "subtitle style", "cinema", "serif", "电影字幕", "电影"),
            place="bottom",
            lead_s=0.3,
            hold_s=0.6,
            suits=("cinematic_realism", "midnight_blue"),
        ),
        LyricStyle(
            key="poster",
            name="Poster",
            name_zh="海报",
            description="Condensed capitals that fill the width like a gig poster; hollow until they are sung.",
            words=("poster", "big type", "bold type", "billboard", "headline", "海报", "大字报", "大字"),
            place="middle",
            lead_s=0.3,
            hold_s=0.45,
            suits=("anime_shonen", "post_apocalyptic", "liquid_chrome"),
        ),
        LyricStyle(
            key="vertical",
            name="Vertical",
            name_zh="竖排",
            description="Chinese and Japanese in columns from the right, inked in one by one; other scripts word under word.",
            words=("vertical", "columns", "ink", "竖排", "竖版", "竖着", "直排", "水墨"),
            place="right",
            lead_s=0.2,
            hold_s=0.8,
            suits=("watercolor_anime",),
        ),
    )
}  # fmt: skip


def lyric_style_of_look(look: str) -> LyricStyle:
    """The style that was designed for a look, by the look's key; the film subtitle for a look that none names."""
    return next((style for style in LYRIC_STYLES.values() if look in style.suits), LYRIC_STYLES["subtitle"])


def find_lyric_style(said: str) -> LyricStyle | None:
    """The style that is called so, by key, name or one of its words; None where none is."""
    asked = " ".join(said.casefold().split()).removesuffix(" style").removesuffix("风格")
    for style in LYRIC_STYLES.values():
        if asked in (style.key, style.name.casefold(), style.name_zh.casefold(), *style.words):
            return style
    return None
