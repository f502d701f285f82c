"""What the parts of the accounts share."""

import dataclasses

from server.config.declarations import AccountsSection, MailSection, ServerConfig, ServerSection
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, accounts_stage, refused


async def test_links_lead_to_this_server(stage):
    context = stage.accounts._context
    assert context.link("verify", "abc") == "https://learn.example.org/account/verify?token=abc"
    bare = dataclasses.replace(context, config=ServerConfig(server=ServerSection(port=8440)))
    assert bare.link("reset", "abc") == "http://127.0.0.1:8440/account/reset?token=abc"


async def test_addresses_are_confirmed_only_where_mails_can_be_sent(database_url):
    must = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)
    async with accounts_stage(database_url, accounts=must, mail=False) as stage:
        assert not stage.accounts._context.must_verify
        assert stage.accounts._context.config.mail == MailSection()


async def test_a_deleted_account_is_not_found(stage):
    person = await stage.person()
    context = stage.accounts._context
    async with stage.database.write() as tx:
        assert (await context.account(tx, person.user_id, lock=True)).name == "Ada"
        assert await refused(context.account(tx, new_id())) == "accounts.user_not_found"
    await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    async with stage.database.read() as tx:
        assert await refused(context.account(tx, person.user_id)) == "accounts.user_not_found"
