"""A computer that looks for classroom hosts: one JSON line per change, with the seconds since it began.

`python -m tests.support.discovery_program`; runs in the window's own loop until it is ended.
"""

import asyncio
import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication

from desktop.runtime.discovery import Discovery
from desktop.runtime.qt_loop import QtLoop
from shared.tasks import TaskScope


async def _main() -> None:
    # As in the window: the pages' modules are imported before anyone opens them.
    await asyncio.to_thread(__import__, "zeroconf.asyncio")
    await asyncio.to_thread(__import__, "aiohttp")
    async with TaskScope("program") as scope:
        started = time.monotonic()

        def tell() -> None:
            hosts = [{"id": host.id, "name": host.name, "url": host.url} for host in found.hosts()]
            line = {"after_s": round(time.monotonic() - started, 3), "hosts": hosts}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()

        found = Discovery(scope, tell)
        found.start()
        await asyncio.Event().wait()


def main() -> None:
    """Look until ended."""
    app = QCoreApplication(sys.argv[:1])
    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        runner.run(_main())


if __name__ == "__main__":
    main()
