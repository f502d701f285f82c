"""Signing in tells a stranger nothing, and stops guessing without stopping the owner."""

import time

import pytest

from server.accounts import account_store
from server.accounts.origin import Origin
from server.config.declarations import AccountsSection, LimitsSection
from shared.errors import AppError
from tests.support.accounts_stage import AWAY, CHEAP, HOME, PASSWORD, accounts_stage

LIMITS = LimitsSection(account_per_hour=5)


async def code(stage, device, address, password=PASSWORD, origin=HOME):
    try:
        await stage.accounts.sign_ins.sign_in(device.sign_in(address, password), origin)
    except AppError as error:
        return error.code
    return ""


async def test_a_second_device_signs_in(stage):
    person = await stage.person()
    session = await stage.accounts.sign_ins.sign_in(stage.device().sign_in("Ada@Example.org"), AWAY)
    assert session.account == person.session.account
    assert session.access_expires_ms == stage.clock.now_ms() // 1000 * 1000 + 15 * 60_000
    assert session.server.server_id == person.session.server.server_id
    assert await person.code() == ""


async def test_unknown_and_wrong_have_one_answer(stage):
    await stage.person()
    assert await code(stage, stage.device(), "ada@example.org", "wrong") == "accounts.wrong_sign_in"
    assert await code(stage, stage.device(), "nobody@example.org", "wrong") == "accounts.wrong_sign_in"
    assert await code(stage, stage.device(), "ada@example.org", "x" * 10_000) == "accounts.password_too_long"
    assert await code(stage, stage.device(), "no address") == "accounts.email_invalid"


async def test_unknown_and_wrong_hash_alike(stage, monkeypatch):
    """Both answers cost one hash: what takes the time is the same."""
    await stage.person()
    calls = []
    hasher = stage.accounts._context.passwords
    inner = hasher._fits
    monkeypatch.setattr(hasher, "_fits", lambda *given: (calls.append(given[0]), inner(*given))[1])
    for address in ("ada@example.org", "nobody@example.org"):
        began = time.perf_counter()
        assert await code(stage, stage.device(), address, "wrong one") == "accounts.wrong_sign_in"
        assert time.perf_counter() - began < 30
    assert [stored is None for stored in calls] == [False, True]


async def test_a_suspended_account_is_told_only_to_whoever_has_the_password(stage):
    person = await stage.person()
    async with stage.database.write() as tx:
        await account_store.change(tx, person.user_id, suspended_ms=1)
    assert await code(stage, stage.device(), "ada@example.org", "wrong") == "accounts.wrong_sign_in"
    assert await code(stage, stage.device(), "ada@example.org") == "accounts.suspended"


async def test_a_hash_is_renewed_when_the_parameters_change(database_url):
    async with accounts_stage(database_url) as stage:
        person = await stage.person()
        before = await stored(stage, person)
    section = AccountsSection(hash_memory_mib=9, hash_passes=1)
    async with accounts_stage(database_url, accounts=section) as stage:
        for _ in range(2):
            assert await code(stage, stage.device(), "ada@example.org") == ""
        after = await stored(stage, person)
    assert "m=8192" in before
    assert "m=9216" in after


async def stored(stage, person):
    async with stage.database.read() as tx:
        return (await account_store.by_id(tx, person.user_id)).password_hash


# Guessing


async def test_a_stranger_is_slowed_down_and_the_owner_is_not(database_url):
    async with accounts_stage(database_url, limits=LIMITS) as stage:
        person = await stage.person()
        await stage.accounts.sign_ins.sign_out(await person.principal(), HOME)
        for _ in range(5):
            assert (
                await code(stage, stage.device(), "ada@example.org", "guess", AWAY)
                == "accounts.wrong_sign_in"
            )
        with pytest.raises(AppError) as refused:
            await stage.accounts.sign_ins.sign_in(stage.device().sign_in("ada@example.org"), AWAY)
        assert refused.value.code == "accounts.too_many_attempts"
        assert refused.value.parameters["seconds"] == 720
        assert await code(stage, person.device, "ada@example.org", origin=AWAY) == ""  # the owner's device
        assert await code(stage, stage.device(), "ada@example.org", origin=HOME) == ""  # the owner's home


