"""A PostgreSQL of the test run's own, on loopback, in a folder that goes with it; where there is none, tests skip."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

START_S = 30
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version, off the PATH."""


@contextlib.contextmanager
def running_postgresql() -> Iterator[str]:
    """The server's URL, without a database's name. Skips the test where PostgreSQL is not installed."""
    programs = find_programs()
    if programs is None:
        pytest.skip("There is no PostgreSQL on this machine; scripts/setup --services installs it.")
    folder = Path(tempfile.mkdtemp(prefix="songreel_postgresql_"))
    try:
        with _running(programs, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards whoever is still in it."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def find_programs(debian: Path = DEBIAN) -> Path | None:
    """The folder with `initdb` and `postgres`: that of the PATH, else Debian's newest."""
    on_path = shutil.which("initdb")
    versions = sorted(debian.glob("*/bin"), key=lambda folder: _version(folder.parent.name), reverse=True)
    folders = [*([Path(on_path).parent] if on_path else []), *versions]
    whole = (folder for folder in folders if all((folder / name).is_file() for name in ("initdb", "postgres")))
    return next(whole, None)


def _version(name: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", name)))


@contextlib.contextmanager
def _running(programs: Path, folder: Path) -> Iterator[str]:
    data, log = folder / "data", folder / "log"
    owner = _owner_of_the_server()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    made = [str(programs / "initdb"), "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", str(data)]
    _run_as(owner, made, log)
    port = _free_port()
    flags = [flag for setting in QUICK for flag in ("-c", setting)]
    place = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories="]
    # Where the tests are killed the server goes too.
    tied = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    command = [*tied, str(programs / "postgres"), *place, *flags]
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, **_as_user(owner))  # type: ignore[call-overload]
    try:
        server = f"postgresql://postgres@127.0.0.1:{port}"
        _wait_until_it_answers(server, process, log)
        yield server
    finally:
        # An immediate shutdown: nothing is written, nobody is waited for, and the folder goes anyway.
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def _owner_of_the_server() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then as its own user, or nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("PostgreSQL does not run as root and there is neither a user postgres nor nobody.")


def _as_user(owner: pwd.struct_passwd | None) -> dict[str, object]:
    quiet: dict[str, object] = {"cwd": "/", "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
    return quiet if owner is None else {**quiet, "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _run_as(owner: pwd.struct_passwd | None, command: list[str], log: Path) -> None:
    with log.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=out, check=False, **_as_user(owner))  # type: ignore[call-overload]
    assert done.returncode == 0, log.read_text(errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(server: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(f"{server}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)
