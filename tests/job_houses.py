"""A small house with everything jobs need: an owner with credits, a project, a song, a fake engine and workers to kill."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from uuid6 import uuid7

from planned_projects import planned_project
from songreel_engine.making import plan_pieces
from songreel_engine.project import Project
from songreel_engine.rendering.piecewise import pieces_of_shots
from songreel_engine.rendering.quality import find_quality
from songreel_server import jobs
from songreel_server.credits import ledger
from songreel_server.jobs.bench import Bench
from songreel_server.jobs.engine_child import Engine
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore, open_media_store
from songreel_server.store.tables import Account, ProjectRow
from songreel_server.store.tables import Worker as WorkerRow
from songreel_server.vault import key_of
from waiting import until

NOW = 1_800_000_000.0
CREDITS = 100
FILM = jobs.Film(quality="preview")
LONG_FILM = jobs.Film(quality="draft")
"""Of a quality whose films are rendered in two turns here, and then put together."""
FAKE_ENGINE = Path(__file__).parent / "fake_engine.py"


class FakeEngine:
    """What the fake engine's processes read and write."""

    def __init__(self, folder: Path, **behaviour: object) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        project = planned_project(folder)
        project.folder.rename(folder / "project")
        by_quality = {film.quality: self._shots(film) for film in (FILM, LONG_FILM)}
        self.shots = by_quality[FILM.quality]
        (folder / "shots.json").write_text(json.dumps(by_quality))
        self.behave(**behaviour)

    @property
    def command(self) -> tuple[str, ...]:
        return (sys.executable, "-S", str(FAKE_ENGINE), str(self.folder))

    def behave(self, **behaviour: object) -> None:
        (self.folder / "behaviour.json").write_text(json.dumps(behaviour))

    def log(self) -> list[dict[str, Any]]:
        path = self.folder / "log.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def rendered(self) -> Counter[int]:
        """How often each shot was rendered."""
        return Counter(line["rendered"] for line in self.log() if "rendered" in line)

    def starts(self) -> list[dict[str, Any]]:
        return [line for line in self.log() if "start" in line]

    def start_anew(self) -> None:
        """Behaves, and has done nothing."""
        self.behave()
        (self.folder / "log.jsonl").unlink(missing_ok=True)

    def _shots(self, film: jobs.Film) -> list[dict[str, Any]]:
        project = Project.open(self.folder / "project")
        plan = plan_pieces(project, project.read_draft(), project.read_analysis(), quality=find_quality(film.quality))
        pieces = pieces_of_shots(plan, project.clips_dir)
        return [{"number": one.number, "id": one.shot_id, "keys": list(one.keys)} for one in pieces]


@dataclass
class House:
    """A server's data, without a server."""

    settings: Settings
    database: Database
    store: MediaStore
    fake: FakeEngine
    song_sha256: str = ""
    bench: Bench | None = None
    """Of the worker in this process, if there is one."""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def owner(self, credits: int = CREDITS, *, metered: bool = True) -> str:
        account_id = str(uuid7())
        with self.database.writing() as tx:
            tx.add(Account(id=account_id, kind="anonymous", metered=metered, made_at=NOW))
            tx.flush()
            ledger.open_books(tx, account_id)
            if credits:
                ledger.grant(tx, account_id, credits, reason="test", key="start", now=NOW)
        return account_id

    def project(self, account_id: str) -> str:
        project_id = str(uuid7())
        with self.database.writing() as tx:
            tx.add(ProjectRow(id=project_id, account_id=account_id, name="a song", made_at=NOW, changed_at=NOW))
        return project_id

    def make(
        self,
        account_id: str,
        *,
        key: str = "once",
        price: int = 40,
        project_id: str | None = None,
        film: jobs.Film = FILM,
    ) -> str:
        """The id of a job that makes a film."""
        order = jobs.Make(song_sha256=self.song_sha256, song_suffix=".wav", film=film, prompt="-a street", seed=3)
        return self.start(account_id, order, key=key, price=price, project_id=project_id)

    def start(
        self,
        account_id: str,
        order: jobs.Make | jobs.Render | jobs.Export,
        *,
        key: str,
        price: int,
        project_id: str | None = None,
        free_items: int = 0,
    ) -> str:
        project_id = project_id or self.project(account_id)
        with self.database.writing() as tx:
            return jobs.start(
                tx,
                account_id=account_id,
                project_id=project_id,
                order=order,
                request_key=key,
                price=price,
                free_items=free_items,
                now=NOW,
            ).job_id

    def cancel(self, job_id: str) -> jobs.JobState:
        with self.database.writing() as tx:
            return jobs.cancel(tx, job_id, now=NOW)

    def state(self, job_id: str) -> jobs.JobState:
        with self.database.reading() as tx:
            return jobs.state(tx, job_id)

    def balance(self, account_id: str) -> ledger.Balance:
        with self.database.reading() as tx:
            balance = ledger.balance(tx, account_id)
        assert balance.available + balance.frozen + balance.spent == balance.granted
        return balance

    def ended(self, job_id: str, *, within_s: float = 30.0) -> jobs.JobState:
        """The job's state once it is over."""
        return until(lambda: s if (s := self.state(job_id)).is_over else None, within_s=within_s, what="the job's end")

    def workers(self) -> dict[str, float]:
        """When each was seen last."""
        with self.database.reading() as tx:
            return {row.id: row.seen_at for row in tx.scalars(select(WorkerRow))}

    def worker_process(self, name: str, *, data: Path | None = None) -> subprocess.Popen[bytes]:
        """A worker in a process of its own, with data of its own if it stands for another machine; ended with the test."""
        environment = {
            **os.environ,
            "SONGREEL_DATA": str(data or self.settings.data),
            "SONGREEL_EXECUTOR_ID": name,
            "SONGREEL_DEAD_AFTER_S": str(self.settings.dead_after_s),
            "FAKE_ENGINE": json.dumps(self.fake.command),
        }
        if self.settings.database_url is not None:
            environment["SONGREEL_DATABASE_URL"] = self.settings.database_url
        if self.settings.media_url is not None:
            environment["SONGREEL_MEDIA_URL"] = self.settings.media_url
            environment["SONGREEL_MEDIA_OPTIONS"] = json.dumps(self.settings.media_options)
        log = (self.settings.data / f"{name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                [sys.executable, str(Path(__file__).parent / "job_worker.py")], env=environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


def build_house(settings: Settings, database: Database, folder: Path, **behaviour: object) -> House:
    store = open_media_store(settings)
    fake = FakeEngine(folder / "fake", **behaviour)
    song = fake.folder / "song.wav"
    sha256 = hashlib.sha256(song.read_bytes()).hexdigest()
    store.put_file(song, key_of(sha256))
    return House(settings, database, store, fake, sha256)


def fake_engine_of(house: House, **settings: Any) -> Engine:
    return Engine(command=house.fake.command, **settings)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be counted does not."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def kill_hard(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
