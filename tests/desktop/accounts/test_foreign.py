"""Signing in from a desktop with an account elsewhere: a real server, and a provider that insists on PKCE."""

import pytest

from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.cloud_desktops import PASSWORD, desktop, sign_up
from tests.support.desktops_elsewhere import code, desktops_elsewhere


async def test_a_new_account_takes_the_library_and_comes_back_on_another_computer(qloop, tmp_path):
    async with (
        desktops_elsewhere(tmp_path) as at,
        desktop(tmp_path / "a") as ana,
        desktop(tmp_path / "b") as other,
    ):
        invented = ana.sync.user_id
        server, proven = await at.prove(ana)
        assert (proven.needs, proven.name, ana.accounts.session) == ("account", "Ana L.", None)
        session = await ana.accounts.foreign.enter(server, proven, name="Ana", language="es")
        assert (session.user_id, session.email, session.name) == (invented, "ana@example.org", "Ana")
        assert session.email_verified
        assert (await ana.accounts.own.refresh()).name == "Ana"
        assert (await at.enter(other)).user_id == invented
        await ana.accounts.check_session()


async def test_an_account_with_that_e_mail_is_linked_by_its_password(qloop, tmp_path):
    async with (
        desktops_elsewhere(tmp_path) as at,
        desktop(tmp_path / "a") as ana,
        desktop(tmp_path / "b") as other,
    ):
        await sign_up(ana, at.cloud.url)
        server, proven = await at.prove(other)
        assert proven.needs == "password"
        assert (
            await code(other.accounts.foreign.enter(server, proven, password="no"))
            == "accounts.wrong_sign_in"
        )
        assert other.accounts.session is None
        await other.accounts.foreign.enter(server, proven, password=PASSWORD)
        assert other.accounts.session.user_id == ana.accounts.session.user_id


async def test_a_library_that_is_somebodys_is_kept_apart(qloop, tmp_path):
    async with desktops_elsewhere(tmp_path) as at, desktop(tmp_path / "a") as ana:
        await sign_up(ana, at.cloud.url, "first@example.org")
        await ana.accounts.sign_out()
        assert await code(at.enter(ana)) == "accounts.other_library"
        assert at.fake.asked.count("/token") == 1
        async with desktop(tmp_path / "b") as other:
            await at.enter(other, name="Ana")
        assert await code(at.enter(ana)) == "accounts.other_library"
        assert ana.accounts.session is None


async def test_a_clock_that_is_off_and_a_copied_library_are_put_right(qloop, tmp_path):
    year_ms = 365 * 24 * 3600 * 1000
    late = ManualClock(SystemClock().now_ms() - year_ms)
    async with desktops_elsewhere(tmp_path) as at, desktop(tmp_path / "a", clock=late) as ana:
        await at.enter(ana, name="Ana")
        assert ana.accounts.session is not None


async def test_what_the_provider_gets_wrong_is_told_with_its_name(qloop, tmp_path):
    async with desktops_elsewhere(tmp_path) as at, desktop(tmp_path / "a") as ana:
        at.fake.claims["exp"] = 1
        with pytest.raises(AppError) as refused:
            await at.enter(ana)
        assert (refused.value.code, refused.value.parameters["provider"]) == (
            "accounts.provider_clock", "School login",
        )  # fmt: skip
        at.fake.failing = 503
        at.fake.claims.clear()
        assert await code(at.prove(ana)) == "accounts.provider_unreachable"
