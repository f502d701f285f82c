"""Makes pages when they are first shown, each with a task scope of its own, and remembers the way back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.widgets.page import Page, PageContext, PageSpec, Shell, make_page
from shared.tasks import TaskScope

MOST_STEPS_BACK = 50


class PageHost(QStackedWidget):
    """A stack of pages over a placeholder. `shown(page_id)` fires after a page came to the front."""

    shown = Signal(str)

    def __init__(
        self,
        specs: Sequence[PageSpec],
        shell: Shell,
        placeholder: QWidget,
        on_error: Callable[[BaseException], None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.id: spec for spec in specs}
        self._shell = shell
        self._on_error = on_error
        self._services: Any = None
        self._states: dict[str, dict[str, Any]] = {}
        self._pages: dict[str, Page] = {}
        self._scopes: dict[str, TaskScope] = {}
        self._history: list[str] = []
        self.addWidget(placeholder)

    @property
    def current_id(self) -> str:
        """Id of the page at the front; empty before the first one."""
        return self._history[-1] if self._history else ""

    def history(self) -> list[str]:
        """Ids of the pages shown, the current one last."""
        return list(self._history)

    def attach(self, services: Any, states: dict[str, dict[str, Any]]) -> None:
        """Services are open: pages may be made. `states` is what `page_states` gave last time."""
        self._services = services
        self._states = dict(states)

    def page(self, page_id: str) -> Page | None:
        """The page if it has been made."""
        return self._pages.get(page_id)

    def show_page(self, page_id: str, target: dict[str, Any]) -> None:
        """Bring a page to the front, made if need be, and hand it `target`. KeyError for an unknown id."""
        page = self._made(page_id)
        if self.current_id != page_id:
            self._leave()
            self._history = [*self._history[-MOST_STEPS_BACK:], page_id]
            self.setCurrentWidget(page)
            page.activated()
            self.shown.emit(page_id)
        if target:
            page.open_target(**target)

    def back(self) -> None:
        """Return to the page before; nothing happens at the first one."""
        if len(self._history) < 2:
            return
        self._leave()
        self._history.pop()
        page = self._pages[self.current_id]
        self.setCurrentWidget(page)
        page.activated()
        self.shown.emit(self.current_id)

    def page_states(self) -> dict[str, dict[str, Any]]:
        """View state of every page, of those not made this time as well."""
        return self._states | {page_id: page.page_state() for page_id, page in self._pages.items()}

    async def aclose(self) -> None:
        """Close every page and its tasks."""
        for page_id, page in self._pages.items():
            await page.aclose()
            await self._scopes[page_id].close()

    def _made(self, page_id: str) -> Page:
        if page_id in self._pages:
            return self._pages[page_id]
        spec = self._specs[page_id]
        scope = TaskScope(page_id, self._on_error)
        context = PageContext(self._services, scope, self._shell, spec.sections)
        page = make_page(spec.factory, context)
        self._pages[page_id], self._scopes[page_id] = page, scope
        self.addWidget(page)
        page.restore_state(self._states.get(page_id, {}))
        return page

    def _leave(self) -> None:
        if self.current_id:
            self._pages[self.current_id].deactivated()
