"""One short life of a desktop and a server in the forking process, so that forks find everything loaded and warm.

Imports that wait for their first use, statements, encoders and templates: in each fork they would cost a quarter of a
second again. What the rehearsal opened is closed, its threads are gone, its files are removed.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.assembly import open_services
from desktop.runtime.paths import ProfilePaths
from tests.support import forked_server
from tests.support.cloud_server import CloudProcess
from tests.support.desktop_device import MovedClock, Obeying
from tests.support.device_edits import picture
from tests.support.dying import POINTS


def rehearse() -> None:
    """Run the server in this thread and a desktop in another; raise what either of them raises."""
    before, thresholds = dict(os.environ), gc.get_threshold()
    failed: list[BaseException] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reading, writing = os.pipe()
        desktop = threading.Thread(target=_desktop, args=[folder, reading, failed])
        desktop.start()
        (folder / "cloud").mkdir()
        with _output(writing, folder / "log"):
            code = forked_server.serve({"environment": CloudProcess(folder / "cloud").environment()})
        desktop.join()
        if code or failed:
            raise RuntimeError((folder / "log").read_text()[-3_000:]) from next(iter(failed), None)
    os.environ.clear()
    os.environ.update(before)
    POINTS.passed, POINTS.armed = [], False
    assert threading.active_count() == 1, threading.enumerate()
    gc.set_threshold(*thresholds)
    gc.collect()
    gc.freeze()


@contextmanager
def _output(to: int, log: Path) -> Iterator[None]:
    """Standard output goes to this pipe, complaints to a file; at the end the pipe is closed."""
    kept = os.dup(1), os.dup(2)
    written = os.open(log, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(to, 1)
    os.dup2(written, 2)
    os.close(to)
    os.close(written)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for target, source in enumerate(kept, 1):
            os.dup2(source, target)
            os.close(source)


def _desktop(folder: Path, ready: int, failed: list[BaseException]) -> None:
    with os.fdopen(ready) as lines:
        line = lines.readline()
    if not line:
        return  # the server did not start, and its log says why
    try:
        asyncio.run(_live(folder, json.loads(line)["url"]))
    except BaseException as error:  # noqa: BLE001 - the other thread raises it
        failed.append(error)
    os.kill(os.getpid(), signal.SIGTERM)


async def _live(folder: Path, url: str) -> None:
    paths = ProfilePaths.of(folder / "desktop")
    paths.create()
    clock = MovedClock(0)
    services = await open_services(paths, clock=clock)
    try:
        obeying = Obeying(services, clock)
        await obeying.sign_up(url, "ana@example.org")
        await services.groups.create("Readers")
        await obeying.fill(30)
        await obeying.attach(str(picture(folder, "one", 1)), 1)
        await obeying.sync(files=True)
        await obeying.edit(2, 40, may_import=False)
        await obeying.sync(files=True)
        await obeying.pictures()
    finally:
        await services.close()
