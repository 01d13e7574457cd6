"""Long answers, packed for the way where the client takes that."""

import gzip
from typing import Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

LEVEL: Final = 5
"""Further up it takes longer to pack than the answer takes to make."""


def packed(request: Request, answer: BaseModel) -> Response:
    """The answer as JSON, by gzip where the client takes it."""
    content = answer.model_dump_json().encode()
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/json", headers=headers)
