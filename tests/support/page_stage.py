"""Puts a page on an offscreen screen with real services and a recording shell, inside Qt's own loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from desktop.assembly import Services
from desktop.widgets.page import Page, PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell


@dataclass
class Stage:
    """A page that is shown, and what it asked of the window."""

    page: Any
    shell: FakeShell


@asynccontextmanager
async def stage(
    create_page: Callable[[PageContext], Page], services: Services, *, width: int = 1100, height: int = 760
) -> AsyncIterator[Stage]:
    """Show a page; at the end it is closed as the window closes it. Errors of its tasks go to `shell.reported`."""
    shell = FakeShell()
    scope = TaskScope("page", on_error=shell.report)
    page = create_page(PageContext(services, scope, shell))
    page.resize(width, height)
    page.show()
    page.activateWindow()
    page.activated()
    try:
        yield Stage(page, shell)
    finally:
        await page.aclose()
        await scope.close()
        page.close()
        page.deleteLater()
        await asyncio.sleep(0)
