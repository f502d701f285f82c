"""Who somebody is elsewhere opens their account here, and nobody else's. The provider is a lying one."""

import asyncio

import pytest

from server.accounts import account_store, audit_store
from server.config.declarations import AccountsSection, LimitsSection
from shared.accounts.foreign_messages import LinkWay
from shared.accounts.messages import NewTenantInvitation
from shared.accounts.pkce import challenge_of, new_verifier
from shared.errors import AppError
from shared.ids import new_id
from tests.support.accounts_stage import AWAY, HOME, PASSWORD, plain, refused, school, sqlite_url, token_of
from tests.support.foreign_stage import ADA, BACK, elsewhere

MUST = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)


@pytest.fixture
async def at(database_url):
    async with elsewhere(database_url) as running:
        yield running


@pytest.fixture
async def here(tmp_path):
    """On SQLite alone, where no statement is at stake."""
    async with elsewhere(sqlite_url(tmp_path)) as running:
        yield running


async def row(at, user_id):
    async with at.stage.database.read() as tx:
        return await account_store.by_id(tx, user_id)


# A new account


async def test_somebody_new_is_asked_and_then_has_an_account(at):
    told = []

    async def linked(tx, user_id, kind, subject):
        told.append((user_id, kind, subject, await at.stage.accounts.linked_to(tx, kind, subject)))

    at.stage.accounts.on_foreign_linked(linked)
    proven = await at.proven()
    assert (proven.needs, proven.provider, proven.name, proven.email) == (
        "account", "school", "Ada L.", "ada@example.org",
    )  # fmt: skip
    user_id = new_id()
    body = at.stage.device().enter(proven.ticket, name=" Ada  Lovelace ", language="es", user_id=user_id)
    session = await at.foreign.enter(body, HOME)
    account = session.account
    assert (account.user_id, account.email, account.email_verified) == (user_id, "ada@example.org", True)
    assert (account.name, account.language, account.plan) == ("Ada Lovelace", "es", "free")
    assert (await row(at, user_id)).password_hash is None
    assert told == [(user_id, "oidc", "user_1", user_id)]
    assert (await at.stage.accounts.principal(session.access_token)).user_id == user_id


async def test_who_came_before_comes_in_at_once_whatever_the_e_mail_is_now(here):
    person = await here.person()
    here.fake.person.update(email="other@example.org", name="X")
    proven = await here.proven()
    assert proven.needs == "nothing"
    session = await here.foreign.enter(here.stage.device().enter(proven.ticket), AWAY)
    assert session.account == person.session.account
    (way,) = (await here.stage.accounts.ways.ways(await person.principal())).ways
    assert way.email == "other@example.org"


async def test_the_name_elsewhere_is_taken_when_none_is_typed(here):
    assert (await here.enter()).account.name == "Ada L."
    here.fake.person = {"sub": "user_2", "email": "b@example.org"}
    ticket = (await here.proven()).ticket
    assert (
        await refused(here.foreign.enter(here.stage.device().enter(ticket), HOME)) == "accounts.name_invalid"
    )
    session = await here.foreign.enter(here.stage.device().enter(ticket, name="Bob"), HOME)
    assert (session.account.name, session.account.email_verified) == ("Bob", False)


async def test_an_id_that_somebody_had_is_not_given_again(here):
    first = await here.person()
    here.fake.person = {**ADA, "sub": "user_2", "email": "b@example.org"}
    assert (await here.enter(user_id=first.user_id)).account.user_id != first.user_id


# An e-mail opens nothing


@pytest.mark.parametrize("verified", [True, False])
async def test_an_e_mail_that_has_an_account_needs_its_password_once(here, verified):
    person = await here.stage.person()
    here.fake.person["email_verified"] = verified
    proven = await here.proven()
    assert proven.needs == "password"
    device = here.stage.device()
    for wrong in ("", "wrong words"):
        body = device.enter(proven.ticket, password=wrong)
        assert await refused(here.foreign.enter(body, HOME)) == "accounts.wrong_sign_in"
    assert (await here.proven()).needs == "password"
    session = await here.foreign.enter(device.enter(proven.ticket, password=PASSWORD), HOME)
    assert session.account.user_id == person.user_id
    assert (await here.proven()).needs == "nothing"
    assert "School login" in plain(await here.stage.mailbox.next(2))
    assert (await here.enter()).account.user_id == person.user_id


