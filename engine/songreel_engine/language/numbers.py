"""Numbers, ordinals and times as people write them, in English and Chinese: 'twenty-one', 'the 3rd', 第三, 1分05秒, 0:45.

Patterns match plain wording (see `wording`); the functions read what a pattern matched. Ordinals from the end are negative:
'last' is −1.
"""

import re
from collections.abc import Iterable
from typing import Final

_UNITS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
                "eighty": 80, "ninety": 90}  # fmt: skip
_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "opening": 1, "last": -1, "final": -1,
    "closing": -1, "penultimate": -2, "second to last": -2, "second-to-last": -2, "second last": -2,
    "next to last": -2, "third to last": -3, "antepenultimate": -3,
}  # fmt: skip
_CHINESE_DIGITS: Final = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5,
                          "六": 6, "七": 7, "八": 8, "九": 9}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


CARDINAL_EN: Final = (
    rf"(?:[0-9]+(?:\.[0-9]+)?|(?:(?:{_any(_TENS)})(?:[- ](?:{_any(list(_UNITS)[1:10])}))?|{_any(_UNITS)})(?![a-z]))"
)
COUNT_EN: Final = rf"(?:{CARDINAL_EN}|couple(?: of)?|few)"
ORDINAL_EN: Final = rf"(?:[0-9]+(?:st|nd|rd|th)|{_any(_ORDINALS)})(?![a-z])"
_LONGEST_CHINESE_NUMBER: Final = 9
CARDINAL_ZH: Final = r"(?:[0-9]+(?:\.[0-9]+)?|[零〇一二两俩三仨四五六七八九十百]+)"
ORDINAL_ZH: Final = rf"(?:倒数第{CARDINAL_ZH}|第{CARDINAL_ZH}|最后(?:那)?一?|最末|首|头一|末)"

_CLOCK: Final = r"[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]+)?"
_TIME_EN: Final = (
    rf"{_CLOCK}"
    rf"|{CARDINAL_EN}[- ]?(?:m|mins?|minutes?)\b(?:,? ?(?:and )?{CARDINAL_EN}[- ]?(?:s|secs?|seconds?)\b)?"
    r"|(?:a|one) minute(?: and a half)?(?: and)?|half a minute|a minute"
    rf"|(?:{CARDINAL_EN}|a few|half an?|an?)[- ]?(?:and a half )?(?:s|secs?|seconds?)\b"
)
_TIME_ZH: Final = (
    rf"{CARDINAL_ZH} ?分(?!之)(?:钟)?(?:半|{CARDINAL_ZH} ?秒?(?:钟)?)?|半分钟|{CARDINAL_ZH}(?:点{CARDINAL_ZH})? "
    rf"?秒(?:半)?(?:钟)?|半秒"
)
TIME: Final = rf"(?:{_TIME_EN}|{_TIME_ZH})"
_MINUTES_EN: Final = re.compile(rf"({CARDINAL_EN})[- ]?(?:m|mins?|minutes?)\b(?:,? ?(?:and )?({CARDINAL_EN})[- ]?s)?")
_SECONDS_EN: Final = re.compile(rf"({CARDINAL_EN})[- ]?(and a half )?s")
_MINUTES_ZH: Final = re.compile(rf"({CARDINAL_ZH}) ?分钟?(?:(半)|({CARDINAL_ZH}))?")
_SECONDS_ZH: Final = re.compile(rf"({CARDINAL_ZH})(?:点({CARDINAL_ZH}))? ?秒(半)?")
_SET_TIMES_S: Final = {"a minute and a half": 90.0, "one minute and a half": 90.0, "half a minute": 30.0,
                       "半分钟": 30.0, "半秒": 0.5}  # fmt: skip


def read_number(words: str) -> float | None:
    """The number that is written, in digits, English words or Chinese numerals; None where none is."""
    words = words.strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", words):
        return float(words)
    if words in _UNITS:
        return float(_UNITS[words])
    if words.startswith(("couple", "a couple")):
        return 2.0
    if words == "few":
        return 3.0
    tens, _, unit = words.replace("-", " ").partition(" ")
    if tens in _TENS:
        return float(_TENS[tens] + _UNITS.get(unit, 0))
    return _read_chinese(words)


def read_whole(words: str) -> int | None:
    """The whole number that is written, at most a million; None for a fraction or none."""
    number = read_number(words)
    return int(number) if number is not None and number == int(min(number, 1e6)) else None


def read_ordinal(words: str) -> int | None:
    """1 for 'first', '1st' and 第一, −1 for 'last' and 最后一; None where no ordinal is written."""
    words = words.strip()
    if words in _ORDINALS:
        return _ORDINALS[words]
    if words in {"首", "头一"}:
        return 1
    if words.startswith("倒数第"):
        number = read_whole(words.removeprefix("倒数第"))
        return -number if number else None
    if words.startswith("最后") or words in {"最末", "末"}:
        return -1
    return read_whole(re.sub(r"^第|(?:st|nd|rd|th)$", "", words))


def read_time_s(words: str) -> float | None:
    """Seconds from the song's start, or a length: '1:05', '65 s', 'a minute and a half', 1分05秒, 十秒半; None for others."""
    words = words.strip()
    if re.fullmatch(_CLOCK, words):
        total_s = 0.0
        for part in words.split(":"):
            total_s = total_s * 60 + float(part)
        return total_s
    if words in _SET_TIMES_S:
        return _SET_TIMES_S[words]
    return _read_english_time(words) if re.search(r"[a-z]", words) else _read_chinese_time(words)


def _read_english_time(words: str) -> float | None:
    if match := _MINUTES_EN.match(words):
        minutes, seconds = read_number(match[1]), read_number(match[2] or "0")
        return None if minutes is None or seconds is None else minutes * 60 + seconds
    if match := _SECONDS_EN.match(words):
        number = read_number(match[1])
        return None if number is None else number + (0.5 if match[2] else 0.0)
    if re.match(r"half an?[- ]s", words):
        return 0.5
    if re.match(r"an?[- ](?:minute|s)", words):
        return 60.0 if "minute" in words else 1.0
    return 3.0 if words.startswith("a few") else None


def _read_chinese_time(words: str) -> float | None:
    if match := _MINUTES_ZH.match(words):
        minutes, seconds = read_number(match[1]), read_number(match[3] or "0")
        return None if minutes is None or seconds is None else minutes * 60 + (30.0 if match[2] else seconds)
    if match := _SECONDS_ZH.match(words):
        number = read_number(match[1])
        tenths = read_number(match[2]) if match[2] else 0.0
        return None if number is None or tenths is None else number + tenths / 10 + (0.5 if match[3] else 0.0)
    return None


def _read_chinese(words: str) -> float | None:
    if len(words) > _LONGEST_CHINESE_NUMBER:
        return None
    total, digit = 0, None
    for character in words:
        if character in _CHINESE_DIGITS:
            digit = (digit or 0) * 10 + _CHINESE_DIGITS[character] if digit else _CHINESE_DIGITS[character]
        elif character in "十百":
            total += (1 if digit is None else digit) * (10 if character == "十" else 100)
            digit = None
        else:
            return None
    return float(total + (digit or 0)) if words else None
