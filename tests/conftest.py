"""Fixtures for every test: a profile in a temporary folder, an open library, a bus, a clock."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from tests.support.clocks import ManualClock

# The same examples everywhere and no stopwatch: the machine may be busy.
hypothesis.settings.register_profile("lantern", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("lantern")

pytest_plugins = [
    "tests.support.qt_tests",
    "tests.support.cloud_server",
    "tests.support.command",
    "tests.support.live_host",
    "tests.support.postgres",
    "tests.support.redis_server",
    "tests.support.server_database",
]


@pytest.fixture(autouse=True)
def _no_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test never touches the library of the person who runs it."""
    monkeypatch.setenv("LANTERN_DATA_DIR", str(tmp_path / "lantern"))


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still until the test moves it."""
    return ManualClock()


@pytest.fixture
def bus() -> ChangeBus:
    """A change bus of the test's own."""
    return ChangeBus()


@pytest.fixture
def changes(bus: ChangeBus) -> list[ChangeSet]:
    """Every change set published on `bus` so far."""
    seen: list[ChangeSet] = []
    bus.subscribe(seen.append)
    return seen


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    """A profile's paths in the test's folder; the folders exist."""
    found = ProfilePaths.of(tmp_path / "lantern")
    found.create()
    return found


@pytest.fixture
async def database(paths: ProfilePaths, clock: ManualClock, bus: ChangeBus) -> AsyncIterator[Database]:
    """An open, migrated, empty library."""
    opened = await Database.open(paths, clock=clock, bus=bus)
    yield opened
    await opened.close()
