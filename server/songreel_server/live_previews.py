"""A film's picture before it is rendered, as data that a page draws with (`songreel_engine.rendering.live`)."""

from collections import OrderedDict
from threading import Lock
from typing import Any, Final

from songreel_server import heavy
from songreel_server.errors import NotFoundError
from songreel_server.films import Films, NoFilmError

MOST_KEPT: Final = 8
QUALITY: Final = "preview"
"""Only its frame's shape has a say."""


class LivePreviews:
    """One for the process; every method waits for disk."""

    def __init__(self, films: Films) -> None:
        self._films = films
        self._kept: OrderedDict[tuple[str, int], dict[str, Any]] = OrderedDict()
        self._lock = Lock()

    def film(self, project_id: str) -> dict[str, Any]:
        """All that a page needs for the draft that stands, with its version. Raises NoFilmError before there is one.

        Raises SongreelError where the draft asks for what is unknown or lacks a file.
        """
        if not self._films.has_draft(project_id):
            raise NoFilmError("There is no draft yet; the preview can be seen once the film is planned.")
        heavy.load()
        from songreel_engine.making import plan_pieces
        from songreel_engine.rendering.live.film import live_film
        from songreel_engine.rendering.quality import find_quality

        with self._films.project(project_id) as project:
            draft = project.read_draft()
            name = (project_id, draft.version)
            with self._lock:
                known = self._kept.get(name)
            if known is None:
                plan = plan_pieces(project, draft, project.read_analysis(), quality=find_quality(QUALITY))
                known = live_film(plan, draft.shots, aspect=draft.aspect) | {"version": draft.version}
        with self._lock:
            self._kept[name] = known
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return known

    def piece(self, address: str) -> dict[str, Any]:
        """A piece of a program, by its name and content. Raises NotFoundError where there is no such piece."""
        heavy.load()
        from songreel_engine.errors import RenderError
        from songreel_engine.rendering.live.pieces import piece_at

        try:
            found = piece_at(address)
        except RenderError as error:
            raise NotFoundError(str(error)) from error
        return {"text": found.text, "planned": list(found.planned)}
