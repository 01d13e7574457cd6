"""Finding a style by what people call it. The styles themselves are in `style_table.py`."""

import difflib
import re
from typing import Final

from songreel_engine.errors import BriefError
from songreel_engine.planning.style_table import STYLES, Style

__all__ = ["DEFAULT_STYLE", "STYLES", "Style", "find_style", "search_styles"]

DEFAULT_STYLE: Final = "cinematic_realism"


def find_style(words: str) -> Style:
    """The style meant by its key, its name or a word only it answers to, in any case and with a slip of the finger.

    No words give the default style.

    Raises BriefError where none is meant, with the nearest ones named.
    """
    wanted = _plain(words)
    if not wanted:
        return STYLES[DEFAULT_STYLE]
    spellings = {_plain(spelling): style for style in STYLES.values() for spelling in (style.key, style.name)}
    near = difflib.get_close_matches(wanted, spellings, n=1, cutoff=0.8)
    if near:
        return spellings[near[0]]
    suggestions = search_styles(words)
    if len(suggestions) == 1:
        return suggestions[0]
    suggestions = suggestions or tuple(STYLES.values())
    raise BriefError(f"there is no style {words!r}; choose {_alternatives([s.name for s in suggestions])}")


def search_styles(words: str) -> tuple[Style, ...]:
    """The styles that fit the words, best first; empty where none does."""
    wanted = _plain(words).split()
    scores = {key: sum(_fits(word, style) for word in wanted) for key, style in STYLES.items()}
    return tuple(STYLES[key] for key in sorted(scores, key=lambda k: -scores[k]) if scores[key] > 0)


def _fits(word: str, style: Style) -> bool:
    known = {*_plain(style.name).split(), *style.words}
    return bool(difflib.get_close_matches(word, known, n=1, cutoff=0.85))


def _plain(words: str) -> str:
    return re.sub(r"[\s_\-]+", " ", words.casefold()).strip()


def _alternatives(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
