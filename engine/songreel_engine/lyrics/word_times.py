"""When each word of a line is sung: as the file says, else shared out by syllables and marked as estimated."""

from collections.abc import Sequence

import numpy as np

from songreel_engine.lyrics.model import Line, Word
from songreel_engine.lyrics.syllables import split_words, weigh_words

Span = tuple[float, float]


def words_in(line: Line) -> tuple[Word, ...]:
    """The line's words with their times: its own where they make up its text, else estimated between its start and end.

    Empty for a line without times.
    """
    if line.start_s is None or line.end_s is None:
        return ()
    own = "".join(word.text for word in line.words)
    if line.words and "".join(own.split()) == "".join(line.text.split()):
        return line.words
    return words_over(line.text, [(line.start_s, line.end_s)])


def words_over(text: str, sung: Sequence[Span]) -> tuple[Word, ...]:
    """The words of a line over the stretches in which it is sung, by syllables."""
    texts = split_words(text)
    if not texts:
        return ()
    edges = np.append(0.0, np.cumsum(weigh_words(texts)))
    lengths_s = np.array([end - start for start, end in sung])
    sung_v = np.append(0.0, np.cumsum(lengths_s))
    starts_v, ends_v = (edges[:-1] / edges[-1] * sung_v[-1], edges[1:] / edges[-1] * sung_v[-1])

    def at_s(v: float, *, ends: bool) -> float:
        # At a gap one word ends before it and the next begins behind it.
        k = min(max(int(np.searchsorted(sung_v, v + (-1e-9 if ends else 1e-9))) - 1, 0), len(sung) - 1)
        return float(min(sung[k][0] + v - sung_v[k], sung[k][1]))

    words = [
        Word(start_s=at_s(a, ends=False), end_s=at_s(b, ends=True), text=word, estimated=True)
        for word, a, b in zip(texts, starts_v.tolist(), ends_v.tolist(), strict=True)
    ]
    return tuple(words)
