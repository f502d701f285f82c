"""An account moves to another address: by the new address's own mail and the password, and the old one is told."""

import asyncio

import pytest

from shared.accounts.messages import AuditQuery
from shared.errors import AppError
from tests.support.accounts_stage import AWAY, HOME, PASSWORD, accounts_stage, plain, refused

NEW = "ada.l@example.org"


async def actions(stage, person):
    root = await stage.super_admin()
    page = await stage.accounts.admin.audit(await root.principal(), AuditQuery(user_id=person.user_id))
    return [entry.action for entry in page.entries if entry.action.startswith("email.")]


async def asked(stage, person, email=NEW):
    return await stage.accounts.emails.ask(await person.principal(), email, PASSWORD, HOME)


async def mail_to(stage, address, count):
    """The newest mail to an address, once so many came in all."""
    await stage.mailbox.next(count)
    return [mail for mail in stage.mailbox.messages if mail["To"] == address][-1]


async def token_to(stage, address, count):
    return plain(await mail_to(stage, address, count)).partition("token=")[2].split()[0]


async def test_the_new_address_is_asked_and_the_old_one_told(stage):
    person = await stage.person()
    answer = await asked(stage, person, " ADA.L@example.org ")
    assert (answer.asked, answer.account.email) == (True, "ada@example.org")
    warned = await mail_to(stage, "ada@example.org", 3)
    assert "about to change" in str(warned["Subject"])
    assert NEW not in plain(warned)
    token = await token_to(stage, NEW, 3)
    await stage.accounts.emails.confirm(token, PASSWORD, AWAY)
    told = await mail_to(stage, "ada@example.org", 4)
    assert "was changed" in str(told["Subject"])
    account = await stage.accounts.profile.me(await person.principal())
    assert (account.email, account.email_verified) == (NEW, True)
    session = await stage.accounts.sign_ins.sign_in(person.device.sign_in(NEW), HOME)
    assert session.account.user_id == person.user_id
    old = stage.accounts.sign_ins.sign_in(person.device.sign_in("ada@example.org"), HOME)
    assert await refused(old) == "accounts.wrong_sign_in"
    assert await refused(stage.accounts.emails.confirm(token, PASSWORD, HOME)) == "accounts.link_invalid"
    assert sorted(await actions(stage, person)) == ["email.asked", "email.changed"]


async def test_a_mistyped_address_gives_a_stranger_nothing(stage):
    person = await stage.person()
    await asked(stage, person, "stranger@example.org")
    token = await token_to(stage, "stranger@example.org", 3)
    for guess in ("", "not the password"):
        confirming = stage.accounts.emails.confirm(token, guess, AWAY)
        assert await refused(confirming) == "accounts.wrong_password"
    await asked(stage, person)
    again = stage.accounts.emails.confirm(token, PASSWORD, AWAY)
    assert await refused(again) == "accounts.link_invalid", "a newer wish ends the one before"
    await stage.accounts.recovery.change_password(
        await person.principal(), PASSWORD, "quite another one", HOME
    )
    later = stage.accounts.emails.confirm(await token_to(stage, NEW, 5), "quite another one", HOME)
    assert await refused(later) == "accounts.link_invalid", "a new password ends every link"


async def test_it_asks_for_the_password_and_for_another_address(stage):
    person = await stage.person()
    who, ask = await person.principal(), stage.accounts.emails.ask
    assert await refused(ask(who, NEW, "wrong", HOME)) == "accounts.wrong_password"
    assert await refused(ask(who, "no address", PASSWORD, HOME)) == "accounts.email_invalid"
    assert await refused(ask(who, "ADA@example.org", PASSWORD, HOME)) == "accounts.email_same"
    for number in range(3):
        await asked(stage, person, f"ada{number}@example.org")
    assert await refused(ask(who, NEW, PASSWORD, HOME)) == "accounts.too_many_mails"


async def test_nobody_learns_who_has_an_account(stage):
    person, _bob = await stage.person(), await stage.person("bob@example.org")
    answer = await asked(stage, person, "bob@example.org")
    assert answer.asked
    await stage.mailbox.next(4)
    subjects = [str(mail["Subject"]) for mail in stage.mailbox.messages if mail["To"] == "bob@example.org"]
    assert any("already" in subject for subject in subjects)
    assert not any("Use this address" in subject for subject in subjects)


async def test_an_address_that_was_taken_meanwhile_stays_its_owners(stage):
    ada, bob = await stage.person(), await stage.person("bob@example.org")
    await asked(stage, ada)
    await asked(stage, bob)
    await stage.mailbox.next(6)
    mails = [mail for mail in stage.mailbox.messages if mail["To"] == NEW]
    tokens = [plain(mail).partition("token=")[2].split()[0] for mail in mails]
    calls = [stage.accounts.emails.confirm(token, PASSWORD, HOME) for token in tokens]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(result is None for result in results) == 1
    (failed,) = [result for result in results if result is not None]
    assert isinstance(failed, AppError)
    assert failed.code == "accounts.email_taken"


@pytest.mark.parametrize("taken", [False, True])
async def test_without_mails_it_is_in_force_at_once(database_url, taken):
    async with accounts_stage(database_url, mail=False) as stage:
        person = await stage.person()
        if taken:
            await stage.person(NEW)
            assert await refused(asked(stage, person)) == "accounts.email_taken"
            return
        answer = await asked(stage, person)
        assert (answer.asked, answer.account.email, answer.account.email_verified) == (False, NEW, False)
        assert (await stage.accounts.sign_ins.sign_in(person.device.sign_in(NEW), HOME)).account.email == NEW
        assert sorted(await actions(stage, person)) == ["email.asked", "email.changed"]
