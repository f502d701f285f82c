"""The log is read in pages, by tenant and by person."""

from server.accounts import audit_store
from shared.ids import new_id


async def test_pages_narrow_to_a_tenant_and_a_person(stage):
    ada, bob, tenant = new_id(), new_id(), new_id()
    blank = {"device_id": None, "address": "", "detail": {}}
    async with stage.database.write() as tx:
        for number in range(6):
            who = ada if number % 2 else bob
            where = tenant if number < 3 else None
            await audit_store.add(
                tx, action=f"a{number}", actor_id=who, subject_id=None, tenant_id=where, **blank
            )

    async def actions(**wanted):
        given = {"tenant_id": None, "user_id": None, "before": 0, "limit": 100, **wanted}
        async with stage.database.read() as tx:
            return [entry.action for entry in await audit_store.page(tx, **given)]

    assert await actions() == ["a5", "a4", "a3", "a2", "a1", "a0"]
    assert await actions(tenant_id=tenant) == ["a2", "a1", "a0"]
    assert await actions(user_id=ada, limit=2) == ["a5", "a3"]


async def test_all_of_a_person_comes_in_pieces(stage, monkeypatch):
    monkeypatch.setattr(audit_store, "_PAGE", 3)
    ada = new_id()
    async with stage.database.write() as tx:
        for _ in range(7):
            await audit_store.add(
                tx,
                action="x",
                actor_id=None,
                subject_id=ada,
                tenant_id=None,
                device_id=None,
                address="",
                detail={},
            )
    async with stage.database.read() as tx:
        numbers = [entry.number async for entry in audit_store.of_person(tx, ada)]
    assert len(numbers) == 7
    assert numbers == sorted(numbers, reverse=True)


async def test_a_person_is_not_told_from_where_others_acted(stage):
    ada, admin, device = new_id(), new_id(), new_id()
    async with stage.database.write() as tx:
        for actor in (ada, admin, None):
            await audit_store.add(
                tx,
                action="x",
                actor_id=actor,
                subject_id=ada,
                tenant_id=None,
                device_id=device,
                address="203.0.113.7",
                detail={},
            )
    async with stage.database.read() as tx:
        found = {one.actor_id: (one.address, one.device_id) async for one in audit_store.of_person(tx, ada)}
    assert found == {ada: ("203.0.113.7", device), admin: ("", None), None: ("203.0.113.7", device)}
