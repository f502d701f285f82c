"""The Library page on an offscreen screen with a filled library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtWidgets import QDialog

from desktop.assembly import Services
from desktop.media.library_page import create_page
from desktop.runtime.paths import ProfilePaths
from shared.clock import Clock
from shared.ids import ItemId
from tests.support.fake_shell import FakeShell
from tests.support.filled_library import Entry, fill
from tests.support.page_stage import stage
from tests.support.small_library import small_library
from tests.support.waiting import until


@asynccontextmanager
async def library_page(
    paths: ProfilePaths, clock: Clock, *entries: Entry
) -> AsyncIterator[tuple[Any, FakeShell, Services, list[ItemId]]]:
    """The page, what it asks of the window, the services and the ids of the entries. No error may be left over."""
    async with small_library(paths, clock) as library:
        ids = await fill(library.services, entries)
        async with stage(create_page, library.services) as shown:
            page = shown.page
            await until(lambda: page.view_model.loaded and page.view_model.collections)
            yield page, shown.shell, library.services, ids
            for dialog in page.findChildren(QDialog):
                dialog.close()
        await shown.shell.scope.close()
        assert shown.shell.reported == []


def choose(page: Any, *ids: ItemId) -> None:
    """Select these items."""
    page.list.choose(list(ids))


def dialog_of(page: Any, kind: type[QDialog]) -> Any:
    """The open dialog of a kind."""
    return next(dialog for dialog in page.findChildren(kind) if dialog.isVisible())


def follow(shell: FakeShell) -> None:
    """Do what the latest toast offers."""
    act = shell.toasts[-1].on_action
    assert act is not None
    act()
