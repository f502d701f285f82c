"""Sign-ins in the database."""

import pytest

from server.accounts import session_store
from tests.support.accounts_stage import HOME


async def test_sign_ins_end_by_session_device_or_person(stage):
    person = await stage.person()
    devices = [stage.device() for _ in range(3)]
    for device in devices:
        await stage.accounts.sign_ins.sign_in(device.sign_in("ada@example.org"), HOME)
    who = await person.principal()
    async with stage.database.write() as tx:
        assert len(await session_store.open_devices(tx, who.user_id)) == 4
        assert await session_store.end(tx, "x", device_id=devices[0].device_id) != []
        assert await session_store.end(tx, "x", device_id=devices[0].device_id) == []
        ended = await session_store.end(tx, "x", user_id=who.user_id, but=who.session_id)
        assert {device_id for _, device_id in ended} == {devices[1].device_id, devices[2].device_id}
        assert await session_store.open_devices(tx, who.user_id) == {who.device_id}
        assert await session_store.end(tx, "x", session_id=who.session_id) == [
            (who.session_id, who.device_id)
        ]
        assert (await session_store.state(tx, who.session_id)).ended
        with pytest.raises(ValueError, match="whose"):
            await session_store.end(tx, "x")


async def test_what_is_over_is_forgotten_later(stage):
    person = await stage.person()
    who = await person.principal()
    async with stage.database.write() as tx:
        await session_store.mark_arrived(tx, who.session_id, 5)  # a number of another time
        assert (await session_store.by_id(tx, who.session_id)).arrived
        await session_store.drop_over(tx, tx.now_ms)
        assert await session_store.by_id(tx, who.session_id) is not None
        await session_store.end(tx, "x", session_id=who.session_id)
        await session_store.drop_over(tx, tx.now_ms + 1)
        assert await session_store.by_id(tx, who.session_id) is None
        assert await session_store.state(tx, who.session_id) is None
        await session_store.drop_forgotten_devices(tx)
    assert len((await stage.accounts.profile.devices(who)).devices) == 1  # nobody deleted the account
