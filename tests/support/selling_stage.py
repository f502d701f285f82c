"""A server that sells through local providers, over real sockets: somebody buys, webhooks come back signed."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.config.declarations import ServerConfig
from server.config.payment_settings import OfferTable, PaymentsSection
from shared.clock import SystemClock
from tests.support.accounts_stage import HOME, Device
from tests.support.api_fuzz import PASSWORD
from tests.support.catalog_stage import Person, signed_up
from tests.support.cloud_server import Cloud, cloud_config, running_cloud
from tests.support.fake_stripe import FakeStripe
from tests.support.waiting import LIMIT_S
from tests.support.webhook_signer import STRIPE_SECRET

OFFERS = (
    OfferTable(id="basic-month", plan="basic", stripe="price_basic"),
    OfferTable(id="pro-month", plan="pro", stripe="price_pro"),
    OfferTable(id="pro-year", plan="pro", interval="year", stripe="price_year"),
    OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", stripe="price_tokens"),
)


@dataclass
class SellingStage:
    """The server, the local Stripe, and Ana who buys."""

    cloud: Cloud
    stripe: FakeStripe
    ana: Person

    async def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Ask as Ana; another plan makes her token old, so she signs in again, as a device does by itself."""
        where = f"/api/v1/payments/{path}"
        answer = await self.cloud.ask(method, where, body, token=self.ana.token, **more)
        if answer.status == 401 and answer.code == "accounts.token_expired":
            device = Device(SystemClock())
            asked = device.sign_in("ana@example.org", PASSWORD)
            session = await self.cloud.services.accounts.sign_ins.sign_in(asked, HOME)
            self.ana = Person(self.ana.user_id, session.access_token)
            answer = await self.cloud.ask(method, where, body, token=self.ana.token, **more)
        return answer

    async def shows(self, path: str, is_so: Callable[[Any], object]) -> Any:
        """Ask until it is so, and return what was answered: webhooks are worked on behind the answer to them."""
        async with asyncio.timeout(LIMIT_S):
            while not is_so(found := (await self.ask("GET", path)).json):  # noqa: ASYNC110 - another process would be asked like this
                await asyncio.sleep(0.02)
        return found

    async def buys(self, offer: str, **more: Any) -> Any:
        """Begin to buy."""
        asked = {"offer": offer, "request_id": str(uuid.uuid4()), **more}
        return await self.ask("POST", "checkout", asked)

    async def bought(self, offer: str) -> dict[str, Any]:
        """Buy, and pay. Everything that Stripe says of it has arrived."""
        return await self.stripe.complete((await self.buys(offer)).json["url"])


def selling_config(folder: Path, stripe: FakeStripe, **payments: Any) -> ServerConfig:
    """Settings of a server that sells through a local Stripe."""
    return cloud_config(
        folder,
        payments=PaymentsSection(
            **{
                "stripe_key": stripe.key,
                "stripe_webhook_secret": STRIPE_SECRET,
                "stripe_url": stripe.url,
                "offers": OFFERS,
                **payments,
            }
        ),
    )


def stocked(stripe: FakeStripe) -> None:
    """Have the prices of the offers."""
    stripe.sells("price_basic", 1_500)
    stripe.sells("price_pro", 2_500)
    stripe.sells("price_year", 25_000, interval="year")
    stripe.sells("price_tokens", 900, currency="eur", interval="once")


@asynccontextmanager
async def selling_stage(folder: Path, **payments: Any) -> AsyncIterator[SellingStage]:
    """Open all of it."""
    async with FakeStripe.running() as stripe:
        stocked(stripe)
        async with running_cloud(selling_config(folder, stripe, **payments)) as cloud:
            stripe.webhook_url = f"{cloud.url}/api/v1/webhooks/stripe"
            yield SellingStage(cloud, stripe, await signed_up(cloud))