async def test_guessing_with_a_ticket_is_slowed_down_like_any_other(tmp_path):
    async with elsewhere(sqlite_url(tmp_path), limits=LimitsSection(account_per_hour=3)) as at:
        await at.stage.person()
        ticket = (await at.proven()).ticket
        codes = [
            await refused(at.foreign.enter(at.stage.device().enter(ticket, password="guess"), AWAY))
            for _ in range(4)
        ]
        assert codes == ["accounts.wrong_sign_in"] * 3 + ["accounts.too_many_attempts"]


async def test_an_account_without_a_password_is_not_linked_by_its_e_mail(here):
    await here.person()
    here.fake.person["sub"] = "user_2"
    proven = await here.proven()
    assert proven.needs == "other_way"
    with pytest.raises(AppError) as error:
        await here.foreign.enter(here.stage.device().enter(proven.ticket, name="X"), HOME)
    assert error.value.code == "accounts.sign_in_other_way"
    assert error.value.parameters == {"email": "ada@example.org", "provider": "School login"}


async def test_where_addresses_must_be_confirmed_an_unconfirmed_one_tells_nothing(tmp_path):
    async with elsewhere(sqlite_url(tmp_path), accounts=MUST) as at:
        at.fake.person["email_verified"] = False
        assert await refused(at.proven()) == "accounts.provider_email_unverified"
        at.fake.person["email_verified"] = True
        session = await at.enter()
        assert session.account.email_verified
        assert at.stage.mailbox.messages == []


async def test_a_squatter_of_an_address_keeps_nobody_out_for_long(tmp_path):
    """Somebody signed up with Ada's address and never confirmed it: Ada resets the password by mail."""
    async with elsewhere(sqlite_url(tmp_path), accounts=MUST) as at:
        body = at.stage.device().sign_up("ada@example.org", "squatters words")
        assert await refused(at.stage.accounts.sign_ups.sign_up(body, AWAY)) == "accounts.confirm_email"
        assert (await at.proven()).needs == "password"
        at.stage.accounts.recovery.ask_reset("ada@example.org", HOME)
        await at.stage.accounts.recovery.reset(await at.stage.mailbox.token(2), "a brand new one", HOME)
        session = await at.enter(password="a brand new one")
        assert session.account.email_verified


async def test_an_address_that_became_unconfirmed_is_confirmed_by_the_provider(tmp_path):
    async with elsewhere(sqlite_url(tmp_path)) as at:
        at.fake.person["email_verified"] = False
        person = await at.person()
        assert not person.session.account.email_verified
    async with elsewhere(sqlite_url(tmp_path), accounts=MUST) as at:
        async with at.stage.database.write() as tx:
            await tx.connection.exec_driver_sql(f"UPDATE sign_in_way SET issuer = '{at.fake.url}'")
        at.fake.person["email_verified"] = False
        assert await refused(at.enter()) == "accounts.confirm_email"
        assert "token=" in plain(await at.stage.mailbox.next())
        at.fake.person["email_verified"] = True
        assert (await at.enter()).account.email_verified


async def test_no_e_mail_no_account(here):
    here.fake.person = {"sub": "user_1", "email": "no address"}
    assert await refused(here.proven()) == "accounts.provider_no_email"


# Who may have an account


async def test_a_closed_server_makes_none(tmp_path):
    closed = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up="closed")
    async with elsewhere(sqlite_url(tmp_path), accounts=closed) as at:
        assert await refused(at.proven()) == "accounts.sign_up_closed"
        root = await at.stage.super_admin()
        at.fake.person["email"] = "root@example.org"
        assert (await at.enter(password=PASSWORD)).account.user_id == root.user_id


