"""A person's day with a server that sells: ask until nothing is left, buy, go on; speak without a network; all adds up.

The server is a process; the desktop is the real window on a real profile. Only the provider of AI and Stripe are local.
"""

import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.assembly import open_services
from desktop.shell.bindings import Bindings
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES
from server.billing.tables import ENTRY
from server.storage.database import Database
from shared.billing.meters import Meter
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.cloud_desktops import sign_up
from tests.support.cloud_server import CloudProcess
from tests.support.fake_stripe import FakeStripe
from tests.support.fault_provider import FaultProvider
from tests.support.ledger_laws import check_ledger
from tests.support.selling_stage import OFFERS, stocked
from tests.support.waiting import until, until_true
from tests.support.webhook_signer import STRIPE_SECRET

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", "PulseAudioService")

LECTURE = """1
00:00:01,000 --> 00:00:06,500
The chloroplast is where photosynthesis takes place.
"""


@asynccontextmanager
async def shop(folder: Path) -> AsyncIterator[tuple[CloudProcess, FaultProvider, FakeStripe]]:
    async with FaultProvider.running() as provider, FakeStripe.running() as stripe:
        stocked(stripe)
        process = CloudProcess(
            folder,
            {
                "AI__ANTHROPIC_KEY": "house-a",
                "AI__ANTHROPIC_URL": provider.url,
                "PAYMENTS__STRIPE_KEY": stripe.key,
                "PAYMENTS__STRIPE_URL": stripe.url,
                "PAYMENTS__STRIPE_WEBHOOK_SECRET": STRIPE_SECRET,
                "PAYMENTS__OFFERS": json.dumps([msgspec.to_builtins(each) for each in OFFERS]),
            },
        )
        await process.start()
        stripe.webhook_url = f"{process.url}/api/v1/webhooks/stripe"
        try:
            yield process, provider, stripe
        finally:
            await process.kill()


@asynccontextmanager
async def window_of(paths: Any) -> AsyncIterator[tuple[Any, Any]]:
    services = await open_services(paths)
    await services.settings.set("welcome_seen", value=True)
    faults: list[BaseException] = []
    window = MainWindow(PAGES, services.settings.get, faults.append)
    window.resize(1180, 760)
    window.show()
    window.attach(services, Bindings)
    try:
        yield window, services
    finally:
        await window.detach()
        window.retire()
        await services.close()
    assert faults == []


async def ask(window: Any, qtbot: Any, words: str) -> Any:
    """Type a question, and return the message that answers it once it is whole."""
    page: Any = window.frame.host.page("ask")
    model = page.conversation
    await until(lambda: not model.busy)
    before = len(model.messages)
    qtbot.keyClicks(page.composer.field, words)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
    await until(lambda: len(model.messages) == before + 2 and not model.busy and not model.messages[-1].live)
    return model.messages[-1]


async def until_refused(window: Any, qtbot: Any) -> tuple[int, Any]:
    """Ask again and again; returns how many were answered, and the message that was not."""
    for number in range(20):
        message = await ask(window, qtbot, f"{number}: where does photosynthesis take place?")
        if message.problem is not None and message.problem.error.code == "billing.used_up":
            return number, message
        assert message.mode == "model", message
    raise AssertionError("nothing was ever used up")


async def used(folder: Path, meter: Meter) -> int:
    """What the ledger of a server that has stopped says was used of a meter; every law holds."""
    clock = SystemClock()
    database = await Database.open(f"sqlite:///{folder / 'lantern.db'}", clock)
    try:
        await check_ledger(database, quiet=False)
        async with database.read() as tx:
            query = select(ENTRY.c.amount).where(ENTRY.c.kind == "use", ENTRY.c.meter == meter.value)
            return sum(row.amount for row in await tx.connection.execute(query))
    finally:
        await database.close()


async def test_ask_buy_speak_without_a_network_and_everything_adds_up(qloop, qtbot, paths, tmp_path):
    lecture = tmp_path / "Leaves.srt"
    lecture.write_text(LECTURE, encoding="utf-8")
    async with shop(tmp_path / "cloud") as (server, provider, stripe):
        async with window_of(paths) as (window, services):
            services.start_jobs(watch_folders=False)
            await sign_up(services, server.url)
            await services.media.import_paths([lecture])
            window.open("search")
            search: Any = window.frame.host.page("search")
            await until(lambda: [one.state for one in search.view_model.items.values()] == ["completed"])
            window.open("ask")

            answered, refused = await until_refused(window, qtbot)
            assert answered >= 3
            shown = window.frame.host.page("ask").view.view_of(refused.id)
            assert "used up" in shown.failure.accessibleName()
            standing = services.billing.standing
            assert standing.plan == "free"

            # A poke brings what was bought: nobody looks by themselves before this test is over.
            services.buying._pace = msgspec.structs.replace(services.buying._pace, often_s=1_000.0)
            await services.buying.refresh()
            offer = next(each for each in services.buying.offers.offers if each.id == "pro-month")
            page = await services.buying.checkout(offer)
            await stripe.complete(page.url)
            await until(lambda: services.billing.standing.plan == "pro")
            assert (await ask(window, qtbot, "And where is that?")).mode == "model"
            house = len(provider.log)

            await services.practice.look()
            await until(lambda: services.leases.left > 0)
            await services.ai.configure("compatible", model="own", base_url=f"{provider.url}/v1")
            await server.stop()
            await services.practice.start("Levers", "beginner")
            said = [piece async for piece in services.practice.answer("What is a lever?")]
            assert "".join(said)
            begun_ms = services.clock.monotonic_ms()
            await until(lambda: services.clock.monotonic_ms() > begun_ms + 1_500)
            await services.practice.beat()
            services.practice.end()
            await until(lambda: not services.practice.session)
            await until(lambda: services.leases.lent.spent >= 1_500)
            await server.start()
            await until_true(lambda: told(services))
            spent = services.leases.lent.spent
        await server.stop()
        tokens = sum(each.input_tokens + each.output_tokens for each in provider.log[:house])
        assert await used(tmp_path / "cloud", Meter.AI_TOKENS) == tokens
        assert await used(tmp_path / "cloud", Meter.VOICE_MS) == spent


async def told(services: Any) -> bool:
    """Whether the server has heard of what was spent without it."""
    with contextlib.suppress(AppError):
        await services.leases.renew()
    async with services.database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT counter, reported FROM lease WHERE state = 'open'")
    return bool(rows) and all(counter == reported for counter, reported in rows)
