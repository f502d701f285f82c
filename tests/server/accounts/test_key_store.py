"""Keys in the database."""

import msgspec

from server.accounts import key_store
from server.accounts.key_store import KeyRow
from shared.ids import new_id


async def test_there_is_one_identity_and_old_keys_go(stage):
    async with stage.database.write() as tx:
        before = await key_store.all_keys(tx)
        rival = KeyRow("rival", key_store.IDENTITY, new_id(), b"s", b"p", 1, None)
        await key_store.add(tx, rival)
        assert await key_store.all_keys(tx) == before
        old = KeyRow("old", key_store.ACCESS, new_id(), b"s", b"p", 1, 10)
        await key_store.add(tx, old)
        await key_store.add(tx, msgspec.structs.replace(old, kid="newer", signs_until_ms=20))
        await key_store.drop_before(tx, 20)
        assert {row.kid for row in await key_store.all_keys(tx)} == {row.kid for row in before} | {"newer"}
