"""What is sold, as the configuration says it: found by our own name or by what a provider calls it. Pure."""

from collections.abc import Iterable, Mapping

import msgspec

from server.config.payment_settings import OfferTable
from shared.billing.meters import Meter
from shared.payments.messages import PROVIDERS, Interval, Provider
from shared.plans import PLANS


class SoldOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A `plan`, or once so much (`amount`) of a `meter`. `sold_as` is what each provider that sells it calls it."""

    id: str
    interval: Interval
    plan: str = ""
    meter: Meter | None = None
    amount: int = 0
    sold_as: Mapping[Provider, str] = {}


class OfferBook:
    """All offers in the order of the configuration."""

    def __init__(self, tables: Iterable[OfferTable]) -> None:
        self.offers = tuple(_sold(table) for table in tables)
        self._by_id = {offer.id: offer for offer in self.offers}
        self._by_provider = {
            (provider, name): offer for offer in self.offers for provider, name in offer.sold_as.items()
        }

    def named(self, offer_id: str) -> SoldOffer | None:
        """Return an offer by our own name."""
        return self._by_id.get(offer_id)

    def of(self, provider: Provider, name: str) -> SoldOffer | None:
        """Return an offer by what a provider calls it (price, product, variant), or by our own name."""
        return self._by_provider.get((provider, name)) or self._by_id.get(name)


def is_upgrade(old: SoldOffer | None, new: SoldOffer) -> bool:
    """Whether a change is for more: a bigger plan, or the same one for a longer time. Then it counts at once.

    What is not sold any more counts as the smallest.
    """
    if old is None:
        return True
    sizes = list(PLANS)
    before, after = sizes.index(old.plan), sizes.index(new.plan)
    return after > before or (after == before and old.interval == "month" and new.interval == "year")


def _sold(table: OfferTable) -> SoldOffer:
    names: dict[Provider, str] = {
        provider: name for provider in PROVIDERS if (name := getattr(table, provider))
    }
    return SoldOffer(
        id=table.id,
        interval=table.interval,
        plan=table.plan,
        meter=Meter(table.meter) if table.meter else None,
        amount=table.amount,
        sold_as=names,
    )
