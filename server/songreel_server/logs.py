"""Logs as lines of JSON on stderr: a time, a level, a logger, a message, and what `extra` gives.

What looks like a token is blotted out wherever it stands, so that no mistake elsewhere puts one into a log.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

SECRETS: Final = re.compile(
    r"(?P<kind>nmv_usr_|clm_|sk-|Bearer\s+|/media/|[?&](?:X-Amz-Signature|X-Amz-Credential|ct|token)=)[\w~%.+/-]{6,}"
    r"|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)",
    re.IGNORECASE,
)
"""Tokens, signed links, and passwords in URLs."""
BLOT: Final = "***"
_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
_LOUD: Final = ("uvicorn.access", "httpx", "httpcore", "sse_starlette", "dbos", "alembic")
"""Loggers whose chatter says nothing that ours do not."""


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return without_secrets(json.dumps(line, ensure_ascii=False, default=str))


def without_secrets(text: str) -> str:
    """The text with every token, signed link and password blotted out."""
    return SECRETS.sub(lambda found: (found["kind"] or "") + BLOT, text)


def log_as_json(level: str, stream: TextIO | None = None) -> None:
    """All logs of this process, from `level` upwards, to `stream` (stderr) as lines of JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _LOUD:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(max(logging.WARNING, root.level))
