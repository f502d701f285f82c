"""Accounts in the database."""

import asyncio

import msgspec

from server.accounts import account_store, tenant_store
from server.accounts.account_store import AccountRow
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD


def row(email="ada@example.org", **more):
    given = {
        "id": new_id(),
        "email": email,
        "email_verified": False,
        "name": "Ada",
        "language": "en",
        "role": "learner",
        "plan": "free",
        "plan_until_ms": 0,
        "tenant_id": None,
        "password_hash": "x",
        "generation": 0,
        "created_ms": 1,
        **more,
    }
    return AccountRow(**given)


async def test_an_e_mail_and_an_id_are_taken_once(stage):
    first = row()
    async with stage.database.write() as tx:
        assert await account_store.add(tx, first)
        assert not await account_store.add(tx, row())
        assert not await account_store.add(tx, row("other@example.org", id=first.id))
        assert await account_store.by_email(tx, "ada@example.org") == first
        assert await account_store.by_id(tx, first.id, lock=True) == first
        assert await account_store.by_id(tx, new_id()) is None


async def test_a_change_may_make_tokens_stale(stage):
    tenant_id = new_id()
    async with stage.database.write() as tx:
        await tenant_store.add_tenant(tx, tenant_id, "Escuela")
        ada = row(tenant_id=tenant_id)
        await account_store.add(tx, ada)
        await account_store.change(tx, ada.id, name="Grace")
        await account_store.change(tx, ada.id, stale=True, role="teacher")
        await account_store.make_stale(tx, tenant_id)
        found = await account_store.by_id(tx, ada.id)
        assert (found.name, found.role, found.generation, found.tenant_name) == (
            "Grace",
            "teacher",
            2,
            "Escuela",
        )
        await tenant_store.change_tenant(tx, tenant_id, suspended_ms=1)
        assert (await account_store.by_id(tx, ada.id)).suspended


async def test_administrators_are_counted_where_they_are(stage):
    tenant_id = new_id()
    async with stage.database.write() as tx:
        await tenant_store.add_tenant(tx, tenant_id, "Escuela")
        for number, role in enumerate(("admin", "admin", "super_admin", "learner")):
            await account_store.add(tx, row(f"p{number}@example.org", role=role, tenant_id=tenant_id))
        gone = row("gone@example.org", role="admin", tenant_id=tenant_id, suspended_ms=1)
        await account_store.add(tx, gone)
        assert await account_store.count_admins(tx, tenant_id) == 2
        assert await account_store.count_admins(tx, None) == 1
        assert len(await account_store.members(tx, tenant_id)) == 5


async def test_people_are_found_by_any_part(stage):
    async with stage.database.write() as tx:
        for number in range(5):
            await account_store.add(
                tx, msgspec.structs.replace(row(f"p{number}@example.org"), name=f"Nº {number}")
            )
        page = await account_store.page(tx, tenant_id=None, text="P3@", after=None, limit=10)
        assert [found.name for found, _ in page] == ["Nº 3"]
        assert len(await account_store.page(tx, tenant_id=None, text="nº", after=None, limit=3)) == 3
        assert await account_store.page(tx, tenant_id=new_id(), text="", after=None, limit=3) == []


def test_a_plan_ends():
    pro = row(plan="pro", plan_until_ms=10)
    assert [pro.plan_at(now_ms) for now_ms in (9, 10)] == ["pro", "free"]
    assert row(plan="pro").plan_at(10**15) == "pro"


async def test_who_is_held_is_not_erased_before_the_commit(stage):
    person = await stage.person()
    who = await person.principal()
    async with stage.database.write() as tx, asyncio.timeout(30):
        assert (await account_store.by_id(tx, who.user_id, hold=True)).name == "Ada"
        erasing = asyncio.ensure_future(stage.accounts.data.erase(who, PASSWORD, HOME))
        await asyncio.wait({erasing}, timeout=0.5)
        assert not erasing.done()
        await account_store.change(tx, who.user_id, name="Grace")
    await erasing
    async with stage.database.write() as tx:
        assert (await account_store.by_id(tx, who.user_id, hold=True)).deleted_ms


async def test_many_hold_one_account_at_once(stage):
    if stage.database.dialect == "sqlite":
        return  # there is one writer
    person = await stage.person()
    async with stage.database.write() as one, stage.database.write() as other, asyncio.timeout(30):
        assert await account_store.by_id(one, person.user_id, hold=True)
        assert await account_store.by_id(other, person.user_id, hold=True)
        await account_store.change(one, person.user_id, name="Grace")
