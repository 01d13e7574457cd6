"""Whether the server lives, whether it is ready for work, and its figures."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from songreel_server.faces.metrics import Metrics
from songreel_server.store.database import Database

PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


class Health(BaseModel):
    """`ok`, or what is not."""

    status: str
    checks: dict[str, str] = {}


def health_router(*, database: Database, metrics: Metrics, work: Callable[[], str | None]) -> APIRouter:
    """`work` says why jobs are not being run here, or None where they are, or are meant to run elsewhere."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> Health:
        """The process answers."""
        return Health(status="ok")

    @router.get("/readyz", responses={503: {"model": Health}})
    def readyz() -> Response:
        """Everything a request needs is there."""
        checks = {"database": _database(database), "jobs": work() or "ok"}
        ready = all(found == "ok" for found in checks.values())
        body = Health(status="ok" if ready else "not ready", checks=checks)
        return JSONResponse(body.model_dump(), status_code=200 if ready else 503)

    @router.get("/metrics", response_class=Response)
    def metrics_text() -> Response:
        """Figures for Prometheus."""
        return Response(metrics.text(), media_type=PROMETHEUS)

    return router


def _database(database: Database) -> str:
    try:
        with database.reading() as tx:
            tx.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "does not answer"
    return "ok"
