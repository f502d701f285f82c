"""A snapshot arrives whole or not at all, and a device that takes it has what the feed would have given."""

import sqlite3

import msgspec
import pytest

from shared.errors import AppError
from sync import snapshots
from sync.authority import Authority
from sync.protocol import Chunk
from sync.scopes import FULL
from sync.snapshots import CHUNK_BYTES, attach, chunks, describe, detach, open_chunk, parts_between, write
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
    connection = sqlite3.connect(folder / "view")
    connection.execute("CREATE VIEW row AS SELECT 1 AS first")
    connection.close()
    for name in ("other", "view"):
        with pytest.raises(AppError) as caught:
            attach(world.devices[0].connection.real, folder / name)
        assert caught.value.code == "sync.garbled"


def test_a_torn_file_is_told_and_nothing_of_the_part_is_taken(offered):
    world, offer, bodies, folder = offered
    device = newcomer(world)
    world.exchange(device)
    plain = bytearray(b"".join(open_chunk(chunk, bodies[chunk.name]) for chunk in offer.chunks))
    plain[65536 * 2 :] = bytes(len(plain) - 65536 * 2)
    (folder / "torn").write_bytes(plain)
    attach(device.connection.real, folder / "torn")
    with pytest.raises(AppError) as caught:
        device.transact(device.engine.adopt(offer, device.now_ms())[0])
    assert caught.value.code == "sync.garbled"
    detach(device.connection.real)
    adopt(device, offer, bodies, folder / "fetched")
    assert device.engine.check(0) == []
    world.settle()
    check(world, exact=True)


def test_parts_are_of_one_kind_and_of_no_more_rows_than_a_step_takes(offered, monkeypatch):
    world, _, _, folder = offered
    monkeypatch.setattr(snapshots, "PART_ROWS", 100)
    monkeypatch.setattr(snapshots, "_PART_BYTES", 9_000)
    ann = world.devices[0]
    for number in range(130):
        ann.do(
            lambda edits, n=number: edits.create(("deck", n.to_bytes(16, "big")), "group:g", {"title": "t"})
        )
    world.exchange(ann)
    _, count = write(world.store, "group:g", folder / "more")
    device = newcomer(world)
    attach(device.connection.real, folder / "more")
    steps = [parts_between(device.connection.real, first, first + 99) for first in range(1, count + 1, 100)]
    detach(device.connection.real)
    assert [sum(part.rows for part in parts) for parts in steps] == [100, 100, 100, 100, 30]
    assert [{part.kind for part in parts} for parts in steps] == [{"card"}] * 3 + [{"deck"}] * 2
    assert len(steps[0]) > 1