async def test_an_unknown_e_mail_slows_down_like_a_known_one(database_url):
    async with accounts_stage(database_url, limits=LIMITS) as stage:
        codes = [await code(stage, stage.device(), "nobody@example.org", "guess") for _ in range(6)]
        assert codes == ["accounts.wrong_sign_in"] * 5 + ["accounts.too_many_attempts"]


async def test_waiting_or_a_new_password_lets_in_again(database_url):
    async with accounts_stage(database_url, limits=LIMITS) as stage:
        await stage.person()
        elsewhere = Origin("192.0.2.55")
        for _ in range(5):
            await code(stage, stage.device(), "ada@example.org", "guess", AWAY)
        assert (
            await code(stage, stage.device(), "ada@example.org", origin=elsewhere)
            == "accounts.too_many_attempts"
        )
        stage.clock.advance(12 * 60_000)
        assert await code(stage, stage.device(), "ada@example.org", origin=elsewhere) == ""
        for _ in range(6):
            await code(stage, stage.device(), "ada@example.org", "guess", AWAY)
        stage.accounts.recovery.ask_reset("ada@example.org", HOME)
        token = await stage.mailbox.token(2)
        await stage.accounts.recovery.reset(token, "a brand new one", HOME)
        assert await code(stage, stage.device(), "ada@example.org", "a brand new one", AWAY) == ""


async def test_one_address_cannot_try_all_accounts(database_url):
    async with accounts_stage(database_url, limits=LimitsSection(), mail=False) as stage:
        codes = [
            await code(stage, stage.device(), f"p{n}@example.org", "123456789", AWAY) for n in range(121)
        ]
        assert codes[:120] == ["accounts.wrong_sign_in"] * 120
        assert codes[120] == "accounts.too_many_attempts"
        assert (
            await code(stage, stage.device(), "p1@example.org", "123456789", HOME) == "accounts.wrong_sign_in"
        )


async def test_an_unconfirmed_address_may_sign_in_unless_the_server_says_otherwise(database_url):
    async with accounts_stage(database_url) as stage:
        await stage.person()
        assert await code(stage, stage.device(), "ada@example.org") == ""
    must = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)
    async with accounts_stage(database_url, accounts=must) as stage:
        assert await code(stage, stage.device(), "ada@example.org") == "accounts.confirm_email"
        await stage.accounts.recovery.verify(await stage.mailbox.token(), HOME, PASSWORD)
        assert await code(stage, stage.device(), "ada@example.org") == ""
    assert CHEAP.verify_email is False


# Signing out


async def test_signing_out_ends_this_sign_in_at_once(stage):
    person = await stage.person()
    other = stage.device()
    elsewhere = await stage.accounts.sign_ins.sign_in(other.sign_in("ada@example.org"), HOME)
    await stage.accounts.sign_ins.sign_out(await person.principal(), HOME)
    assert await person.code() == "accounts.token_revoked"
    assert (await stage.accounts.principal(elsewhere.access_token)).device_id == other.device_id
    with pytest.raises(AppError) as refused:
        await person.renew()
    assert refused.value.code == "accounts.token_revoked"


async def test_signing_out_everywhere_ends_access_tokens_too(stage):
    person = await stage.person()
    told = []
    stage.accounts.on_session_ended(lambda user_id, device_id: told.append((user_id, device_id)))
    other = stage.device()
    elsewhere = await stage.accounts.sign_ins.sign_in(other.sign_in("ada@example.org"), HOME)
    await stage.accounts.principal(elsewhere.access_token)
    await stage.accounts.sign_ins.sign_out_everywhere(await person.principal(), HOME)
    assert await person.code() == "accounts.token_revoked"
    with pytest.raises(AppError) as refused:
        await stage.accounts.principal(elsewhere.access_token)
    assert refused.value.code == "accounts.token_revoked"
    assert set(told) == {(person.user_id, person.device.device_id), (person.user_id, other.device_id)}
