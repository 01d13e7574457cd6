"""A prompt cut into pieces that an encoder reads whole: at the ends of sentences and phrases, else between words. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import Final

_PHRASES: Final = re.compile(r"[^.,;]*[.,;]+\s*|[^.,;]+$")
_WORDS: Final = re.compile(r"\S+\s*")


def pieces_of(text: str, tokens_in: Callable[[str], int], *, most: int) -> list[str]:
    """The pieces, in order, as few as come of filling one after the other; one, perhaps empty, of a text that fits whole.

    `tokens_in` counts as the encoder does. A piece has more than `most` tokens only where it is one word.
    """
    if tokens_in(text) <= most:
        return [text]
    pieces = [""]
    for part in _parts(text, tokens_in, most):
        if pieces[-1] and tokens_in((pieces[-1] + part).strip()) > most:
            pieces.append("")
        pieces[-1] += part
    return [piece.strip() for piece in pieces]


def _parts(text: str, tokens_in: Callable[[str], int], most: int) -> Iterator[str]:
    """Phrases, and the words of a phrase that is too long."""
    for phrase in _PHRASES.findall(text):
        if tokens_in(phrase.strip()) <= most:
            yield phrase
        else:
            yield from _WORDS.findall(phrase)
