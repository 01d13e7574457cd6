"""Work that outlives the request which asked for it: films made, changed and exported by an engine in a child process.

Whoever asks (`start`, `cancel`, `state`) only writes tables and may do so in the same transaction as whatever else belongs to
the request; nothing here imports the job engine until a worker runs (`jobs.worker`).
"""

from songreel_server.jobs.asking import JobState, Started, cancel, start, state, state_of
from songreel_server.jobs.orders import Export, Film, GivenFile, Make, Order, Render, ShownLyrics

__all__ = [
    "Export", "Film", "GivenFile", "JobState", "Make", "Order", "Render", "ShownLyrics", "Started", "cancel", "start", "state",
    "state_of",
]  # fmt: skip
