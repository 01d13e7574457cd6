"""What the conversation says: one sentence for each outcome, in the session's language, from the two tables of sentences.

The engine says in English what an edit did; `edit_words` says it in Chinese, and `sayings` what it warns of and refuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from songreel_server import replies_en, replies_zh
from songreel_server.sayings import told
from songreel_server.sessions import Language

_SENTENCES: Final[Mapping[Language, Mapping[str, str]]] = {"en": replies_en.SENTENCES, "zh": replies_zh.SENTENCES}
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {"en": replies_en.WORDS, "zh": replies_zh.WORDS}
_LONG_S: Final = 90


@dataclass(frozen=True)
class Speaker:
    """Sentences in one language."""

    language: Language
    is_metered: bool = True
    """Whether prices are charged, or only shown."""

    def say(self, key: str, **values: object) -> str:
        """The sentence of that key with its places filled."""
        return _SENTENCES[self.language][key].format(**values)

    def word(self, key: str, **values: object) -> str:
        return _WORDS[self.language][key].format(**values)

    def price(self, credits: int) -> str:
        """'13 credits', and that they are not charged where they are not."""
        amount = self.word("credits_one" if credits == 1 else "credits_many", count=credits)
        return amount if self.is_metered else self.word("unmetered", credits=amount)

    def shots(self, count: int) -> str:
        return self.word({0: "shots_none", 1: "shots_one"}.get(count, "shots_many"), count=count)

    def stage(self, name: str) -> str:
        """A stage of the work, by the engine's name for it."""
        if name in ("", "queued"):
            return self.word("waiting")
        return replies_zh.STAGES.get(name, name) if self.language == "zh" else name

    def progress(self, stage: str, done: float, total: float, left_s: float | None) -> str:
        """'video generation, 40 %, about 30 s left'."""
        if stage in ("", "queued"):
            return self.word("waiting")
        percent = round(100 * done / total) if total > 0 else 0
        values = {"stage": self.stage(stage), "percent": min(100, percent)}
        if left_s is None:
            return self.word("progress", **values)
        return self.word("progress_left", **values, left=self.time(left_s))

    def time(self, seconds: float) -> str:
        """'40 s', '3 min'."""
        if seconds < _LONG_S:
            return self.word("seconds", count=max(1, round(seconds)))
        return self.word("minutes", count=round(seconds / 60))

    def when(self, clocks: str) -> str:
        """' (0:06.0–0:12.0)', or nothing."""
        return self.word("when", clocks=clocks) if clocks else ""

    def notes(self, notes: tuple[str, ...]) -> str:
        """' Note: …', or nothing."""
        joined = ("" if self.language == "zh" else " ").join(map(self.retold, notes))
        return self.word("note", note=joined) if notes else ""

    def retold(self, said: str) -> str:
        """What the engine says to a command line, for this conversation."""
        return told(said, self.language)
