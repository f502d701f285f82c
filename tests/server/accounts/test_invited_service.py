"""Accepting an invitation in the browser."""

from server.accounts import audit_store
from server.config.declarations import AccountsSection
from shared.accounts.messages import NewTenantInvitation
from tests.support.accounts_stage import AWAY, HOME, PASSWORD, accounts_stage, refused, school, token_of


async def invited(stage, address, role="teacher"):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    body = NewTenantInvitation(address, role)
    made = await stage.accounts.tenants.invite(await head.principal(), tenant_id, body, HOME)
    return token_of(made.url)


async def test_somebody_new_makes_an_account(stage):
    token = await invited(stage, "kid@example.org")
    asked = await stage.accounts.invited.look(token)
    assert (asked.email, asked.tenant, asked.inviter, asked.known) == (
        "kid@example.org",
        "Escuela",
        "Ada",
        False,
    )
    accept = stage.accounts.invited.accept
    assert await refused(accept(token, "", PASSWORD, AWAY)) == "accounts.name_invalid"
    assert await refused(accept(token, "Kid", "short", AWAY)) == "accounts.password_too_short"
    await accept(token, "Kid", PASSWORD, AWAY)
    session = await stage.accounts.sign_ins.sign_in(stage.device().sign_in("kid@example.org"), HOME)
    account = session.account
    assert (account.name, account.role, account.email_verified) == ("Kid", "teacher", True)
    assert await refused(accept(token, "Kid", PASSWORD, AWAY)) == "accounts.invitation_invalid"


async def test_somebody_known_joins_with_the_password(stage):
    ada = await stage.person()
    token = await invited(stage, "ada@example.org")
    assert (await stage.accounts.invited.look(token)).known
    accept = stage.accounts.invited.accept
    assert await refused(accept(token, "", "not hers", AWAY)) == "accounts.wrong_sign_in"
    async with stage.database.read() as tx:
        (entry, *_) = [one async for one in audit_store.of_person(tx, ada.user_id)]
    assert (entry.action, entry.actor_id, entry.address) == ("sign_in.refused", None, AWAY.address)
    assert await refused(accept(token, "", "x" * 10_000, AWAY)) == "accounts.password_too_long"
    await accept(token, "", PASSWORD, AWAY)
    await ada.renew()
    assert (await ada.principal()).role == "teacher"


async def test_the_door_may_be_closed_to_all_others(database_url):
    section = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up="closed")
    async with accounts_stage(database_url, accounts=section) as stage:
        token = await invited(stage, "kid@example.org")
        await stage.accounts.invited.accept(token, "Kid", PASSWORD, AWAY)
        assert await refused(stage.accounts.invited.look("nothing")) == "accounts.invitation_invalid"
