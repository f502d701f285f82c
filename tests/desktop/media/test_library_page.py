"""The Library page with a real library, by keyboard and mouse."""

import pytest

from desktop.media.library_page import create_page
from tests.support.page_stage import stage
from tests.support.small_library import small_library

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


async def test_the_page_has_its_name(qloop, paths, clock):
    async with small_library(paths, clock) as library, stage(create_page, library.services) as shown:
        assert shown.page.header.title.full_text() == "Library"
