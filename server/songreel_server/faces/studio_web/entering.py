"""Who asks for a project, and whether they may see it."""

from fastapi import Request

from songreel_server.accounts.tokens import Caller
from songreel_server.errors import NotFoundError
from songreel_server.faces.door import Credentials, Door
from songreel_server.projects import ProjectFacts, Projects


def entered(
    door: Door, projects: Projects, request: Request, credentials: Credentials, project_id: str
) -> tuple[Caller, ProjectFacts]:
    """Whoever asks, and their project. Raises UnknownTokenError, NotFoundError, also for another account's."""
    for visit in door.visits(request, credentials):
        if visit.project_id in (None, project_id):
            try:
                return visit.caller, projects.find(visit.caller, project_id)
            except NotFoundError:
                # A browser that has logged in may also have another's claim link.
                continue
    raise NotFoundError("There is no such project.")
