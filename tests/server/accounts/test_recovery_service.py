"""Forgotten passwords and unconfirmed addresses are mended by links that work once."""

import asyncio

import pytest

from server.accounts import audit_store
from server.config.declarations import AccountsSection
from shared.errors import AppError
from tests.support.accounts_stage import AWAY, HOME, PASSWORD, accounts_stage, plain, refused
from tests.support.waiting import until


async def test_a_forgotten_password_is_replaced_by_a_link(stage):
    person = await stage.person()
    stage.accounts.recovery.ask_reset(" ADA@example.org", AWAY)
    mail = await stage.mailbox.next(2)
    assert mail["To"] == "ada@example.org"
    assert "https://learn.example.org/account/reset?token=" in plain(mail)
    token = await stage.mailbox.token(2)
    await stage.accounts.recovery.reset(token, "another password", AWAY)
    assert await person.code() == "accounts.token_revoked"
    session = await stage.accounts.sign_ins.sign_in(
        person.device.sign_in("ada@example.org", "another password"), HOME
    )
    assert session.account.email_verified
    old = person.device.sign_in("ada@example.org", PASSWORD)
    assert await refused(stage.accounts.sign_ins.sign_in(old, HOME)) == "accounts.wrong_sign_in"
    assert (
        await refused(stage.accounts.recovery.reset(token, "a third password", AWAY))
        == "accounts.link_invalid"
    )
    assert "was changed" in str((await stage.mailbox.next(3))["Subject"])


async def test_a_link_used_twice_at_once_works_once(stage):
    await stage.person()
    stage.accounts.recovery.ask_reset("ada@example.org", HOME)
    token = await stage.mailbox.token(2)
    calls = [stage.accounts.recovery.reset(token, f"password number {n}", HOME) for n in range(3)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [result for result in results if result is None] == [None]
    assert {error.code for error in results if error is not None} == {"accounts.link_invalid"}


async def test_a_link_runs_out_after_an_hour(stage):
    await stage.person()
    stage.accounts.recovery.ask_reset("ada@example.org", HOME)
    token = await stage.mailbox.token(2)
    stage.clock.advance(60 * 60_000)
    assert (
        await refused(stage.accounts.recovery.reset(token, "too late now", HOME)) == "accounts.link_invalid"
    )


async def test_links_are_for_one_purpose_and_no_other_token_works(stage):
    await stage.person()
    verify = await stage.mailbox.token()
    recovery = stage.accounts.recovery
    assert await refused(recovery.reset(verify, "long enough", HOME)) == "accounts.link_invalid"
    for odd in ("", "\0", "\ud800", "x" * 100_000):
        assert await refused(recovery.verify(odd, HOME)) == "accounts.link_invalid"
    assert await refused(recovery.reset(verify, "x" * 10_000, HOME)) == "accounts.password_too_long"
    assert await refused(recovery.reset(verify, "short", HOME)) == "accounts.password_too_short"


async def test_nobody_learns_who_has_an_account_and_nobody_is_flooded(stage):
    always = len(stage.scope)
    await stage.person()
    for _ in range(6):
        stage.accounts.recovery.ask_reset("nobody@example.org", HOME)
        stage.accounts.recovery.ask_reset("ada@example.org", HOME)
        await until(lambda: len(stage.scope) == always)  # only those that always run are left
    await stage.mailbox.next(4)
    stage.clock.advance(60 * 60_000)
    stage.accounts.recovery.ask_reset("ada@example.org", HOME)
    await stage.mailbox.next(5)
    assert {mail["To"] for mail in stage.mailbox.messages} == {"ada@example.org"}


async def test_an_address_is_confirmed_once(stage):
    person = await stage.person()
    token = await stage.mailbox.token()
    await stage.accounts.recovery.check_link(token, "verify")
    await stage.accounts.recovery.verify(token, HOME)
    assert (await stage.accounts.profile.me(await person.principal())).email_verified
    assert await refused(stage.accounts.recovery.verify(token, HOME)) == "accounts.link_invalid"
    assert (
        await refused(stage.accounts.recovery.resend(await person.principal())) == "accounts.already_verified"
    )


async def test_the_confirming_mail_is_sent_again_a_few_times(stage):
    person = await stage.person()
    for _ in range(2):
        await stage.accounts.recovery.resend(await person.principal())
    with pytest.raises(AppError) as error:
        await stage.accounts.recovery.resend(await person.principal())
    assert error.value.code == "accounts.too_many_mails"
    assert error.value.parameters["seconds"] == 3_600
    first = await stage.mailbox.token(1)
    await stage.mailbox.next(3)
    await stage.accounts.recovery.verify(first, HOME)  # a newer mail does not spoil the one at hand


async def test_without_mails_nothing_is_promised(database_url):
    must = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)
    async with accounts_stage(database_url, mail=False, accounts=must) as stage:
        person = await stage.person()
        assert await refused(stage.accounts.recovery.resend(await person.principal())) == "accounts.mail_off"
        stage.accounts.recovery.ask_reset("ada@example.org", HOME)
        assert not stage.accounts.server_info().mail


async def test_a_password_changes_by_the_old_one_and_other_devices_go(stage):
    person = await stage.person()
    elsewhere = await stage.accounts.sign_ins.sign_in(stage.device().sign_in("ada@example.org"), HOME)
    who = await person.principal()
    change = stage.accounts.recovery.change_password
    assert await refused(change(who, "not the old one", "long enough", HOME)) == "accounts.wrong_password"
    assert await refused(change(who, PASSWORD, "short", HOME)) == "accounts.password_too_short"
    async with stage.database.read() as tx:
        (entry, *_) = [one async for one in audit_store.of_person(tx, who.user_id)]
    assert (entry.action, entry.actor_id, entry.address) == ("password.refused", who.user_id, HOME.address)
    await change(who, PASSWORD, "long enough", HOME)
    assert await person.code() == ""
    assert await refused(stage.accounts.principal(elsewhere.access_token)) == "accounts.token_revoked"
    await stage.accounts.sign_ins.sign_in(stage.device().sign_in("ada@example.org", "long enough"), HOME)
