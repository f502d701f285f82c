"""The asyncio loop inside Qt's: qasync with timers that never fire early and are freed when cancelled."""

import asyncio
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

import qasync  # isort: skip - after PySide6: it takes the binding that is imported already

POOL_THREADS = 8


class QtTimerHandle(asyncio.TimerHandle):
    """A timer handle whose cancel stops and frees its Qt timer at once."""

    timer: QTimer | None = None

    def cancel(self) -> None:
        """Stop the timer; nothing runs."""
        self.free()
        super().cancel()

    def free(self) -> None:
        """Give the Qt timer back."""
        timer, self.timer = self.timer, None
        if timer is not None:
            timer.stop()
            timer.deleteLater()


class QtLoop(qasync.QEventLoop):
    """qasync's loop with precise timers and a thread pool of Python threads.

    Stock qasync uses coarse Qt timers: `sleep(1.0)` may end at 0.951 s, and a cancelled timer stays until its
    deadline (10,000 cancelled ones held 23 MB). Here a delay is rounded up to whole milliseconds on a
    precise timer.
    """

    def __init__(self, app: QCoreApplication) -> None:
        self._timer_owner = QObject()
        super().__init__(app)
        self.set_default_executor(ThreadPoolExecutor(max_workers=POOL_THREADS, thread_name_prefix="pool"))

    def call_soon(
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Call at the next turn of the loop."""
        return self._add_callback(asyncio.Handle(callback, args, self, context=context))

    def call_later(
        self, delay: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call after at least `delay` seconds."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call at or after loop time `when`, in seconds."""
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        handle = QtTimerHandle(when, callback, args, self, context)
        timer = QTimer(self._timer_owner)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def fire() -> None:
            handle.free()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001 - what asyncio's own loop calls

        timer.timeout.connect(fire)
        handle.timer = timer
        timer.start(max(0, math.ceil((when - self.time()) * 1000)))
        return handle

    def close(self) -> None:
        """Free every timer and the threads."""
        if not self.is_closed():
            self._timer_owner.deleteLater()
        super().close()

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Asyncio tells the loop; the handle has already freed its timer."""
