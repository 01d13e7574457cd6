"""Fonts that can write a text: those that come with songreel, else the best of those installed on the machine.

No font is downloaded. A font is chosen for a whole text, so that no word changes its face half-way; a text with a character
that no font has is refused, never shown with empty boxes.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

from songreel_engine.errors import RenderError
from songreel_engine.finishing.typography.bundled import FOLDER, VOICES, Voice

_FOLDERS: Final[dict[str, tuple[str, ...]]] = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}
"""Where each platform (`sys.platform`) keeps its fonts."""
_SUFFIXES: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})
_LIKED: Final = (
    "inter", "notosans-", "notosans[", "lato-", "opensans", "sourcesans", "helveticaneue", "segoeui", "roboto",
    "liberationsans", "arial", "dejavusans.",
    "notosanscjk", "notosanssc", "sourcehansans", "pingfang", "hiragino", "msyh", "wqy-microhei", "wqy-zenhei",
    "droidsansfallback", "notosans",
)  # fmt: skip
"""How the file names of good plain faces begin, best first; Latin before Chinese, whose Latin letters are an afterthought."""
_STYLED: Final = ("bold", "italic", "oblique", "thin", "light", "black", "cond", "mono", "serif", "heavy", "extra")
_NEVER: Final = ("lastresort", "emoji", "adobeblank", "symbol", "wingding", "webding")
"""Faces that claim characters without having them, or whose letters are pictures."""
_PROBE_PX: Final = 32
_NEVER_A_CHARACTER: Final = "\uffff"
"""No font has a letter for it, so it shows what a font draws for what it lacks. Source: Unicode 15, §23.7."""

_PACKAGES: Final[tuple[tuple[str, str], ...]] = (
    ("CJK", "fonts-noto-cjk"),
    ("HIRAGANA", "fonts-noto-cjk"),
    ("KATAKANA", "fonts-noto-cjk"),
    ("HANGUL", "fonts-noto-cjk"),
    ("IDEOGRAPHIC", "fonts-noto-cjk"),
    ("FULLWIDTH", "fonts-noto-cjk"),
    ("", "fonts-noto-core"),
)
"""The first word of a character's Unicode name, and the package (Debian and Ubuntu) whose font has it."""


@dataclass(frozen=True)
class FontFace:
    """A font by where it comes from."""

    path: Path
    index: int = 0
    """Of the face, in a file that holds several."""

    def at(self, size_px: float) -> ImageFont.FreeTypeFont:
        """The face at a size, ready to draw."""
        return _opened(self, size_px)

    def fingerprint(self) -> str:
        """A digest that changes when the letters may look different."""
        return _fingerprint(self)


def find_face(text: str, voice: Voice = "text") -> FontFace:
    """The best face of a voice that has every character of `text`. Raises RenderError where none has."""
    wanted = frozenset(text) - {" ", "\n"}
    _must_be_shapeable(wanted)
    return _find_face(wanted, _text_script(wanted), voice)


def without_unwritable(text: str) -> tuple[str, str]:
    """The text without the characters that no font here has, and those characters, each once."""
    lacking = "".join(dict.fromkeys(c for c in text if not c.isspace() and not _can_write(c)))
    kept = "".join(c for c in text if c not in lacking)
    return " ".join(kept.split()), lacking


@cache
def _can_write(character: str) -> bool:
    try:
        find_face(character)
    except RenderError:
        return False
    return True


@cache
def _find_face(wanted: frozenset[str], script: str, voice: Voice) -> FontFace:
    fewest_missing = wanted
    for face in _faces(script, voice):
        missing = frozenset(character for character in wanted if not _has(face, character))
        if not missing:
            return face
        fewest_missing = min(fewest_missing, missing, key=lambda some: (len(some), sorted(some)))
    raise RenderError(_refusal(sorted(fewest_missing)))


def needs_shaping(text: str) -> bool:
    """Whether letters change with their neighbours or run from right to left, so that they must be set as whole lines."""
    return any(
        unicodedata.combining(character)
        or unicodedata.bidirectional(character) in ("R", "AL")
        or 0x0900 <= ord(character) < 0x10A0  # the scripts of India and south-east Asia
        for character in text
    )


def _must_be_shapeable(wanted: frozenset[str]) -> None:
    if any(needs_shaping(character) for character in wanted) and not features.check("raqm"):
        raise RenderError(
            "This text needs letters joined as its script demands, and Pillow lacks Raqm for that; "
            "install a Pillow that has it (and libfribidi) or write the text in another script."
        )


def _text_script(wanted: frozenset[str]) -> str:
    """Which national forms of Chinese characters a text wants."""
    for script, first, last in (("ja", "\u3040", "\u30ff"), ("ko", "\uac00", "\ud7af")):
        if any(first <= character <= last for character in wanted):
            return script
    return "zh"


_CJK_INDEX: Final = {"ja": 0, "ko": 1, "zh": 2}
"""Faces of the Noto Sans CJK collection: Japanese, Korean, simplified Chinese."""


def _faces(script: str, voice: Voice) -> Iterator[FontFace]:
    """Faces to try, best first."""
    yield from (FontFace(FOLDER / name) for name in VOICES[voice])
    for path in _installed():
        in_collection = path.name.lower().startswith(("notosanscjk", "notoserifcjk")) and path.suffix.lower() == ".ttc"
        face = FontFace(path, _CJK_INDEX[script] if in_collection else 0)
        if _opens(face):
            yield face


@cache
def _installed() -> Sequence[Path]:
    folders = [Path(folder).expanduser() for folder in _FOLDERS.get(sys.platform, _FOLDERS["linux"])]
    files = {file for folder in folders if folder.is_dir() for file in folder.rglob("*") if _is_font(file)}
    return sorted(files, key=_taste)


def _is_font(file: Path) -> bool:
    return file.suffix.lower() in _SUFFIXES and not any(word in file.name.lower() for word in _NEVER)


def _taste(file: Path) -> tuple[int, int, str, str]:
    name = file.name.lower()
    liked = next((place for place, start in enumerate(_LIKED) if name.startswith(start)), len(_LIKED))
    return liked, sum(word in name for word in _STYLED), name, str(file)


@cache
def _opens(face: FontFace) -> bool:
    """Whether FreeType can draw the file at any size; faces of fixed pixels cannot be."""
    try:
        _opened(face, _PROBE_PX)
    except OSError:
        return False
    return True


@lru_cache(maxsize=512)
def _opened(face: FontFace, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.path), size_px, index=face.index)


def _has(face: FontFace, character: str) -> bool:
    drawn, lacking = _drawn(face, character), _drawn(face, _NEVER_A_CHARACTER)
    return drawn != lacking and (any(drawn[1]) or character.isspace())


@cache
def _drawn(face: FontFace, character: str) -> tuple[tuple[int, int], bytes]:
    mask = face.at(_PROBE_PX).getmask(character)
    return mask.size, bytes(mask)


@cache
def _fingerprint(face: FontFace) -> str:
    return f"{hashlib.sha256(face.path.read_bytes()).hexdigest()[:16]}/{face.index}"


def _refusal(missing: list[str]) -> str:
    shown = "".join(missing[:12]) + (" …" if len(missing) > 12 else "")
    name = unicodedata.name(missing[0], "")
    package = next(package for start, package in _PACKAGES if name.startswith(start))
    return (
        f"No font on this machine can write {shown}; install one that can (on Debian or Ubuntu: "
        f"sudo apt install {package}) or write the text without."
    )
