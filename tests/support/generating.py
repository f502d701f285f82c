"""A library with a lecture to make questions of, and the page that makes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop.quiz.generate_page import create_page
from desktop.runtime.paths import ProfilePaths
from shared.ids import ItemId
from tests.support.lecture_texts import LEAVES, plain
from tests.support.page_stage import Stage, stage
from tests.support.search_library import speech
from tests.support.small_library import SmallLibrary, small_library
from tests.support.waiting import until


@asynccontextmanager
async def leaves_library(paths: ProfilePaths) -> AsyncIterator[tuple[SmallLibrary, ItemId]]:
    """A profile with the lecture on leaves; no AI."""
    async with small_library(paths) as library:
        yield library, await library.add("How leaves work", speech(plain(LEAVES)))


@asynccontextmanager
async def generating(paths: ProfilePaths, **size: int) -> AsyncIterator[tuple[SmallLibrary, ItemId, Stage]]:
    """The page on that profile, with everything there is listed."""
    async with (
        leaves_library(paths) as (library, item_id),
        stage(create_page, library.services, **size) as shown,
    ):
        await until(lambda: shown.page.view_model.loaded)
        yield library, item_id, shown
