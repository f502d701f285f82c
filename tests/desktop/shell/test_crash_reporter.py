import asyncio
import sys
import threading

import pytest

from desktop.shell.crash_reporter import MOST_PER_DIALOG, CrashReporter, crash_details
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until


@pytest.fixture
def expected() -> list[AppError]:
    return []


@pytest.fixture
def reporter(qapp, expected):
    made = CrashReporter(expected.append)
    yield made
    made.uninstall()
    if (dialog := made.dialog()) is not None:
        dialog.reject()


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - any exception is wanted with its traceback
        return caught


async def test_an_expected_failure_is_told_as_one(qloop, reporter, expected):
    error = AppError("worker.died")
    reporter.take(error)
    await until(lambda: expected)
    assert expected == [error]
    assert reporter.dialog() is None


async def test_a_fault_opens_one_dialog_without_what_a_person_wrote(qloop, reporter):
    for _ in range(MOST_PER_DIALOG + 3):
        reporter.take(raised(ValueError("my secret question")))
    await until(reporter.dialog)
    await asyncio.sleep(0.01)
    details = reporter.dialog().details()
    assert details.count("ValueError") == MOST_PER_DIALOG
    assert "secret" not in details
    assert "test_crash_reporter.py" in details
    assert str(__file__) not in details


async def test_faults_come_from_everywhere(qloop, reporter):
    reporter.install(qloop)
    assert sys.excepthook == reporter._from_interpreter

    def fail() -> None:
        raise RuntimeError

    async def fail_later() -> None:
        raise LookupError

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    async with TaskScope("test") as scope:
        scope.spawn(fail_later(), name="fail")
        await asyncio.sleep(0)
    error = raised(TypeError())
    sys.excepthook(TypeError, error, error.__traceback__)
    await until(lambda: reporter.dialog() and "TypeError" in reporter.dialog().details())
    assert all(name in reporter.dialog().details() for name in ("RuntimeError", "LookupError", "TypeError"))
    assert threading.excepthook == reporter._from_thread
    reporter.uninstall()
    assert sys.excepthook is sys.__excepthook__


async def test_stopping_is_no_fault(qloop, reporter):
    closes: list[int] = []
    reporter.close_asked.connect(lambda: closes.append(1))
    reporter.take(asyncio.CancelledError())
    reporter._from_interpreter(KeyboardInterrupt, KeyboardInterrupt(), None)
    await asyncio.sleep(0.01)
    assert reporter.dialog() is None
    assert closes == [1]


def test_details_name_version_and_system():
    assert crash_details(raised(OSError())).startswith("Lantern ")
