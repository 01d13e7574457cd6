"""How the command line speaks: progress and refusals on stderr, results on stdout.

On a terminal progress is one live line; elsewhere one line as each stage ends; with `--json` one JSON object a report, at most
two a second, and one for each shot whose clips stand. A refusal is one sentence and exit code 1; wrong usage exits with 2, an
interrupt with 130.
"""

import atexit
import json
import signal
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING

import typer

from songreel_engine.errors import SongreelError
from songreel_engine.progress import Progress, ProgressListener

if TYPE_CHECKING:
    from rich.progress import TaskID

    from songreel_engine.rendering.piecewise import ShotListener, ShotStands

INTERRUPTED = 130
"""What shells expect after Ctrl-C; typer, too, turns it into this code."""
MIN_INTERVAL_S = 0.5
"""Between two reports of one stage."""


_interrupted = threading.Event()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    _interrupted.set()
    raise KeyboardInterrupt


def _stop_if_interrupted() -> None:
    """Ctrl-C once more: Python drops the exception where it falls into a weak reference's callback, as pools have them."""
    if _interrupted.is_set():
        raise KeyboardInterrupt


def run_reporting_refusals(app: typer.Typer) -> int:
    """Runs the app; what it cannot do becomes one sentence on stderr. Returns the exit code."""
    _interrupted.clear()
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        return _run_reporting(app)
    finally:
        signal.signal(signal.SIGINT, before)


def _run_reporting(app: typer.Typer) -> int:
    result: object
    try:
        result = _run_or_interrupt(app)
    except SongreelError as refusal:
        return _say(f"songreel: {_one_line(str(refusal))}", 1)
    except typer.TyperException as error:
        return _say(f"songreel: {_one_line(error.format_message()).rstrip('.')}. Try 'songreel --help'.", 2)
    except typer.Exit as leaving:
        result = leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    if result == INTERRUPTED:
        return _say("songreel: stopped; run the same command again to go on from here.", INTERRUPTED)
    return result if isinstance(result, int) else 0


def _run_or_interrupt(app: typer.Typer) -> object:
    """What fails after Ctrl-C fails because of it: a pool whose workers died of the same signal, a pipe cut short."""
    try:
        return app(standalone_mode=False)
    except Exception:
        if _interrupted.is_set():
            return INTERRUPTED
        raise


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _one_line(text: str) -> str:
    """The lines of a list stay apart by semicolons."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "; ".join(lines).replace(":; ", ": ")


def progress_reporter(*, as_json: bool) -> ProgressListener:
    """A listener that fits where stderr goes."""
    if as_json:
        return _JsonLines().report
    return _Live().report if sys.stderr.isatty() else _Lines().report


def shot_reporter(*, as_json: bool) -> "ShotListener":
    """A listener that, with `--json`, writes one line for each shot whose clips stand; else nothing is said of single shots."""
    from songreel_engine.rendering.piecewise import ignore_shot

    return _shot_line if as_json else ignore_shot


def _shot_line(shot: "ShotStands") -> None:
    _stop_if_interrupted()
    line = {
        "shot": shot.number,
        "id": shot.shot_id,
        "clip": shot.key,
        "reused": shot.reused,
        "seconds": round(shot.seconds, 3),
    }
    print(json.dumps(line), file=sys.stderr, flush=True)


class _Paced:
    """When each stage began and was last spoken of, and how long it will still take."""

    def __init__(self) -> None:
        self._began_s: dict[str, float] = {}
        self._spoken_s: dict[str, float] = {}
        self._base: dict[str, float] = {}

    def due(self, progress: Progress) -> bool:
        _stop_if_interrupted()
        now_s = time.monotonic()
        if progress.stage not in self._began_s:
            self._began_s[progress.stage], self._base[progress.stage] = now_s, progress.done
        ended = progress.done >= progress.total
        if not ended and now_s - self._spoken_s.get(progress.stage, -1e9) < MIN_INTERVAL_S:
            return False
        self._spoken_s[progress.stage] = now_s
        return True

    def elapsed_s(self, stage: str) -> float:
        return time.monotonic() - self._began_s[stage]

    def left_s(self, progress: Progress) -> float | None:
        """Seconds left in this stage at the pace so far; None before anything is done."""
        made = progress.done - self._base[progress.stage]
        if made <= 0:
            return None
        return self.elapsed_s(progress.stage) / made * (progress.total - progress.done)


class _JsonLines(_Paced):
    def report(self, progress: Progress) -> None:
        if not self.due(progress):
            return
        left_s = self.left_s(progress)
        line = {
            "stage": progress.stage,
            "done": progress.done,
            "total": progress.total,
            "note": progress.note,
            "seconds_left": None if left_s is None else round(left_s, 1),
        } | ({"preview": progress.preview} if progress.preview else {})
        print(json.dumps(line), file=sys.stderr, flush=True)


class _Lines(_Paced):
    def report(self, progress: Progress) -> None:
        if self.due(progress) and progress.done >= progress.total:
            note = f"  {progress.note}" if progress.note else ""
            print(f"  {progress.stage:<18} {self.elapsed_s(progress.stage):6.1f} s{note}", file=sys.stderr, flush=True)


class _Live:
    """One bar a stage, with the time left, redrawn in place."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("{task.description:<18}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=False),
            TextColumn("{task.fields[note]}", style="dim"),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}
        atexit.register(self._bars.stop)

    def report(self, progress: Progress) -> None:
        if progress.stage not in self._tasks:
            self._bars.start()
            self._tasks[progress.stage] = self._bars.add_task(progress.stage, total=progress.total, note="")
        self._bars.update(
            self._tasks[progress.stage], completed=progress.done, total=progress.total, note=progress.note
        )
