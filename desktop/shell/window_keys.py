"""The window's own shortcuts: navigation, jobs, adding files, the sheet. They work on every page."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.shell.page_list import FIRST_PAGE, SETTINGS_PAGE
from desktop.shell.rail import KEYS
from desktop.shell.shortcuts_sheet import ShortcutsSheet
from desktop.widgets.page import PageSpec
from desktop.widgets.shortcuts import ShortcutRegistry


class WindowActions(Protocol):
    """What the shortcuts do, as the window offers it."""

    def open(self, page_id: str, **target: Any) -> None:
        """Show a page."""

    def back(self) -> None:
        """Return to the page before."""

    def toggle_jobs(self) -> None:
        """Show or hide running work."""

    def toggle_sync(self) -> None:
        """Show or hide how sync stands."""

    def toggle_rail(self) -> None:
        """Show or hide the words of the rail."""

    def quit(self) -> None:
        """Ask to end the program."""


def register_window_keys(
    window: QWidget, registry: ShortcutRegistry, actions: WindowActions, pages: Sequence[PageSpec]
) -> None:
    """Register all; `pages` are those of the rail, in order."""
    group = QCoreApplication.translate("Keys", "Window")

    def add(
        keys: str | QKeySequence.StandardKey | list[str], callback: Callable[[], None], words: str
    ) -> None:
        registry.add(window, keys, callback, group=group, text=words)

    for number, spec in enumerate(pages[:KEYS], start=1):
        words = QCoreApplication.translate("Keys", "Go to {page}").format(page=spec.title())
        # A digit is a digit where one types: there the Alt key says that a page is meant.
        add([str(number), f"Alt+{number}"], lambda id_=spec.id: actions.open(id_), words)
    add(QKeySequence.StandardKey.Back, actions.back, QCoreApplication.translate("Keys", "Go back"))
    add(
        QKeySequence.StandardKey.Open,
        lambda: actions.open(FIRST_PAGE, choose_files=True),
        QCoreApplication.translate("Keys", "Add files"),
    )
    add("Ctrl+J", actions.toggle_jobs, QCoreApplication.translate("Keys", "Show or hide running work"))
    add(
        "Ctrl+Shift+S",
        actions.toggle_sync,
        QCoreApplication.translate("Keys", "Show or hide how sync stands"),
    )
    add("Ctrl+B", actions.toggle_rail, QCoreApplication.translate("Keys", "Narrow or widen the page list"))
    add("Ctrl+,", lambda: actions.open(SETTINGS_PAGE), QCoreApplication.translate("Keys", "Open Settings"))
    add(
        ["F1", "?"],
        lambda: open_sheet(window, registry),
        QCoreApplication.translate("Keys", "Show this list"),
    )
    add("Ctrl+Q", actions.quit, QCoreApplication.translate("Keys", "Close Lantern"))


def open_sheet(window: QWidget, registry: ShortcutRegistry) -> None:
    """Show the list of shortcuts."""
    ShortcutsSheet(registry.entries(), window).open()
