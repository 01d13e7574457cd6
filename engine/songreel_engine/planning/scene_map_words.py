"""How the fields of a scene map may be written: one reader a field, in English and Chinese where words are concerned.

Conventions: a reader takes whatever JSON held and returns the plan's own value; it raises ValueError with the rest of a
sentence that says what was found and what is allowed ('14 is no motion level; write …').
"""

import math
import re
from collections.abc import Mapping
from typing import Final, TypeGuard, TypeVar, get_args

from songreel_engine.draft.colours import colour_of
from songreel_engine.draft.model import CameraMove, Framing, TimeOfDay, TransitionKind, Weather
from songreel_engine.errors import BriefError
from songreel_engine.planning import lexicon
from songreel_engine.planning.brief import LONGEST_PROMPT, read_prompt
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.styles import find_style

T = TypeVar("T", bound=str)
MOST_COLOURS: Final = 8
_LONGEST_QUOTE: Final = 60
_LONGEST_WORDS: Final = 200
"""Of a field that names one thing."""

_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-5]?[0-9](?:[.,][0-9]{1,9})?)")
_SECONDS: Final = re.compile(r"(-?[0-9]{1,9}(?:[.,][0-9]{1,9})?) ?(?:s|secs?|seconds?|秒)?")
_HOW_TO_WRITE_TIMES: Final = "write seconds (92.5) or m:ss ('1:32', '1:32.5')"
_BETWEEN_COLOURS: Final = re.compile(r"[,;/、，；]|\band\b|\s\+\s|(?<=[0-9a-fA-F])\s+(?=#)")

_TRANSITIONS: Final[Mapping[str, TransitionKind]] = {
    "hard cut": "cut", "straight cut": "cut", "jump cut": "cut", "none": "cut", "crossfade": "dissolve",
    "cross fade": "dissolve", "cross dissolve": "dissolve", "crossdissolve": "dissolve", "mix": "dissolve",
    "fade in": "fade", "fade out": "fade", "fade to black": "fade", "fade through black": "fade",
    "fade from black": "fade", "dip to black": "dip", "dip to white": "dip", "whip pan": "whip", "lightleak": "light_leak",
    "match cut": "match", "切": "cut", "硬切": "cut", "直切": "cut", "叠化": "dissolve", "溶解": "dissolve",
    "交叉溶解": "dissolve", "淡入": "fade", "淡出": "fade", "淡入淡出": "fade", "闪黑": "dip", "甩镜": "whip",
    "漏光": "light_leak", "匹配": "match", "匹配剪辑": "match",
}  # fmt: skip
_FRAMINGS: Final[Mapping[str, Framing]] = {
    "wide shot": "wide", "long shot": "wide", "establishing shot": "wide", "medium shot": "medium", "mid": "medium",
    "mid shot": "medium", "close up": "close", "closeup": "close", "close shot": "close", "low angle": "low",
    "high angle": "high", "overhead": "high", "aerial": "high", "bird's eye": "high", "detail shot": "detail",
    "macro": "detail", "insert": "detail", "远景": "wide", "全景": "wide", "中景": "medium", "近景": "close", "特写": "close",
    "仰拍": "low", "俯拍": "high", "细节": "detail", "大特写": "detail",
}  # fmt: skip
_CAMERAS: Final[Mapping[str, CameraMove]] = {
    "static": "hold", "still": "hold", "locked": "hold", "locked off": "hold", "fixed": "hold", "push": "push_in",
    "zoom in": "push_in", "dolly in": "push_in", "pull": "pull_out", "pull back": "pull_out", "zoom out": "pull_out",
    "dolly out": "pull_out", "pan left": "drift_left", "track left": "drift_left", "pan right": "drift_right",
    "track right": "drift_right", "crane up": "rise", "tilt up": "rise", "crane down": "sink", "tilt down": "sink",
    "lower": "sink", "circle": "orbit", "arc": "orbit", "hand held": "handheld", "shaky": "handheld", "固定": "hold",
    "推": "push_in", "推近": "push_in", "拉": "pull_out", "拉远": "pull_out", "左移": "drift_left", "右移": "drift_right",
    "升": "rise", "上升": "rise", "降": "sink", "下降": "sink", "环绕": "orbit", "手持": "handheld",
}  # fmt: skip
_WEATHERS: Final[Mapping[str, Weather]] = {
    "sunny": "clear", "sun": "clear", "dry": "clear", "none": "clear", "晴": "clear", "晴朗": "clear",
}  # fmt: skip


def read_time(value: object) -> float:
    """Seconds, from a number, 'm:ss', 'm:ss.s', 'h:mm:ss' or '92.5 s'."""
    seconds = float(value) if _is_number(value) else _spoken_time(value)
    if seconds is None or not math.isfinite(seconds):
        raise ValueError(f"{quoted(value)} is no time; {_HOW_TO_WRITE_TIMES}")
    if seconds < 0:
        raise ValueError(f"{quoted(value)} lies before the song; the song starts at 0")
    return seconds


def _spoken_time(value: object) -> float | None:
    if not isinstance(value, str):
        return None
    plain = value.strip().casefold().replace("：", ":")
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = clock.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    if counted := _SECONDS.fullmatch(plain):
        return float(counted[1].replace(",", "."))
    return None


def read_motion(value: object) -> int:
    """A whole number from 1 to 10; '7' and '7/10' too."""
    spoken = re.fullmatch(r"([0-9]{1,3})(?:\s*/\s*10)?", value.strip()) if isinstance(value, str) else None
    level = float(spoken[1]) if spoken else float(value) if _is_number(value) else math.nan
    if level not in range(1, 11):
        raise ValueError(f"{quoted(value)} is no motion level; write a whole number from 1 (still) to 10 (wild)")
    return int(level)


