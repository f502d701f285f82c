"""`lantern doctor`: what this computer has of what Lantern needs, as a table; status 1 when something is missing."""

import asyncio
import contextlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from desktop.cli_run import EXIT_FAILED, place_of, say, say_json
from desktop.models.service import ModelsService, ModelState
from desktop.runtime.error_texts import error_text, readable_size
from desktop.runtime.paths import ProfilePaths
from desktop.storage.backup import check_integrity
from desktop.storage.database import connect
from desktop.storage.driver import load_vector_extension, sqlite3
from desktop.storage.failures import storage_error
from shared.errors import AppError

Verdict = Literal["ok", "note", "missing"]
LEAST_FREE_BYTES = 1_000_000_000
_OLDEST_SQLITE = (3, 40, 0)
_QT_TIMEOUT_S = 60
_QT_PROBE = """
import json, sys
from PySide6.QtWidgets import QApplication
app = QApplication(["doctor"])
from PySide6 import __version__
from PySide6.QtMultimedia import QMediaDevices, QMediaPlayer
print(json.dumps({
    "qt": __version__,
    "platform": app.platformName(),
    "multimedia": QMediaPlayer().isAvailable(),
    "outputs": len(QMediaDevices.audioOutputs()),
    "inputs": len(QMediaDevices.audioInputs()),
}))
"""


class Finding(msgspec.Struct, frozen=True):
    """One row of the table."""

    name: str
    verdict: Verdict
    text: str


class _QtReport(msgspec.Struct):
    qt: str
    platform: str
    multimedia: bool
    outputs: int
    inputs: int


def doctor_command(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Check this computer: SQLite and extensions, Qt, multimedia, models, disk, audio."""
    findings = list(examine(place_of(context)))
    if as_json:
        say_json(findings)
    else:
        _print_table(findings)
    if any(finding.verdict == "missing" for finding in findings):
        raise typer.Exit(EXIT_FAILED)


def examine(paths: ProfilePaths) -> Iterator[Finding]:
    """Look at everything Lantern needs; each check is of its own, a failing one never hides the others."""
    yield Finding("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from _sqlite()
    yield from _engines()
    yield from _folder(paths)
    yield from _library(paths)
    yield from _models(paths)
    yield from _qt()


def _sqlite() -> Iterator[Finding]:
    version = sqlite3.sqlite_version
    enough = tuple(map(int, version.split("."))) >= _OLDEST_SQLITE
    yield Finding("SQLite", "ok" if enough else "missing", f"{version} through {sqlite3.__name__}")
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
        yield Finding("Word search", "ok", "FTS5")
    except sqlite3.Error as cause:
        yield Finding("Word search", "missing", f"FTS5 is not in this SQLite ({cause})")
    if load_vector_extension(connection):
        yield Finding(
            "Vector search", "ok", f"sqlite-vec {connection.execute('SELECT vec_version()').fetchone()[0]}"
        )
    else:
        yield Finding(
            "Vector search", "note", "sqlite-vec cannot be loaded; search compares in memory instead"
        )
    connection.close()


def _engines() -> Iterator[Finding]:
    for name, module in (
        ("Speech", "faster_whisper"),
        ("Media reading", "av"),
        ("Embedding", "onnxruntime"),
        ("PDF", "pypdfium2"),
    ):
        found = importlib.util.find_spec(module) is not None
        yield Finding(name, "ok" if found else "missing", module if found else f"{module} is not installed")


def _folder(paths: ProfilePaths) -> Iterator[Finding]:
    try:
        paths.create()
        with tempfile.TemporaryFile(dir=paths.root):
            yield Finding("Data folder", "ok", str(paths.root))
    except (AppError, OSError) as cause:
        text = (
            error_text(cause).in_one_line()
            if isinstance(cause, AppError)
            else f"{paths.root}: {cause.strerror}"
        )
        yield Finding("Data folder", "missing", text)
    there = _nearest_existing(paths.root)
    free = shutil.disk_usage(there).free
    enough = free >= LEAST_FREE_BYTES
    yield Finding("Free disk space", "ok" if enough else "note", readable_size(free))


def _library(paths: ProfilePaths) -> Iterator[Finding]:
    """Read the whole library file. A damaged one is told here as it would be at the next start."""
    if not paths.database.exists():
        yield Finding("Library", "note", "nothing was added yet")
        return
    try:
        with contextlib.closing(connect(paths.database, read_only=True)) as connection:
            check_integrity(connection, paths.root)
            items = connection.execute("SELECT count(*) FROM item WHERE NOT deleted").fetchone()[0]
        yield Finding("Library", "ok", f"whole, items: {items}")
    except AppError as error:
        yield Finding("Library", "missing", error_text(error).in_one_line())
    except sqlite3.Error as cause:
        known = storage_error(cause, paths.root)
        yield Finding("Library", "missing", error_text(known).in_one_line() if known else str(cause))


def _nearest_existing(path: Path) -> Path:
    return path if path.exists() else _nearest_existing(path.parent)


def _models(paths: ProfilePaths) -> Iterator[Finding]:
    service = ModelsService(paths.models_dir)
    present: set[str] = set()
    for model in asyncio.run(service.list()):
        if model.state is ModelState.PRESENT:
            present.add(model.purpose)
            yield Finding(f"Model {model.name}", "ok", f"{model.title}, {readable_size(model.on_disk_bytes)}")
        else:
            yield Finding(f"Model {model.name}", "note", f"{model.state}: lantern models pull {model.name}")
    if "speech" not in present:
        yield Finding("Speech model", "missing", "recordings stay without text: lantern models pull tiny.en")


def _qt() -> Iterator[Finding]:
    """Ask in a process of its own: a missing display aborts a Qt program, and the command line loads no Qt."""
    shown = _asked_qt({})
    report = shown or _asked_qt({"QT_QPA_PLATFORM": "offscreen"})
    if report is None:
        yield Finding(
            "Window (Qt)", "missing", "Qt does not start: run `make run`, which names what to install"
        )
        return
    where = (
        f"on {report.platform}"
        if shown
        else "starts, but there is no display here; commands work without one"
    )
    yield Finding("Window (Qt)", "ok" if shown else "note", f"Qt {report.qt} {where}")
    yield Finding(
        "Playback",
        "ok" if report.multimedia else "missing",
        "QtMultimedia"
        if report.multimedia
        else "QtMultimedia finds no decoder: install libxrandr2 and libpulse0",
    )
    yield _devices("Loudspeakers", report.outputs)
    yield _devices("Microphones", report.inputs)


def _asked_qt(environment: dict[str, str]) -> _QtReport | None:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _QT_PROBE],
            capture_output=True,
            text=True,
            timeout=_QT_TIMEOUT_S,
            check=False,
            env={**os.environ, **environment},
        )
        return msgspec.json.decode(done.stdout.strip().splitlines()[-1], type=_QtReport)
    except (IndexError, msgspec.DecodeError, subprocess.TimeoutExpired, OSError):
        return None


def _devices(name: str, count: int) -> Finding:
    return Finding(name, "ok" if count else "note", f"{count} found" if count else "none found")


def _print_table(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        say(f"{finding.name:<{width}}  {finding.verdict:<7}  {finding.text}")
