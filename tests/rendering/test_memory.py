"""Freed memory goes back to the machine."""

import ctypes
import subprocess
import sys

import pytest

MANY_BLOCKS = """
import resource
from songreel_engine.rendering.memory import return_freed

def resident_mb():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6

# Small enough to come from the heap, whose end the last one holds in place.
blocks = [bytearray(100_000) for _ in range(1500)]
last = blocks.pop()
full = resident_mb()
blocks.clear()
kept = resident_mb()
return_freed()
print(full - kept, full - resident_mb())
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc keeps what is freed and can be asked for it",
)
def test_what_the_c_library_kept_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_BLOCKS], capture_output=True, text=True, check=True)
    before_mb, after_mb = map(float, done.stdout.split())
    assert before_mb < 100 < after_mb
