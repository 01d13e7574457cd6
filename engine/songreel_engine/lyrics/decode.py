"""From bytes to text: which encoding lyrics were saved in, decided by what the text then looks like.

Lyrics files carry no encoding. A byte order mark or valid UTF-8 settles it; otherwise each candidate is judged by how much
of what it gives is writing people use, and the choice is reported as an assumption.
"""

import codecs
from collections.abc import Callable
from typing import Final

from songreel_engine.errors import LyricsError

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PLAUSIBLE: Final = 0.5


def decode_lyrics(content: bytes) -> tuple[str, str, str | None]:
    """The text, its encoding, and a warning where the encoding had to be assumed.

    Raises LyricsError for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig"), None
    if b"\0" in content:
        return _wide(content)
    try:
        return content.decode("utf-8"), "utf-8", None
    except UnicodeDecodeError:
        return _by_looks(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise LyricsError(
            f"The lyrics say they are {encoding} but break off at byte {error.start}; save them again as UTF-8."
        ) from error


def _wide(content: bytes) -> tuple[str, str, str | None]:
    """UTF-16 without a mark has its zeros on one side; any other file with zeros is no text."""
    evens, odds = content[::2].count(0), content[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odds, evens), ("utf-16-be", evens, odds)):
        if zeros > 0.3 * (len(content) / 2) and others == 0 and len(content) % 2 == 0:
            return _strictly(content, encoding), encoding, f"The lyrics were read as {encoding.upper()}; check them."
    raise LyricsError("The lyrics hold zero bytes, so this is no text file; save them as UTF-8 text.")


def _by_looks(content: bytes) -> tuple[str, str, str | None]:
    readings = {encoding: _reading(content, encoding) for encoding in _LOOKS}
    judged = {
        encoding: _LOOKS[encoding](text, [c for c in text if ord(c) > 127])
        for encoding, text in readings.items()
        if text is not None
    }
    best = max(judged, key=lambda encoding: judged[encoding], default="cp1252")
    text = readings[best]
    if text is None or judged[best] < _PLAUSIBLE:
        raise LyricsError("The lyrics are in no encoding songreel knows; save them as UTF-8 text.")
    return (
        text,
        best,
        f"The lyrics are not UTF-8 and were read as {_IN_WORDS[best]}; check them, or save them as UTF-8.",
    )


def _reading(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _chinese(_text: str, foreign: list[str]) -> float:
    """GB 2312 sorts by use: its first level, rows B0 to D7, holds what lyrics are written with."""
    return _share(foreign, lambda c: (row := c.encode("gb18030"))[0] in range(0xB0, 0xD8) or row[0] in (0xA1, 0xA3))


def _japanese(_text: str, foreign: list[str]) -> float:
    """No Japanese song does without kana; half-width kana are what other encodings look like when misread."""
    kana = _share(foreign, lambda c: "ぁ" <= c <= "ヿ")
    half_width = _share(foreign, lambda c: "｡" <= c <= "ﾟ")
    common = _share(foreign, lambda c: "ぁ" <= c <= "ヿ" or c.encode("cp932")[0] in (0x81, *range(0x88, 0x98)))
    return common * min(kana / 0.2, 1.0) * (1 - half_width)


def _western(text: str, foreign: list[str]) -> float:
    """Accented letters stand alone between plain ones, and most are small."""
    beside = " " + text + " "
    alone = sum(
        ord(c) > 127 and ord(a) < 128 and ord(b) < 128 for a, c, b in zip(beside, text, beside[2:], strict=False)
    )
    return alone / max(len(foreign), 1) * _share(foreign, lambda c: c.isalpha() or c in "‘’“”…–—«»¿¡\xa0")


def _share(characters: list[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, characters)) / max(len(characters), 1)


_LOOKS: Final[dict[str, Callable[[str, list[str]], float]]] = {
    "gb18030": _chinese, "cp932": _japanese, "cp1252": _western,
}  # fmt: skip
_IN_WORDS: Final = {"gb18030": "Chinese (GB 18030)", "cp932": "Japanese (Shift JIS)", "cp1252": "Western (Latin-1)"}
