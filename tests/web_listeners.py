"""A small web server on loopback that answers as it is told and counts whoever comes near it."""

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a path answers with. `pieces` are written one by one; a piece may wait or do other things when it is made."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: Callable[[], Iterator[bytes]] | None = None


class Listener:
    """Counts connections, even those on which nothing is said, and keeps the heads of requests."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.connections = 0
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    @property
    def hits(self) -> int:
        return self.connections + len(self.requests)

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def listening(answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """A server on 127.0.0.1; a path it does not know answers 404. With `tls` it speaks https."""
    listener = Listener(answers)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[Any, Any]:
            accepted = super().get_request()
            listener.connections += 1
            return accepted

        def handle_error(self, *_: object) -> None:
            """Clients that hang up are what some tests are about."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = listener.answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.pieces is None and "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            for piece in [answer.body] if answer.pieces is None else answer.pieces():
                self.wfile.write(piece)

        def log_message(self, *_: object) -> None:
            """Said by the tests instead."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    listener.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
