"""Administrators see and change their own people, super admins all, and everything is written down."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from server.accounts import audit_store
from server.accounts.tables import AUDIT
from shared.accounts.messages import AuditQuery, UserChange, UserQuery
from shared.clock import SystemClock
from shared.errors import AppError
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, accounts_stage, refused, school


async def test_people_are_listed_page_by_page_and_found(stage):
    root = await stage.super_admin()
    for name in ("Ada", "Bob", "Cid"):
        await stage.person(f"{name.lower()}@example.org", name=name)
    users = stage.accounts.admin.users
    first = await users(await root.principal(), UserQuery(limit=3))
    assert first.more
    rest = await users(await root.principal(), UserQuery(after=first.users[-1].user_id, limit=3))
    assert not rest.more
    assert sorted(user.name for user in (*first.users, *rest.users)) == ["Ada", "Bob", "Cid", "Root"]
    found = await users(await root.principal(), UserQuery("BOB"))
    assert [user.email for user in found.users] == ["bob@example.org"]
    assert found.users[0].seen_ms == stage.clock.now_ms()
    for nothing in ("%", "_", "x" * 10_000):
        assert (await users(await root.principal(), UserQuery(nothing))).users == ()
    for no_text in ("\0", "\ud800"):
        one = await users(await root.principal(), UserQuery(no_text, limit=-1))
        assert (len(one.users), one.more) == (1, True)


async def test_an_administrator_reaches_only_the_own_school(stage):
    root = await stage.super_admin()
    _, head = await school(stage, root)
    _, other = await school(stage, root, "Otra", "other@example.org")
    who = await head.principal()
    assert [user.email for user in (await stage.accounts.admin.users(who, UserQuery())).users] == [
        "head@example.org"
    ]
    change = stage.accounts.admin.change_user
    for stranger in (other.user_id, root.user_id, new_id()):
        assert (
            await refused(change(who, stranger, UserChange(suspended=True), HOME))
            == "accounts.user_not_found"
        )
    log = await stage.accounts.admin.audit(who, AuditQuery(limit=200))
    assert {entry.tenant_id for entry in log.entries} == {who.tenant_id}
    learner = await stage.person("ada@example.org")
    assert (
        await refused(stage.accounts.admin.users(await learner.principal(), UserQuery()))
        == "accounts.tenant_not_found"
    )


async def test_roles_plans_and_suspension_count_at_once(stage):
    root = await stage.super_admin()
    ada = await stage.person("ada@example.org")
    change = stage.accounts.admin.change_user
    who = await root.principal()
    until_ms = stage.clock.now_ms() + 60_000
    await change(who, ada.user_id, UserChange(role="teacher", plan="pro", plan_until_ms=until_ms), HOME)
    assert await ada.code() == "accounts.token_expired"
    await ada.renew()
    principal = await ada.principal()
    assert (principal.role, principal.plan) == ("teacher", "pro")
    assert {"matching:unlimited", "rooms:host"} <= principal.permissions
    stage.clock.advance(60_000)
    await ada.renew()
    assert (await ada.principal()).plan == "free"
    await change(who, ada.user_id, UserChange(suspended=True), HOME)
    assert await ada.code() == "accounts.suspended"
    await change(who, ada.user_id, UserChange(suspended=False), HOME)
    await ada.renew()
    assert await ada.code() == ""


async def test_what_may_not_be_given_is_refused(stage):
    root = await stage.super_admin()
    _, head = await school(stage, root)
    change = stage.accounts.admin.change_user
    who = await head.principal()
    assert (
        await refused(change(who, head.user_id, UserChange(plan="pro"), HOME)) == "accounts.role_not_allowed"
    )
    assert await refused(change(who, head.user_id, UserChange(role="learner"), HOME)) == "accounts.last_admin"
    assert await refused(change(who, head.user_id, UserChange(suspended=True), HOME)) == "accounts.last_admin"
    ada = await stage.person("ada@example.org")
    top = await root.principal()
    assert (
        await refused(change(top, ada.user_id, UserChange(role="admin"), HOME)) == "accounts.role_not_allowed"
    )
    assert await refused(change(top, root.user_id, UserChange(role="learner"), HOME)) == "accounts.last_admin"


async def test_a_super_admin_is_made_from_nothing_or_from_an_account(stage):
    ada = await stage.person("ada@example.org")
    user_id = await stage.accounts.create_super_admin("Ada@Example.org", "Ada", "a new password")
    assert user_id == ada.user_id
    assert await ada.code() == "accounts.token_revoked"
    session = await stage.accounts.sign_ins.sign_in(
        stage.device().sign_in("ada@example.org", "a new password"), HOME
    )
    assert session.account.role == "super_admin"


# The log


async def test_the_log_says_who_did_what_from_where(stage):
    root = await stage.super_admin()
    ada = await stage.person("ada@example.org")
    await stage.accounts.admin.change_user(
        await root.principal(), ada.user_id, UserChange(role="teacher"), HOME
    )
    page = await stage.accounts.admin.audit(await root.principal(), AuditQuery(user_id=ada.user_id))
    newest = page.entries[0]
    assert (newest.action, newest.actor_id, newest.subject_id) == ("user.changed", root.user_id, ada.user_id)
    assert (newest.detail, newest.address) == ({"role": "teacher"}, HOME.address)
    first = await stage.accounts.admin.audit(await root.principal(), AuditQuery(limit=1))
    assert first.more
    following = AuditQuery(before=first.entries[0].number, limit=200)
    rest = await stage.accounts.admin.audit(await root.principal(), following)
    assert first.entries[0].number not in [entry.number for entry in rest.entries]
    for before in (-5, 1 << 80):
        await stage.accounts.admin.audit(await root.principal(), AuditQuery(before=before))


async def test_the_log_narrows_to_some_actions_and_names_people(stage):
    root = await stage.super_admin()
    ada = await stage.person("ada@example.org")
    await stage.accounts.admin.change_user(
        await root.principal(), ada.user_id, UserChange(role="teacher"), HOME
    )
    page = await stage.accounts.admin.audit(await root.principal(), AuditQuery(action="user."))
    assert [each.action for each in page.entries] == ["user.changed"]
    assert {each.user_id: each.email for each in page.people} == {
        root.user_id: "root@example.org",
        ada.user_id: "ada@example.org",
    }
    none = await stage.accounts.admin.audit(await root.principal(), AuditQuery(action="user%"))
    assert (none.entries, none.people) == ((), ())


async def test_the_log_cannot_be_changed_or_shortened(database_url):
    clock = SystemClock()
    async with accounts_stage(database_url, clock=clock) as stage:
        await stage.person("ada@example.org")
        statements = [update(AUDIT).values(action="nothing"), delete(AUDIT)]
        if stage.database.dialect == "postgresql":
            statements.append(text("TRUNCATE audit"))
        for statement in statements:
            with pytest.raises((DBAPIError, AppError), match=r"append-only|storage"):
                async with stage.database.write() as tx:
                    await tx.connection.execute(statement)
        async with stage.database.read() as tx:
            kept = await audit_store.page(tx, tenant_id=None, user_id=None, before=0, limit=10)
        assert [entry.action for entry in kept] == ["account.made"]


async def test_what_is_older_than_the_log_is_kept_for_is_dropped(database_url):
    async with accounts_stage(database_url) as stage:  # its clock is years behind the database's
        await stage.person("ada@example.org")
        stage.clock.advance(731 * 24 * 60 * 60_000)
        await stage.accounts.tidy()
        async with stage.database.read() as tx:
            assert await audit_store.page(tx, tenant_id=None, user_id=None, before=0, limit=10) == []


async def test_an_account_there_is_becomes_admin_only_when_asked(stage):
    person = await stage.person()
    assert await stage.accounts.admin.has_account(" ADA@example.org")
    assert not await stage.accounts.admin.has_account("bob@example.org")
    making = stage.accounts.create_super_admin("ada@example.org", "Root", PASSWORD, replace=False)
    assert await refused(making) == "accounts.admin_exists"
    assert await person.code() == ""
    await stage.accounts.create_super_admin("ada@example.org", "Root", PASSWORD)
    assert await person.code() != ""