def read_palette(value: object) -> tuple[str, ...]:
    """Up to MOST_COLOURS colours as #rrggbb, each once, in the order given; from a list, or from words with commas."""
    names = _BETWEEN_COLOURS.split(value) if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        raise ValueError(f"{quoted(value)} is no palette; write a list of colours such as ['teal', '#f2b46b']")
    if len(names) > MOST_COLOURS:
        raise ValueError(f"it has {len(names)} colours; keep up to {MOST_COLOURS}")
    found = {quoted(name): colour_of(name) if isinstance(name, str) else None for name in names}
    unknown = [name for name, colour in found.items() if colour is None]
    if unknown:
        are = "are no colours" if len(unknown) > 1 else "is no colour"
        raise ValueError(f"{', '.join(unknown)} {are}; write names such as 'teal' or 'dark red', or #rrggbb")
    return tuple(dict.fromkeys(colour for colour in found.values() if colour is not None))


def read_transition(value: object) -> TransitionKind:
    return _one_of(value, "transition", _table(get_args(TransitionKind), _TRANSITIONS))


def read_framing(value: object) -> Framing:
    return _one_of(value, "framing", _table(get_args(Framing), _FRAMINGS))


def read_camera(value: object) -> CameraMove:
    return _one_of(value, "camera move", _table(get_args(CameraMove), _CAMERAS))


def read_time_of_day(value: object) -> TimeOfDay:
    """By its name or in words: 'night', 'late night', '黄昏'."""
    said = read_prompt(_plain(value)).times_of_day if _is_words(value) else ()
    return said[0] if said else _one_of(value, "time of day", _table(get_args(TimeOfDay), {}))


def read_weather(value: object) -> Weather:
    """By its name or in words: 'rain', 'heavy rain', '雪'."""
    said = read_prompt(_plain(value)).weathers if _is_words(value) else ()
    return said[0] if said else _one_of(value, "weather", _table(get_args(Weather), _WEATHERS))


def read_place(value: object) -> str:
    """The words of a place that can be drawn, or has a stand-in that can; `place_of` says which."""
    if _is_words(value) and place_of(value) is not None:
        return value
    raise ValueError(f"{quoted(value)} is no place that this version draws; choose {', '.join(PLACES)}")


def place_of(words: str) -> str | None:
    """The key of the place that these words name, or of the one that stands in for it; None where there is none."""
    plain = _plain(words)
    places = read_prompt(plain).places
    return plain if plain in PLACES else places[0] if places else None


def stand_in_words(words: str) -> str | None:
    """What is named and only stood in for, as it was written; None where the place itself is drawn."""
    plain = _plain(words)
    undrawn = [u.words for u in read_prompt(plain).undrawn_places if u.words in lexicon.UNDRAWN_PLACES]
    return undrawn[0] if undrawn and plain not in PLACES else None


def read_style(value: object) -> str:
    """The key of the style meant by key, name or a telling word."""
    if not _is_words(value):
        raise ValueError(f"{quoted(value)} is no style; `songreel styles` lists them")
    try:
        return find_style(value).key
    except BriefError as error:
        raise ValueError(_without_capital(str(error))) from error


def read_description(value: object) -> str:
    """Words on one line."""
    if not isinstance(value, str):
        raise ValueError(f"{quoted(value)} is no text; write what is to be seen, in words")
    words = " ".join(value.split())
    if len(words) > LONGEST_PROMPT:
        raise ValueError(f"it has {len(words)} characters; shorten it to {LONGEST_PROMPT}")
    if not words.isprintable():
        raise ValueError("it has characters that cannot be shown; write plain text")
    return words


def read_section(value: object) -> str:
    """The name as written; whether there is such a section the song decides."""
    if not _is_words(value):
        raise ValueError(f"{quoted(value)} is no name of a section; write one such as 'chorus' or 'verse 2'")
    return value


def read_on_beat(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{quoted(value)} is neither true nor false")
    return value


def quoted(value: object) -> str:
    """What was found, as a message quotes it: short, printable, and told from the message's own words."""
    if isinstance(value, str | float):
        written = repr(value) if isinstance(value, str) else f"{value:g}"
        return written if len(written) <= _LONGEST_QUOTE else f"{written[:_LONGEST_QUOTE]}…"
    if isinstance(value, int) and not isinstance(value, bool):
        # Python refuses to write out an integer of thousands of digits.
        return str(value) if abs(value) < 10**_LONGEST_QUOTE else "a number of more than sixty digits"
    names = {dict: "an object", list: "a list" if value else "an empty list", bool: str(value).lower()}
    return names.get(type(value), "null")


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _is_words(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.strip() != "" and len(value) <= _LONGEST_WORDS and value.isprintable()


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())


def _table(names: tuple[T, ...], synonyms: Mapping[str, T]) -> Mapping[str, T]:
    return {**{name: name for name in names}, **synonyms}


def _one_of(value: object, what: str, spellings: Mapping[str, T]) -> T:
    known = {_plain(spelling): meant for spelling, meant in spellings.items()}
    meant = known.get(_plain(value)) if isinstance(value, str) else None
    if meant is None:
        choices = ", ".join(dict.fromkeys(spellings.values()))
        raise ValueError(f"{quoted(value)} is no {what}; choose {choices}")
    return meant


def _without_capital(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
