"""What an assistant says, found in the film: a part by its words, edits by words or as values.

On doubt a refusal that lists the choices.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from songreel_engine.draft.edits import CHANGES, Edit, EditName

if TYPE_CHECKING:
    from songreel_engine.editing.material import Part
    from songreel_engine.project import Project

LONGEST_WORDS = 2_000


class StructuredEdit(BaseModel):
    """One change as values."""

    model_config = ConfigDict(extra="forbid")

    edit: EditName
    target: Annotated[str, Field(description="chorus 2, shot 5, 0:30-0:55; empty: the whole film")] = ""
    changes: Annotated[
        dict[str, Any],
        Field(description="As songreel://edits tells for each edit.", examples=[{"warmth": -0.5}, {"weather": "snow"}]),
    ] = Field(default_factory=dict)


def find_words(project: "Project", words: str) -> "Part":
    """The part of the film that words name; none: all of it. Raises ToolError with what there is to choose from."""
    from songreel_engine.draft.edits import Target
    from songreel_engine.editing.parts import find_part

    return find_part(project.read_draft(), _target(project, words) if words.strip() else Target())


def edits_of_words(project: "Project", words: str) -> tuple[Edit, ...]:
    """What words ask for. Raises ToolError with a question where they ask for nothing that can be done."""
    from songreel_engine.talking import hear

    if len(words) > LONGEST_WORDS:
        raise ToolError(f"The words have {len(words)} characters; shorten them to {LONGEST_WORDS}.")
    understood = hear(project, words)
    if understood.question is not None:
        raise ToolError(f"{understood.question} Nothing was changed; say it again with one of these.")
    if not understood.edits:
        raise ToolError(
            f"“{words[:80]}” names no change that I know. Say what to change and where, such as “redo the chorus in colder"
            f" light”, or pass edits=[…]; {_parts_there_are(project)}"
        )
    return understood.edits


def edits_of_values(project: "Project", given: Sequence[StructuredEdit]) -> tuple[Edit, ...]:
    """The edits with their targets found. Raises ToolError with each field that is wrong."""
    edits = []
    for number, one in enumerate(given, start=1):
        target = _target(project, one.target) if one.target.strip() else {}
        try:
            edits.append(Edit.model_validate({"edit": one.edit, "target": target, "changes": one.changes}))
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(str(step) for step in fault['loc']) or 'changes'}: {fault['msg']}"
                for fault in error.errors()[:5]
            )
            known = ", ".join(CHANGES[one.edit].model_fields) or "none"
            raise ToolError(f"Edit {number} ({one.edit}) is wrong: {faults}. Its changes: {known}.") from error
    return tuple(edits)


def _target(project: "Project", words: str) -> Any:
    """What 'chorus 2' or '0:30-0:55' means, by the rules that edits in words follow."""
    from songreel_engine.talking import hear

    understood = hear(project, f"redo {words}")
    if understood.question is not None:
        raise ToolError(understood.question)
    if not understood.edits:
        raise ToolError(f"There is no part {words[:60]!r}; {_parts_there_are(project)}")
    return understood.edits[0].target


def _parts_there_are(project: "Project") -> str:
    draft = project.read_draft()
    names = ", ".join(section.label for section in draft.sections)
    return f"parts are: {names}, shot 1 to {len(draft.shots)}, or times such as 0:30-0:55."
