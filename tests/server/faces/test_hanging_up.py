"""A client that goes away in the middle of its request is no failure of the server's."""

import asyncio
import logging

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from songreel_server.faces.refusals import tell_refusals


def test_a_client_that_goes_away_while_it_sends_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    tell_refusals(app)

    @app.post("/upload")
    async def upload(request: Request) -> int:
        return sum([len(piece) async for piece in request.stream()])

    coming: list[Message] = [
        {"type": "http.request", "body": b"some", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        pass

    scope = {
        "type": "http", "method": "POST", "path": "/upload", "raw_path": b"/upload", "query_string": b"", "headers": [],
        "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9), "root_path": "",
    }  # fmt: skip
    with caplog.at_level(logging.WARNING):
        asyncio.run(app(scope, receive, send))
    assert coming == []
    assert caplog.records == []
