"""Figures of the gateway for Prometheus. Declarations only."""

from dataclasses import dataclass

from prometheus_client import Counter

from server.web.metrics import Metrics


@dataclass(frozen=True)
class AiFigures:
    """Made once per server with `figures_of`."""

    refused: Counter
    estimated: Counter
    leaked_nano: Counter
    cached: Counter


def figures_of(metrics: Metrics) -> AiFigures:
    """Declare them."""
    return AiFigures(
        refused=metrics.counter("ai_refused", "Calls that a provider refused.", ("upstream", "status")),
        estimated=metrics.counter("ai_estimated", "Calls charged by estimate."),
        leaked_nano=metrics.counter(
            "ai_leaked_nano_usd", "What calls without an answer may have cost the house."
        ),
        cached=metrics.counter("ai_cached", "Calls answered from the cache."),
    )
