"""What a machine needs to make films, and the command that mends what is missing."""

import multiprocessing
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

MIN_PYTHON = (3, 11)
MIN_FREE_BYTES = 2_000_000_000
GL_TIMEOUT_S = 60


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    found: str
    mend: str | None = None
    """What to type; None where nothing is wrong."""

    def in_words(self) -> str:
        mark = "ok     " if self.ok else "MISSING"
        return f"{mark}  {self.name:<14} {self.found}" + (f"\n         mend: {self.mend}" if self.mend else "")

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def examine() -> list[Finding]:
    """All findings, in the order they matter."""
    return [look() for look in (_python, _opengl, _encoder, _cores, _disk, _ears)]


def _python() -> Finding:
    ok = sys.version_info >= MIN_PYTHON
    return Finding("Python", ok, platform.python_version(), None if ok else "install Python 3.11 or newer")


def _opengl() -> Finding:
    """In a process of its own: a broken driver may end the process that asks."""
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    child = context.Process(target=_ask_gl, args=(answers.put,))
    child.start()
    child.join(GL_TIMEOUT_S)
    if child.is_alive():
        child.kill()
        child.join()
    ok, found = answers.get() if not answers.empty() else (False, "the driver ended the process that asked")
    mend = None if ok else "see the message above; in a checkout, scripts/setup does it where it may"
    return Finding("OpenGL", ok, found, mend)


def _ask_gl(answer: Callable[[tuple[bool, str]], None]) -> None:
    from songreel_engine.errors import MachineError
    from songreel_engine.rendering.procedural.gl import describe_renderer

    try:
        answer((True, describe_renderer()))
    except MachineError as error:
        answer((False, str(error)))


def _encoder() -> Finding:
    import av

    ok = "libx264" in av.codecs_available
    return Finding("H.264 encoder", ok, f"PyAV {av.__version__}", None if ok else "pip install --force-reinstall av")


def _cores() -> Finding:
    from songreel_engine.rendering.workers import usable_cores

    return Finding("processor", True, f"{usable_cores()} cores, {platform.machine()}")


def _disk() -> Finding:
    free = shutil.disk_usage(".").free
    ok = free >= MIN_FREE_BYTES
    mend = None if ok else "free some space: a three-minute project takes about 1 GB"
    return Finding("disk", ok, f"{free / 1e9:.1f} GB free here", mend)


def _ears() -> Finding:
    """Optional: what the user has installed beside songreel's own listener."""
    from songreel_engine.analysis.vocal_tools import installed_vocal_tools

    found = ", ".join(["songreel's own listener", *installed_vocal_tools()])
    return Finding("listening", True, found)
