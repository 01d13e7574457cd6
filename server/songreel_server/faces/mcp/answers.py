"""What tools answer: a line or two for the model, the same as typed values for programs, and links to files.

Values that are not there are left out, on the wire too: every answer is read by a model, and paid for by the word.
"""

from typing import Annotated, Any, Final, Literal

import mcp.types as mcp
from pydantic import BaseModel, ConfigDict, Field

from songreel_server.faces.mcp.desk import Shown

POLL_AFTER_S: Final = 5
JobState = Literal["queued", "running", "completed", "failed", "cancelled"]


class Answer(BaseModel):
    """Root of all typed answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    next_step: Annotated[str, Field(description="The call that usually comes next.")] = ""


class FileRef(BaseModel):
    """A file to open or fetch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uri: str
    name: str
    media_type: str
    size_bytes: int
    path: str | None = None
    duration_s: float | None = None
    width_px: int | None = None
    height_px: int | None = None


class JobAnswer(Answer):
    """Where work stands."""

    project_id: str
    job_id: str | None = None
    state: JobState | Literal["needs_confirmation", "nothing_to_do", "planned"]
    kind: str = ""
    stage: str = ""
    percent: int = 0
    seconds_left: int | None = None
    poll_after_s: int | None = None
    version: int | None = None
    price_credits: int | None = None
    charged: bool = True
    files: tuple[FileRef, ...] = ()
    notes: tuple[str, ...] = ()


class EditAnswer(JobAnswer):
    """What an edit did or would do."""

    changed: tuple[str, ...] = ()
    shots: tuple[int, ...] = ()
    preview: bool = False


def answered(text: str, answer: BaseModel, *more: mcp.ContentBlock) -> mcp.CallToolResult:
    """The answer as MCP carries it."""
    plain, fields = answer.model_dump(mode="json", exclude_none=True), type(answer).model_fields
    telling = answer.model_dump(mode="json", exclude_defaults=True)
    # What is required must be there, also where it equals nothing.
    value = {name: found for name, found in plain.items() if name in telling or fields[name].is_required()}
    content: list[mcp.ContentBlock] = [mcp.TextContent(type="text", text=text), *more]
    return mcp.CallToolResult(content=content, structured_content=value)


def file_ref(shown: Shown) -> FileRef:
    facts: dict[str, Any] = dict(shown.facts or {})
    return FileRef(
        uri=shown.uri,
        name=shown.name,
        media_type=shown.media_type,
        size_bytes=shown.size,
        path=None if shown.path is None else str(shown.path),
        duration_s=facts.get("duration_s"),
        width_px=facts.get("width_px"),
        height_px=facts.get("height_px"),
    )


def link(shown: Shown) -> mcp.ResourceLink:
    return mcp.ResourceLink(
        type="resource_link", uri=shown.uri, name=shown.name, mime_type=shown.media_type, size=shown.size
    )


def credits(count: int) -> str:
    return f"{count} credit" if count == 1 else f"{count} credits"


def price(count: int, *, charged: bool) -> str:
    """'13 credits', and that they are not charged where they are not."""
    return credits(count) if charged else f"{credits(count)} by the price list, not charged here"


def clock(seconds: float) -> str:
    """m:ss.t"""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} kB"
