"""The processes that draw and encode: how many there are, how they start and how they end.

Each keeps to one core: GL's rasteriser and OpenCV run on one thread in it, so what it makes does not depend on the machine.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_handles

from songreel_engine.errors import RenderError


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Worker processes, started when there is something to do for one more of them."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        with _holding_ctrl_c():
            self._pool = ProcessPoolExecutor(
                max_workers=processes, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker
            )

    def submit(self, task: Callable[..., None], *args: object) -> Future[None]:
        with _holding_ctrl_c():
            return self._pool.submit(task, *args)

    def end(self) -> None:
        """Lets what is under way come to its end and drops the rest."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def working(processes: int, *, wanted: int, first: Callable[[], None]) -> Iterator[Pool]:
    """Up to so many processes, of which those for `wanted` pieces of work start at once, since that takes a second.

    `first`: what they do then; the module of the function is loaded for it. Raises RenderError where one of them was ended
    from outside.
    """
    pool = Pool(processes)
    try:
        for _ in range(min(processes, wanted)):
            pool.submit(first)
        yield pool
    except BrokenProcessPool as error:
        raise RenderError(
            "A render process was ended from outside, perhaps for lack of memory; run the same command again, "
            "finished shots are kept."
        ) from error
    finally:
        pool.end()


@contextmanager
def _holding_ctrl_c() -> Iterator[None]:
    """Ctrl-C waits until the workers that are being born here stand.

    A worker inherits the blocked signal, where it would die of it before its first line of Python. Blocking is not enough for
    us: another thread may take the signal and Python raise it here, which leaves a worker half told what it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: held.set())
    can_block = sys.platform != "win32"
    if can_block:
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if held.is_set():
            signal.raise_signal(signal.SIGINT)


def _start_worker() -> None:
    """One core a worker: GL's rasteriser and OpenCV stay on it. Ctrl-C is the parent's to answer; a dead parent ends us."""
    os.environ["LP_NUM_THREADS"] = "0"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import cv2

    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_handles([parent.sentinel])
        os._exit(1)
