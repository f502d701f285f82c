"""Where every unexpected error ends: a line in the log without learner content, and one dialog."""

import asyncio
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.runtime.logs import cleaned_traceback, get_log
from desktop.shell.crash_dialog import CrashDialog
from desktop.widgets.version import program_version
from shared.errors import AppError

MOST_PER_DIALOG = 5


def crash_details(error: BaseException) -> str:
    """Version, system and traceback. The message of the exception is left out: it may quote what a person wrote."""
    lines = traceback.format_tb(error.__traceback__)
    head = f"Lantern {program_version()} · Python {platform.python_version()} · {platform.platform()}"
    return cleaned_traceback(f"{head}\n{''.join(lines)}{type(error).__qualname__}")


class CrashReporter(QObject):
    """Takes errors from any thread; `expected` gets every AppError, the dialog gets the rest."""

    close_asked = Signal()
    _arrived = Signal(object)

    def __init__(self, expected: Callable[[AppError], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._expected = expected
        self._window: QWidget | None = None
        self._dialog: CrashDialog | None = None
        self._shown = 0
        # Queued: an error in a paint event or another thread is told when the window can take it.
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take over the hooks of the interpreter, of threads and of the loop."""
        sys.excepthook = self._from_interpreter
        threading.excepthook = self._from_thread
        loop.set_exception_handler(self._from_loop)

    def uninstall(self) -> None:
        """Give the interpreter's hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def set_window(self, window: QWidget | None) -> None:
        """The window dialogs belong to."""
        self._window = window

    def take(self, error: BaseException) -> None:
        """Report an error, from any thread."""
        if not isinstance(error, (asyncio.CancelledError, KeyboardInterrupt, SystemExit)):
            self._arrived.emit(error)

    def dialog(self) -> CrashDialog | None:
        """The dialog while it is open."""
        return self._dialog

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self._expected(error)
            return
        details = crash_details(error)
        get_log("crash").error("unexpected error", error_type=type(error).__qualname__, traceback=details)
        if self._dialog is not None:
            self._shown += 1
            if self._shown <= MOST_PER_DIALOG:
                self._dialog.add_details(details)
            return
        self._shown = 1
        self._dialog = CrashDialog(details, self._window)
        self._dialog.close_asked.connect(self.close_asked)
        self._dialog.finished.connect(self._closed)
        # A window that goes takes its dialog along, without a word.
        self._dialog.destroyed.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        self._dialog = None

    def _from_interpreter(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.close_asked.emit()
            return
        self.take(error.with_traceback(trace))

    def _from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_value)

    def _from_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.take(error)
        else:
            loop.default_exception_handler(context)
