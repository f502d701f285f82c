"""A window for page tests: records what a page asks of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from desktop.widgets.shortcuts import ShortcutRegistry
from shared.tasks import TaskScope

T = TypeVar("T")


@dataclass
class FakeToast:
    """One message and the action behind it."""

    text: str
    tone: str
    action_text: str
    on_action: Callable[[], None] | None


@dataclass
class FakeShell:
    """`opened`, `toasts` and `reported` are in the order of the calls."""

    pages: tuple[str, ...] = ("library", "search", "ask", "settings", "player")
    opened: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    toasts: list[FakeToast] = field(default_factory=list)
    reported: list[BaseException] = field(default_factory=list)
    backs: int = 0
    before: bool = False
    rebuilds: int = 0
    reopened: list[tuple[Callable[[], None], str]] = field(default_factory=list)
    scope: TaskScope = field(default_factory=lambda: TaskScope("window"))
    objects: dict[type, Any] = field(default_factory=dict)
    shortcuts: ShortcutRegistry = field(default_factory=ShortcutRegistry)

    def open(self, page_id: str, **target: Any) -> None:
        self.opened.append((page_id, target))

    def back(self) -> None:
        self.backs += 1

    def can_go_back(self) -> bool:
        return self.before

    def rebuild(self) -> None:
        self.rebuilds += 1

    def reopen(self, work: Callable[[], None], done_text: str) -> None:
        self.reopened.append((work, done_text))

    def has_page(self, page_id: str) -> bool:
        return page_id in self.pages

    def toast(
        self,
        text: str,
        *,
        tone: str = "neutral",
        action_text: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        self.toasts.append(FakeToast(text, tone, action_text, on_action))

    def shared(self, kind: type[T], make: Callable[[TaskScope], T]) -> T:
        if kind not in self.objects:
            self.objects[kind] = make(self.scope)
        return self.objects[kind]

    def report(self, error: BaseException, *, retry: Callable[[], None] | None = None) -> None:
        self.reported.append(error)
