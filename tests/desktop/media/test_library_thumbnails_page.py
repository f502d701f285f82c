"""Pictures are read in a thread, kept within a bound, and the latest wanted come first."""

from contextlib import asynccontextmanager

import pytest
from PIL import Image
from PySide6.QtCore import QSize

from desktop.media.library_thumbnails_page import MOST_WAITING, Thumbnails, Wanted, read_picture
from shared.tasks import TaskScope
from tests.support.waiting import until

CARD = QSize(160, 90)


def picture(folder, name, size=(320, 180), colour=(10, 120, 60)):
    path = folder / name
    Image.new("RGB" if path.suffix == ".jpg" else "RGBA", size, colour).save(path)
    return path


@asynccontextmanager
async def thumbnails(**arguments):
    scope = TaskScope("test")
    made = Thumbnails(scope, **arguments)
    yield made
    await scope.close()


async def test_a_picture_comes_later_and_stays(qloop, tmp_path):
    async with thumbnails() as made:
        path = picture(tmp_path, "a.jpg")
        arrivals = []
        made.arrived.connect(lambda: arrivals.append(1))
        assert made.get(path, CARD, 2.0) is None
        await until(lambda: arrivals)
        assert made.get(path, CARD, 2.0).size() == QSize(320, 180)
        assert made.get(path, CARD, 2.0) is made.get(path, CARD, 2.0)


async def test_the_bound_holds_and_the_oldest_go(qloop, tmp_path):
    one = 160 * 90 * 4
    async with thumbnails(most_bytes=3 * one) as made:
        files = [picture(tmp_path, f"{number}.jpg") for number in range(8)]
        for path in files:
            made.get(path, CARD, 1.0)
            await until(lambda path=path: made.get(path, CARD, 1.0) is not None)
            assert made.held_bytes <= 3 * one
        assert made.get(files[-1], CARD, 1.0) is not None
        assert made.get(files[0], CARD, 1.0) is None


async def test_a_fast_scroll_reads_only_the_latest(qloop, tmp_path):
    async with thumbnails() as made:
        path = picture(tmp_path, "a.jpg")
        for width in range(10, 10 + 3 * MOST_WAITING):
            made.get(path, QSize(width, 90), 1.0)
        last = QSize(9 + 3 * MOST_WAITING, 90)
        await until(lambda: made.get(path, last, 1.0) is not None)
        assert made.get(path, QSize(10, 90), 1.0) is None


async def test_what_cannot_be_read_is_empty_and_not_tried_for_ever(qloop, tmp_path):
    async with thumbnails() as made:
        broken = tmp_path / "broken.jpg"
        broken.write_bytes(b"no picture")
        made.get(broken, CARD, 1.0)
        made.get(tmp_path / "missing.jpg", CARD, 1.0)
        await until(lambda: made.get(broken, CARD, 1.0) is not None)
        assert made.get(broken, CARD, 1.0).isNull()


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [
        ("film.jpg", (320, 180), (160, 90)),
        ("square.jpg", (400, 400), (160, 90)),
        ("page.jpg", (320, 452), (160, 90)),
        ("wave.png", (320, 90), (160, 45)),
    ],
)
def test_how_it_is_fitted(qapp, tmp_path, name, size, expected):
    image = read_picture(Wanted(picture(tmp_path, name, size), 160, 90))
    assert (image.width(), image.height()) == expected


def test_a_page_shows_its_top(qapp, tmp_path):
    path = tmp_path / "page.jpg"
    page = Image.new("RGB", (320, 452), (255, 255, 255))
    page.paste((200, 0, 0), (0, 0, 320, 120))
    page.save(path)
    image = read_picture(Wanted(path, 160, 90))
    assert image.pixelColor(80, 2).red() > 150
    assert image.pixelColor(80, 2).green() < 80
