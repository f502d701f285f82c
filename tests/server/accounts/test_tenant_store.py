"""Tenants and invitations in the database."""

import msgspec

from server.accounts import tenant_store
from server.accounts.tenant_store import InvitationRow
from shared.ids import new_id


async def test_tenants_are_listed_by_name(stage):
    ids = [new_id(), new_id()]
    async with stage.database.write() as tx:
        for tenant_id, name in zip(ids, ("Zeta", "Alfa"), strict=True):
            assert await tenant_store.add_tenant(tx, tenant_id, name)
        assert not await tenant_store.add_tenant(tx, ids[0], "Other")
        assert [tenant.name for tenant in await tenant_store.tenants(tx)] == ["Alfa", "Zeta"]
        assert [tenant.tenant_id for tenant in await tenant_store.tenants(tx, ids[0])] == [ids[0]]
        assert await tenant_store.tenants(tx, new_id()) == []


async def test_an_invitation_replaces_the_one_before(stage):
    ada, tenant_id = (await stage.person()).user_id, new_id()
    async with stage.database.write() as tx:
        await tenant_store.add_tenant(tx, tenant_id, "Escuela")
        row = InvitationRow(
            new_id(), b"1", tenant_id, "x@example.org", "teacher", ada, tx.now_ms, tx.now_ms + 5
        )
        newer = msgspec.structs.replace(row, id=new_id(), token_hash=b"2", role="learner")
        server = msgspec.structs.replace(row, id=new_id(), token_hash=b"3", tenant_id=None)
        for each in (row, newer, server):
            await tenant_store.add_invitation(tx, each)
        assert await tenant_store.find_invitation(tx, b"1") is None
        assert await tenant_store.invitations(tx, tenant_id) == [newer]
        assert await tenant_store.invitations(tx, None) == [server]
        assert not await tenant_store.drop_invitation(tx, newer.id, None)
        assert await tenant_store.drop_invitation(tx, newer.id, tenant_id)
    stage.clock.advance(5)
    async with stage.database.write() as tx:
        assert await tenant_store.find_invitation(tx, b"3") is None
        await tenant_store.drop_expired_invitations(tx)
        await tenant_store.add_invitation(tx, msgspec.structs.replace(row, expires_ms=tx.now_ms + 9))
        await tenant_store.drop_invitations_by(tx, ada)
        assert await tenant_store.invitations(tx, tenant_id) == []
