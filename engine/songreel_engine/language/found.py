"""What a clause asks for: an edit and its changes, before anybody knows which part of the film is meant."""

from dataclasses import dataclass, field
from typing import Any

from songreel_engine.draft.edits import EditName


@dataclass(frozen=True)
class Found:
    """An edit that a clause names."""

    edit: EditName
    changes: dict[str, Any] = field(default_factory=dict)
    """As `draft.edits.CHANGES` has them for this edit."""
    confidence: float = 0.95
    whole_film: bool = False
    """It is never about a part: canvas, undo, redo, restore."""


SURE, LIKELY, GUESS = 0.95, 0.8, 0.6
"""How often a reading of its kind is right: the words say it, suggest it, or leave nothing better."""
