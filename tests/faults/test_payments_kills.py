"""kill -9 between a webhook's answer and its effect: what was answered counts once, what was not is sent again."""

import asyncio
import json
import random
import time
import uuid

import aiohttp
import msgspec
import pytest
from sqlalchemy import func, select

from server.billing.tables import ACCOUNT
from server.payments.tables import EVENT
from server.storage.database import Database
from shared.accounts.messages import SignUp
from shared.clock import SystemClock
from tests.support import stripe_bodies
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess
from tests.support.ledger_laws import check_ledger
from tests.support.payments_stage import TOP_UP_TOKENS
from tests.support.webhook_signer import STRIPE_SECRET, stripe_headers

pytestmark = pytest.mark.faults
KILLS = 6
TOP_UPS = 60


def settings():
    """Stripe itself cannot be reached: only its webhooks come."""
    top_up = {"id": "more", "interval": "once", "meter": "ai_tokens", "amount": TOP_UP_TOKENS}
    offers = [{"id": "pro", "plan": "pro", "stripe": "price_pro"}, {**top_up, "stripe": "price_more"}]
    return {
        "PAYMENTS__STRIPE_KEY": "sk_test_nobody",
        "PAYMENTS__STRIPE_URL": "http://127.0.0.1:9",
        "PAYMENTS__STRIPE_WEBHOOK_SECRET": STRIPE_SECRET,
        "PAYMENTS__OFFERS": json.dumps(offers),
    }


async def signed_up(server, http) -> uuid.UUID:
    email = "ana@example.org"
    body = msgspec.json.encode(SignUp(email, PASSWORD, "Ana", introduced(email)))
    headers = {"Content-Type": "application/json"}
    async with http.post(f"{server.url}/api/v1/accounts/sign-up", data=body, headers=headers) as answer:
        return uuid.UUID((await answer.json())["account"]["user_id"])


def events(user_id):
    """Top-ups, each told twice, and a subscription whose last word is that it has ended."""
    now, mine = int(time.time()), {"lantern_user": str(user_id), "lantern_offer": "more"}
    found = []
    for number in range(TOP_UPS):
        intent = stripe_bodies.payment_intent(
            f"pi_{number}", "cus_1", created=now, amount=900, currency="usd", metadata=mine
        )
        for name in ("a", "b"):
            event = stripe_bodies.event("payment_intent.succeeded", intent, created=now)
            found.append({**event, "id": f"evt_{name}_{number}"})
    price = stripe_bodies.price("price_pro", 2_500)
    for number, status in enumerate(("incomplete", "active", "past_due", "canceled")):
        of = stripe_bodies.subscription("sub_1", "cus_1", price, begins=now, metadata=mine, status=status)
        kind = "customer.subscription.deleted" if status == "canceled" else "customer.subscription.updated"
        event = stripe_bodies.event(kind, of, created=now + number)
        found.append({**event, "id": f"evt_s_{number}"})
    return found


async def send(server, http, event) -> bool:
    raw = json.dumps(event).encode()
    url = f"{server.url}/api/v1/webhooks/stripe"
    try:
        async with http.post(url, data=raw, headers=stripe_headers(raw)) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


async def test_what_was_answered_counts_once_whenever_the_process_dies(tmp_path):
    rng = random.Random(7)
    server = await CloudProcess(tmp_path / "cloud", settings()).start()
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60)) as http:
            user_id = await signed_up(server, http)
            left = events(user_id)
            rng.shuffle(left)
            for _ in range(KILLS):
                some, left = left[:20], left[20:]
                answered = await asyncio.gather(*(send(server, http, event) for event in some))
                # It dies while the worker is somewhere in the middle of them.
                await asyncio.sleep(rng.random() / 20)
                await server.kill()
                await server.start()
                left = [event for event, was in zip(some, answered, strict=True) if not was] + left
            for event in left:
                assert await send(server, http, event)
            await all_done(tmp_path)
        assert await server.stop() == 0
    finally:
        await server.kill()
    database = await Database.open(f"sqlite:///{tmp_path / 'cloud' / 'lantern.db'}", SystemClock())
    async with database.read() as tx:
        granted = select(func.count(), func.sum(ACCOUNT.c.posted)).where(ACCOUNT.c.kind == "topup")
        assert (await tx.connection.execute(granted)).one() == (TOP_UPS, TOP_UPS * TOP_UP_TOKENS)
        states = select(EVENT.c.state, func.count()).group_by(EVENT.c.state)
        assert (await tx.connection.execute(states)).all() == [("done", TOP_UPS * 2 + 4)]
    await check_ledger(database)
    await database.close()


async def all_done(folder):
    """Asked of the file by a reader of its own, while the server works."""
    database = await Database.open(f"sqlite:///{folder / 'cloud' / 'lantern.db'}", SystemClock())
    async with asyncio.timeout(90):
        while True:
            async with database.read() as tx:
                open_ones = select(func.count()).where(EVENT.c.state.in_(("new", "waiting")))
                if not await tx.connection.scalar(open_ones):
                    break
            await asyncio.sleep(0.05)
    await database.close()
