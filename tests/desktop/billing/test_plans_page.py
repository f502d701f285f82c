import asyncio
import uuid
from contextlib import asynccontextmanager
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.billing.cancel_dialog import CancelDialog
from desktop.billing.plans_page import create_page
from desktop.widgets.confirm_dialog import ConfirmDialog
from shared.billing.messages import PlanList
from shared.errors import AppError
from shared.payments.messages import InvoiceList, PaymentHistory
from shared.plans import FREE, PLANS
from tests.support.billing_stage import BillingAccount, Session, billing_status
from tests.support.page_stage import stage as page_stage
from tests.support.shop_stage import PAGE, answered, invoice, payment, sold, subscribed
from tests.support.waiting import until


@asynccontextmanager
async def opened(made, **size):
    services = SimpleNamespace(billing=made.billing, buying=made.buying, bus=made.bus, accounts=made.account)
    async with page_stage(create_page, services, **size) as shown:
        yield shown.page, shown.shell
    for model in shown.shell.objects.values():
        model.close()
    await shown.shell.scope.close()
    await made.close()


@pytest.fixture
def browser(monkeypatch):
    """What the browser was sent to; `works` is what opening says."""
    seen = SimpleNamespace(urls=[], works=True)

    def go(url):
        seen.urls.append(url.toString())
        return seen.works

    monkeypatch.setattr("desktop.billing.plans_page.QDesktopServices.openUrl", go)
    return seen


def own(page):
    return [card.name.full_text() for card in page.shop.plans.cards if card.own.isVisible()]


async def dialog(page, kind):
    await until(lambda: any(found.isVisible() for found in page.findChildren(kind)))
    return next(found for found in page.findChildren(kind) if found.isVisible())


async def test_a_server_that_sells_nothing_shows_its_plans(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("basic", until_ms=1_800_000_000_000)))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "content")
        cards = page.shop.plans.cards
        assert [card.name.full_text() for card in cards] == ["Free", "Basic", "Pro", "Enterprise"]
        assert own(page) == ["Basic"]
        assert page.shop.until.text().startswith("Your plan is paid until ")
        assert "Colegio del Lago" in page.shop.ask.text()
        assert page.shop.plans.columns == 4
        assert not page.parts.isVisible()
        assert not cards[3].button.isVisible()
        page.shop.period._buttons["year"].click()
        assert cards[2].price.text() == "$250"
        assert page.page_state() == {"period": "year", "part": "plans"}
        made.account.status = billing_status("pro")
        await made.billing.refresh()
        assert own(page) == ["Pro"]
        assert not page.shop.until.isVisible()


async def test_what_the_server_edited_is_shown(qloop, stage):
    made = stage()
    gold = msgspec.structs.replace(FREE, name="gold", monthly_cents=100)
    made.account.plans = PlanList((*PLANS.values(), gold))
    async with opened(made) as (page, _):
        await until(lambda: len(page.shop.plans.cards) == 5)
        made.account.plans = PlanList(tuple(PLANS.values())[:2])
        await made.billing.refresh()
        await until(lambda: len(page.shop.plans.cards) == 2)
        page.deactivated()
        await until(lambda: not page.buying._reloading and not page.view_model._reloading)
        await asyncio.sleep(0.02)
        asked = len(made.account.asked)
        await made.billing.refresh()
        await asyncio.sleep(0.02)
        assert len(made.account.asked) == asked + 1


async def test_a_narrow_window_stacks_them(qloop, stage):
    async with opened(stage(), width=640) as (page, _):
        await until(lambda: page.state() == "content")
        assert page.shop.plans.columns == 2
        page.restore_state({"period": "year"})
        assert page.shop.period.current() == "year"
        page.restore_state({"period": 7})
        assert page.shop.period.current() == "year"


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


async def test_a_plan_is_bought_in_the_browser(qloop, stage, browser):
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    async with opened(made) as (page, _):
        await until(lambda: page.parts.isVisible())
        page.shop.plans.cards[2].button.click()
        await until(lambda: page.shop.purchase.isVisible())
        assert browser.urls == [PAGE.url]
        page.shop.purchase.open_button.click()
        assert browser.urls == [PAGE.url, PAGE.url]
        made.account.offers, made.account.status = sold(subscribed()), billing_status("pro")
        await until(lambda: page.shop.purchase.read_button.isVisible())
        assert "You have Pro now" in page.shop.purchase.title.text()
        await until(lambda: own(page) == ["Pro"])
        assert page.shop.subscriptions.cards[0].title.text() == "Pro, €25 a month"
        page.shop.purchase.read_button.click()
        assert not page.shop.purchase.isVisible()


async def test_without_a_browser_the_address_can_be_copied(qloop, stage, browser):
    browser.works = False
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    async with opened(made) as (page, shell):
        await until(lambda: page.parts.isVisible())
        page.shop.top_ups.cards[0].button.click()
        await until(lambda: shell.toasts)
        shell.toasts[0].on_action()
        assert QGuiApplication.clipboard().text() == PAGE.url
        assert page.shop.purchase.title.text() == "No browser opened"
        page.shop.purchase.leave_button.click()
        await until(lambda: not page.shop.purchase.isVisible())


