"""Another slice gives plans: counted at the next request, told to devices, in the audit log."""

from sqlalchemy import select

from server.accounts.tables import ACCOUNT, AUDIT


async def test_a_plan_is_given_inside_anothers_transaction(stage):
    await stage.person("ana@example.org")
    told, changed = [], []
    stage.accounts.on_plan_given(told.append)
    stage.accounts.on_standing_changed(lambda: changed.append(1))
    async with stage.database.write() as tx:
        before = (await tx.connection.execute(select(ACCOUNT))).mappings().one()
        await stage.accounts.give_plan(tx, before["id"], "pro", 1_900_000_000_000)
        assert (told, changed) == ([], [])
    assert (told, changed) == ([before["id"]], [1])
    async with stage.database.read() as tx:
        after = (await tx.connection.execute(select(ACCOUNT))).mappings().one()
        audit = (await tx.connection.execute(select(AUDIT).where(AUDIT.c.action == "plan.given"))).one()
    assert (after["plan"], after["plan_until_ms"]) == ("pro", 1_900_000_000_000)
    assert after["generation"] == before["generation"] + 1
    assert (audit.actor_id, audit.subject_id) == (None, before["id"])


async def test_what_is_undone_was_never_told(stage):
    await stage.person("ana@example.org")
    told = []
    stage.accounts.on_plan_given(told.append)
    try:
        async with stage.database.write() as tx:
            account = (await tx.connection.execute(select(ACCOUNT.c.id))).scalar_one()
            await stage.accounts.give_plan(tx, account, "pro", 0)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert told == []
