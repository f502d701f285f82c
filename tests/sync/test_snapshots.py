"""A snapshot arrives whole or not at all, and a device that takes it has what the feed would have given."""

import msgspec
import pytest

from shared.errors import AppError
from sync.authority import Authority
from sync.protocol import Chunk
from sync.scopes import FULL
from sync.snapshots import CHUNK_BYTES, attach, chunks, describe, detach, open_chunk, write
from tests.support.sync_judging import check
from tests.support.sync_world import Device, World

ROWS = 300


@pytest.fixture
def offered(tmp_path):
    world = World.calm()
    ann = world.devices[0]
    for number in range(ROWS):
        ann.do(
            lambda edits, n=number: edits.create(
                ("card", n.to_bytes(16, "big")), "group:g", {"title": f"t{n}" * 99}
            )
        )
    world.exchange(*world.devices)
    seq, count = write(world.store, "group:g", tmp_path / "made")
    parts = list(chunks(tmp_path / "made"))
    offer = describe("group:g", seq, count, [(name, len(body)) for name, body in parts])
    world.authority = Authority(snapshots={"group:g": offer})
    return world, offer, dict(parts), tmp_path


def newcomer(world):
    device = Device(world, "new", newer=True)
    device.grants = {"user:a": FULL, "group:g": FULL}
    world.devices.append(device)
    return device


def adopt(device, offer, bodies, path):
    path.write_bytes(b"".join(open_chunk(chunk, bodies[chunk.name]) for chunk in offer.chunks))
    attach(device.connection.real, path)
    try:
        for step in device.engine.adopt(offer, device.now_ms()):
            device.transact(step)
    finally:
        detach(device.connection.real)


def test_a_new_device_takes_it_and_goes_on_by_the_feed(offered):
    world, offer, bodies, folder = offered
    ann = world.devices[0]
    ann.do(lambda edits: edits.change(("card", bytes(16)), {"title": "after the snapshot"}))
    world.exchange(ann)
    device = newcomer(world)
    device.do(lambda edits: edits.create(("card", b"own" + bytes(13)), "group:g", {"title": "made before"}))
    world.exchange(device)
    assert device.engine.offers == [offer]
    adopt(device, offer, bodies, folder / "fetched")
    assert device.journal.scopes()["group:g"].cursor == offer.seq
    assert device.engine.check(0) == []
    world.settle()
    check(world, exact=True)
    assert device.value(("card", bytes(16)), "title") == "after the snapshot"


def test_taken_twice_or_again_after_a_kill_it_is_the_same(offered):
    world, offer, bodies, folder = offered
    device = newcomer(world)
    world.exchange(device)
    for _ in range(2):
        adopt(device, offer, bodies, folder / "fetched")
    assert device.engine.check(0) == []
    world.settle()
    check(world, exact=True)


def test_a_chunk_is_what_its_name_says(offered):
    _, offer, bodies, _ = offered
    chunk = offer.chunks[0]
    assert len(open_chunk(chunk, bodies[chunk.name])) <= CHUNK_BYTES
    for body in (bodies[chunk.name][:-1], bodies[chunk.name][::-1]):
        with pytest.raises(AppError) as caught:
            open_chunk(msgspec.structs.replace(chunk, size_bytes=len(body)), body)
        assert caught.value.code == "sync.garbled"
    with pytest.raises(AppError):
        open_chunk(Chunk(chunk.name, 1), bodies[chunk.name])


def test_a_file_that_is_no_snapshot_is_told(offered):
    world, _, _, folder = offered
    (folder / "other").write_bytes(b"not a database" * 99)
    with pytest.raises(AppError) as caught:
        attach(world.devices[0].connection.real, folder / "other")
    assert caught.value.code == "sync.garbled"
