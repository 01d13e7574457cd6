"""What a message means for a project: the film it is about, and what was said before.

Whoever talks to a project (the command line, a server's session) asks here, so that all understand alike.
"""

from dataclasses import replace
from typing import Final

from songreel_engine.draft.model import Draft
from songreel_engine.language.context import Context, context_of_draft
from songreel_engine.language.conversation import Conversation, remembered
from songreel_engine.language.meaning import Understanding
from songreel_engine.language.understanding import understand
from songreel_engine.project import Project

_REMEMBERED_ENTRIES: Final = 4
"""How far back 'it' and 'the same' may reach into the edit log."""


def hear(project: Project, message: str, conversation: Conversation | None = None) -> Understanding:
    """What the message asks for in this film; without a conversation, the edit log says what was spoken of last."""
    draft = project.read_draft()
    context = context_of_draft(draft, events=project.read_analysis().events)
    talk = conversation if conversation is not None else conversation_of_log(draft, context)
    return understand(message, replace(context, conversation=talk))


def conversation_of_log(draft: Draft, context: Context) -> Conversation:
    """The conversation as the draft's last edits leave it: their words, understood again.

    An entry that says nothing of what was done is no edit's: the film was planned again, and nobody spoke.
    """
    talk = Conversation()
    edits = [entry for entry in draft.edit_log if entry.said]
    for entry in edits[-_REMEMBERED_ENTRIES:]:
        talk = remembered(talk, understand(entry.words, replace(context, conversation=talk)))
    return talk
