"""A person loses the network, speaks on what is set aside, and comes back: the books of a real server balance."""

from contextlib import aclosing

from server.storage.database import Database
from shared.billing.lease_messages import LentList
from shared.billing.messages import BillingStatus, LedgerPage
from shared.billing.meters import Meter
from shared.clock import SystemClock
from tests.support.clocks import ManualClock
from tests.support.cloud_desktops import desktop, sign_up
from tests.support.cloud_server import CloudProcess
from tests.support.fake_openai import FakeOpenAI
from tests.support.ledger_laws import check_ledger
from tests.support.practice_stage import ToldListener, practising

LENT_MS, SPOKEN_MS = 120_000, 70_000


async def voice(services):
    status = await services.accounts.call("GET", "billing/status", answer=BillingStatus)
    return next(meter for meter in status.meters if meter.meter is Meter.VOICE_MS)


async def speak(practice, clock):
    """A talk of a bit more than a minute, with an answer."""
    await practice.start("Levers", "beginner")
    heard = await practice.hear(b"\0\0" * 800, rate=16_000, channels=1)
    async with aclosing(practice.answer(heard.text)) as pieces:
        assert "".join([piece async for piece in pieces])
    for _ in range(2):
        clock.advance(30_000)
        await practice.beat()
    clock.advance(10_000)
    practice.end()
    await practice._settled()


async def test_a_lease_is_spent_without_the_server_and_the_books_balance(tmp_path):
    server = await CloudProcess(tmp_path / "cloud", {}).start()
    clock = ManualClock(SystemClock().now_ms())
    async with FakeOpenAI.running() as model, desktop(tmp_path / "desktop", clock=clock) as services:
        await sign_up(services, server.url)
        await services.ai.configure("compatible", model="gpt-fake-small", base_url=f"{model.url}/v1")
        services.practice = practice = practising(services, ToldListener())
        await practice.look()
        await services.leases.renew()
        before = await voice(services)
        assert (before.offline_left, before.used, before.remaining) == (LENT_MS, 0, 600_000 - LENT_MS)
        await server.kill()
        await practice.look()
        assert (practice.blocked, practice.minutes.offline) == (None, True)
        await speak(practice, clock)
        assert services.leases.left == LENT_MS - SPOKEN_MS
        await server.start()
        await services.leases.renew()
        after = await voice(services)
        assert (after.used, after.offline_left, after.held) == (SPOKEN_MS, 106_000, 106_000)
        assert after.used + after.held + after.remaining == 600_000
        lent = await services.accounts.call("GET", "leases", answer=LentList)
        assert [(one.spent, one.grant) for one in lent.leases] == [(SPOKEN_MS, SPOKEN_MS + 106_000)]
        page = await services.accounts.call("GET", "billing/ledger?meter=voice_ms", answer=LedgerPage)
        assert [(one.kind, one.amount) for one in page.entries] == [("use", -SPOKEN_MS), ("mint", 600_000)]
        await services.leases.give_back()
        assert (await voice(services)).remaining == 600_000 - SPOKEN_MS
        await practice.close()
    await server.stop()
    database = await Database.open(f"sqlite:///{server.folder / 'lantern.db'}", SystemClock())
    await check_ledger(database)
    await database.close()
