"""Whether the providers know what the configuration sells there. For the operator; nothing is bought."""

from collections.abc import AsyncIterator

import msgspec

from server.config.payment_settings import PaymentsSection
from server.payments.offers import OfferBook
from server.payments.provider import NAMES
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
        well = True
        try:
            for offer in sold:
                try:
                    await provider.price(offer.sold_as[name])
                except AppError as error:
                    well = False
                    down = error.code == "payments.provider_down"
                    told = AppError(
                        "payments.unsellable", offer=offer.id, provider=NAMES[name], detail=error.detail
                    )
                    yield Checked(NAMES[name], len(sold), error if down else told)
                    if down:
                        break
        finally:
            await provider.close()
        if well:
            yield Checked(NAMES[name], len(sold))