async def test_where_invitations_are_asked_one_is_needed(tmp_path):
    invited = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up="invited")
    async with elsewhere(sqlite_url(tmp_path), accounts=invited) as at:
        root = await at.stage.super_admin()
        _tenant, head = await school(at.stage, root)
        proven = await at.proven()
        assert proven.needs == "account"
        device = at.stage.device()
        assert (
            await refused(at.foreign.enter(device.enter(proven.ticket), HOME)) == "accounts.invitation_needed"
        )
        who = await head.principal()
        other = await at.stage.accounts.tenants.invite(
            who, _tenant, NewTenantInvitation("x@example.org"), HOME
        )
        body = device.enter(proven.ticket, invitation=token_of(other.url))
        assert await refused(at.foreign.enter(body, HOME)) == "accounts.invitation_other_email"
        hers = await at.stage.accounts.tenants.invite(
            who, _tenant, NewTenantInvitation("ada@example.org"), HOME
        )
        session = await at.foreign.enter(device.enter(proven.ticket, invitation=token_of(hers.url)), HOME)
        assert session.account.tenant_id == _tenant


async def test_a_suspended_account_stays_out(here):
    person = await here.person()
    async with here.stage.database.write() as tx:
        await account_store.change(tx, person.user_id, suspended_ms=1)
    assert await refused(here.enter()) == "accounts.suspended"


# What went through the browser is good once, for whoever began


async def test_a_ticket_signs_in_once(here):
    ticket = (await here.proven()).ticket
    await here.foreign.enter(here.stage.device().enter(ticket), HOME)
    assert (
        await refused(here.foreign.enter(here.stage.device().enter(ticket), HOME))
        == "accounts.browser_answer_old"
    )


async def test_what_a_device_gets_wrong_does_not_use_the_ticket_up(here):
    ticket = (await here.proven()).ticket
    device = here.stage.device()
    late = device.enter(ticket)
    here.stage.clock.step_wall(-20 * 60_000)
    assert await refused(here.foreign.enter(late, HOME)) == "accounts.clock_skew"
    here.stage.clock.step_wall(20 * 60_000)
    other = await here.stage.person("bob@example.org")
    taken = here.stage.device()
    taken.device_id = other.device.device_id
    assert await refused(here.foreign.enter(taken.enter(ticket), HOME)) == "accounts.device_taken"
    async with here.stage.database.read() as tx:
        assert await account_store.by_email(tx, "ada@example.org") is None
    await here.foreign.enter(device.enter(ticket), HOME)


async def test_a_device_signs_the_ticket_it_hands_in(here):
    one, other = (await here.proven()).ticket, (await here.proven()).ticket
    body = here.stage.device().enter(one)
    stolen = type(body)(other, body.device)
    assert await refused(here.foreign.enter(stolen, HOME)) == "accounts.device_unproven"


async def test_only_who_began_finishes_and_once(here):
    back = await here.came_back()
    stolen = type(back)(back.state, back.code, new_verifier())
    assert await refused(here.foreign.finish(stolen)) == "accounts.browser_answer_old"
    assert await refused(here.foreign.finish(type(back)("x", back.code, back.code_verifier))) == (
        "accounts.browser_answer_old"
    )
    await here.foreign.finish(back)
    assert await refused(here.foreign.finish(back)) == "accounts.browser_answer_old"


async def test_a_failed_finish_is_used_up_too(here):
    back = await here.came_back()
    here.fake.claims["nonce"] = "another"
    assert await refused(here.foreign.finish(back)) == "accounts.provider_failed"
    here.fake.claims.clear()
    assert await refused(here.foreign.finish(back)) == "accounts.browser_answer_old"


async def test_both_run_out(here):
    back = await here.came_back()
    here.stage.clock.advance(10 * 60_000)
    assert await refused(here.foreign.finish(back)) == "accounts.browser_answer_old"
    ticket = (await here.proven()).ticket
    here.stage.clock.advance(10 * 60_000)
    late = here.stage.device().enter(ticket)
    assert await refused(here.foreign.enter(late, HOME)) == "accounts.browser_answer_old"


async def test_a_ticket_to_link_does_not_sign_in(here):
    person = await here.stage.person("bob@example.org")
    proven = await here.proven("link", person)
    body = here.stage.device().enter(proven.ticket)
    assert await refused(here.foreign.enter(body, HOME)) == "accounts.browser_answer_old"


