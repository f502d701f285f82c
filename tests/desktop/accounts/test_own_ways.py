"""One's own ways to sign in, against the real server."""

from tests.support.cloud_desktops import PASSWORD, desktop, sign_up
from tests.support.desktops_elsewhere import code, desktops_elsewhere


async def test_link_and_unlink(qloop, tmp_path):
    async with desktops_elsewhere(tmp_path) as at, desktop(tmp_path / "a") as ana:
        await sign_up(ana, at.cloud.url)
        ways = ana.accounts.ways
        assert (await ways.ways()).ways == ()
        (provider,) = (await ana.accounts.server()).providers
        proven = await ways.prove(provider, at.browser(), to_link=True)
        assert await code(ways.link(proven, "no")) == "accounts.wrong_password"
        (way,) = (await ways.link(proven, PASSWORD)).ways
        assert (way.provider_name, way.email) == ("School login", "ana@example.org")
        assert (await ways.unlink(way.way_id)).ways == ()


async def test_a_first_password_then_the_way_may_go(qloop, tmp_path):
    async with desktops_elsewhere(tmp_path) as at, desktop(tmp_path / "a") as ana:
        await at.enter(ana, name="Ana")
        ways = ana.accounts.ways
        (way,) = (await ways.ways()).ways
        assert await code(ways.unlink(way.way_id)) == "accounts.last_way"
        assert await code(ana.accounts.delete_account("")) == "accounts.no_password"
        (provider,) = (await ana.accounts.server()).providers
        proven = await ways.prove(provider, at.browser(), to_link=False)
        assert (await ways.first_password(proven, PASSWORD)).password
        assert (await ways.unlink(way.way_id)).ways == ()
        await ana.accounts.delete_account(PASSWORD)
        assert ana.accounts.session is None


async def test_signed_out_there_are_none(qloop, tmp_path):
    async with desktop(tmp_path / "a") as ana:
        assert await code(ana.accounts.ways.ways()) == "accounts.signed_out"
