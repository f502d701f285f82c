"""What other slices use of accounts."""

from server.accounts import account_store
from server.config.declarations import AccountsSection
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, accounts_stage, refused


async def test_the_standing_of_an_account(stage):
    person = await stage.person(language="es")

    async def standing():
        async with stage.database.write() as tx:
            return await stage.accounts.standing(tx, person.user_id)

    found = await standing()
    assert (found.state, found.name, found.email, found.language) == (
        "active",
        "Ada",
        "ada@example.org",
        "es",
    )
    assert (found.role, found.plan, found.tenant_id, found.email_verified) == ("learner", "free", None, False)
    async with stage.database.write() as tx:
        await account_store.change(tx, person.user_id, suspended_ms=1)
    assert (await standing()).state == "suspended"
    async with stage.database.write() as tx:
        await account_store.change(tx, person.user_id, suspended_ms=None)
        assert await refused(stage.accounts.standing(tx, new_id())) == "accounts.user_not_found"
    await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    gone = await standing()
    assert (gone.state, gone.name, gone.email) == ("deleted", "", "")


async def test_an_unconfirmed_address_counts_only_where_asked(database_url):
    async with accounts_stage(database_url) as stage:
        person = await stage.person()
        async with stage.database.read() as tx:
            found = await stage.accounts.person(tx, person.user_id)
        stage.accounts.check_verified(found)
    must = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)
    async with accounts_stage(database_url, accounts=must) as stage:

        async def check():
            stage.accounts.check_verified(found)

        assert await refused(check()) == "accounts.confirm_email"
        assert stage.accounts.normal_email("A@Example.org") == "a@example.org"


async def test_a_group_invitation_is_mailed(stage):
    await stage.accounts.send_group_invitation(
        "kid@example.org", "es", group="Biología", inviter="Ada", url="https://l.example/join/x"
    )
    mail = await stage.mailbox.next()
    assert str(mail["Subject"]) == "Ada te invita al grupo «Biología»"


async def test_tidying_forgets_what_has_run_out_and_nothing_else(stage):
    person = await stage.person()
    stage.clock.advance(89 * 24 * 60 * 60_000)
    await stage.accounts.tidy()
    await person.renew()
    assert await person.code() == ""
    assert stage.accounts.server_info().version == "1.0"
