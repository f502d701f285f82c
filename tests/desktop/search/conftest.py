"""A library with text, and the search service over it."""

from collections.abc import AsyncIterator

import pytest

from desktop.search.service import SearchService
from desktop.storage.database import Database
from tests.support.clocks import ManualClock
from tests.support.search_library import InProcessWorker, Library


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library; no embedder is installed until a test says so."""
    return Library(database)


@pytest.fixture
async def search(library: Library, clock: ManualClock) -> AsyncIterator[SearchService]:
    """The service over `library`, not following changes; it embeds in this process."""
    service = SearchService(library.database, library, library, clock)
    service._indexer._worker = InProcessWorker()
    yield service
    await service.close()
