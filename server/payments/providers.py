"""The providers that the configuration has a key for, the preferred one first."""

from server.config.payment_settings import PaymentsSection
from server.payments.polar_client import Polar
from server.payments.provider import PaymentProvider
from server.payments.stripe_client import Stripe
from server.payments.whop_client import Whop
from shared.clock import Clock
from shared.payments.messages import Provider


def open_providers(settings: PaymentsSection, clock: Clock) -> dict[Provider, PaymentProvider]:
    """Make the clients; no library is loaded and nobody is asked before something is sold. Close each."""
    found: dict[Provider, PaymentProvider] = {}
    if settings.stripe_key:
        found["stripe"] = Stripe(settings, clock)
    if settings.polar_key:
        found["polar"] = Polar(settings, clock)
    if settings.whop_key:
        found["whop"] = Whop(settings, clock)
    return found
