"""Heavy modules come in whole, whoever asks for them first."""

import subprocess
import sys

import pytest

THREADS = """
import sys, threading
from songreel_server import heavy
FIRST = ("songreel_server.editing", "songreel_engine.film", "av", "songreel_engine.talking", "songreel_server.jobs.bench")
gate, failures = threading.Barrier(len(FIRST)), []
def come(name):
    gate.wait()
    try:
        heavy.load()
        __import__(name)
    except ImportError as error:
        failures.append(f"{name}: {error}")
threads = [threading.Thread(target=come, args=(name,)) for name in FIRST]
[one.start() for one in threads]
[one.join() for one in threads]
sys.exit("; ".join(failures) or 0)
"""


@pytest.mark.slow
def test_threads_that_need_heavy_modules_at_once_all_get_them() -> None:
    told = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
