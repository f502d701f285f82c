"""The desktop program: one window on one profile, from first paint to a clean end. Knows no page's inside."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.runtime.garbage import GarbageCollector
from desktop.runtime.logs import get_log, log_to
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.qt_loop import QtLoop
from desktop.runtime.single_instance import SingleInstance
from desktop.settings.service import DeviceSettings
from desktop.shell.appearance import apply_appearance, apply_language
from desktop.shell.crash_reporter import CrashReporter
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES, warm_up
from desktop.shell.start_up_view import backups_to_offer
from desktop.storage import backup
from desktop.widgets.version import program_version
from shared.errors import AppError
from shared.tasks import TaskScope

# Imported in a thread after the first paint: services, and what shows them, take as long to load as Qt does.
ASSEMBLY = "desktop.assembly"
BINDINGS = "desktop.shell.bindings"
PROBE_VARIABLE = "LANTERN_STARTUP_PROBE"
"""A file: the program writes what it had loaded at its first paint there, and ends. For tests and figures."""
CLOSE_TIMEOUT_S = 20.0


class Program:
    """Opens the library after the first paint, and again after a restore; ends when asked to."""

    def __init__(self, app: QApplication, paths: ProfilePaths) -> None:
        self._app = app
        self._paths = paths
        self._asked: asyncio.Queue[Callable[[], Any] | None] = asyncio.Queue()
        self.services: Any = None
        self._bind: Any = None
        self._work: Callable[[], None] | None = None
        self._done_text = ""
        self._scope = TaskScope("program", self._take)
        self.reporter = CrashReporter(self._report)
        self.reporter.close_asked.connect(self.quit)
        self._single = SingleInstance(paths.root)
        self.window = self._new_window()

    async def main(self) -> int:
        """Run until a person closes the window or the system asks; returns the exit status."""
        loop = asyncio.get_running_loop()
        self.reporter.install(loop)
        for name in ("SIGTERM", "SIGINT"):
            if hasattr(signal, name) and os.name != "nt":
                loop.add_signal_handler(getattr(signal, name), self.quit)
        try:
            await self._first_paint()
            if probe := os.environ.get(PROBE_VARIABLE):
                _write_probe(Path(probe))
                return 0
            self._single.request_received.connect(self.second_start)
            self._single.listen()
            self._scope.spawn(self._open(), name="open")
            while (step := await self._asked.get()) is not None:
                # A fault in a step goes to the reporter through the scope; the window stays.
                await asyncio.gather(self._scope.spawn(step(), name="step"), return_exceptions=True)
        finally:
            await self._end()
        return 0

    # Steps

    async def _first_paint(self) -> None:
        painted = asyncio.get_running_loop().create_future()
        self.window.painted.connect(lambda: painted.done() or painted.set_result(None))
        self.window.show()
        await painted

    async def _open(self) -> None:
        """Open the library and hand it to the window; a failure is shown with what can be done about it."""
        view = self.window.frame.start_up
        view.show_opening()
        try:
            assembly = await asyncio.to_thread(import_module, ASSEMBLY)
            self._bind = (await asyncio.to_thread(import_module, BINDINGS)).Bindings
            services = await assembly.open_services(self._paths)
        except AppError as error:
            offered = await asyncio.to_thread(backups_to_offer, self._paths, error)
            view.show_error(error, offered)
            return
        self.services = services
        log_to(self._paths.logs_dir)
        get_log("app").info("started", version=program_version(), platform=sys.platform)
        self.window.attach(services, self._bind)
        services.start_jobs()
        if self._done_text:
            self.window.toast(self._done_text, tone="ok")
            self._done_text = ""
        self._scope.spawn(warm_up(), name="warm_up")

    async def _rebuild(self) -> None:
        """Make the window anew on the open library: another language, say."""
        if self.services is None:
            return
        old = self.window
        await old.detach()
        apply_language(self.services.settings.get)
        self.window = self._new_window(self.services.settings.get)
        self.window.show()
        self.window.attach(self.services, self._bind)
        old.retire()

    async def _reopen(self) -> None:
        """Close the library, do what must be done meanwhile, and open it again."""
        old = self.window
        await self._close_library()
        failure: AppError | None = None
        if self._work is not None:
            try:
                await asyncio.to_thread(self._work)
            except AppError as error:
                failure, self._done_text = error, ""
            self._work = None
        self.window = self._new_window()
        self.window.show()
        old.retire()
        await self._open()
        if failure is not None:
            self.window.report(failure)

    async def _close_library(self) -> None:
        if self.services is not None:
            await self.window.detach()
            services, self.services = self.services, None
            try:
                async with asyncio.timeout(CLOSE_TIMEOUT_S):
                    await services.close()
            except TimeoutError:
                # Whatever hangs is safe on disk: every write is a transaction, every job resumes.
                get_log("app").warning("closing took too long")

    async def _end(self) -> None:
        self._single.close()
        self.window.hide()
        await self._close_library()
        await self._scope.close()
        self.window.retire()
        self.reporter.uninstall()

    # What is asked of the program

    def _new_window(self, remembered: Callable[[str], Any] | None = None) -> MainWindow:
        # Read anew: the window before this one has written its place.
        remembered = remembered or DeviceSettings(self._paths.settings_file).get
        window = MainWindow(PAGES, remembered, self.reporter.take)
        window.close_asked.connect(self.quit)
        window.rebuild_asked.connect(lambda: self._asked.put_nowait(self._rebuild))
        window.reopen_asked.connect(self._ask_to_reopen)
        view = window.frame.start_up
        view.retry.connect(lambda: self._asked.put_nowait(self._open))
        view.restore.connect(self._ask_to_restore)
        self.reporter.set_window(window)
        return window

    def _ask_to_reopen(self, work: Callable[[], None], done_text: str) -> None:
        self._work, self._done_text = work, done_text
        self._asked.put_nowait(self._reopen)

    def _ask_to_restore(self, source: Path) -> None:
        self._ask_to_reopen(lambda: _restore(self._paths, source), self.window.restored_words())

    def second_start(self, request: dict[str, Any]) -> None:
        self.window.bring_forward()
        paths = [Path(text) for text in request.get("paths", []) if isinstance(text, str)]
        self.window.import_paths(paths)

    def quit(self) -> None:
        self._asked.put_nowait(None)

    def _take(self, error: BaseException) -> None:
        self.reporter.take(error)

    def _report(self, error: AppError) -> None:
        self.window.report(error)


def run(paths: ProfilePaths) -> int:
    """Show the window and run until it is closed; a second start for a profile raises the first and ends."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Lantern")
    app.setDesktopFileName("lantern")
    app.setWindowIcon(QIcon(str(files("resources") / "icons" / "lantern.svg")))
    # The loop ends when the coroutine does, not below it (a loop stopped by Qt raises in the runner).
    app.setQuitOnLastWindowClosed(False)
    if SingleInstance(paths.root).ask_first({"action": "raise"}):
        return 0
    device = DeviceSettings(paths.settings_file)
    apply_language(device.get)
    apply_appearance(device.get)
    garbage = GarbageCollector()
    try:
        with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
            return runner.run(_main(app, paths))
    finally:
        garbage.stop()


async def _main(app: QApplication, paths: ProfilePaths) -> int:
    return await Program(app, paths).main()


def _restore(paths: ProfilePaths, source: Path) -> None:
    backup.restore(paths, source)


def _write_probe(target: Path) -> None:
    modules = sorted({name.partition(".")[0] for name in sys.modules})
    target.write_text(json.dumps({"first_paint_s": time.time(), "modules": modules}), encoding="utf-8")