async def test_a_provider_that_is_down_is_said_and_asked_again(qloop, stage, browser):
    down = AppError("payments.provider_down", provider="Stripe")
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": down}))
    async with opened(made) as (page, _):
        await until(lambda: page.parts.isVisible())
        page.shop.plans.cards[1].button.click()
        await until(lambda: page.error.isVisible())
        assert page.error.title() == "Stripe cannot be reached."
        made.account.answers["payments/checkout"] = PAGE
        page.error.retry_button.click()
        await until(lambda: browser.urls)
        assert not page.error.isVisible()


async def test_ending_a_plan_can_be_taken_back(qloop, stage):
    mine = subscribed()
    ending = subscribed(ends_then=True, can=("resume", "portal"))
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(mine)))
    made.account.answers |= {"payments/cancel": answered(ending), "payments/resume": answered(mine)}
    async with opened(made) as (page, shell):
        await until(lambda: page.shop.subscriptions.cards)
        page.shop.subscriptions.cards[0].cancel_button.click()
        asked = await dialog(page, CancelDialog)
        asked.cancel_button.click()
        await until(lambda: not asked.isVisible())
        assert made.account.sent == []
        page.shop.plans.cards[0].button.click()
        (await dialog(page, CancelDialog)).action_button.click()
        await until(lambda: shell.toasts)
        assert made.account.sent[-1][1] == {"at_once": False, "subscription": "sub_1"}
        assert shell.toasts[0].text == "Pro ends on December 20. Nothing more is charged."
        await until(lambda: not page.buying.asking)
        shell.toasts[0].on_action()
        await until(lambda: len(shell.toasts) == 2)
        assert (shell.toasts[1].text, shell.toasts[1].action_text) == ("You keep Pro.", "")


async def test_what_is_charged_at_once_is_asked_first(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(subscribed())))
    made.account.answers["payments/change"] = answered(subscribed("enterprise"))
    async with opened(made) as (page, shell):
        await until(lambda: page.shop.subscriptions.cards)
        page.shop.plans.cards[3].button.click()
        (await dialog(page, ConfirmDialog)).action_button.click()
        await until(lambda: page.shop.purchase.isVisible())
        assert made.account.sent[-1][1]["offer"] == "enterprise-month"
        assert page.shop.purchase.title.text() == "Waiting for your payment…"
        assert not page.shop.purchase.open_button.isVisible()
        assert shell.toasts == []
        await until(lambda: not page.buying.asking)
        made.account.answers["payments/change"] = answered(subscribed(next_offer="basic-month"))
        page.shop.plans.cards[1].button.click()
        await until(lambda: shell.toasts)
        assert shell.toasts[0].text == "From December 20 on you have Basic, by the month."


async def test_payments_and_invoices(qloop, stage, browser):
    paid = PaymentHistory(payments=(payment(1), payment(2)))
    made = stage(
        account=BillingAccount(status=billing_status("pro"), offers=sold(subscribed()), payments=paid)
    )
    made.account.invoices = InvoiceList(invoices=(invoice(1),))
    async with opened(made) as (page, _):
        await until(lambda: page.parts.isVisible())
        page.parts._buttons["payments"].click()
        await until(lambda: len(page.history.lines) == 2)
        page.open_target(part="invoices")
        await until(lambda: page.invoices.lines)
        page.invoices.lines[0].open_button.click()
        await until(lambda: browser.urls)
        assert browser.urls == [invoice(1).url]
        made.account.answers["payments/portal"] = PAGE
        await until(lambda: not page.buying.asking)
        page.shop.subscriptions.cards[0].portal_button.click()
        await until(lambda: len(browser.urls) == 2)
        assert page.page_state()["part"] == "invoices"
        made.account.offers = sold(offers=())
        await made.billing.refresh()
        await until(lambda: page.parts.current() == "plans")


async def test_what_was_paid_is_shown_to_nobody_else(qloop, stage):
    paid = PaymentHistory(payments=(payment(1),))
    made = stage(account=BillingAccount(offers=sold(), payments=paid))
    async with opened(made) as (page, _):
        await until(lambda: page.parts.isVisible())
        page.open_target(part="payments")
        await until(lambda: page.history.lines)
        made.account.payments = PaymentHistory(payments=())
        made.account.session = Session(user_id=uuid.UUID(int=9))
        made.bus.announce("account")
        await made.billing.refresh()
        await until(lambda: page.history.stack.state() == "empty")


async def test_what_is_used_up_is_marked(qloop, stage):
    made = stage(account=BillingAccount(offers=sold()))
    async with opened(made, height=500) as (page, _):
        page.open_target(meter="ai_tokens")
        await until(lambda: page.shop.verticalScrollBar().value() > 0)
        assert page.shop.top_ups.cards[0].button.property("kind") == "primary"
        page.open_target(meter="of a newer server")
        assert page.shop.top_ups.cards[0].button.property("kind") == "secondary"


async def test_offline_it_says_that_prices_are_not_known(qloop, stage):
    made = stage(account=BillingAccount(answers={"payments/offers": AppError("network.unreachable")}))
    async with opened(made) as (page, _):
        await until(lambda: page.state() == "content")
        assert page.shop.trouble.text().startswith("What plans cost here could not be asked.")
        assert page.shop.plans.cards[2].price.text() == "–"
        made.account.answers.clear()
        page.shop.trouble.button.click()
        await until(lambda: page.shop.plans.cards[2].price.text() == "$25")
        assert not page.shop.trouble_card.isVisible()
