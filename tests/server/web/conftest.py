"""Fixtures of the web border's tests."""

from tests.support.border_stage import restored_logs, stage

__all__ = ["restored_logs", "stage"]
