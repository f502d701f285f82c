import asyncio
import uuid

import msgspec
import pytest

from desktop.billing.buying_service import KIND, is_safe
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.payments.messages import PageToOpen
from tests.support.billing_stage import BillingAccount, Session, billing_status
from tests.support.cloud_desktops import desktop, sign_up
from tests.support.selling_stage import selling_stage
from tests.support.shop_stage import (
    DECEMBER_20_MS,
    PAGE,
    SOLD,
    answered,
    invoice,
    payment,
    plan_sold,
    sold,
    subscribed,
    top_up,
)
from tests.support.waiting import until


async def test_what_is_sold_is_known_until_somebody_else_signs_in(stage):
    made = stage(account=BillingAccount(offers=sold()))
    assert (made.buying.offers, made.buying.sells) == (None, False)
    await made.buying.refresh()
    assert made.buying.sells
    made.account.session = Session(user_id=uuid.UUID(int=8))
    made.bus.announce("account")
    assert (made.buying.offers, made.buying.sells) == (None, False)
    made.account.session = None
    with pytest.raises(AppError, match=r"accounts\.signed_out"):
        await made.buying.refresh()
    await made.close()


@pytest.mark.parametrize("code", ["web.not_found", "payments.not_sold"])
async def test_an_older_server_sells_nothing(stage, code):
    made = stage(account=BillingAccount(answers={"payments/offers": AppError(code)}))
    made.account.answers["payments/offers"] = AppError(code)
    assert (await made.buying.refresh()).offers == ()
    assert made.buying.problem is None
    await made.close()


async def test_why_nothing_is_known_is_kept(stage):
    made = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    with pytest.raises(AppError):
        await made.buying.refresh()
    assert made.buying.problem.code == "network.unreachable"
    made.account.failing = None
    await made.buying.refresh()
    assert made.buying.problem is None
    await made.close()


async def test_a_payment_is_waited_for_and_comes(stage):
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    heard = []
    made.bus.subscribe(lambda changes: heard.append(made.buying.thanks) if changes.touches(KIND) else None)
    await made.billing.refresh()
    await made.buying.refresh()
    offer = plan_sold("pro")
    assert (await made.buying.checkout(offer)).url == PAGE.url
    assert made.buying.waiting.offer == offer
    [(path, body)] = made.account.sent
    assert (path, body["offer"], body["provider"]) == ("payments/checkout", "pro-month", "stripe")
    made.account.offers = sold(subscribed())
    await made.buying.refresh()
    assert made.buying.thanks is None
    made.account.status = billing_status("pro")
    await until(lambda: made.buying.thanks)
    assert made.buying.waiting is None
    made.buying.seen_thanks()
    assert made.buying.thanks is None
    assert heard[-1] is None
    await made.close()


async def test_a_poke_brings_it_at_once(stage):
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    made.buying._pace = msgspec.structs.replace(made.buying._pace, often_s=1_000.0)
    made.billing.start()
    await until(lambda: made.billing.standing)
    await made.buying.refresh()
    await made.buying.checkout(top_up())
    assert made.buying.waiting.limit_before == 10_000
    status = made.account.status
    tokens = msgspec.structs.replace(status.meters[0], limit=60_000)
    made.account.status = msgspec.structs.replace(status, meters=(tokens, *status.meters[1:]))
    made.billing.wake()
    await until(lambda: made.buying.thanks)
    await made.close()


async def test_waiting_can_be_left_and_the_page_can_close(stage):
    closing = msgspec.structs.replace(PAGE, expires_ms=made_ms() + 5)
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": closing}))
    await made.buying.checkout(top_up())
    assert not made.buying.expired
    made.clock.wall_ms += 5
    assert made.buying.expired
    made.buying.stop_waiting()
    assert (made.buying.waiting, made.buying.expired) == (None, False)
    made.buying.stop_waiting()
    await made.close()


def made_ms():
    return DECEMBER_20_MS - 30 * 86_400_000


async def test_an_order_that_may_have_arrived_keeps_its_id(stage):
    made = stage(account=BillingAccount(offers=sold()))
    made.account.answers["payments/checkout"] = AppError("network.timed_out")
    for _ in range(2):
        with pytest.raises(AppError):
            await made.buying.checkout(top_up())
    made.account.answers["payments/checkout"] = PAGE
    await made.buying.checkout(top_up())
    await made.buying.checkout(top_up())
    ids = [body["request_id"] for _, body in made.account.sent]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    made.account.answers["payments/checkout"] = AppError("payments.already_subscribed", provider="Stripe")
    for _ in range(2):
        with pytest.raises(AppError):
            await made.buying.checkout(top_up())
    assert made.account.sent[-1][1]["request_id"] != made.account.sent[-2][1]["request_id"]
    await made.close()


async def test_a_subscription_is_changed_ended_and_kept(stage):
    mine = subscribed()
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(mine)))
    await made.buying.refresh()
    made.account.answers["payments/change"] = answered(subscribed("enterprise"))
    assert (await made.buying.change(plan_sold("enterprise"), mine, at_once=True)).plan == "enterprise"
    assert made.buying.waiting.url == ""
    made.account.offers, made.account.status = sold(subscribed("enterprise")), billing_status("enterprise")
    await until(lambda: made.buying.thanks)
    smaller = subscribed("enterprise", next_offer="basic-month")
    made.account.answers["payments/change"] = answered(smaller)
    await made.buying.change(plan_sold("basic"), mine, at_once=False)
    assert made.buying.waiting is None
    made.account.answers["payments/resume"] = answered(mine)
    assert await made.buying.resume(mine) == mine
    made.account.answers["payments/cancel"] = answered(subscribed(ends_then=True))
    assert (await made.buying.cancel(mine, at_once=False)).ends_then
    assert made.account.sent[-1] == ("payments/cancel", {"at_once": False, "subscription": "sub_1"})
    made.account.answers["payments/offers"] = AppError("network.unreachable")
    await made.buying.cancel(mine, at_once=True)
    await made.close()


