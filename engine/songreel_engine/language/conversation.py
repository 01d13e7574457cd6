"""What a turn leaves behind for the next: 'make it faster', 'that shot', 'again but bluer', 'also for the verse'.

A frozen value; `remembered` makes the next one. Whoever holds the conversation keeps it, the engine does not.
"""

from dataclasses import dataclass, replace
from typing import Final

from songreel_engine.draft.edits import OF_HISTORY, ChangeText, Edit, Target
from songreel_engine.language.meaning import Understanding

_OF_TEXT: Final = frozenset({"add_text", "change_text"})


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """What 'it', 'that shot' and 'the same' mean now; empty at the start."""

    edits: tuple[Edit, ...] = ()
    """Of the last turn that asked for any."""
    target: Target | None = None
    """The part that was last spoken of."""
    shot: int | None = None
    """The number of the last shot that was asked about or edited."""
    text: str | None = None
    """Words on the picture that were last added or changed."""

    @property
    def spoke_of_text(self) -> bool:
        """Whether the last turn was about words on the picture."""
        return self.text is not None and bool(self.edits) and self.edits[-1].edit in _OF_TEXT


def remembered(conversation: Conversation, understanding: Understanding) -> Conversation:
    """The conversation after one more turn; the same where the turn names nothing."""
    edits = understanding.edits
    if not edits:
        return conversation
    for edit in edits:
        conversation = replace(
            conversation,
            target=conversation.target if edit.edit in OF_HISTORY else edit.target,
            shot=edit.target.shots[-1] if edit.target.shots else conversation.shot,
            text=_text_of(edit) or conversation.text,
        )
    again = tuple(edit for edit in edits if edit.edit not in OF_HISTORY)
    return replace(conversation, edits=again or conversation.edits)


def _text_of(edit: Edit) -> str | None:
    if edit.edit not in _OF_TEXT:
        return None
    changed = getattr(edit.changes, "text", None)
    return changed or (edit.changes.match if isinstance(edit.changes, ChangeText) else None)
