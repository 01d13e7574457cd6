"""Puts the studio's calls and pages on an application."""

from collections.abc import Callable

from fastapi import FastAPI

from songreel_server.cutting_room import CuttingRoom
from songreel_server.faces.door import Door
from songreel_server.faces.studio_web.live_api import LiveFace
from songreel_server.faces.studio_web.pages import StudioPages
from songreel_server.faces.studio_web.projects_api import ProjectsFace
from songreel_server.faces.studio_web.songs_api import SongsFace
from songreel_server.films_checked import FilmsChecked
from songreel_server.live_previews import LivePreviews
from songreel_server.parts import Server
from songreel_server.projects import Projects
from songreel_server.songs_heard import SongsHeard
from songreel_server.stills import Stills
from songreel_server.visits import Visits


class StudioFace:
    """One for the application; `close` ends what its children are at."""

    def __init__(self, server: Server, door: Door, visits: Visits, *, clock: Callable[[], float]) -> None:
        films = server.studio.films
        projects = Projects(films, clock=clock)
        self._songs = SongsHeard(films)
        self._checked = FilmsChecked(films, server.store)
        room = CuttingRoom(
            studio=server.studio,
            projects=projects,
            endings=server.endings,
            streams=server.streams,
            stills=Stills(films, server.store),
            clock=clock,
        )
        self._faces = (
            ProjectsFace(room, self._songs, self._checked, server.links, door, server.settings),
            LiveFace(LivePreviews(films), projects, door),
            SongsFace(server.studio, projects, self._songs, door, server.settings),
            StudioPages(projects, visits, door, server.settings, server.store),
        )

    def mount(self, app: FastAPI) -> None:
        """Adds the routes."""
        for face in self._faces:
            app.include_router(face.router())

    async def close(self) -> None:
        """Ends what is being listened to or watched."""
        await self._songs.answers.close()
        await self._checked.answers.close()