async def test_while_somebody_looks_it_is_asked_until_there_is_an_answer(stage):
    made = stage(account=BillingAccount(offers=sold()))
    made.account.answers["payments/offers"] = AppError("network.unreachable")
    made.buying.watch(watched=True)
    made.bus.announce("usage")
    await until(lambda: made.account.asked.count("payments/offers") >= 3)
    del made.account.answers["payments/offers"]
    await until(lambda: made.buying.sells)
    made.buying.watch(watched=False)
    await made.close()


async def test_an_answer_for_somebody_who_left_is_for_nobody(stage):
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    made.account.hold = asyncio.Event()
    buying = asyncio.ensure_future(made.buying.checkout(top_up()))
    await until(lambda: made.account.asked)
    made.account.session = None
    made.account.hold.set()
    with pytest.raises(AppError, match=r"accounts\.signed_out"):
        await buying
    assert made.buying.waiting is None
    await made.close()


async def test_what_is_not_sold_there_is_not_asked_for(stage):
    made = stage()
    with pytest.raises(AppError, match=r"payments\.unknown_offer"):
        await made.buying.checkout(top_up(), "whop")
    with pytest.raises(AppError, match=r"payments\.unknown_offer"):
        await made.buying.change(plan_sold("pro"), subscribed(provider="polar"), at_once=True)
    assert made.account.sent == []
    await made.close()


async def test_portal_history_and_invoices(stage):
    made = stage()
    made.account.answers["payments/portal"] = PAGE
    assert (await made.buying.portal("stripe")).url == PAGE.url
    made.account.payments = msgspec.structs.replace(made.account.payments, payments=(payment(1),))
    assert (await made.buying.history()).payments == (payment(1),)
    made.account.invoices = msgspec.structs.replace(made.account.invoices, invoices=(invoice(1),))
    assert (await made.buying.invoices()).invoices == (invoice(1),)
    assert (await made.buying.invoice(invoice(1))).url == invoice(1).url
    made.account.answers["payments/invoices/polar/a%2Fb"] = PageToOpen(
        url="https://polar.example/i", provider="polar"
    )
    later = msgspec.structs.replace(invoice(1), id="a/b", provider="polar", url="")
    assert (await made.buying.invoice(later)).url == "https://polar.example/i"
    await made.close()


async def test_no_browser_is_sent_to_an_unsafe_page(stage):
    unsafe = msgspec.structs.replace(PAGE, url="file:///etc/passwd")
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": unsafe}))
    with pytest.raises(AppError, match=r"payments\.bad_page"):
        await made.buying.checkout(SOLD[0])
    assert made.buying.waiting is None
    await made.close()


@pytest.mark.parametrize(
    ("url", "server", "safe"),
    [
        ("https://pay.example/x", "https://learn.example", True),
        ("http://pay.example/x", "https://learn.example", False),
        ("http://127.0.0.1:9/x", "http://127.0.0.1:8", True),
        ("http://127.0.0.1:9/x", "https://learn.example", False),
        ("javascript:alert(1)", "http://127.0.0.1:8", False),
        ("https://", "https://learn.example", False),
        ("http://[", "https://learn.example", False),
        ("", "https://learn.example", False),
    ],
)
def test_which_pages_are_safe(url, server, safe):
    assert is_safe(url, server) == safe


async def at_once():
    """This process runs the profile's jobs."""


async def test_at_a_real_server_a_payment_counts_within_a_second(tmp_path):
    async with selling_stage(tmp_path / "server") as shop, desktop(tmp_path / "data") as ana:
        await sign_up(ana, shop.cloud.url, "ana@home.example")
        heard: list[None] = []
        ana.sync.on_usage(lambda: heard.append(None))
        ana.billing.start()
        ana.sync.start(at_once)
        await until(lambda: ana.billing.standing and heard)
        sold_there = {offer.id: offer for offer in (await ana.buying.refresh()).offers}
        page = await ana.buying.checkout(sold_there["pro-month"])
        await shop.stripe.complete(page.url)
        await until(lambda: ana.buying.thanks, limit_s=1.0)
        assert (ana.billing.standing.plan, ana.buying.offers.subscriptions[0].offer) == ("pro", "pro-month")
        page = await ana.buying.checkout(sold_there["tokens"])
        await shop.stripe.complete(page.url)
        await until(lambda: ana.buying.thanks and ana.buying.thanks.id == "tokens", limit_s=1.0)
        assert ana.billing.standing.of(Meter.AI_TOKENS).limit == 150_000
        [mine] = ana.buying.offers.subscriptions
        ending = await ana.buying.cancel(mine, at_once=False)
        assert ending.ends_then
        assert not (await ana.buying.resume(ending)).ends_then
        await ana.buying.change(sold_there["pro-year"], mine, at_once=True)
        await until(lambda: ana.buying.thanks and ana.buying.thanks.id == "pro-year", limit_s=2.0)
        assert {entry.kind for entry in (await ana.buying.history()).payments} == {"paid"}
        [invoice_, *_] = (await ana.buying.invoices()).invoices
        assert (await ana.buying.invoice(invoice_)).url.startswith(shop.stripe.url)
        assert (await ana.buying.portal()).url.startswith(shop.stripe.url)
