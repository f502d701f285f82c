"""What sync tells Prometheus: exchanges, rows, bytes, refusals, who waits. Labels hold no scope and no person."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from server.sync.admission import Admission
from server.sync.live import Live
from server.sync.pokes import Pokes
from server.web.metrics import Metrics
from shared.errors import AppError
from sync.protocol import Answer, Verdict


class Figure:
    """One exchange under way."""

    def __init__(self, figures: "Figures") -> None:
        self._figures = figures

    def done(self, answer: Answer, bytes_in: int, bytes_out: int) -> None:
        """Count what was answered."""
        self._figures.answered(answer, bytes_in, bytes_out)


def rows_in(answer: Answer) -> int:
    """Return how many rows of feeds an answer has."""
    return sum(len(page.rows) + sum(len(run.seqs) for run in page.runs) for page in answer.pages)


class Figures:
    """The figures of sync."""

    def __init__(self, metrics: Metrics, admission: Admission, live: Live, pokes: Pokes) -> None:
        self._exchanges = metrics.counter("sync_exchanges", "Exchanges by outcome.", ("outcome",))
        self._seconds = metrics.histogram("sync_exchange_seconds", "Time of one exchange.")
        self._bytes = metrics.counter("sync_bytes", "Bytes of bodies.", ("direction",))
        self._rows = metrics.counter("sync_rows_sent", "Rows given to devices.")
        self._refused = metrics.counter("sync_operations_refused", "Operations not taken.", ("reason",))
        self._verify = metrics.counter("sync_comparisons", "Scopes that were compared by buckets.", ("why",))
        self._snapshots = metrics.counter("sync_snapshots_offered", "Snapshots offered.")
        metrics.watch("sync_waiting", "Pushes that wait for their turn.", lambda: admission.waiting)
        metrics.watch("sync_live_devices", "Devices that are poked.", lambda: len(live))
        metrics.watch("sync_pokes_dropped", "Pokes that Redis did not take.", lambda: pokes.dropped)

    @contextmanager
    def exchange(self) -> Generator[Figure]:
        """Measure one exchange."""
        began = time.perf_counter()
        try:
            yield Figure(self)
        except AppError as refused:
            self._exchanges.labels(refused.code).inc()
            raise
        finally:
            self._seconds.observe(time.perf_counter() - began)

    def answered(self, answer: Answer, bytes_in: int, bytes_out: int) -> None:
        """Count one answer."""
        verdict = answer.receipt.verdict
        self._exchanges.labels("looked" if verdict == Verdict.NONE else verdict.value).inc()
        self._bytes.labels("in").inc(bytes_in)
        self._bytes.labels("out").inc(bytes_out)
        self._rows.inc(rows_in(answer))
        for _, reason in answer.receipt.refused:
            self._refused.labels(reason).inc()
        for verify in answer.verify:
            self._verify.labels(verify.why.value).inc()
        self._snapshots.inc(len(answer.snapshots))
