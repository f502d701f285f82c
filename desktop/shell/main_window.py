"""The window: shows pages, takes drops, tells messages and errors, remembers itself. Knows no page's inside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from desktop.runtime.changes import ChangeSet
from desktop.runtime.error_texts import error_text
from desktop.shell.appearance import apply_appearance, language_differs
from desktop.shell.drop_overlay import dropped_paths
from desktop.shell.error_dialog import ErrorDialog
from desktop.shell.page_list import FIRST_PAGE, PLANS_PAGE, USAGE_PAGE, WELCOME_PAGE
from desktop.shell.window_frame import WindowFrame
from desktop.shell.window_keys import register_window_keys
from desktop.shell.window_memory import FOLDER_KEY, WindowState, read_geometry, read_state, written
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.file_dialog import last_folder, set_last_folder
from desktop.widgets.page import PageSpec, Shell, ToastTone
from desktop.widgets.shortcuts import ShortcutRegistry
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.tasks import TaskScope

T = TypeVar("T")
FIRST_SIZE = (1180, 760)
SMALLEST = (640, 420)
REMEMBER_MS = 1_000


class ServiceBindings(Protocol):
    """What `desktop.shell.bindings` makes: known here by what the window asks of it."""

    def unfinished(self) -> int:
        """How many jobs run or wait."""
        ...

    def toggle_jobs(self) -> None:
        """Open or put away the panel of running work."""

    def toggle_sync(self) -> None:
        """Open or put away the panel about sync."""


class MainWindow(QMainWindow):
    """Made before the library is open; `attach` brings it to life. Is the `Shell` of every page."""

    painted = Signal()
    close_asked = Signal()
    rebuild_asked = Signal()
    reopen_asked = Signal(object, str)

    def __init__(
        self,
        specs: Sequence[PageSpec],
        remembered: Callable[[str], Any],
        unexpected: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lantern")
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.shortcuts = ShortcutRegistry(self)
        self._specs = {spec.id: spec for spec in specs}
        self._unexpected = unexpected
        self._services: Any = None
        self._scope: TaskScope | None = None
        self._objects: dict[type, Any] = {}
        self._bindings: ServiceBindings | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._closing = False
        self.frame = WindowFrame(specs, self)
        self.setCentralWidget(self.frame)
        self._state = read_state(remembered)
        self._take_place(read_geometry(remembered))
        set_last_folder(remembered(FOLDER_KEY))
        self.frame.rail.set_collapsed(self._state.rail_collapsed)
        self._remember_soon = QTimer(self, singleShot=True, interval=REMEMBER_MS)
        self._remember_soon.timeout.connect(self._remember_now)
        self._connect()
        in_rail = [spec for spec in specs if spec.in_rail]
        register_window_keys(self, self.shortcuts, self, in_rail)

    # What pages ask for

    def open(self, page_id: str, **target: Any) -> None:
        """Show a page and hand it `target`."""
        if self._services is None or page_id not in self._specs:
            return
        self.frame.host.show_page(page_id, target)

    def back(self) -> None:
        self.frame.host.back()

    def can_go_back(self) -> bool:
        return len(self.frame.host.history()) > 1

    def has_page(self, page_id: str) -> bool:
        return page_id in self._specs

    def toast(
        self,
        text: str,
        *,
        tone: ToastTone = "neutral",
        action_text: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        self.frame.toasts.show_toast(text, tone=tone, action_text=action_text, on_action=on_action)

    def report(self, error: BaseException, *, retry: Callable[[], None] | None = None) -> None:
        """Tell an expected failure in passing, with its details one click away; the rest is a fault of ours."""
        if not isinstance(error, AppError):
            self._unexpected(error)
            return
        self.toast(
            error_text(error).title,
            tone="danger",
            action_text=self.tr("Details"),
            on_action=lambda: ErrorDialog(error, retry, self, way=self._way_to_usage(error)).open(),
        )

    def _way_to_usage(self, error: AppError) -> tuple[str, Callable[[], None]] | None:
        """Of what is used up more is to be had where it is sold, else to be seen: how much of what, and until when."""
        if not error.code.startswith("billing.") or not self.has_page(USAGE_PAGE):
            return None
        # What a school's people share grows by nothing that one of them buys.
        buys = error.code == "billing.used_up" and error.parameters.get("whose") != "tenant"
        if buys and self._services is not None and self._services.buying.sells:
            meter = str(error.parameters.get("meter", ""))
            return self.tr("Get more"), lambda: self.open(PLANS_PAGE, meter=meter)
        return self.tr("See usage"), lambda: self.open(USAGE_PAGE)

    def shared(self, kind: type[T], make: Callable[[TaskScope], T]) -> T:
        if self._scope is None:
            raise RuntimeError("the library is not open")
        if kind not in self._objects:
            self._objects[kind] = make(self._scope)
        return self._objects[kind]

    def rebuild(self) -> None:
        self.rebuild_asked.emit()

    def reopen(self, work: Callable[[], None], done_text: str) -> None:
        self.reopen_asked.emit(work, done_text)

    # Life

    def attach(self, services: Any, bind: Callable[[Any, WindowFrame, Shell], ServiceBindings]) -> None:
        """The library is open: make the first page and show what runs."""
        self._services = services
        self._scope = TaskScope("window", self.report)
        self._unsubscribe = services.bus.subscribe(self._settings_changed)
        self.frame.host.attach(services, self._state.pages)
        self._bindings = bind(services, self.frame, self)
        seen = services.settings.get("welcome_seen")
        page = self._state.page if self._state.page in self._specs else FIRST_PAGE
        self.open(page if seen else WELCOME_PAGE)

    async def detach(self) -> None:
        """Close pages and tasks, remember the view; the library may be closed afterwards."""
        if self._services is None or self._scope is None:
            return
        self._remember_soon.stop()
        state = self._state_now()
        await self.frame.host.aclose()
        if self._unsubscribe is not None:
            self._unsubscribe()
        for thing in self._objects.values():
            thing.close()
        await self._scope.close()
        try:
            await self._store(state)
        except AppError as error:
            # The place of a window is not worth keeping anyone from closing it.
            self.report(error)
        self._services = None

    def bring_forward(self) -> None:
        """Come to the front because the program was started again."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Hand files to the library page."""
        if paths:
            self.open(FIRST_PAGE, import_paths=list(paths))

    def retire(self) -> None:
        """Go without a question: another window has taken over, or the program ends."""
        self._closing = True
        self.blockSignals(True)
        self.close()
        self.deleteLater()

    def restored_words(self) -> str:
        """What is said after a backup was put in the library's place."""
        return self.tr("Your library was restored.")

    def toggle_jobs(self) -> None:
        """Open or put away the panel of running work."""
        if self._bindings is not None:
            self._bindings.toggle_jobs()

    def toggle_sync(self) -> None:
        """Open or put away the panel about sync."""
        if self._bindings is not None:
            self._bindings.toggle_sync()

    def toggle_rail(self) -> None:
        """Show or hide the words of the rail."""
        self.frame.rail.toggle()

    def quit(self) -> None:
        """Ask to end the program, as closing the window does."""
        self.close()

    # Events

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
            return
        # The program ends the window, once the library is closed.
        event.ignore()
        if self._services is None or self._scope is None:
            self._end()
            return
        unfinished = self._bindings.unfinished() if self._bindings is not None else 0
        if not unfinished:
            self._end()
            return
        self._scope.spawn(self._ask_to_close(unfinished), name="close")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._remember_soon.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._services is not None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.frame.overlay.show_over(self.frame)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.frame.overlay.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.frame.overlay.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.import_paths(paths)

    def _connect(self) -> None:
        frame = self.frame
        # Queued: "painted" means that the picture is on the screen, not that it is being drawn.
        frame.painted.connect(self._painted_once)
        frame.rail.chosen.connect(self.open)
        frame.rail.collapse_changed.connect(lambda _collapsed: self._remember_soon.start())
        frame.host.shown.connect(self._page_shown)
        frame.strip.jobs_asked.connect(self.toggle_jobs)
        theming().changed.connect(self._fit)

    def _fit(self) -> None:
        self.frame.fit(self.width())

    def _painted_once(self) -> None:
        self.frame.painted.disconnect(self._painted_once)
        QTimer.singleShot(0, self, self.painted.emit)

    def _page_shown(self, page_id: str) -> None:
        self.frame.rail.set_current(page_id)
        self.setWindowTitle(f"{self._specs[page_id].title()} · Lantern")
        self._remember_soon.start()

    def _settings_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("setting") and self._services is not None:
            get = self._services.settings.get
            apply_appearance(get)
            if language_differs(get):
                self.rebuild()

    async def _ask_to_close(self, unfinished: int) -> None:
        title = self.tr("Close Lantern while it is working?")
        body = self.tr(
            "%n recording(s) or document(s) are not finished. Work stops now and goes on by itself the next time "
            "you open Lantern. Nothing that is done is lost.",
            "",
            unfinished,
        )
        if await ConfirmDialog(self, title, body, self.tr("Close Lantern"), danger=False).ask():
            self._end()

    def _end(self) -> None:
        self.close_asked.emit()

    def _take_place(self, geometry: bytes) -> None:
        if not (geometry and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            width, height = (theme().px(side) for side in FIRST_SIZE)
            self.resize(min(width, room.width() - 40), min(height, room.height() - 40))

    def _state_now(self) -> WindowState:
        host = self.frame.host
        shown = [page_id for page_id in host.history() if self._specs[page_id].in_rail]
        page = shown[-1] if shown else self._state.page
        return WindowState(page, self.frame.rail.collapsed, host.page_states())

    def _remember_now(self) -> None:
        if self._scope is not None and not self._scope.closed:
            self._scope.spawn(self._store(self._state_now()), name="remember")

    async def _store(self, state: WindowState) -> None:
        self._state = state
        settings = self._services.settings
        geometry = bytes(self.saveGeometry().data())
        for key, value in {**written(geometry, state), FOLDER_KEY: last_folder()}.items():
            if settings.get(key) != value:
                await settings.set(key, value)
