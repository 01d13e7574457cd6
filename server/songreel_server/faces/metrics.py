"""Figures for Prometheus: requests, streams, jobs. Counted per process; jobs are asked of the database at each look."""

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
STATES: Final = ("queued", "running", "completed", "failed", "cancelled")


class Metrics:
    """One for the app: figures of one do not mix with another's."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "songreel_requests", "Requests by route and status.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "songreel_request_seconds",
            "How long requests took, streams to their end.",
            ("route",),
            buckets=BUCKETS_S,
            registry=self.registry,
        )

    def count(self, method: str, route: str, status: int, took_s: float) -> None:
        """One request that is over. `route` is the pattern of its path, so that ids make no series of their own."""
        known = method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(took_s)

    def watch(self, *, streams: Callable[[], int], jobs: Callable[[], dict[str, int]]) -> None:
        """Figures that are asked for when somebody looks."""
        self.registry.register(_Looked(streams, jobs))

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self.registry)


class _Looked(Collector):
    def __init__(self, streams: Callable[[], int], jobs: Callable[[], dict[str, int]]) -> None:
        self._streams = streams
        self._jobs = jobs

    def describe(self) -> Iterable[Metric]:
        """Nothing: what is watched is not looked at before somebody asks."""
        return ()

    def collect(self) -> Iterable[Metric]:
        open_streams = GaugeMetricFamily("songreel_open_streams", "Streams that are being followed.")
        open_streams.add_metric([], self._streams())
        yield open_streams
        by_state = GaugeMetricFamily("songreel_jobs", "Jobs by state.", labels=["state"])
        counts = self._jobs()
        for state in STATES:
            by_state.add_metric([state], counts.get(state, 0))
        yield by_state
