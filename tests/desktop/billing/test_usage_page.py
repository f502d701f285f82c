import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from desktop.billing.usage_page import create_page
from desktop.billing.usage_view_model import UsageViewModel
from desktop.widgets.formats import format_date
from shared.billing.meters import DAY_MS, Meter
from shared.errors import AppError
from tests.desktop.billing.test_lent_view_model import lease
from tests.desktop.billing.test_lent_view_model import status as lent_status
from tests.support.billing_stage import BillingAccount, billing_status, entry, usage_day, usage_history
from tests.support.page_stage import stage as page_stage
from tests.support.shop_stage import DECEMBER_20_MS, sold, subscribed
from tests.support.waiting import until

OFFLINE = AppError("network.unreachable")
GRACE_MS = DECEMBER_20_MS + 3 * DAY_MS


@asynccontextmanager
async def opened(made):
    services = SimpleNamespace(
        billing=made.billing, buying=made.buying, bus=made.bus, clock=made.clock, accounts=made.account
    )
    async with page_stage(create_page, services) as shown:
        yield shown.page, shown.shell
        shown.shell.objects[UsageViewModel].close()
        await shown.shell.scope.close()
    await made.close()


async def test_how_everything_stands(qloop, stage):
    made = stage(
        account=BillingAccount(status=billing_status("pro", ai_tokens=6_512, until_ms=1_800_000_000_000))
    )
    async with opened(made) as (page, shell):
        await until(lambda: page.state() == "content")
        assert page.plan.text() == "Your plan: Pro"
        await until(lambda: page.plan_note.text().startswith("Paid until "))
        assert page.meters.cards[0].used.text() == "6,512 of 50,000 used"
        assert not page.old.isVisible()
        page.plans_button.click()
        assert shell.opened == [("plans", {})]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Renewed on {day}, charged by Stripe."),
        ({"ends_then": True}, "You have Pro until {day}. "),
        (
            {"status": "past_due", "grace_until_ms": GRACE_MS},
            "The last payment did not go through. You keep ",
        ),
    ],
)
async def test_what_renews_says_its_own_day(qloop, stage, more, words):
    status = billing_status("pro", until_ms=GRACE_MS)
    made = stage(account=BillingAccount(status=status, offers=sold(subscribed(**more))))
    async with opened(made) as (page, _):
        day = format_date(DECEMBER_20_MS)
        await until(lambda: page.plan_note.text().startswith(words.format(day=day)))


async def test_no_day_is_told_before_it_is_known_whether_it_renews(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("pro", until_ms=GRACE_MS)))
    await made.billing.refresh()
    made.account.failing = OFFLINE
    async with opened(made) as (page, _):
        await until(lambda: page.old.isVisible() and page.buying.known)
        assert page.plan_note.text().startswith("What you used")


async def test_more_can_be_had_of_what_is_nearly_used_up(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=9_000), offers=sold()))
    async with opened(made) as (page, shell):
        await until(lambda: page.meters.cards and not page.meters.cards[0].more_button.isHidden())
        assert page.meters.cards[1].more_button.isHidden()
        page.meters.cards[0].more_button.click()
        assert shell.opened == [("plans", {"meter": "ai_tokens"})]


async def test_what_devices_have_set_aside_is_listed(qloop, stage):
    made = stage(account=BillingAccount(status=lent_status(90_000), leases=(lease(8), lease(9))))
    async with opened(made) as (page, _):
        await until(lambda: len(page.lent.rows) == 2)
        assert page.lent.rows[0].name.full_text() == "Laptop (this device)"
        assert not page.lent.isHidden()


async def test_it_is_live(qloop, stage):
    made = stage()
    made.billing.start()
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "content")
        page.open_target(part="history")
        await until(lambda: page.history_stack.state() == "content")
        assert page.history.nothing.isVisible()
        made.account.status = billing_status(ai_tokens=9_100)
        made.account.history = usage_history(usage_day("2026-11-20", 9_100))
        made.clock.advance(1_000)
        made.billing.wake()
        await until(lambda: page.meters.cards[0].bar.level() == "danger")
        await until(lambda: page.history.total.isVisible())


async def test_no_connection(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=5)))
    await made.billing.refresh()
    made.account.failing = OFFLINE
    async with opened(made) as (page, _):
        await until(lambda: page.old.isVisible())
        assert page.old.text().startswith("As of ")
        assert page.meters.cards[0].used.text() == "5 of 10,000 used"
        page.open_target(part="history")
        await until(lambda: page.history_stack.state() == "error")
        made.account.failing = None
        page.old.action.emit()
        await until(lambda: not page.old.isVisible())
        await until(lambda: page.history_stack.state() == "content")


async def test_no_connection_and_nothing_known(qloop, stage):
    made = stage(account=BillingAccount(failing=OFFLINE))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "error")
        made.account.failing = None
        page._stack.retry.emit()
        await until(lambda: page.state() == "content")


async def test_signed_out_and_a_server_that_counts_nothing(qloop, stage):
    async with opened(stage(account=BillingAccount(session=None))) as (page, shell):
        assert page.state() == "empty"
        page._empty.button.click()
        assert shell.opened == [("account", {})]
    async with opened(stage(account=BillingAccount(failing=AppError("web.not_found")))) as (page, _):
        await until(lambda: page.state() == "empty")
        assert not page._empty.button.isVisible()
        assert not page.plans_button.isVisible()


@pytest.mark.parametrize("answered", [True, False])
async def test_the_entries_are_saved(qloop, stage, tmp_path, answered):
    made = stage(account=BillingAccount(entries=[entry(1)]))
    async with opened(made) as (page, shell):
        page.open_target(part="entries")
        await until(lambda: page.entries.model.rowCount() == 1)
        page.entries.export_button.click()
        made.account.failing = None if answered else OFFLINE
        page.ledger_model.export(tmp_path / "mine.csv", str)
        await until(lambda: shell.toasts or shell.reported)
        assert bool(shell.toasts) == answered


async def test_older_entries_stay_while_something_new_comes(qloop, stage):
    made = stage(account=BillingAccount(entries=[entry(n) for n in range(80, 0, -1)]))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "content")
        page.open_target(part="entries")
        await until(lambda: page.entries.model.rowCount() == 50)
        page.entries.more_button.click()
        await until(lambda: page.entries.model.rowCount() == 80)
        made.clock.advance(1_000)
        await made.billing.refresh()
        await asyncio.sleep(0.05)
        assert page.entries.model.rowCount() == 80
        assert made.billing.standing.of(Meter.AI_TOKENS) is not None


async def test_the_part_is_remembered(qloop, stage):
    async with opened(stage()) as (page, _):
        page.open_target(part="nonsense")
        assert page.page_state() == {"part": "overview"}
        page.restore_state({"part": "entries"})
        assert page.page_state() == {"part": "entries"}
        page.restore_state({"part": 3})
        assert page.parts.current() == "entries"
