"""What a token may do: a set of words, `*` for all of them. Stored as one text, sorted, with spaces between."""

from collections.abc import Iterable
from typing import Final, Literal, get_args

from songreel_server.errors import BadRequestError

Scope = Literal["read", "write", "upload", "render"]
ALL: Final[frozenset[str]] = frozenset(get_args(Scope))


def parsed(words: str | Iterable[str]) -> frozenset[str]:
    """The scopes that words name; `*` is all of them. Raises BadRequestError for one that does not exist."""
    named = frozenset(words.replace(",", " ").split() if isinstance(words, str) else words)
    wanted = named - {"*"} | (ALL if "*" in named else frozenset())
    if unknown := wanted - ALL:
        raise BadRequestError(f"No such scope: {', '.join(sorted(unknown))}. There are {', '.join(sorted(ALL))} and *.")
    return wanted


def written(scopes: Iterable[str]) -> str:
    """As stored."""
    return " ".join(sorted(scopes))
