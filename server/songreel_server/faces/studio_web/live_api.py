"""A project's live preview over HTTP: what a page draws, and the programs it draws with, in pieces named by their content."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from songreel_server.faces.door import Credentials, Door
from songreel_server.faces.studio_web.entering import entered
from songreel_server.faces.studio_web.packing import packed
from songreel_server.faces.studio_web.projects_api import FOR_EVER, ProjectId
from songreel_server.faces.task_api import REFUSALS, Answer
from songreel_server.live_previews import LivePreviews
from songreel_server.projects import Projects

Address = Annotated[str, Path(max_length=90, pattern=r"^[a-z_]+(-[a-z_]+)?-[0-9a-f]{20}$")]
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {200: {"model": Answer}}


class LiveFace:
    """The calls, for whoever may see the project."""

    def __init__(self, previews: LivePreviews, projects: Projects, door: Door) -> None:
        self._previews = previews
        self._projects = projects
        self._door = door

    def router(self) -> APIRouter:
        """Both of them."""
        router = APIRouter(tags=["projects"], responses=REFUSALS)
        one = "/v1/projects/{project_id}/live"
        for path, call in ((one, self.film), (f"{one}/pieces/{{address}}", self.piece)):
            router.add_api_route(path, call, methods=["GET"], response_model=None, responses=_ANSWER)
        return router

    def film(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Response:
        """What each shot of the draft sets in which programs, frame by frame."""
        _, facts = entered(self._door, self._projects, request, credentials, project_id)
        return packed(request, Answer(data=self._previews.film(facts.id)))

    def piece(self, request: Request, credentials: Credentials, project_id: ProjectId, address: Address) -> Response:
        """A piece of a program; one address always has one content."""
        entered(self._door, self._projects, request, credentials, project_id)
        response = packed(request, Answer(data=self._previews.piece(address)))
        response.headers.update(FOR_EVER)
        return response
