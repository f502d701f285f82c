"""Devices and known places in the database."""

import msgspec

from server.accounts import device_store
from server.accounts.device_store import DeviceRow
from shared.ids import new_id


async def test_devices_are_kept_and_changed_by_their_owner(stage):
    ada = (await stage.person()).user_id
    bob = (await stage.person("bob@example.org")).user_id
    row = DeviceRow(new_id(), ada, "Phone", "android", b"k" * 32, 1, 2)
    async with stage.database.write() as tx:
        assert await device_store.add(tx, row)
        assert not await device_store.add(tx, msgspec.structs.replace(row, user_id=bob))
        assert await device_store.by_id(tx, row.id) == row
        assert not await device_store.change(tx, bob, row.id, name="Mine")
        assert await device_store.change(tx, ada, row.id, name="Mine", revoked_ms=5)
        assert not await device_store.change(tx, ada, row.id, name="Again")
        assert await device_store.count(tx, ada) == 1
        assert row.id not in [device.id for device in await device_store.of_person(tx, ada)]
        await device_store.blank(tx, ada)
        assert [(one.name, one.platform) for one in await device_store.of_person(tx, ada)] == [("", "")]


async def test_places_are_known_for_a_time(stage):
    ada = (await stage.person()).user_id
    async with stage.database.write() as tx:
        await device_store.know_place(tx, ada, b"here")
        await device_store.know_place(tx, ada, b"here")
        assert await device_store.knows_place(tx, ada, b"here")
        assert not await device_store.knows_place(tx, ada, b"there")
        await device_store.forget_places(tx, before_ms=tx.now_ms)
        assert await device_store.knows_place(tx, ada, b"here")
        await device_store.forget_places(tx, user_id=ada)
        assert not await device_store.knows_place(tx, ada, b"here")


async def test_several_devices_are_seen_at_once(stage):
    people = [await stage.person(f"p{number}@example.org") for number in range(3)]
    stage.clock.advance(1_000)
    async with stage.database.write() as tx:
        await device_store.seen(tx, {one.device.device_id for one in people[:2]} | {new_id()})
        times = [(await device_store.of_person(tx, one.user_id))[0].seen_ms for one in people]
        assert times == [tx.now_ms, tx.now_ms, tx.now_ms - 1_000]
