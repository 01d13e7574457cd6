"""The tool that shows a film's timeline: by section, shot by shot, or as history."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.mcpserver import Context
from pydantic import BaseModel, ConfigDict, Field

from songreel_server.faces.mcp.answers import Answer, answered, clock
from songreel_server.faces.mcp.desk import Desk, Parts, desk_of
from songreel_server.faces.mcp.offers import READING, Offered
from songreel_server.faces.mcp.refusals import saying_refusals
from songreel_server.faces.mcp.selecting import find_words
from songreel_server.faces.mcp.tools_film import LAST, ProjectId

if TYPE_CHECKING:
    from songreel_engine.draft.model import Draft
    from songreel_server.projects import ProjectFacts

MOST_SHOTS: Final = 40
"""Told at once."""
MOST_VERSIONS: Final = 10


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionFacts(_Value):
    """A section on the timeline."""

    name: str
    start_s: float
    end_s: float
    first_shot: int
    last_shot: int


class VersionFacts(_Value):
    """A step of the film's history."""

    version: int
    words: str
    said: str = ""


class Timeline(Answer):
    """The film as it stands."""

    project_id: str
    version: int
    style: str
    aspect: str
    duration_s: float
    shots: int
    sections: tuple[SectionFacts, ...] = ()
    versions: tuple[VersionFacts, ...] = ()
    warnings: tuple[str, ...] = ()
    next_shot: int | None = None


