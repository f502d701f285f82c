"""Base of view models: runs coroutines in a scope and listens to change sets. QtCore only."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.runtime.changes import ChangeBus, ChangeSet
from shared.tasks import TaskScope


class ViewModel(QObject):
    """State of one page. `failed(error, retry)` carries an error the page shows in place."""

    failed = Signal(object)

    def __init__(self, scope: TaskScope, bus: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self._bus = bus
        self._unsubscribers: list[Callable[[], None]] = []
        self._reloading: dict[str, bool] = {}

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> None:
        """Run in the page's scope; an error goes to `shell.report` unless the coroutine deals with it.

        Nothing runs once the page is closed: what ends late (a cancelled download) may still ask for a reload.
        """
        if self._scope.closed:
            coro.close()
            return
        self._scope.spawn(coro, name=name)

    def spawn_latest(self, make: Callable[[], Coroutine[Any, Any, None]], *, name: str) -> None:
        """Run `make()` unless it runs already; then once more after it.

        For reloads that change sets ask for: a burst of a hundred changes makes two reloads, and the last
        state is always seen.
        """
        if self._scope.closed:
            return
        if name in self._reloading:
            self._reloading[name] = True
            return
        self._reloading[name] = False
        self._scope.spawn(self._repeat(make, name), name=name)

    def watch(self, callback: Callable[[ChangeSet], None], *kinds: str) -> None:
        """Call `callback` for change sets that touch one of `kinds`, until `close`."""

        def relay(change_set: ChangeSet) -> None:
            if change_set.touches(*kinds):
                callback(change_set)

        self._unsubscribers.append(self._bus.subscribe(relay))

    def close(self) -> None:
        """Stop listening. Tasks end with the scope."""
        while self._unsubscribers:
            self._unsubscribers.pop()()

    async def _repeat(self, make: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        try:
            await make()
            while self._reloading[name]:
                self._reloading[name] = False
                await make()
        finally:
            del self._reloading[name]
