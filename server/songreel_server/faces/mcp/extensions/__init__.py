"""Extensions of the protocol that this server offers."""

from mcp.server.extension import Extension

from songreel_server.faces.mcp.app import FilmApp
from songreel_server.faces.mcp.extensions.skills import Skills
from songreel_server.faces.mcp.extensions.tasks import Jobs, Tasks


def all_extensions() -> list[Extension]:
    """One of each, new."""
    app = FilmApp()
    return [Tasks([Jobs()]), Skills(), *([app] if app.is_built else [])]
