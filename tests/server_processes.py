"""The server as it is deployed: real processes that are killed and started again, on the embedded default or on services."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from postgresql_servers import new_database
from s3_servers import running_s3, s3_settings
from waiting import until

SONGREEL = (sys.executable, "-m", "songreel_server")
START_S = 90.0
HEIGHT_PX = 240
SMALL = {"SONGREEL_DEFAULT_QUALITY": "preview", "SONGREEL_DEFAULT_HEIGHT_PX": str(HEIGHT_PX), "NO_PROXY": "*"}
QUICKLY_DEAD = {"SONGREEL_DEAD_AFTER_S": "3"}
DATABASE = "songreel_end_to_end"


@dataclass
class Program:
    """One of the server's commands as a process. Started again after its end, it goes on with the same data."""

    name: str
    options: tuple[str, ...]
    folder: Path
    variables: Mapping[str, str]
    url: str | None = None
    """Where it answers, if it does."""
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None, f"{self.name} does not run"
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers; what answers nobody is only begun."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*SONGREEL, *self.options], stdout=log, stderr=log, env=os.environ | self.variables
            )
        if self.url is not None:
            until(self._answers, within_s=START_S, what=f"the first answer of {self.name}")

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Returns when it is gone. Nothing happens where it does not run."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None

    def children(self) -> list[int]:
        """Processes that work for it now. Only where there is /proc."""
        found: list[int] = []
        for thread in Path(f"/proc/{self.pid}/task").glob("*/children") if self.runs else ():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, thread.read_text().split())
        return found

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log.read_text()
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


@dataclass
class Stack:
    """A server with its workers; the server runs jobs itself where it has none."""

    server: Program
    url: str
    workers: tuple[Program, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def programs(self) -> tuple[Program, ...]:
        return (self.server, *self.workers)

    def start(self) -> None:
        for program in self.programs:
            program.start()

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        for program in self.programs:
            program.end(number)

    def admin(self, *arguments: str) -> Any:
        """What `songreel admin …` tells."""
        command = [*SONGREEL, "admin", *arguments, "--data", str(self.server.folder / "data"), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | self.variables)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def at_work(self) -> Program:
        """The worker that an engine draws for now."""
        return until(lambda: next((one for one in self.workers if one.children()), None), what="an engine")


def embedded(folder: Path, **variables: str) -> Stack:
    """One process on SQLite and a folder, as `songreel serve` alone is."""
    return _stack(folder, SMALL | variables, workers=())


@contextlib.contextmanager
def on_services(folder: Path, postgresql: str, **variables: str) -> Iterator[Stack]:
    """A server that only answers and two workers, each as on a machine of its own, on PostgreSQL and S3."""
    with new_database(postgresql, DATABASE) as database, running_s3() as s3:
        media = s3_settings(s3)
        places = {
            "SONGREEL_DATABASE_URL": database,
            "SONGREEL_MEDIA_URL": str(media["media_url"]),
            "SONGREEL_MEDIA_OPTIONS": json.dumps(media["media_options"]),
        }
        stack = _stack(folder, SMALL | QUICKLY_DEAD | places | variables, workers=("first", "second"))
        try:
            yield stack
        finally:
            stack.end(signal.SIGKILL)


def apart(folder: Path, **variables: str) -> Stack:
    """A server that only answers and one worker, on the same files."""
    stack = _stack(folder, SMALL | variables, workers=("worker",))
    [worker] = stack.workers
    worker.options = ("worker", "--data", str(folder / "data"), "--name", "worker")
    return stack


def _stack(folder: Path, variables: Mapping[str, str], *, workers: tuple[str, ...]) -> Stack:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    options = ("serve", "--data", str(folder / "data"), "--port", str(port), *(("--no-worker",) if workers else ()))
    server = Program("server", options, folder, variables, url=url)
    beside = tuple(
        Program(name, ("worker", "--data", str(folder / name), "--name", name), folder, variables) for name in workers
    )
    return Stack(server, url, beside, variables)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
