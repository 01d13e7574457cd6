"""The fonts that come with songreel. What each is, its licence and its source are written in `fonts/FONTS.md`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

FOLDER: Final = Path(__file__).parent / "fonts"

Voice = Literal["text", "heavy", "poster", "serif", "typewriter", "hand", "neon", "ink"]
"""What a text should sound like: a kind of letters, whatever the script."""

_SCRIPTS: Final = (
    "inter-600.ttf", "notosanscjk-bold.otf", "noto-sans-arabic-700.ttf", "noto-sans-hebrew-700.ttf",
    "noto-sans-thai-700.ttf", "noto-sans-devanagari-700.ttf",
)  # fmt: skip
"""Plain faces that between them write what songs are commonly sung in."""

VOICES: Final[Mapping[Voice, tuple[str, ...]]] = {
    "text": _SCRIPTS,
    "heavy": ("inter-800.ttf", *_SCRIPTS),
    "poster": ("anton-400.ttf", "inter-800.ttf", *_SCRIPTS[1:]),
    "serif": ("eb-garamond-600.ttf", "notoserifcjk-bold.otf", *_SCRIPTS),
    "typewriter": ("courier-prime-700.ttf", *_SCRIPTS),
    "hand": ("caveat-brush-400.ttf", "ma-shan-zheng-400.ttf", *_SCRIPTS),
    "neon": ("tilt-neon-400.ttf", *_SCRIPTS),
    "ink": ("eb-garamond-600.ttf", "notoserifcjk-bold.otf", *_SCRIPTS),
}
"""Each voice's faces, best first; a text is written in the first that has all of its characters."""
