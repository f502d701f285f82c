"""What media tests share: one loaded recogniser, one transcribed profile, an open profile per test."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop.media.speech import Recogniser
from shared.ids import ItemId
from tests.support.documents import make_pdf
from tests.support.media_profile import MediaProfile, copied_profile, media_profile
from tests.support.model_cache import model_folder
from tests.support.speech import sound, write_audio


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    """The small English model, loaded once."""
    return Recogniser(model_folder("tiny.en"), threads=2)


@pytest.fixture
async def profile(tmp_path: Path) -> AsyncIterator[MediaProfile]:
    """An open, empty profile with the small English model; its jobs are not running."""
    async with media_profile(tmp_path / "data") as opened:
        yield opened


@pytest.fixture(scope="session")
def _finished_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ItemId, ItemId]:
    folder = tmp_path_factory.mktemp("finished")
    lecture = write_audio(folder / "A talk_about light.m4a", sound(0, 24_000), sample_rate=48_000)
    pdf = make_pdf(folder / "Lenses.pdf", ["A lens bends light.\n\nIt makes a picture.", "The second page."])

    async def make() -> tuple[Path, ItemId, ItemId]:
        async with media_profile(folder / "data") as opened:
            item_id, pdf_id = await opened.added(lecture, pdf)
            opened.media.start()
            await opened.finished(item_id)
            await opened.finished(pdf_id)
        return folder / "data", item_id, pdf_id

    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, make()).result()


class Finished(MediaProfile):
    """A profile with a transcribed talk and a read PDF."""

    talk: ItemId
    pdf: ItemId


@pytest.fixture
async def finished(_finished_library: tuple[Path, ItemId, ItemId], tmp_path: Path) -> AsyncIterator[Finished]:
    """A copy of a library with a transcribed talk of 24 s and a PDF of two pages; its jobs are not running."""
    source, talk, pdf = _finished_library
    async with media_profile(copied_profile(source, tmp_path / "copy")) as opened:
        library = Finished(**vars(opened))
        library.talk, library.pdf = talk, pdf
        yield library
