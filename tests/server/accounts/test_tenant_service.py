"""Schools are kept apart, filled by invitation, and never left without somebody in charge."""

from server.accounts.sessions import KNOWN_MS
from server.accounts.tenant_service import SERVER
from server.config.declarations import AccountsSection
from shared.accounts.messages import (
    NewTenant,
    NewTenantInvitation,
    TenantChange,
    UserChange,
    UserQuery,
)
from shared.ids import new_id
from tests.support.accounts_stage import HOME, Person, accounts_stage, plain, refused, school, token_of


async def test_a_tenant_is_made_once_and_its_first_administrator_invited(stage):
    root = await stage.super_admin()
    body = NewTenant(new_id(), " Escuela  Uno ", "head@example.org")
    made = await stage.accounts.tenants.create(await root.principal(), body, HOME)
    again = await stage.accounts.tenants.create(await root.principal(), body, HOME)
    assert made == again
    assert (made.name, made.members) == ("Escuela Uno", 0)
    assert len((await stage.accounts.tenants.all()).tenants) == 1
    mail = await stage.mailbox.next(2)
    assert (mail["To"], str(mail["Subject"])) == ("head@example.org", "Root invites you to “Escuela Uno”")
    old, new = await stage.mailbox.token(1), await stage.mailbox.token(2)
    assert await refused(stage.person("head@example.org", invitation=old)) == "accounts.invitation_invalid"
    head = await stage.person("head@example.org", invitation=new)
    account = head.session.account
    assert (account.role, account.tenant_name, account.email_verified) == ("admin", "Escuela Uno", True)
    assert (await head.principal()).tenant_id == body.tenant_id


