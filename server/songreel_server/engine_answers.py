"""Questions that an engine child answers in seconds to minutes and that cost nothing: asked once, kept as files by name.

Whoever asks again while a child is at it hears how far it is. What it does not do: it is no job; where the server ends, so
does the child, and the next to ask begins anew.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from songreel_server.errors import ServerError
from songreel_server.jobs.engine_child import Engine, EngineFailedError, EngineRefusedError

BROKEN: Final = "The engine broke off; ask again."
Arguments = Callable[[], AbstractContextManager[Sequence[str]]]
"""Of the engine's command line, and whatever they name kept in place as long as the child runs."""


@dataclass
class _Asked:
    task: "asyncio.Task[None]"
    stage: str = ""
    done: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the engine said, or how far it is."""

    value: dict[str, Any] | None = None
    stage: str = ""
    done: float = 0.0
    total: float = 0.0


@dataclass
class EngineAnswers:
    """One for the process and kind of question; belongs to its event loop."""

    folder: Path
    engine: Engine = field(default_factory=Engine)
    is_good: Callable[[dict[str, Any]], bool] = lambda _: True
    """Whether a kept answer is still understood; one of an older program is asked for again."""
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    def kept(self, name: str) -> dict[str, Any] | None:
        """The answer that is there; None where nobody has asked, or it is not there yet. Waits for disk."""
        file = self._file(name)
        if not file.is_file():
            return None
        value = json.loads(file.read_text("utf-8"))
        return value if isinstance(value, dict) and self.is_good(value) else None

    async def ask(self, name: str, arguments: Arguments) -> Answered:
        """The answer, or how far it is. Raises ServerError, once, where the engine refused or broke off."""
        kept = await asyncio.to_thread(self.kept, name)
        if kept is not None:
            return Answered(value=kept)
        if (refused := self._refused.pop(name, None)) is not None:
            raise ServerError(refused)
        asked = self._asked.get(name)
        if asked is None:
            asked = self._asked[name] = _Asked(asyncio.create_task(self._answer(name, arguments)))
            asked.task.add_done_callback(lambda _: self._asked.pop(name, None))
        return Answered(stage=asked.stage, done=asked.done, total=asked.total)

    async def close(self) -> None:
        """Ends what is being answered."""
        tasks = [asked.task for asked in self._asked.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, name: str, arguments: Arguments) -> None:
        async def hear(line: dict[str, Any]) -> None:
            asked = self._asked.get(name)
            if asked is not None and "stage" in line:
                asked.stage = str(line["stage"])
                asked.done, asked.total = _number(line.get("done")), _number(line.get("total"))

        async with self._turn:
            try:
                with arguments() as words:
                    value = await self.engine.run(f"ask-{name}", list(words), hear)
            except EngineRefusedError as refused:
                self._refused[name] = str(refused)
                return
            except EngineFailedError:
                self._refused[name] = BROKEN
                return
            except ServerError as refused:
                self._refused[name] = str(refused)
                return
        await asyncio.to_thread(self._keep, name, value)

    def _keep(self, name: str, value: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Late: decoders come with it, which a server that starts need not wait for.
        from songreel_engine.media.files import written_beside

        with written_beside(self._file(name)) as partial:
            partial.write_text(json.dumps(value), "utf-8")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
