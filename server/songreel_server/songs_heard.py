"""Songs of the vault as they are heard: their analysis before there is a film, and what a director would make of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from songreel_server import heavy
from songreel_server.engine_answers import Answered, EngineAnswers
from songreel_server.errors import ConflictError
from songreel_server.films import Films, FilmWish, SongFile

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_engine.draft.model import Draft
    from songreel_engine.planning.treatment import Treatment

FOLDER: Final = "analyses"
"""In the server's data; by the song's hash."""


@dataclass(frozen=True, kw_only=True)
class Directed:
    """What the built-in director would make of a song: its vision, and the scenes as they can be written otherwise."""

    treatment: "Treatment"
    draft: "Draft"
    scenes: tuple[dict[str, Any], ...]
    """As a scene map has them."""


class SongsHeard:
    """One for the process; belongs to its event loop."""

    def __init__(self, films: Films) -> None:
        self._films = films
        self.answers = EngineAnswers(films.settings.data / FOLDER, is_good=_is_read)

    async def analysis(self, song: SongFile) -> Answered:
        """The song's analysis as JSON, or how far the listening is. Raises ServerError where it cannot be heard."""

        @contextmanager
        def arguments() -> Iterator[Sequence[str]]:
            with self._films.workspaces.song(song.sha256, song.suffix) as path:
                yield ["analyse", str(path)]

        return await self.answers.ask(song.sha256, arguments)

    def directed(self, song: SongFile, wish: FilmWish) -> Directed:
        """Raises ConflictError before the song has been heard, BriefError for a wish that cannot be."""
        heavy.load()
        from songreel_engine.making import new_id
        from songreel_engine.planning.brief import Brief
        from songreel_engine.planning.plan import plan_draft
        from songreel_engine.planning.scene_map import scene_map_of, scene_map_to_json
        from songreel_engine.planning.scene_map_reading import read_scene_map

        analysis = self._heard(song)
        brief = Brief(
            prompt=wish.prompt or "",
            style=wish.style,
            aspect=wish.aspect or "9:16",
            seed=wish.seed or 0,
            scenic=bool(wish.scenic),
        )
        mapped = None
        if wish.scene_map is not None:
            mapped = read_scene_map(wish.scene_map, duration_s=analysis.duration_s, sections=analysis.sections)
        treatment, draft = plan_draft(analysis, brief, project_id="preview", new_id=new_id, scene_map=mapped)
        scenes = json.loads(scene_map_to_json(scene_map_of(draft)))["scenes"]
        return Directed(treatment=treatment, draft=draft, scenes=tuple(scenes))

    def check_scenes(self, song: SongFile, scene_map: str) -> None:
        """Raises BriefError with every fault, ConflictError before the song has been heard."""
        heavy.load()
        from songreel_engine.planning.scene_map_reading import read_scene_map

        analysis = self._heard(song)
        read_scene_map(scene_map, duration_s=analysis.duration_s, sections=analysis.sections)

    def _heard(self, song: SongFile) -> "Analysis":
        from songreel_engine.analysis.result import Analysis

        value = self.answers.kept(song.sha256)
        if value is None:
            raise ConflictError("The song is still being listened to; ask again in a few seconds.")
        return Analysis.model_validate(value)


def _is_read(value: dict[str, Any]) -> bool:
    from songreel_engine.analysis.result import SCHEMA

    return value.get("schema_number") == SCHEMA
