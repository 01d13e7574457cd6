"""Finished films held against what was meant, by the engine's check: once for each film, told as its report."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from songreel_server import vault
from songreel_server.engine_answers import Answered, EngineAnswers
from songreel_server.films import Films
from songreel_server.store.media_store import MediaStore

FOLDER: Final = "checks"
"""In the server's data; by the film's hash."""


class FilmsChecked:
    """One for the process; belongs to its event loop."""

    def __init__(self, films: Films, store: MediaStore) -> None:
        self._films = films
        self._store = store
        self.answers = EngineAnswers(films.settings.data / FOLDER, is_good=_is_read)

    async def report(self, project_id: str, film: vault.Item, *, version: int) -> Answered:
        """The film's report as JSON, or how far the watching is. Raises ServerError where it cannot be checked."""

        @contextmanager
        def arguments() -> Iterator[Sequence[str]]:
            # By the version in its name the engine knows which draft the film was meant to follow.
            with self._films.workspaces.reading(project_id) as folder, TemporaryDirectory(prefix="songreel-") as beside:
                lies = self._store.local_path(film.key)
                path = Path(beside) / f"v{version:04d}-film.mp4"
                if lies is not None and lies.is_file():
                    path.symlink_to(lies.resolve())
                else:
                    self._store.copy_to(film.key, path)
                yield ["check", str(path), f"--project={folder}"]

        return await self.answers.ask(film.sha256, arguments)


def _is_read(value: dict[str, Any]) -> bool:
    # Late: the check brings decoders and arrays with it, which a server that starts need not wait for.
    from songreel_engine.coherence.report import SCHEMA

    return value.get("schema_number") == SCHEMA