async def test_an_invitation_is_for_one_e_mail_and_one_use(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    invite = stage.accounts.tenants.invite
    made = await invite(await head.principal(), tenant_id, NewTenantInvitation("kid@example.org"), HOME)
    token = token_of(made.url)
    assert (
        await refused(stage.person("other@example.org", invitation=token))
        == "accounts.invitation_other_email"
    )
    kid = await stage.person("kid@example.org", invitation=token)
    assert (kid.session.account.role, kid.session.account.tenant_id) == ("learner", tenant_id)
    assert await refused(stage.person("kid2@example.org", invitation=token)) == "accounts.invitation_invalid"


async def test_somebody_with_an_account_joins_and_leaves(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    ada = await stage.person("ada@example.org")
    bob = await stage.person("bob@example.org")
    tenants, moved = stage.accounts.tenants, []
    stage.accounts.on_tenant_changed(moved.append)
    body = NewTenantInvitation("ada@example.org", "teacher")
    url = (await tenants.invite(await head.principal(), tenant_id, body, HOME)).url
    assert (
        await refused(tenants.accept(await bob.principal(), token_of(url), HOME))
        == "accounts.invitation_other_email"
    )
    assert moved == []
    await tenants.accept(await ada.principal(), token_of(url), HOME)
    assert moved == [ada.user_id]
    assert await ada.code() == "accounts.token_expired"
    await ada.renew()
    assert ((await ada.principal()).role, (await ada.principal()).tenant_id) == ("teacher", tenant_id)
    await tenants.remove_member(await ada.principal(), tenant_id, ada.user_id, HOME)
    assert moved == [ada.user_id, ada.user_id]
    await ada.renew()
    assert ((await ada.principal()).role, (await ada.principal()).tenant_id) == ("learner", None)


async def test_one_account_belongs_to_one_school(stage):
    root = await stage.super_admin()
    _, head = await school(stage, root)
    other_id, other_head = await school(stage, root, "Otra", "other@example.org")
    body = NewTenantInvitation("head@example.org", "teacher")
    url = (await stage.accounts.tenants.invite(await other_head.principal(), other_id, body, HOME)).url
    join = stage.accounts.tenants.accept(await head.principal(), token_of(url), HOME)
    assert await refused(join) == "accounts.in_other_tenant"


async def test_a_school_that_is_not_ones_own_does_not_exist(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    other_id, _ = await school(stage, root, "Otra", "other@example.org")
    learner = await stage.person("ada@example.org")
    tenants, body = stage.accounts.tenants, NewTenantInvitation("x@example.org")
    for who, where in ((head, other_id), (learner, tenant_id), (head, SERVER)):
        principal = await who.principal()
        assert await refused(tenants.invite(principal, where, body, HOME)) == "accounts.tenant_not_found"
        assert await refused(tenants.invitations(principal, where)) == "accounts.tenant_not_found"
        assert (
            await refused(tenants.withdraw(principal, where, new_id(), HOME)) == "accounts.tenant_not_found"
        )
        removal = tenants.remove_member(principal, where, root.user_id, HOME)
        assert await refused(removal) == "accounts.tenant_not_found"
    removal = tenants.remove_member(await head.principal(), tenant_id, learner.user_id, HOME)
    assert await refused(removal) == "accounts.user_not_found"


async def test_invitations_are_listed_without_their_token_and_taken_back(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    who = await head.principal()
    made = await stage.accounts.tenants.invite(who, tenant_id, NewTenantInvitation("kid@example.org"), HOME)
    listed = (await stage.accounts.tenants.invitations(who, tenant_id)).invitations
    assert [(one.email, one.url) for one in listed] == [("kid@example.org", "")]
    await stage.accounts.tenants.withdraw(who, tenant_id, made.invitation_id, HOME)
    assert (await stage.accounts.tenants.invitations(who, tenant_id)).invitations == ()
    again = stage.accounts.tenants.withdraw(who, tenant_id, made.invitation_id, HOME)
    assert await refused(again) == "accounts.invitation_not_found"


async def test_an_invitation_runs_out(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    body = NewTenantInvitation("kid@example.org")
    made = await stage.accounts.tenants.invite(await head.principal(), tenant_id, body, HOME)
    stage.clock.advance(14 * 24 * 60 * 60_000)
    sign_up = stage.person("kid@example.org", invitation=token_of(made.url))
    assert await refused(sign_up) == "accounts.invitation_invalid"


async def test_the_invited_get_in_where_nobody_else_does(database_url):
    section = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up="invited", verify_email=True)
    async with accounts_stage(database_url, accounts=section) as stage:
        root = await stage.super_admin()
        body = NewTenantInvitation("ada@example.org", "teacher")
        made = await stage.accounts.tenants.invite(await root.principal(), SERVER, body, HOME)
        assert "invites you to Testschule" in str((await stage.mailbox.next())["Subject"])
        assert made.url in plain(stage.mailbox.messages[0])
        ada = await stage.person("ada@example.org", invitation=token_of(made.url))
        assert (ada.session.account.role, ada.session.account.tenant_id) == ("teacher", None)
        admin = NewTenantInvitation("x@example.org", "admin")
        invite = stage.accounts.tenants.invite(await root.principal(), SERVER, admin, HOME)
        assert await refused(invite) == "accounts.role_not_allowed"


async def test_a_suspended_school_can_do_nothing(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    ended = []
    stage.accounts.on_session_ended(lambda user_id, _: ended.append(user_id))
    change = stage.accounts.tenants.change
    await change(await root.principal(), tenant_id, TenantChange(suspended=True), HOME)
    assert await head.code() == "accounts.suspended"
    assert ended == [head.user_id]
    renamed = await change(await root.principal(), tenant_id, TenantChange("Otra vez", suspended=False), HOME)
    assert (renamed.name, renamed.suspended, renamed.members) == ("Otra vez", False, 1)
    await head.renew()
    assert await head.code() == ""
    nowhere = change(await root.principal(), new_id(), TenantChange("x"), HOME)
    assert await refused(nowhere) == "accounts.tenant_not_found"


async def test_the_last_administrator_stays(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    leave = stage.accounts.tenants.remove_member(await head.principal(), tenant_id, head.user_id, HOME)
    assert await refused(leave) == "accounts.last_admin"
    body = NewTenantInvitation("deputy@example.org", "admin")
    url = (await stage.accounts.tenants.invite(await head.principal(), tenant_id, body, HOME)).url
    deputy = await stage.person("deputy@example.org", invitation=token_of(url))
    await stage.accounts.tenants.remove_member(await deputy.principal(), tenant_id, head.user_id, HOME)
    stage.clock.advance(KNOWN_MS)
    await head.renew()
    assert (await head.principal()).tenant_id is None
    users = await stage.accounts.admin.users(await deputy.principal(), UserQuery())
    assert [user.user_id for user in users.users] == [deputy.user_id]


async def test_nobody_gives_more_than_they_have(stage):
    root = await stage.super_admin()
    tenant_id, head = await school(stage, root)
    who = await head.principal()
    change = stage.accounts.admin.change_user(who, head.user_id, UserChange(role="super_admin"), HOME)
    assert await refused(change) == "accounts.role_not_allowed"
    teacher = Person(stage, head.device, head.session)
    assert (await teacher.principal()).tenant_id == tenant_id
