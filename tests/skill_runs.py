"""The chat skill's script, run in this process as its users run it, and a line to a server that breaks when told to."""

import contextlib
import importlib
import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from chat_houses import Guest, House, planned
from songreel_server.cli_skill import find_source, write_bundles
from waiting import until

MODULES = ("songreel_chat", "chat_calls", "chat_turns")


def bundled(out: Path) -> Path:
    """The folder with both bundles."""
    write_bundles(out, source=find_source())
    return out


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


@dataclass
class Skill:
    """The script of a bundle, with the pauses it made instead of sleeping."""

    folder: Path
    house: House
    script: Any
    calls: Any
    turns: Any
    url: str
    """Where the script finds the house."""
    pauses: list[float] = field(default_factory=list)
    _idle: threading.Event = field(default_factory=threading.Event)
    """Whether no job is being done beside the script."""

    @classmethod
    @contextlib.contextmanager
    def of(cls, folder: Path, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator["Skill"]:
        """Imported from that bundle, and forgotten afterwards."""
        monkeypatch.syspath_prepend(str(folder / "scripts"))
        for name in MODULES:
            sys.modules.pop(name, None)
        script, calls, turns = (importlib.import_module(name) for name in MODULES)
        skill = cls(folder=folder, house=house, script=script, calls=calls, turns=turns, url=house.url)
        skill._idle.set()
        yield skill
        for name in MODULES:
            sys.modules.pop(name, None)

    def run(self, *arguments: str) -> Ran:
        """A command to its end."""
        patience = self.calls.Patience(silence_s=5.0, sleep=self._pause)
        out, err = StringIO(), StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = self.script.main(list(arguments), patience=patience)
            except SystemExit as misuse:
                code = int(str(misuse.code))
        return Ran(code=code, out=out.getvalue(), err=err.getvalue())

    def run_and_work(self, *arguments: str, shots: int = 0, error: str | None = None) -> Ran:
        """A command with the one job that it starts done while it listens."""
        self._idle.clear()
        worker = threading.Thread(target=self._work, args=(shots, error))
        worker.start()
        ran = self.run(*arguments)
        worker.join(20)
        return ran

    def make_film(self) -> Ran:
        """As `make`, with the song there at once."""
        self.new_with_song()
        return self.run_and_work("chat", "golden hour")

    def new_with_song(self) -> None:
        """A session with a song in it that nobody had to look at."""
        self.run("new")
        guest = Guest(house=self.house, token=self.token, client=self.house.client(), session=self.session["id"])
        guest.send_song()

    def _work(self, shots: int, error: str | None) -> None:
        try:
            [job] = until(self.house.jobs, what="a job")
            self.house.end(job, "completed" if error is None else "failed", error=error, shots=shots)
        finally:
            self._idle.set()

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        assert self._idle.wait(20), "the job was not done"

    def kept(self, what: str) -> list[dict[str, Any]]:
        """What the script remembers: each `client`, or each `session`."""
        files = sorted(self.home.glob(f"{what}-*.json"))
        return [json.loads(file.read_text("utf-8")) for file in files]

    @property
    def home(self) -> Path:
        return Path(os.environ["SONGREEL_CHAT_HOME"])

    @property
    def session(self) -> dict[str, Any]:
        """Of this folder."""
        [session] = [one for one in self.kept("session") if (one["url"], one["folder"]) == (self.url, str(Path.cwd()))]
        return session

    @property
    def token(self) -> str:
        [token] = [one["token"] for one in self.kept("client") if one["url"] == self.url]
        return str(token)

    @staticmethod
    def song() -> str:
        return str(planned() / "song.wav")


class BreakingLine:
    """A relay to a server that hangs up on both sides where an answer holds its next mark."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.marks: list[bytes] = []
        self.breaks = 0
        self.requests: list[bytes] = []
        """The head of each request, as it came."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                threading.Thread(target=self._carry_up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._carry_down, args=(server, client), daemon=True).start()

    def _carry_up(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65_536):
                if data.startswith((b"POST", b"GET")):
                    self.requests.append(data.split(b"\r\n\r\n")[0])
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _carry_down(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65_536):
                if self.marks and self.marks[0] in data:
                    mark = self.marks.pop(0)
                    self.breaks += 1
                    # The event, or the head, that holds the mark arrives whole; what comes after is lost.
                    after = re.compile(re.escape(mark) + rb".*?(?:\r\n\r\n|\n\n)", re.DOTALL).search(data)
                    client.sendall(data if after is None else data[: after.end()])
                    break
                client.sendall(data)
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextlib.contextmanager
def breaking_line(url: str) -> Iterator[BreakingLine]:
    """To the server at `url`."""
    line = BreakingLine(int(url.rsplit(":", 1)[1]))
    try:
        yield line
    finally:
        line.close()
