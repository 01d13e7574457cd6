"""What a message comes to, as a value: what the user wants, and the edits it asks for."""

from dataclasses import dataclass
from typing import Any, Literal

from songreel_engine.draft.edits import Edit, edit_as_json

Intent = Literal["export", "credits", "status", "upload", "generate", "edit", "help", "chat", "out_of_scope"]


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A message, understood: edits with targets, or a question, or neither where it is about something else."""

    intent: Intent
    confidence: float
    """0 to 1: how often a guess like this one is right."""
    edits: tuple[Edit, ...] = ()
    then: tuple[Intent, ...] = ()
    """What is wanted after the edits, such as an export."""
    question: str | None = None
    """One sentence with the choices, in the user's language, where a part of the film is absent or ambiguous."""

    def as_json(self) -> dict[str, Any]:
        """The value as it is printed and sent; keys in a fixed order."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 3),
            "edits": [edit_as_json(edit) for edit in self.edits],
            "then": list(self.then),
            "question": self.question,
        }
