"""An account is made once, and nobody learns who has one."""

import asyncio
import uuid

import pytest

from server.config.declarations import AccountsSection, LimitsSection
from shared.errors import AppError
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, accounts_stage, plain

MUST_VERIFY = AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True)


async def test_somebody_signs_up_and_is_signed_in(stage):
    user_id = new_id()
    person = await stage.person(" Ada.Lovelace@Example.ORG. ", user_id=user_id, language="es")
    account = person.session.account
    assert account.user_id == user_id
    assert (account.email, account.email_verified) == ("ada.lovelace@example.org", False)
    assert (account.name, account.language, account.role, account.plan) == ("Ada", "es", "learner", "free")
    principal = await person.principal()
    assert (principal.user_id, principal.device_id) == (user_id, person.device.device_id)
    assert "Confirma tu correo" in str((await stage.mailbox.next())["Subject"]) or "correo" in plain(
        stage.mailbox.messages[0]
    )


async def test_an_id_that_anybody_had_is_not_given_again(stage):
    first = await stage.person("a@example.org")
    second = await stage.person("b@example.org", user_id=first.user_id)
    assert second.user_id != first.user_id


async def test_the_same_request_again_after_a_lost_answer_signs_in(stage):
    device = stage.device()
    body = device.sign_up("ada@example.org", user_id=new_id())
    first = await stage.accounts.sign_ups.sign_up(body, HOME)
    again = await stage.accounts.sign_ups.sign_up(body, HOME)
    assert again.account.user_id == first.account.user_id == body.user_id


async def test_a_taken_e_mail_is_told_only_where_nothing_is_confirmed(stage):
    await stage.person("ada@example.org")
    with pytest.raises(AppError) as refused:
        await stage.person("ADA@example.org", password="another password")
    assert refused.value.code == "accounts.email_taken"


async def test_two_sign_ups_of_one_e_mail_at_once_make_one_account(stage):
    bodies = [stage.device().sign_up("ada@example.org", user_id=uuid.uuid4()) for _ in range(4)]
    results = await asyncio.gather(
        *(stage.accounts.sign_ups.sign_up(body, HOME) for body in bodies), return_exceptions=True
    )
    made = [result.account.user_id for result in results if not isinstance(result, BaseException)]
    codes = {result.code for result in results if isinstance(result, AppError)}
    assert len(set(made)) == 1
    assert codes <= {"accounts.email_taken"}
    assert len(made) + sum(isinstance(result, AppError) for result in results) == 4


@pytest.mark.parametrize(
    ("mode", "code"), [("closed", "accounts.sign_up_closed"), ("invited", "accounts.invitation_needed")]
)
async def test_a_server_may_take_nobody_or_the_invited(database_url, mode, code):
    section = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up=mode)
    async with accounts_stage(database_url, accounts=section) as stage:
        with pytest.raises(AppError) as refused:
            await stage.person("ada@example.org")
        assert refused.value.code == code
        assert stage.accounts.server_info().sign_up == mode


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "accounts.name_invalid"),
        ({"name": "x" * 10_000_000}, "accounts.name_invalid"),
        ({"name": "a\0b"}, "accounts.name_invalid"),
        ({"name": "a\ud800"}, "accounts.name_invalid"),
        ({"password": "short"}, "accounts.password_too_short"),
        ({"password": "x" * 10_000}, "accounts.password_too_long"),
        ({"invitation": "nobody-made-this"}, "accounts.invitation_invalid"),
    ],
)
async def test_bad_sign_ups_have_a_clear_code(stage, given, code):
    with pytest.raises(AppError) as refused:
        await stage.person("ada@example.org", **given)
    assert refused.value.code == code


async def test_odd_passwords_work(stage):
    for number, password in enumerate(
        ["nul\0inside it", "lone \ud83d surrogate", "ñandú ñandú", "x" * 1_024]
    ):
        person = await stage.person(f"p{number}@example.org", password=password)
        body = person.device.sign_in(f"p{number}@example.org", password)
        assert (await stage.accounts.sign_ins.sign_in(body, HOME)).account.user_id == person.user_id


# Where addresses must be confirmed


async def refused(stage, address, password=PASSWORD):
    with pytest.raises(AppError) as error:
        await stage.accounts.sign_ups.sign_up(stage.device().sign_up(address, password), HOME)
    return error.value.code


async def test_the_answer_is_the_same_with_and_without_an_account(database_url):
    async with accounts_stage(database_url, accounts=MUST_VERIFY) as stage:
        assert await refused(stage, "ada@example.org") == "accounts.confirm_email"
        await stage.accounts.recovery.verify(await stage.mailbox.token(), HOME, PASSWORD)
        assert await refused(stage, "ada@example.org", "not her password") == "accounts.confirm_email"
        assert "already" in str((await stage.mailbox.next(2))["Subject"])
        session = await stage.accounts.sign_ins.sign_in(stage.device().sign_in("ada@example.org"), HOME)
        assert session.account.email_verified


async def test_whoever_reads_the_mail_decides_the_password(database_url):
    """A stranger who signs up with somebody's address first gets nothing by it."""
    async with accounts_stage(database_url, accounts=MUST_VERIFY) as stage:
        assert await refused(stage, "ada@example.org", "the stranger's") == "accounts.confirm_email"
        assert await refused(stage, "ada@example.org", "the owner's own") == "accounts.confirm_email"
        verify = stage.accounts.recovery.verify
        for token, password in ((1, ""), (1, "the owner's own"), (2, "the stranger's")):
            with pytest.raises(AppError) as error:
                await verify(await stage.mailbox.token(token), HOME, password)
            assert error.value.code == "accounts.wrong_password", "a click alone gives nobody the account"
        await verify(await stage.mailbox.token(2), HOME, "the owner's own")
        session = await stage.accounts.sign_ins.sign_in(
            stage.device().sign_in("ada@example.org", "the owner's own"), HOME
        )
        assert session.account.email == "ada@example.org"
        with pytest.raises(AppError) as error:
            await stage.accounts.sign_ins.sign_in(
                stage.device().sign_in("ada@example.org", "the stranger's"), HOME
            )
        assert error.value.code == "accounts.wrong_sign_in"


async def test_an_owner_is_not_flooded_and_a_stranger_learns_nothing(database_url):
    async with accounts_stage(
        database_url, accounts=MUST_VERIFY, limits=LimitsSection(account_per_hour=2)
    ) as stage:
        await refused(stage, "ada@example.org")
        await stage.accounts.recovery.verify(await stage.mailbox.token(), HOME, PASSWORD)
        codes = [await refused(stage, "ada@example.org", "not her password") for _ in range(6)]
        assert codes == ["accounts.confirm_email"] * 6
        stage.accounts.recovery.ask_reset("ada@example.org", HOME)
        await stage.mailbox.next(5)
        subjects = [str(mail["Subject"]) for mail in stage.mailbox.messages]
        assert sum("already" in subject for subject in subjects) == 3


@pytest.mark.parametrize("mode", ["closed", "invited"])
async def test_a_closed_server_does_not_tell_who_has_an_account(database_url, mode):
    async with accounts_stage(database_url) as stage:
        await stage.person("ada@example.org")
    section = AccountsSection(hash_memory_mib=8, hash_passes=1, sign_up=mode)
    async with accounts_stage(database_url, accounts=section) as stage:
        known = await refused(stage, "ada@example.org", "not her password")
        assert known == await refused(stage, "nobody@example.org", "not her password")
