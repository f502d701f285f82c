"""Whether the providers know what the configuration sells there. For the operator; nothing is bought."""

from collections.abc import AsyncIterator

import msgspec

from server.config.payment_settings import PaymentsSection
from server.payments.offers import OfferBook, SoldOffer
from server.payments.provider import NAMES, PaymentProvider
from server.payments.providers import open_providers
from shared.clock import Clock
from shared.errors import AppError


class Checked(msgspec.Struct, frozen=True):
    """A provider by the name that people know, how many offers it sells, and what is wrong with one or with all."""

    provider: str
    offers: int
    error: AppError | None = None


async def checked(settings: PaymentsSection, clock: Clock) -> AsyncIterator[Checked]:
    """Ask every provider with a key for the price of every offer; yield what is wrong, or once that all is well."""
    book = OfferBook(settings.offers)
    for name, provider in open_providers(settings, clock).items():
        sold = [offer for offer in book.offers if name in offer.sold_as]
        wrong = False
        try:
            for offer in sold:
                error = await _wrong(provider, offer)
                if error is not None:
                    wrong = True
                    yield Checked(NAMES[name], len(sold), error)
                if error is not None and error.code == "payments.provider_down":
                    break
        finally:
            await provider.close()
        if not wrong:
            yield Checked(NAMES[name], len(sold))


async def _wrong(provider: PaymentProvider, offer: SoldOffer) -> AppError | None:
    title = NAMES[provider.name]
    try:
        listed = await provider.price(offer.sold_as[provider.name])
    except AppError as error:
        if error.code == "payments.provider_down":
            return error
        return AppError("payments.unsellable", offer=offer.id, provider=title, detail=error.detail)
    if listed.interval != offer.interval:
        return AppError("payments.other_interval", offer=offer.id, provider=title, interval=offer.interval)
    return None
