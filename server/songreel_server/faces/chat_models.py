"""What the chat API's calls take and answer, in the contract's names."""

from typing import Annotated, Any, Final

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from songreel_server.faces.wire_state import DEFAULT_QUALITY

APP_NAME: Final = "nemo_agent"
NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL's texts cannot hold one."""


class Envelope(BaseModel):
    """An answer that is a success."""

    code: int = 0
    msg: str = "ok"
    data: dict[str, Any]


class Render(BaseModel):
    """An export as it stands."""

    id: str
    status: str
    progress: int
    seconds_left: float | None
    output: dict[str, Any] | None
    error: str | None


class _Asked(BaseModel):
    """Fields that nobody here reads are let pass: clients send many."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class NewSession(_Asked):
    task_name: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = "project"
    language: Annotated[str, Field(max_length=40)] = "en"


class ClaimAsked(_Asked):
    session_id: Annotated[str, Field(max_length=100, pattern=NO_NUL)]
    task_id: Annotated[str, Field(max_length=100)] = ""


class MessagePart(_Asked):
    text: Annotated[str, Field(max_length=20_000, pattern=NO_NUL)] = ""


class NewMessage(_Asked):
    parts: Annotated[list[MessagePart], Field(max_length=50)]
    role: str = "user"

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)


class RunAsked(_Asked):
    session_id: Annotated[
        str, Field(max_length=100, pattern=NO_NUL, validation_alias=AliasChoices("session_id", "sessionId"))
    ]
    new_message: Annotated[NewMessage, Field(validation_alias=AliasChoices("new_message", "newMessage"))]
    app_name: str = APP_NAME
    user_id: str = "me"


class RenderOutput(_Asked):
    format: str = "mp4"
    quality: str = DEFAULT_QUALITY


class RenderAsked(_Asked):
    id: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
    session_id: Annotated[
        str, Field(max_length=100, pattern=NO_NUL, validation_alias=AliasChoices("sessionId", "session_id"))
    ]
    draft: dict[str, Any] | None = None
    output: RenderOutput = RenderOutput()


class UrlsAsked(_Asked):
    urls: Annotated[list[Annotated[str, Field(max_length=4_000)]], Field(max_length=100)]
    source_type: str = "url"
