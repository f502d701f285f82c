import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import msgspec

from desktop.billing.plans_page import create_page
from shared.billing.messages import PlanList
from shared.errors import AppError
from shared.plans import FREE, PLANS
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.page_stage import stage as page_stage
from tests.support.waiting import until


@asynccontextmanager
async def opened(made, **size):
    services = SimpleNamespace(billing=made.billing, bus=made.bus, accounts=made.account)
    async with page_stage(create_page, services, **size) as shown:
        yield shown.page, shown.shell
    await made.close()


def own(page):
    return [card.name.full_text() for card in page.plans.cards if card.own.isVisible()]


async def test_four_plans_beside_each_other(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("basic", until_ms=1_800_000_000_000)))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "content")
        assert [card.name.full_text() for card in page.plans.cards] == ["Free", "Basic", "Pro", "Enterprise"]
        assert own(page) == ["Basic"]
        assert page.until.text().startswith("Your plan is paid until ")
        assert "Colegio del Lago" in page.ask.text()
        assert page.plans.columns == 4
        page.period._buttons["year"].click()
        assert page.plans.cards[2].price.text() == "$250"
        assert page.page_state() == {"period": "year"}
        made.account.status = billing_status("pro")
        await made.billing.refresh()
        assert own(page) == ["Pro"]
        assert not page.until.isVisible()


async def test_what_the_server_edited_is_shown(qloop, stage):
    made = stage()
    gold = msgspec.structs.replace(FREE, name="gold", monthly_cents=100)
    made.account.plans = PlanList((*PLANS.values(), gold))
    async with opened(made) as (page, _):
        await until(lambda: len(page.plans.cards) == 5)
        made.account.plans = PlanList(tuple(PLANS.values())[:2])
        await made.billing.refresh()
        await until(lambda: len(page.plans.cards) == 2)
        page.deactivated()
        await asyncio.sleep(0.02)
        asked = len(made.account.asked)
        await made.billing.refresh()
        await asyncio.sleep(0.02)
        assert len(made.account.asked) == asked + 1


async def test_a_narrow_window_stacks_them(qloop, stage):
    async with opened(stage(), width=640) as (page, _):
        await until(lambda: page.state() == "content")
        assert page.plans.columns == 2
        page.restore_state({"period": "year"})
        assert page.period.current() == "year"
        page.restore_state({"period": 7})
        assert page.period.current() == "year"


async def test_signed_out_no_connection_and_a_server_without_plans(qloop, stage):
    async with opened(stage(account=BillingAccount(session=None))) as (page, shell):
        assert page.state() == "empty"
        page._empty.button.click()
        assert shell.opened == [("account", {})]
    made = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "error")
        made.account.failing = None
        page._stack.retry.emit()
        await until(lambda: page.state() == "content")
    made = stage(account=BillingAccount(failing=AppError("web.not_found")))
    made.folder.joinpath("usage.json").unlink(missing_ok=True)
    made.billing = made.opened()
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "empty")
        assert not page._empty.button.isVisible()
