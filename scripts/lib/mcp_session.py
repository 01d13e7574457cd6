"""An assistant's session over stdio, scripted, with the SDK's client and nothing else; its transcript as Markdown.

    .venv/bin/python scripts/lib/mcp_session.py SONG [-o docs/mcp-session.md] [--kill]

Every answer is counted in tokens as a host hands it to a model: its texts, links and typed values, four characters a token.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

CHARACTERS_A_TOKEN = 4
MOST_TOKENS_AN_ANSWER, MOST_TOKENS = 2_000, 15_000
LONGEST_CALL_S = 50.0
IMAGE_TOKENS = 400
"""Of a sheet of 512 pixels."""


@dataclass
class Session:
    """What was said so far."""

    client: Client
    lines: list[str] = field(default_factory=list)
    tokens: int = 0
    calls: int = 0
    longest_s: float = 0.0

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """One call, written down. Raises AssertionError where it is too long or too slow."""
        began_s = time.monotonic()
        answer = await self.client.call_tool(tool, arguments)
        took_s = time.monotonic() - began_s
        assert isinstance(answer, CallToolResult), answer
        count = tokens_of(answer)
        self.tokens, self.calls, self.longest_s = self.tokens + count, self.calls + 1, max(self.longest_s, took_s)
        said = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items())
        text = "\n".join(block.text for block in answer.content if block.type == "text")
        self.lines += [f"**{tool}**({said}) · {took_s:.1f} s · {count} tokens", *_shown(tool, text), ""]
        assert count < MOST_TOKENS_AN_ANSWER, f"{tool} answers with {count} tokens"
        assert took_s < LONGEST_CALL_S, f"{tool} took {took_s:.0f} s"
        assert not answer.is_error, text
        return answer

    async def until_done(self, answer: CallToolResult) -> CallToolResult:
        """The answer once its job is over."""
        while answer.structured_content and answer.structured_content["state"] in ("queued", "running"):
            answer = await self.call("mv_get_status", job_id=answer.structured_content["job_id"], wait_s=45)
        assert answer.structured_content is not None
        assert answer.structured_content["state"] == "completed", answer
        return answer


def _shown(tool: str, text: str) -> list[str]:
    """The answer; one line of it where it only says how far a job is."""
    if tool == "mv_get_status" and text.startswith("Not done yet"):
        return [f"> {text.partition(' It goes on')[0]}"]
    return ["", "```", text, "```"]


def tokens_of(answer: CallToolResult) -> int:
    """As a host that hands on everything would count."""
    pictures = sum(block.type == "image" for block in answer.content)
    blocks = [
        block.model_dump(by_alias=True, exclude_none=True, mode="json")
        for block in answer.content
        if block.type != "image"
    ]
    text = json.dumps([*blocks, answer.structured_content], ensure_ascii=False)
    return len(text) // CHARACTERS_A_TOKEN + IMAGE_TOKENS * pictures


def server_in(folder: Path, data: Path) -> StdioServerParameters:
    arguments = ["-m", "songreel_server", "mcp", "--data", str(data), "--root", str(folder)]
    return StdioServerParameters(command=sys.executable, args=arguments)


async def session(song: Path, *, legacy: bool, quality: str) -> str:
    """The transcript as Markdown."""
    with tempfile.TemporaryDirectory(prefix="songreel-mcp-") as place:
        folder = Path(place) / "music"
        folder.mkdir()
        (folder / song.name).write_bytes(song.read_bytes())
        options: dict[str, Any] = {"mode": "legacy"} if legacy else {}
        began_s = time.monotonic()
        async with Client(server_in(folder, Path(place) / "data"), **options) as client:
            tools = await client.list_tools()
            ready_s = time.monotonic() - began_s
            held = Session(client)
            listed = sum(len(t.model_dump_json(by_alias=True, exclude_none=True)) for t in tools.tools)
            await follow(held, song.name, quality)
        names = {str(folder): "~/music", place: "~/.local/share"}
        text = "\n".join(held.lines)
        for long, short in names.items():
            text = text.replace(long, short)
        facts = (
            f"{held.calls} calls, {held.tokens} tokens of answers in all, the longest call {held.longest_s:.1f} s; "
            f"{len(tools.tools)} tools listed after {ready_s:.1f} s, {listed // CHARACTERS_A_TOKEN} tokens."
        )
        assert held.tokens < MOST_TOKENS, facts
        print(facts, file=sys.stderr)
        return (
            f"# A session\n\n{facts} Written by `scripts/lib/mcp_session.py`.\n\n{re.sub(r'data/', 'songreel/', text)}"
        )


async def follow(held: Session, song: str, quality: str) -> None:
    """Song in, a preview, an edit in words, a title, exports, a step back."""
    added = await held.call("mv_add_file", path=song)
    song_id = (added.structured_content or {})["file_id"]
    await held.call("mv_get_song", song_id=song_id)
    made = await held.call("mv_make_video", song_id=song_id, prompt="a walk by a lake at golden hour")
    await held.until_done(made)
    await held.call("mv_get_status", preview=True)
    await held.call("mv_get_timeline")
    await held.call("mv_edit_video", words="redo the chorus in colder light", preview=True)
    await held.until_done(await held.call("mv_edit_video", words="redo the chorus in colder light"))
    await held.until_done(await held.call("mv_edit_video", words="title Paradise Found for 3 seconds at the start"))
    await held.until_done(await held.call("mv_export_video", profile="canvas", quality=quality, save_as="canvas.mp4"))
    await held.until_done(await held.call("mv_export_video", profile="youtube", quality=quality))
    await held.until_done(await held.call("mv_go_back"))
    await held.call("mv_get_timeline", detail="history")


async def survive(song: Path) -> str:
    """What became of a job whose server was killed while it rendered, and started again."""
    with tempfile.TemporaryDirectory(prefix="songreel-mcp-") as place:
        folder, data = Path(place) / "music", Path(place) / "data"
        folder.mkdir()
        (folder / song.name).write_bytes(song.read_bytes())
        job_id, percent = "", 0
        try:
            async with Client(server_in(folder, data)) as client:
                held = Session(client)
                added = await held.call("mv_add_file", path=song.name)
                made = await held.call("mv_make_video", song_id=(added.structured_content or {})["file_id"], wait_s=0)
                job_id = (made.structured_content or {})["job_id"]
                while (status := await held.call("mv_get_status", job_id=job_id, wait_s=1)).structured_content:
                    if status.structured_content.get("stage") == "video generation":
                        break
                percent = status.structured_content["percent"] if status.structured_content else 0
                kill_children()
        except BaseExceptionGroup:
            # The client's side of a connection whose other side is dead.
            assert job_id
        async with Client(server_in(folder, data)) as client:
            again = Session(client)
            first = await again.call("mv_get_status", job_id=job_id, wait_s=0)
            done = (await again.until_done(first)).structured_content or {}
        made_shots = f"version {done['version']}, {len(done['files'])} file"
        return f"killed at {percent} % ({job_id}), started again: {done['state']} under {done['job_id']}, {made_shots}"


def kill_children() -> None:
    """Ends the servers that this process started, at once."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            # Gone while it was looked at.
            continue
        if parent == os.getpid():
            os.kill(int(status.parent.name), signal.SIGKILL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("song", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--legacy", action="store_true", help="Speak the era of 2025-11-25.")
    parser.add_argument("--quality", default="preview", help="Of the exports.")
    parser.add_argument(
        "--kill", action="store_true", help="Kill the server while it renders, instead; the job goes on."
    )
    given = parser.parse_args()
    if given.kill:
        print(asyncio.run(survive(given.song)))
        return
    text = asyncio.run(session(given.song, legacy=given.legacy, quality=given.quality))
    if given.output is None:
        print(text)
    else:
        given.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
