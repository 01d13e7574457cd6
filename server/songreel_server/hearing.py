"""What a message means in a session: by the film, by what was spoken of last, and by what was asked."""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from songreel_engine.language.context import NO_CONTEXT, context_of_draft
from songreel_engine.language.conversation import Conversation as SpokenOf
from songreel_engine.language.conversation import remembered
from songreel_engine.language.meaning import Understanding
from songreel_engine.language.understanding import understand
from songreel_engine.project import Project
from songreel_server.sessions import Language, Memory

_SPOKEN_OF: Final = TypeAdapter(SpokenOf)


def spoken_of(memory: Memory) -> SpokenOf:
    """What 'it' and 'the same' mean now."""
    return _SPOKEN_OF.validate_python(memory.spoken_of) if memory.spoken_of else SpokenOf()


def memory_after(memory: Memory, understood: Understanding) -> Memory:
    """What is remembered after the turn; an open question is answered by it."""
    now = remembered(spoken_of(memory), understood)
    return memory.model_copy(update={"spoken_of": _SPOKEN_OF.dump_python(now, mode="json"), "question": None})


def hear(
    project: Project, message: str, spoken_of: SpokenOf | None = None, *, asks_in: Language | None = None
) -> Understanding:
    """What the message asks for in this film, after what was spoken of. `asks_in`: None: the message's own language."""
    context = context_of_draft(project.read_draft(), events=project.read_analysis().events)
    return understand(message, replace(context, conversation=spoken_of or SpokenOf(), asks_in=asks_in))


def answered(project: Project, before: str, message: str, *, asks_in: Language | None = None) -> Understanding:
    """The message as the answer to what was asked about `before`, unless it is a wish of its own.

    'Redo the bridge' — 'There is no bridge: …' — 'chorus 2': the edit of the first on the part of the second.
    """
    alone = hear(project, message, asks_in=asks_in)
    if (alone.edits and alone.question is None) or alone.intent not in ("edit", "chat", "out_of_scope"):
        return alone
    together = hear(project, f"{before} {message}")
    if together.edits and together.question is None:
        return together
    meant = hear(project, f"redo {message}" if message.isascii() else f"重做{message}")
    edits = understand(before, NO_CONTEXT).edits
    if not meant.edits or meant.question is not None or not edits:
        return alone
    target = meant.edits[0].target
    moved = tuple(edit.model_copy(update={"target": target}) for edit in edits)
    return replace(meant, edits=moved)
