"""Figures for Prometheus: one registry per server, filled by the border and by the slices. Knows no slice."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one process. Names get the prefix `lantern_`; labels never hold what a person wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._requests = self.counter("requests", "Requests answered.", ("operation", "status"))
        self._seconds = self.histogram("request_seconds", "Time until the answer.", ("operation",))
        self.in_flight = 0
        self.watch("requests_in_flight", "Requests that are being answered.", lambda: self.in_flight)
        self.limited = self.counter("requests_limited", "Requests refused for being too many.", ("limit",))
        self.connections = self.gauge("connections", "Open connections.")
        self.connections_cut = self.counter("connections_cut", "Connections closed by the server.", ("why",))

    def counter(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Counter:
        """A number that only grows. To be made once per name."""
        return Counter(f"lantern_{name}", text, labels, registry=self.registry)

    def gauge(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Gauge:
        """A number that goes up and down."""
        return Gauge(f"lantern_{name}", text, labels, registry=self.registry)

    def histogram(
        self, name: str, text: str, labels: tuple[str, ...] = (), buckets: tuple[float, ...] = _SECONDS
    ) -> Histogram:
        """How numbers are spread; `buckets` are upper bounds."""
        return Histogram(f"lantern_{name}", text, labels, registry=self.registry, buckets=buckets)

    def watch(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A gauge that is read when somebody asks."""
        self.gauge(name, text).set_function(read)

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
