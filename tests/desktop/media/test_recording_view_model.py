"""A recording into a real library: pieces on the disk, the real worker that joins them."""

from contextlib import asynccontextmanager

from desktop.media.recording import PIECE_S
from desktop.media.recording_view_model import RecordingViewModel
from desktop.media.service import ItemFilter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.small_library import small_library
from tests.support.speech import RATE_HZ, sound
from tests.support.waiting import until

SECOND = RATE_HZ * 2


def speech_bytes(length_ms):
    return (sound(0, length_ms) * 32_767).astype("<i2").tobytes()


class Noted(RecordingViewModel):
    """Keeps what it told."""

    def __init__(self, media, scope, bus):
        super().__init__(media, scope, bus)
        self.saved_results, self.errors = [], []
        self.saved.connect(self.saved_results.append)
        self.failed.connect(self.errors.append)


@asynccontextmanager
async def recording(paths, clock):
    async with small_library(paths, clock) as library:
        scope, services = TaskScope("test"), library.services
        model = Noted(services.media, scope, services.bus)
        yield model, services
        await model.aclose()
        await scope.close()


async def test_what_is_said_becomes_an_item(qloop, paths, clock):
    async with recording(paths, clock) as (model, services):
        home = await services.media.library.add_collection("Optics")
        model.start(rate=RATE_HZ, channels=1, title="My lesson", home=home)
        said = speech_bytes((PIECE_S + 2) * 1000)
        for at in range(0, len(said), SECOND):
            model.hear(said[at : at + SECOND])
        assert model.length_ms == (PIECE_S + 2) * 1000
        model.keep("My better lesson")
        assert model.state == "saving"
        await until(lambda: model.saved_results)
        (item,) = await services.media.items(ItemFilter(collection_id=home))
        assert (item.title, item.kind) == ("My better lesson", "audio")
        assert item.duration_ms is not None
        assert abs(item.duration_ms - (PIECE_S + 2) * 1000) < 200
        assert list(paths.recordings_dir.iterdir()) == []


async def test_a_pause_is_not_in_it(qloop, paths, clock):
    async with recording(paths, clock) as (model, _services):
        model.hear(bytes(SECOND))
        assert model.length_ms == 0
        model.start(rate=RATE_HZ, channels=1, title="x")
        model.hear(bytes(SECOND))
        model.pause()
        model.hear(bytes(5 * SECOND))
        model.pause()
        model.resume()
        model.hear(bytes(SECOND))
        model.resume()
        assert model.length_ms == 2000
        model.discard()


async def test_thrown_away_leaves_nothing(qloop, paths, clock):
    async with recording(paths, clock) as (model, services):
        model.start(rate=RATE_HZ, channels=1, title="x")
        model.hear(bytes(SECOND))
        model.discard()
        assert model.state == "ready"
        await until(lambda: not list(paths.recordings_dir.iterdir()))
        assert await services.media.items(ItemFilter()) == []


async def test_a_full_disk_stops_it_and_keeps_what_is_there(qloop, paths, clock, monkeypatch):
    async with recording(paths, clock) as (model, _services):
        model.start(rate=RATE_HZ, channels=1, title="x")
        model.hear(speech_bytes(2000))
        model._recorder.error = AppError("storage.disk_full")
        model.hear(bytes(SECOND))
        assert model.state == "stopped"
        assert [error.code for error in model.errors] == ["storage.disk_full"]
        assert not model.running
        model._recorder.error = None
        model.keep()
        await until(lambda: model.saved_results)
        assert model.saved_results[0].item_id is not None


async def test_nothing_said_is_told(qloop, paths, clock):
    async with recording(paths, clock) as (model, _services):
        model.start(rate=RATE_HZ, channels=1, title="x")
        model.keep()
        await until(lambda: model.errors)
        assert model.errors[0].code == "media.nothing_recorded"
        assert model.state == "stopped"


async def test_a_disk_that_cannot_be_written(qloop, paths, clock, monkeypatch):
    async with recording(paths, clock) as (model, services):

        def refuse(**_arguments):
            raise AppError("storage.read_only")

        monkeypatch.setattr(services.media.recordings, "start", refuse)
        model.start(rate=RATE_HZ, channels=1, title="x")
        assert model.state == "ready"
        assert [error.code for error in model.errors] == ["storage.read_only"]


async def test_a_closed_window_leaves_it_for_the_next_start(qloop, paths, clock):
    async with recording(paths, clock) as (model, services):
        model.start(rate=RATE_HZ, channels=1, title="Left behind")
        model.hear(speech_bytes(2000))
        await model.aclose()
        (result,) = await services.media.recordings.recover()
        assert result.item_id is not None
        assert (await services.media.item(result.item_id)).title == "Left behind"
