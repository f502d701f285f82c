"""What a page is to the window, and what the window is to a page. Knows no page and no service."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, Protocol, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.shortcuts import ShortcutRegistry
from shared.tasks import TaskScope

T = TypeVar("T")
ToastTone = Literal["neutral", "ok", "warning", "danger", "info"]


class Shell(Protocol):
    """The window, as pages see it."""

    @property
    def shortcuts(self) -> ShortcutRegistry: ...

    def open(self, page_id: str, **target: Any) -> None:
        """Show a page; `target` goes to its `open_target`. An id without a page is ignored."""

    def back(self) -> None:
        """Return to the page shown before."""

    def can_go_back(self) -> bool:
        """Whether a page was shown before this one."""
        ...

    def rebuild(self) -> None:
        """Make the window anew, for instance in another language. Running work goes on."""

    def reopen(self, work: Callable[[], None], done_text: str) -> None:
        """Close the library, run `work` in a thread, open it again and say `done_text`.

        When `work` raises an AppError it is reported after the library is open again.
        """

    def has_page(self, page_id: str) -> bool:
        """Whether such a page exists in this build."""
        ...

    def toast(
        self,
        text: str,
        *,
        tone: ToastTone = "neutral",
        action_text: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Say something in passing, with at most one action ("Undo")."""

    def shared(self, kind: type[T], make: Callable[[TaskScope], T]) -> T:
        """Return the window's one object of this kind, made when it is first asked for.

        It lives in the window's own scope: a download that a page started goes on when the page is left.
        """
        ...

    def report(self, error: BaseException, *, retry: Callable[[], None] | None = None) -> None:
        """Tell an AppError as a toast with details; anything else goes to the crash reporter."""


@dataclass(frozen=True)
class SectionSpec:
    """One section of the settings page: declared settings by group, and what a slice brings itself.

    `title` gives the words in the language of the window. `factory` ("module:function", may be empty) makes
    the slice's own part; `own_keys` are settings that part handles, so they are not shown twice.
    """

    id: str
    title: Callable[[], str]
    icon_name: str
    groups: tuple[str, ...] = ()
    factory: str = ""
    own_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PageContext:
    """What a page factory gets.

    `services` is `desktop.assembly.Services` (untyped here: pages know slices, this module does not);
    `scope` is the page's own and is closed with it; its errors go to `shell.report`.
    """

    services: Any
    scope: TaskScope
    shell: Shell
    sections: tuple[SectionSpec, ...] = ()


@dataclass(frozen=True)
class PageSpec:
    """How a page is registered.

    `factory` is "module:function", imported when the page is first shown, so that no page costs anything at
    the start. `title` gives the words in the language of the window. `at_foot`: it and those after it stand
    apart at the bottom of the rail. `not_for_all`: its entry is hidden until the window finds that it is for
    whoever is signed in.
    """

    id: str
    title: Callable[[], str]
    icon_name: str
    factory: str
    in_rail: bool = True
    at_foot: bool = False
    not_for_all: bool = False
    sections: tuple[SectionSpec, ...] = ()


class Page(QWidget):
    """Base of every page: a vertical `body` without margins, and hooks the window calls."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setProperty("surface", "background")
        self.context = context
        self.shell = context.shell
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)

    def open_target(self, **target: Any) -> None:
        """Show what `shell.open(id, **target)` asked for. Called after the page is visible."""

    def activated(self) -> None:
        """The page came to the front."""

    def deactivated(self) -> None:
        """Another page came to the front: pause what only makes sense when seen."""

    def page_state(self) -> dict[str, Any]:
        """JSON-able view state (sort, filter, scroll, split) that comes back on the next start."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take what `page_state` gave, perhaps from an older version: ignore what does not fit."""

    async def aclose(self) -> None:
        """Let go of everything before the window goes; the scope is closed right after."""


def make_page(factory: str, context: PageContext) -> Page:
    """Import the module of "module:function", if it is not yet, and make the page."""
    module, function = factory.split(":")
    return getattr(import_module(module), function)(context)
