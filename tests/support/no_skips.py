"""Pytest plugin: with `LANTERN_REQUIRE_ALL=1` a skipped test is a failed test.

A machine that must run everything (CI) would otherwise go green by lacking what the tests need.
"""

import os
from collections.abc import Generator

import pytest

REQUIRE_ALL = "LANTERN_REQUIRE_ALL"
OPTIONAL = "optional: "
"""What the reason begins with where a test may be skipped even so: a second opinion from another registry."""


def _required() -> bool:
    return os.environ.get(REQUIRE_ALL, "") not in ("", "0")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail") or not _required():
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.removeprefix("Skipped: ").startswith(OPTIONAL):
        return
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped, and {REQUIRE_ALL} lets nothing be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
