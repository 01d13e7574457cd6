"""A song's analysis for a language model: heard once in a child process, kept by the song's hash, told in a few lines."""

import asyncio
import json
import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import mcp.types as mcp
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, ConfigDict, Field

from songreel_server.faces.mcp.answers import Answer, answered, clock
from songreel_server.faces.mcp.desk import Desk, Parts

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_server.films import SongFile

WAIT_S: Final = 42.0
TEASER_S: Final = 15
MOST_EVENTS: Final = 12
FOLDER: Final = "analyses"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeardSection(_Value):
    """A section of the song."""

    name: Annotated[str, Field(description="As edits and scene maps call it.")]
    start_s: float
    end_s: float
    energy: Annotated[int, Field(description="0 the song's quietest, 10 its loudest.")]
    sung: bool = False


class HeardEvent(_Value):
    """Something a film should answer."""

    kind: str
    start_s: float


class HeardSong(Answer):
    """What was heard."""

    song_id: str
    duration_s: float
    tempo_bpm: float
    metre: str = ""
    sections: tuple[HeardSection, ...]
    events: tuple[HeardEvent, ...] = ()


async def heard(ctx: Context[Desk, Any], parts: Parts, song: "SongFile") -> "Analysis | None":
    """The song's analysis; None where it is not done within a call's time, and goes on. Raises ToolError where it cannot be."""
    file = parts.server.settings.data / FOLDER / f"{song.sha256}.json"
    kept = await asyncio.to_thread(_read, file)
    if kept is not None:
        return kept
    task = parts.listening.get(song.sha256)
    if task is None:
        task = parts.listening[song.sha256] = asyncio.create_task(_listen(parts, song, file))
        task.add_done_callback(lambda _: parts.listening.pop(song.sha256, None))
    await ctx.report_progress(0, 100, "listening to the song")
    try:
        # The listening is not the call's: whoever asks again finds it further on.
        await asyncio.wait_for(asyncio.shield(task), WAIT_S)
    except TimeoutError:
        return None
    return await asyncio.to_thread(_read, file)


def known(parts: Parts, song: "SongFile") -> "Analysis | None":
    """The song's analysis where it was listened to before. Waits for disk."""
    return _read(parts.server.settings.data / FOLDER / f"{song.sha256}.json")


async def drawn(parts: Parts, song: "SongFile") -> bytes:
    """What was heard, as a PNG: drawn once, by the child that opens the song. Raises ToolError where it cannot be."""
    file = parts.server.settings.data / FOLDER / f"{song.sha256}.png"
    if not file.is_file():
        await _listen(parts, song, file.with_suffix(".json"), plot=file)
    return await asyncio.to_thread(file.read_bytes)


async def _listen(parts: Parts, song: "SongFile", file: Path, *, plot: Path | None = None) -> None:
    from songreel_server.jobs.engine_child import Engine, EngineFailedError, EngineRefusedError

    async def ignore(_: dict[str, Any]) -> None:
        return

    async with parts.listens:
        try:
            with parts.server.studio.films.workspaces.song(song.sha256, song.suffix) as path:
                file.parent.mkdir(parents=True, exist_ok=True)
                arguments = ["analyse", str(path), *([] if plot is None else [f"--plot={plot}"])]
                value = await Engine().run(f"hear-{song.sha256}", arguments, ignore)
        except EngineRefusedError as refused:
            raise ToolError(str(refused)) from refused
        except EngineFailedError as failed:
            raise ToolError("The song could not be listened to; try again, or export it anew.") from failed
    await asyncio.to_thread(_write, file, value)


def _read(file: Path) -> "Analysis | None":
    from songreel_engine.analysis.result import SCHEMA, Analysis

    if not file.is_file():
        return None
    value = json.loads(file.read_text("utf-8"))
    # One of an older program is heard again.
    return Analysis.model_validate(value) if value.get("schema_number") == SCHEMA else None


def _write(file: Path, value: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(value), "utf-8")
    partial.replace(file)


def told(song: "SongFile", analysis: "Analysis") -> mcp.CallToolResult:
    """The analysis as a model reads it."""
    from songreel_engine.analysis.renaming import number_labels

    names = number_labels([section.label for section in analysis.sections])
    sections = tuple(
        HeardSection(
            name=name,
            start_s=round(section.start_s, 2),
            end_s=round(section.end_s, 2),
            energy=_energy(analysis, section.start_s, section.end_s),
            sung=_sung_s(analysis, section.start_s, section.end_s) > 0.3 * (section.end_s - section.start_s),
        )
        for name, section in zip(names, analysis.sections, strict=True)
    )
    strongest = sorted(
        sorted(analysis.events, key=lambda one: -one.strength)[:MOST_EVENTS], key=lambda one: one.start_s
    )
    events = tuple(HeardEvent(kind=one.kind, start_s=round(one.start_s, 2)) for one in strongest)
    answer = HeardSong(
        song_id=song.item_id, duration_s=round(analysis.duration_s, 2), tempo_bpm=round(analysis.tempo_bpm, 1),
        metre=analysis.metre, sections=sections, events=events, next_step=f"mv_make_video(song_id='{song.item_id}', …)",
    )  # fmt: skip
    tempo = f"{analysis.tempo_bpm:.0f} bpm, {analysis.metre}" if analysis.beats_s else "no beat found"
    bars = _bars(analysis)
    voice = f"{analysis.voice.range} voice" if analysis.vocals else "nobody sings"
    lines = [f"“{song.name}”: {clock(analysis.duration_s)}, {tempo}{bars}, {voice}."]
    lines += [
        f"{clock(one.start_s)}–{clock(one.end_s)} {one.name}, energy {one.energy}/10{', sung' if one.sung else ''}"
        for one in sections
    ]
    if events:
        lines.append("Events: " + ", ".join(f"{one.kind} {clock(one.start_s)}" for one in events) + ".")
    lines.append("Sections can be named in scene_map and edits. " + answer.next_step)
    return answered("\n".join(lines), answer)


def _bars(analysis: "Analysis") -> str:
    gaps = sorted(b - a for a, b in pairwise(analysis.downbeats_s))
    return f", a bar is {gaps[len(gaps) // 2]:.2f} s" if gaps else ""


def _energy(analysis: "Analysis", start_s: float, end_s: float) -> int:
    rate = analysis.feature_rate_hz
    values = analysis.curves.energy[int(start_s * rate) : max(int(start_s * rate) + 1, int(end_s * rate))]
    return round(10 * sum(values) / len(values)) if values else 0


def _sung_s(analysis: "Analysis", start_s: float, end_s: float) -> float:
    return sum(max(0.0, min(end_s, stop) - max(start_s, start)) for start, stop in analysis.vocals)
