"""Window tests begin with one look, and open services of their own inside Qt's loop."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.support.look import look
from tests.support.window_services import WindowServices, open_window_services

__all__ = ["look"]

Opened = Callable[[], AbstractAsyncContextManager[WindowServices]]


@pytest.fixture
def services(paths, clock) -> Opened:
    """`async with services() as opened`: fixtures cannot be async inside Qt's loop."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[WindowServices]:
        made = await open_window_services(paths, clock)
        try:
            yield made
        finally:
            await made.close()

    return opened
