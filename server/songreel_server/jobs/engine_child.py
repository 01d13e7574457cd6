"""The engine in a process of its own: started at a lower priority, listened to line by line, ended with all its workers.

A child speaks as `songreel … --json` does: JSON lines on stderr while it works, one JSON value on stdout, exit code 1 with one
sentence for a refusal. It dies with this process, however this one dies: its standard input closes (`--tied`).
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from songreel_server.settings import child_environment

NICENESS: Final = 5
"""Requests are answered first, work goes on with what is left."""
LOWEST: Final = 19
LONGEST_LINE_BYTES: Final = 1 << 20
LONGEST_ANSWER_BYTES: Final = 64 << 20
LAST_WORDS: Final = 20
"""Lines that are no JSON, kept for when the child ends badly."""
GRACE_S: Final = 0.5
"""Between asking a child to end and ending it."""
LOOK_S: Final = 0.1
"""Between two looks whether a child is gone."""
REFUSED: Final = 1
_SPEAKER: Final = "songreel: "

Line = dict[str, Any]
Hearer = Callable[[Line], Awaitable[None]]


class EngineRefusedError(Exception):
    """The engine says, in one sentence for the user, why it will not."""


class EngineFailedError(Exception):
    """The engine ended without an answer: killed, out of memory, or broken. Says how, for the log."""


class Children:
    """The children of this process by the job they work for, so that any thread can end them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._groups: dict[str, set[int]] = {}
        self._closed = False

    def add(self, job_id: str, group: int) -> None:
        with self._lock:
            self._groups.setdefault(job_id, set()).add(group)
            closed = self._closed
        if closed:
            _signal_group(group, signal.SIGKILL)

    def remove(self, job_id: str, group: int) -> None:
        with self._lock:
            groups = self._groups.get(job_id, set())
            groups.discard(group)
            if not groups:
                self._groups.pop(job_id, None)

    def jobs(self) -> tuple[str, ...]:
        """Those that somebody works for."""
        with self._lock:
            return tuple(self._groups)

    def end(self, job_id: str) -> None:
        """Ends the job's children and all of theirs, at once: whatever they finished is whole."""
        with self._lock:
            groups = tuple(self._groups.get(job_id, ()))
        for group in groups:
            _signal_group(group, signal.SIGKILL)

    def end_all(self) -> None:
        """Also those that are only about to be added."""
        with self._lock:
            self._closed = True
        for job_id in self.jobs():
            self.end(job_id)


@dataclass(frozen=True)
class Engine:
    """How the engine is started."""

    command: tuple[str, ...] = (sys.executable, "-P", "-m", "songreel_engine")
    """`-P`: modules are not looked for in the folder that the server happens to be started in."""
    niceness: int = NICENESS
    silence_s: float = 900.0
    """A child that has said nothing for so long hangs, and is ended."""
    children: Children = field(default_factory=Children)

    async def run(self, job_id: str, arguments: Sequence[str], hear: Hearer) -> Line:
        """The engine's answer; `hear` is awaited for each line of progress.

        Ends the child, with everything it has started, before it returns or raises.
        Raises EngineRefusedError, EngineFailedError.
        """
        child = await asyncio.create_subprocess_exec(
            *self.command,
            "--tied",
            *arguments,
            "--json",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=child_environment(),
            start_new_session=True,
            limit=LONGEST_LINE_BYTES,
        )
        self.children.add(job_id, child.pid)
        _lower(child.pid, self.niceness)
        try:
            return await self._conversation(child, hear)
        finally:
            await _end(child)
            self.children.remove(job_id, child.pid)

    async def _conversation(self, child: asyncio.subprocess.Process, hear: Hearer) -> Line:
        answer = asyncio.create_task(_read_answer(child))
        heirs = asyncio.create_task(_end_heirs(child))
        try:
            words = await self._listen(child, hear)
            text = await answer
            code = await child.wait()
        finally:
            answer.cancel()
            heirs.cancel()
        if code == REFUSED and words:
            raise EngineRefusedError(words[-1].removeprefix(_SPEAKER))
        if code != 0:
            raise EngineFailedError(f"The engine ended with {code}: {' | '.join(words) or 'it said nothing'}")
        try:
            told = json.loads(text)
        except ValueError as error:
            raise EngineFailedError(f"The engine's answer is no JSON: {text[:200]!r}") from error
        if not isinstance(told, dict):
            raise EngineFailedError(f"The engine's answer is no JSON object: {text[:200]!r}")
        return told

    async def _listen(self, child: asyncio.subprocess.Process, hear: Hearer) -> deque[str]:
        """Hands on every line of JSON until the child closes stderr; the last of its other lines."""
        words: deque[str] = deque(maxlen=LAST_WORDS)
        if child.stderr is None:
            raise EngineFailedError("The engine was started without a way to hear it.")
        while True:
            try:
                raw = await asyncio.wait_for(child.stderr.readline(), self.silence_s)
            except TimeoutError as error:
                raise EngineFailedError(f"The engine said nothing for {self.silence_s:g} s.") from error
            except ValueError as error:
                raise EngineFailedError("The engine wrote a line that does not end.") from error
            if not raw:
                return words
            line = raw.decode("utf-8", "replace").strip()
            value = _json_object(line)
            if value is not None:
                await hear(value)
            elif line:
                words.append(line)


async def _end_heirs(child: asyncio.subprocess.Process) -> None:
    """Ends what a child has left running once it is gone itself: it would hold our pipes open, and nobody knows of it."""
    # The library wakes who waits for a child only after its pipes have closed.
    while child.returncode is None:
        await asyncio.sleep(LOOK_S)
    _signal_group(child.pid, signal.SIGKILL)


async def _read_answer(child: asyncio.subprocess.Process) -> bytes:
    pieces, size = [], 0
    while child.stdout is not None and (piece := await child.stdout.read(1 << 16)):
        size += len(piece)
        if size > LONGEST_ANSWER_BYTES:
            raise EngineFailedError("The engine's answer does not end.")
        pieces.append(piece)
    return b"".join(pieces)


def _json_object(line: str) -> Line | None:
    """None for words and for values that are no object."""
    if not line.startswith("{"):
        return None
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _lower(pid: int, niceness: int) -> None:
    # From here and not in the child: code between fork and exec is not safe in a process with threads.
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, pid, min(LOWEST, os.getpriority(os.PRIO_PROCESS, 0) + niceness))


async def _end(child: asyncio.subprocess.Process) -> None:
    """Returns when the child is gone; whatever it started goes too, also where the child itself ended in order."""
    if child.returncode is None:
        _signal_group(child.pid, signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), GRACE_S)
    _signal_group(child.pid, signal.SIGKILL)
    await child.wait()
    # Without this the pipe would be closed by the garbage collector, which warns.
    if child.stdin is not None:
        child.stdin.close()


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