async def test_what_a_begin_may_not_ask(here):
    challenge = challenge_of(new_verifier())
    begin = here.foreign.begin
    assert await refused(begin("other", BACK, challenge)) == "accounts.no_such_provider"
    assert await refused(begin("school", BACK, "plain")) == "accounts.redirect_not_allowed"
    for url in ("https://evil.org/callback", "http://localhost:1/", "x" * 300):
        assert await refused(begin("school", url, challenge)) == "accounts.redirect_not_allowed"
    here.fake.failing = 500
    assert await refused(begin("school", BACK, challenge)) == "accounts.provider_unreachable"


async def test_two_devices_at_once_make_one_account(at):
    tickets = [(await at.proven()).ticket for _ in range(2)]

    async def enter(ticket):
        try:
            return (await at.foreign.enter(at.stage.device().enter(ticket), HOME)).account.user_id
        except AppError as error:
            return error.code

    found = await asyncio.gather(*map(enter, tickets))
    made = {each for each in found if not isinstance(each, str)}
    assert len(made) == 1
    assert {each for each in found if isinstance(each, str)} <= {
        "accounts.email_taken", "accounts.sign_in_other_way",
    }  # fmt: skip


# Around it


async def test_the_server_says_which_providers_it_has(tmp_path):
    async with elsewhere(sqlite_url(tmp_path), kind="whop") as at:
        (told,) = at.stage.accounts.server_info().providers
        assert (told.provider, told.name, told.redirect_uris) == ("school", "School login", ())
        person = await at.person()
        async with at.stage.database.read() as tx:
            assert await at.stage.accounts.linked_to(tx, "whop", "user_1") == person.user_id
        assert person.session.server.providers == (told,)


async def test_an_account_without_a_password_is_asked_to_choose_one(here):
    person = await here.person()
    who = await person.principal()
    accounts = here.stage.accounts
    assert await refused(accounts.data.erase(who, "", HOME)) == "accounts.no_password"
    assert await refused(accounts.emails.ask(who, "new@example.org", "", HOME)) == "accounts.no_password"
    assert (
        await refused(accounts.recovery.change_password(who, "", "brand new one", HOME))
        == "accounts.no_password"
    )
    body = here.stage.device().sign_in("ada@example.org", "")
    assert await refused(accounts.sign_ins.sign_in(body, HOME)) == "accounts.wrong_sign_in"


async def test_a_password_by_mail_unlinks_whoever_got_in_before(here):
    owner = await here.stage.person()
    here.fake.person.update(sub="intruder", email="intruder@example.org")
    ticket = (await here.proven("link", owner)).ticket
    await here.stage.accounts.ways.link(await owner.principal(), LinkWay(ticket, PASSWORD), AWAY)
    assert (await here.proven()).needs == "nothing"
    here.stage.accounts.recovery.ask_reset("ada@example.org", HOME)
    await here.stage.accounts.recovery.reset(await here.stage.mailbox.token(3), "a brand new one", HOME)
    assert (await here.proven()).needs == "account"


async def test_a_mail_gives_it_a_password_too_and_then_it_can_be_erased(here):
    person = await here.person()
    here.stage.accounts.recovery.ask_reset("ada@example.org", HOME)
    await here.stage.accounts.recovery.reset(await here.stage.mailbox.token(), PASSWORD, HOME)
    session = await here.stage.accounts.sign_ins.sign_in(person.device.sign_in("ada@example.org"), HOME)
    person.session = session
    await here.stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    assert (await here.proven()).needs == "account"


async def test_it_is_in_the_log_and_in_the_export(here):
    person = await here.person()
    pieces = [piece async for piece in await here.stage.accounts.data.export(await person.principal(), HOME)]
    assert b"sign_ins.jsonl" in b"".join(pieces)
    async with here.stage.database.read() as tx:
        entries = [entry async for entry in audit_store.of_person(tx, person.user_id)]
    assert {"provider": "school"} in [entry.detail for entry in entries if entry.action == "sign_in"]
