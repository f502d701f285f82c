"""An entry of the log has who, what, when, from where."""

from server.accounts import audit_store
from server.accounts.audit import note, note_by
from server.accounts.origin import Origin
from server.web.principal import Principal
from shared.ids import new_id


async def test_entries_are_whole(stage):
    ada, bob, tenant, device = (new_id() for _ in range(4))
    origin = Origin("x" * 500, device_id=device)
    async with stage.database.write() as tx:
        await note(tx, "one", origin, actor=ada, detail={"role": "“teacher”"})
        await note_by(tx, "two", Origin(), Principal(ada, ada, tenant_id=tenant), subject=bob)
    async with stage.database.read() as tx:
        second, first = await audit_store.page(tx, tenant_id=None, user_id=None, before=0, limit=5)
    assert (first.action, first.actor_id, first.subject_id, first.tenant_id) == ("one", ada, ada, None)
    assert (first.device_id, first.address, first.detail) == (device, "x" * 64, {"role": "“teacher”"})
    assert (second.actor_id, second.subject_id, second.tenant_id) == (ada, bob, tenant)
    assert first.at_ms == second.at_ms == stage.clock.now_ms()


async def test_other_slices_write_through_the_service(stage):
    person = await stage.person()
    who = await person.principal()
    async with stage.database.write() as tx:
        await stage.accounts.audit(
            tx, who, "groups.made", new_id(), detail={"role": "owner"}, address="192.0.2.1"
        )
    async with stage.database.read() as tx:
        (newest, *_) = await audit_store.page(tx, tenant_id=None, user_id=None, before=0, limit=5)
    assert (newest.action, newest.actor_id, newest.device_id) == ("groups.made", who.user_id, who.device_id)
