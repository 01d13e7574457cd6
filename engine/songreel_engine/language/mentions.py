"""Which parts of a film words speak of, as selectors; no film is asked for here."""

from functools import lru_cache

from songreel_engine.language import targets_en, targets_zh
from songreel_engine.language.section_names import KINDS, bare
from songreel_engine.language.selectors import Mention
from songreel_engine.language.target_rules import Rule, read_rules

__all__ = ["find_mentions"]


def find_mentions(shown: str, kinds: tuple[str, ...] = ()) -> tuple[Mention, ...]:
    """Parts spoken of in plain wording; `kinds` are those of the song's sections, in lower case."""
    return read_rules(shown, _rules(kinds, chinese=not shown.isascii()))


@lru_cache(maxsize=64)
def _rules(kinds: tuple[str, ...], *, chinese: bool) -> tuple[Rule, ...]:
    """Without the Chinese ones where no character asks for them: half the time."""
    own = [kind for kind in dict.fromkeys(kinds) if bare(kind) not in KINDS]
    return (
        *(each for kind in sorted(own, key=len, reverse=True) for each in targets_en.rules_of_name(kind)),
        *(targets_zh.ATOMS if chinese else ()),
        *targets_en.ATOMS,
        *(targets_zh.SIGHTS if chinese else ()),
        *targets_en.SIGHTS,
        *targets_en.REFERENCES,
        *(targets_zh.REFERENCES if chinese else ()),
        *targets_en.RELATIONS,
        *(targets_zh.RELATIONS if chinese else ()),
    )
