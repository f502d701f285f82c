"""What is taken in at the door, and what is refused."""

import asyncio
import json

import pytest

from server.config.payment_settings import PaymentsSection
from server.payments.inbox import Inbox, decoded, heading
from server.web.metrics import Metrics
from shared.errors import AppError
from tests.support.payments_stage import opened_payments
from tests.support.waiting import until
from tests.support.webhook_signer import polar_headers, stripe_headers


@pytest.fixture
async def stage(sqlite_url, clock):
    async with opened_payments(sqlite_url, clock) as opened:
        yield opened


async def refused(stage, provider, raw, headers):
    with pytest.raises(AppError) as error:
        await stage.payments.inbox.receive(provider, raw, headers)
    assert await stage.rows() == []
    return error.value.code


async def test_a_webhook_is_kept_once(stage):
    event = stage.stripe("customer.subscription.created", stage.subscription())
    assert await stage.receive("stripe", event)
    assert await stage.receive("stripe", event)
    (row,) = await stage.rows()
    assert (row.provider, row.event_id, row.kind) == ("stripe", event["id"], "customer.subscription.created")
    assert (row.state, row.object_id, row.created_ms) == ("new", "sub_1", stage.now_s * 1_000)
    assert json.loads((await stage.payments.event(row.id)).body) == event


async def test_one_id_at_two_providers_is_two_webhooks(stage):
    await stage.receive("polar", {"type": "order.paid", "data": {"id": "o"}}, "msg_1")
    await stage.receive("whop", {"type": "payment.succeeded", "data": {"id": "p"}}, "msg_1")
    assert len(await stage.rows()) == 2


async def test_what_comes_at_one_moment_is_one_commit(stage, monkeypatch):
    commits = []
    transact = stage.database.transact

    async def counted(work):
        commits.append(1)
        return await transact(work)

    monkeypatch.setattr(stage.database, "transact", counted)
    events = [stage.stripe("invoice.paid", {"id": f"in_{number % 30}"}) for number in range(40)]
    for event in events[30:]:
        event["id"] = events[0]["id"]
    await asyncio.gather(*(stage.receive("stripe", event) for event in events))
    assert len(await stage.rows()) == 30
    assert len(commits) == 2


async def test_one_who_leaves_takes_no_other_along(stage):
    held = asyncio.Event()
    box = stage.payments.inbox
    write = box._write

    async def slow(entries):
        await held.wait()
        await write(entries)

    box._write = slow
    events = [stage.stripe("invoice.paid", {"id": f"in_{number}"}) for number in range(3)]
    tasks = [asyncio.create_task(stage.receive("stripe", event)) for event in events]
    await until(lambda: len(box._waiting) == 3)
    tasks[0].cancel()
    held.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [True, True]
    assert {row.object_id for row in await stage.rows()} >= {"in_1", "in_2"}
    assert box._waiting == []


async def test_a_type_that_changes_nothing_is_noted_and_done_with(stage):
    assert not await stage.receive("stripe", stage.stripe("price.updated", {"id": "price_1"}))
    (row,) = await stage.rows()
    assert (row.state, row.done_ms) == ("ignored", stage.clock.now_ms())


async def test_what_is_not_of_the_provider_or_not_of_this_moment_is_refused(stage):
    raw = json.dumps(stage.stripe("invoice.paid", {"id": "in_1"})).encode()
    assert await refused(stage, "stripe", raw, {}) == "payments.bad_signature"
    early, late = (
        stripe_headers(raw, at_s=stage.now_s - 301),
        stripe_headers(raw, at_s=stage.now_s + 302),
    )
    assert await refused(stage, "stripe", raw, early) == "payments.stale_webhook"
    assert await refused(stage, "stripe", raw, late) == "payments.stale_webhook"


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 5_000, b'{"type": "a"}'])
async def test_what_is_signed_but_no_event_is_refused(stage, raw):
    headers = stripe_headers(raw, at_s=stage.now_s)
    assert await refused(stage, "stripe", raw, headers) == "payments.bad_event"


async def test_what_cannot_be_read_in_full_is_kept_for_people(stage):
    raw = json.dumps({"type": "order.paid", "data": {"status": "paid"}}).encode()
    headers = polar_headers(raw, event_id="msg_9", at_s=stage.now_s)
    await stage.payments.inbox.receive("polar", raw, headers)
    (row,) = await stage.rows()
    assert (row.event_id, row.kind, row.state) == ("msg_9", "order.paid", "new")


async def test_without_a_secret_nothing_is_taken(stage):
    box = Inbox(stage.database, stage.clock, PaymentsSection(), Metrics())
    with pytest.raises(AppError) as error:
        await box.receive("polar", b"{}", polar_headers(b"{}", "", at_s=stage.now_s))
    assert error.value.code == "payments.webhooks_off"


async def test_the_metrics_say_what_became_of_webhooks(stage):
    metrics = Metrics()
    box = Inbox(stage.database, stage.clock, stage.settings, metrics)
    raw = json.dumps(stage.stripe("invoice.paid", {"id": "in_1"})).encode()
    for _ in range(2):
        await box.receive("stripe", raw, stripe_headers(raw, at_s=stage.now_s))
    with pytest.raises(AppError):
        await box.receive("stripe", raw, {})
    text = metrics.text().decode()
    for outcome in ("new", "repeated", "bad_signature"):
        assert f'lantern_payment_webhooks_total{{outcome="{outcome}",provider="stripe"}} 1.0' in text


def test_the_heading_says_whether_it_matters():
    raw = json.dumps({"id": "evt_1", "type": "invoice.paid", "data": {"object": {"id": "in_1"}}}).encode()
    assert heading("stripe", "", raw)[1] == "new"
    assert heading("whop", "msg_1", b'{"type": "plan.created"}')[1] == "ignored"
    assert decoded(b'{"a": 1}') == {"a": 1}
