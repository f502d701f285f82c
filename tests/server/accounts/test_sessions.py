"""A sign-in survives lost answers, dies with stolen tokens, and every change of standing counts at once."""

import asyncio

import msgspec
import pytest

from server.accounts import account_store, session_store
from server.accounts.refresh_tokens import new_token
from server.accounts.sessions import GRACE_MS, KNOWN_MS
from server.config.declarations import AccountsSection
from shared.accounts.messages import AuditQuery, Refresh
from shared.base64url import encoded
from shared.errors import AppError
from shared.ids import new_id
from tests.support.accounts_stage import HOME, Person, accounts_stage


async def refused(person, body):
    with pytest.raises(AppError) as error:
        await person.stage.accounts.refresh(body, HOME)
    return error.value.code


async def test_a_refresh_gives_the_next_tokens(stage):
    person = await stage.person()
    first = person.session
    stage.clock.advance(16 * 60_000)
    assert await person.code() == "accounts.token_expired"
    second = await person.renew()
    assert second.refresh_token != first.refresh_token
    assert await person.code() == ""
    third = await person.renew()
    assert third.refresh_token != second.refresh_token


async def test_a_lost_answer_signs_nobody_out_however_long_it_takes(stage):
    person = await stage.person()
    body = person.device.refresh(person.session.refresh_token)
    lost = await stage.accounts.refresh(body, HOME)
    stage.clock.advance(3 * 24 * 60 * 60_000)  # the laptop's lid was closed over the weekend
    again = await stage.accounts.refresh(body, HOME)
    assert again.refresh_token == lost.refresh_token
    person.session = again
    await person.principal()
    await person.renew()
    assert await person.code() == ""


async def test_two_refreshes_at_once_get_the_same_successor(stage):
    person = await stage.person()
    body = person.device.refresh(person.session.refresh_token)
    answers = await asyncio.gather(*(stage.accounts.refresh(body, HOME) for _ in range(4)))
    assert len({answer.refresh_token for answer in answers}) == 1
    person.session = answers[0]
    await person.principal()
    stage.clock.advance(GRACE_MS)
    late = await stage.accounts.refresh(body, HOME)
    assert late.refresh_token == answers[0].refresh_token


async def test_a_reused_token_ends_the_whole_sign_in_and_is_noted(stage):
    """As when the files of one computer are copied to another and both go on."""
    person = await stage.person()
    copied = person.device.refresh(person.session.refresh_token)
    await person.renew()
    await person.principal()
    stage.clock.advance(GRACE_MS + 1)
    assert await refused(person, copied) == "accounts.token_reused"
    assert await person.code() == "accounts.token_revoked"
    body = person.device.refresh(person.session.refresh_token)
    assert await refused(person, body) == "accounts.token_reused"
    root = await stage.super_admin()
    log = await stage.accounts.admin.audit(await root.principal(), AuditQuery())
    assert "session.reused" in [entry.action for entry in log.entries]


async def test_a_token_two_back_is_reuse_within_the_grace_too(stage):
    person = await stage.person()
    oldest = person.device.refresh(person.session.refresh_token)
    await person.renew()
    await person.renew()
    assert await refused(person, oldest) == "accounts.token_reused"


async def test_a_refresh_token_is_nothing_without_the_devices_key(stage):
    person = await stage.person()
    thief = stage.device()
    token = person.session.refresh_token
    assert await refused(person, thief.refresh(token)) == "accounts.device_unproven"
    assert await refused(person, Refresh(token, "")) == "accounts.device_unproven"
    assert await refused(person, Refresh(token, encoded(bytes(64)))) == "accounts.device_unproven"
    assert await person.code() == ""
    await person.renew()


async def test_every_changed_byte_of_a_refresh_token_is_refused(stage):
    person = await stage.person()
    token = person.session.refresh_token
    for place in range(0, len(token), 7):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert await refused(person, person.device.refresh(other)) == "accounts.token_invalid"
    for odd in ("", "x", token + "=", token + "A", "\0", "\ud800", "ñ" * len(token), "A" * 10_000_000):
        assert await refused(person, Refresh(odd, "")) == "accounts.token_invalid"
    assert await person.code() == ""


async def test_an_invented_token_of_a_known_session_ends_nothing(stage):
    person = await stage.person()
    session_id = (await person.principal()).session_id
    forged = new_token(session_id, 0, bytes(16))
    assert await refused(person, person.device.refresh(forged)) == "accounts.token_invalid"
    await person.renew()