@saying_refusals
async def mv_get_timeline(
    ctx: Context[Desk, Any],
    part: Annotated[
        str,
        Field(description="Only this part; empty: the whole film.", examples=["chorus 2", "0:30-0:55", "shots 4 to 9"]),
    ] = "",
    detail: Annotated[
        Literal["concise", "detailed", "history"],
        Field(description="concise: sections; detailed: every shot of the part; history: versions and what made them."),
    ] = "concise",
    first_shot: Annotated[int, Field(ge=1, description="Where to go on, from next_shot of the last answer.")] = 1,
    project_id: ProjectId = LAST,
) -> Annotated[mcp.CallToolResult, Timeline]:
    """Show what is in the film and when: sections, places, shots, titles, sound, versions. Use it before an edit whose target
    is unclear, and to answer questions about the film. Free. Parts are named as mv_edit_video takes them."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    return await asyncio.to_thread(_timeline, parts, project, part, detail, first_shot)


def _timeline(parts: Parts, project: "ProjectFacts", part: str, detail: str, first_shot: int) -> mcp.CallToolResult:
    standing = parts.projects.standing(project.id)
    with parts.server.studio.films.project(project.id) as opened:
        draft = opened.read_draft()
        found = find_words(opened, part) if part.strip() else None
        moves = opened.read_history() if detail == "history" else None
    shots = [number for number in (found.shots if found else range(len(draft.shots))) if number + 1 >= first_shot]
    running = "" if standing.running is None else f" ({standing.running.kind} under way)"
    head = f"“{project.name}” version {draft.version}{running}: {_summary(draft)}"
    more: int | None = None
    if detail == "history":
        lines = _history(draft, moves)
    elif detail == "detailed":
        lines = [_shot_line(draft, number) for number in shots[:MOST_SHOTS]]
        more = shots[MOST_SHOTS] + 1 if len(shots) > MOST_SHOTS else None
        lines += [f"More with first_shot={more}."] if more is not None else _tracks(draft)
    else:
        wanted = {draft.shots[number].section_id for number in shots}
        lines = [line for section, line in _section_lines(draft) if section in wanted] + _tracks(draft)
    facts = () if detail == "history" else tuple(one for one in _sections(draft) if _touches(one, shots))
    answer = Timeline(
        project_id=project.id, version=draft.version, style=draft.style, aspect=draft.aspect,
        duration_s=round(draft.frames / float(draft.frame_rate), 2), shots=len(draft.shots), sections=facts,
        versions=_versions(draft) if detail == "history" else (), warnings=draft.warnings, next_shot=more,
    )  # fmt: skip
    return answered("\n".join([head, *lines, *(f"Note: {warning}" for warning in draft.warnings)]), answer)


def _summary(draft: "Draft") -> str:
    from songreel_engine.draft.words import summary_line

    return summary_line(draft)


def _sections(draft: "Draft") -> list[SectionFacts]:
    rate = float(draft.frame_rate)
    facts = []
    for section in draft.sections:
        own = [number for number, shot in enumerate(draft.shots, start=1) if shot.section_id == section.id]
        if own:
            facts.append(
                SectionFacts(
                    name=section.label, start_s=round(section.start / rate, 2), end_s=round(section.stop / rate, 2),
                    first_shot=own[0], last_shot=own[-1],
                )
            )  # fmt: skip
    return facts


def _touches(section: SectionFacts, shots: list[int]) -> bool:
    return any(section.first_shot <= number + 1 <= section.last_shot for number in shots)


def _section_lines(draft: "Draft") -> list[tuple[str, str]]:
    """(section id, its line)."""
    rate = float(draft.frame_rate)
    scenes = {scene.id: scene for scene in draft.scenes}
    lines = []
    for section in draft.sections:
        own = [number for number, shot in enumerate(draft.shots) if shot.section_id == section.id]
        seen = dict.fromkeys(draft.shots[number].scene_id for number in own)
        places = "; ".join(
            f"{scenes[one].place.replace('_', ' ')}, {scenes[one].time_of_day}"
            + ("" if scenes[one].weather == "clear" else f", {scenes[one].weather}")
            for one in seen
        )
        span = f"{clock(section.start / rate)}–{clock(section.stop / rate)}"
        numbers = f"shots {own[0] + 1}–{own[-1] + 1}" if own else "no shot starts here"
        lines.append((section.id, f"{span} {section.label}: {numbers}, {places}; {section.intent}"))
    return lines


def _shot_line(draft: "Draft", number: int) -> str:
    rate = float(draft.frame_rate)
    shot = draft.shots[number]
    scene = next(one for one in draft.scenes if one.id == shot.scene_id)
    marks = [
        "" if shot.transition_in == "cut" else shot.transition_in.replace("_", " "),
        "" if shot.on_beat or number == 0 else "off the beat",
        f"take {shot.take} of {len(shot.takes)}" if len(shot.takes) > 1 else "",
        "locked" if shot.locked else "",
        f"style {shot.picture.style}" if shot.picture.style else "",
    ]
    section = next(one.label for one in draft.sections if one.id == shot.section_id)
    parts = [
        f"{number + 1} {clock(shot.start / rate)} {(shot.stop - shot.start) / rate:.1f}s {section}",
        f"{scene.place.replace('_', ' ')} {scene.time_of_day}"
        + ("" if scene.weather == "clear" else f" {scene.weather}"),
        f"{shot.framing} {shot.camera.replace('_', ' ')} motion {shot.motion}",
        *(mark for mark in marks if mark),
    ]
    return " · ".join(parts)


def _tracks(draft: "Draft") -> list[str]:
    """Words on the picture; the sound only where it is more than the song."""
    rate = float(draft.frame_rate)
    texts = [item for item in draft.tracks.text if item.role != "lyric"]
    lines = [
        f"{clock(i.start / rate)}–{clock(i.stop / rate)} {i.role} “{' '.join(i.text.split())}”" for i in texts[:12]
    ]
    lyrics = len(draft.tracks.text) - len(texts)
    return [*lines, *([f"{lyrics} lines of lyrics shown"] if lyrics else [])]


def _versions(draft: "Draft") -> tuple[VersionFacts, ...]:
    return tuple(
        VersionFacts(version=entry.version, words=entry.words[:120]) for entry in draft.edit_log[-MOST_VERSIONS:]
    )


def _history(draft: "Draft", moves: Any) -> list[str]:
    lines = [f"v{entry.version} “{entry.words[:120]}”" for entry in draft.edit_log[-MOST_VERSIONS:]]
    undone = [f"v{version}" for version in reversed(moves.future)]
    return [
        *(lines or ["Nothing has been changed yet."]),
        *([f"Undone, can be redone: {', '.join(undone)}."] if undone else []),
    ]


TOOLS: Final = (Offered(mv_get_timeline, "Timeline", READING),)