async def test_a_server_restored_from_yesterday_knows_tokens_of_today(stage):
    person = await stage.person()
    session_id = (await person.principal()).session_id
    async with stage.database.write() as tx:
        yesterday = await session_store.by_id(tx, session_id)
    for _ in range(3):
        await person.renew()
    columns = msgspec.structs.asdict(yesterday)
    async with stage.database.write() as tx:
        await session_store.change(tx, session_id, **{k: v for k, v in columns.items() if k != "id"})
    await person.renew()
    assert await person.code() == ""
    await person.renew()


async def test_a_sign_in_runs_out_when_it_is_not_used(stage):
    person = await stage.person()
    stage.clock.advance(91 * 24 * 60 * 60_000)
    body = person.device.refresh(person.session.refresh_token)
    assert await refused(person, body) == "accounts.token_invalid"


async def test_a_new_role_counts_at_the_next_request(stage):
    person = await stage.person()
    await person.principal()
    async with stage.database.write() as tx:
        await account_store.change(tx, person.user_id, stale=True, role="teacher")
    stage.clock.advance(KNOWN_MS)
    assert await person.code() == "accounts.token_expired"
    await person.renew()
    principal = await person.principal()
    assert principal.role == "teacher"
    assert "rooms:host" in principal.permissions


async def test_a_suspended_person_is_refused_but_for_what_says_so(stage):
    person = await stage.person()
    async with stage.database.write() as tx:
        await account_store.change(tx, person.user_id, suspended_ms=1)
    stage.clock.advance(KNOWN_MS)
    assert await person.code() == "accounts.suspended"
    await person.renew()
    assert await person.code() == "accounts.suspended"
    token = person.session.access_token
    assert (await stage.accounts.principal(token, though_suspended=True)).user_id == person.user_id


async def test_what_another_process_ended_is_refused_within_seconds(database_url):
    async with accounts_stage(database_url) as one, accounts_stage(database_url, clock=one.clock) as other:
        person = await one.person()
        assert (await other.accounts.principal(person.session.access_token)).user_id == person.user_id
        await one.accounts.sign_ins.sign_out(await person.principal(), HOME)
        one.clock.advance(KNOWN_MS)
        with pytest.raises(AppError) as error:
            await other.accounts.principal(person.session.access_token)
        assert error.value.code == "accounts.token_revoked"


# Devices


async def test_a_device_signs_in_again_and_replaces_its_sign_in(stage):
    person = await stage.person()
    again = await stage.accounts.sign_ins.sign_in(person.device.sign_in("ada@example.org"), HOME)
    assert await person.code() == "accounts.token_revoked"
    devices = await stage.accounts.profile.devices(await Person(stage, person.device, again).principal())
    assert [device.device_id for device in devices.devices] == [person.device.device_id]


async def sign_in_code(stage, device, address="ada@example.org"):
    with pytest.raises(AppError) as error:
        await stage.accounts.sign_ins.sign_in(device.sign_in(address), HOME)
    return error.value.code


async def test_a_device_id_belongs_to_one_key_and_one_account(stage):
    person = await stage.person()
    await stage.person("bob@example.org")
    copy = stage.device()
    copy.device_id = person.device.device_id
    assert await sign_in_code(stage, copy) == "accounts.device_taken"
    assert await sign_in_code(stage, person.device, "bob@example.org") == "accounts.device_taken"
    assert await person.code() == ""


async def test_an_account_has_so_many_devices(database_url):
    section = AccountsSection(hash_memory_mib=8, hash_passes=1, devices=2)
    async with accounts_stage(database_url, accounts=section) as stage:
        person = await stage.person()
        second = stage.device()
        await stage.accounts.sign_ins.sign_in(second.sign_in("ada@example.org"), HOME)
        assert await sign_in_code(stage, stage.device()) == "accounts.too_many_devices"
        await stage.accounts.profile.remove_device(await person.principal(), second.device_id, HOME)
        await stage.accounts.sign_ins.sign_in(stage.device().sign_in("ada@example.org"), HOME)


async def test_an_unknown_session_is_revoked(stage):
    person = await stage.person()
    session_id = (await person.principal()).session_id
    assert await stage.accounts.refresh(person.device.refresh(person.session.refresh_token), HOME)
    unknown = new_token(new_id(), 0, bytes(16))
    assert await refused(person, person.device.refresh(unknown)) == "accounts.token_invalid"
    async with stage.database.write() as tx:
        await session_store.end(tx, "signed_out", session_id=session_id)
    stage.clock.advance(KNOWN_MS)
    assert await person.code() == "accounts.token_revoked"
