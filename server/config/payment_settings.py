"""The settings of selling: providers of payments and what is sold through them. Reads nothing."""

from typing import Annotated, Literal

from server.config.forms import Section, setting

SoldMeter = Literal["", "ai_tokens", "voice_ms", "transcription_ms", "storage_bytes", "uploads"]


class OfferTable(Section, frozen=True):
    """Something that is sold: a plan by the month or the year, or once so much of a meter."""

    id: Annotated[
        str, setting("Its name in this file and in purchases for ever: small letters, digits, dots, dashes.")
    ]
    interval: Annotated[
        Literal["month", "year", "once"], setting("How often it is paid; a top-up is paid once.")
    ] = "month"
    plan: Annotated[str, setting("The plan it gives: basic, pro or enterprise. Empty: it is a top-up.")] = ""
    meter: Annotated[SoldMeter, setting("What a top-up adds to. Empty: it is a plan.")] = ""
    amount: Annotated[
        int,
        setting(
            "How much a top-up adds, in the meter's own unit: tokens, milliseconds, bytes or uploads.",
            low=0,
            high=1 << 53,
        ),
    ] = 0
    stripe: Annotated[str, setting("Its price at Stripe, such as price_1Q2W. Empty: not sold there.")] = ""
    polar: Annotated[str, setting("Its product at Polar, a UUID. Empty: not sold there.")] = ""
    whop: Annotated[str, setting("Its plan at Whop, such as plan_8Xh2. Empty: not sold there.")] = ""


class PaymentsSection(Section, frozen=True):
    """Selling plans and top-ups through Stripe, Polar or Whop. Without a key of any, nothing is sold."""

    stripe_key: Annotated[
        str, setting("Secret or restricted key of the account at Stripe. Empty: no Stripe.", secret=True)
    ] = ""
    stripe_webhook_secret: Annotated[
        str,
        setting(
            "Secret of the webhook at Stripe that sends to /api/v1/webhooks/stripe: whsec_ and what follows.",
            secret=True,
        ),
    ] = ""
    stripe_url: Annotated[str, setting("Where Stripe's interface is.")] = "https://api.stripe.com"
    stripe_portal: Annotated[
        str, setting("Settings of Stripe's customer portal, such as bpc_1Q2W. Empty: the account's own.")
    ] = ""
    stripe_tax: Annotated[bool, setting("Whether Stripe adds taxes to what is bought.")] = False
    polar_key: Annotated[
        str, setting("Access token of the organization at Polar. Empty: no Polar.", secret=True)
    ] = ""
    polar_webhook_secret: Annotated[
        str,
        setting("Secret of the webhook at Polar that sends to /api/v1/webhooks/polar.", secret=True),
    ] = ""
    polar_url: Annotated[
        str, setting("Where Polar's interface is; https://sandbox-api.polar.sh to try things.")
    ] = "https://api.polar.sh"
    whop_key: Annotated[str, setting("Key of the account at Whop. Empty: no Whop.", secret=True)] = ""
    whop_webhook_secret: Annotated[
        str,
        setting(
            "Secret of the webhook at Whop that sends to /api/v1/webhooks/whop: ws_ and what follows.",
            secret=True,
        ),
    ] = ""
    whop_url: Annotated[str, setting("Where Whop's interface is, with /api/v1.")] = (
        "https://api.whop.com/api/v1"
    )
    whop_account: Annotated[str, setting("The account at Whop, such as biz_8Xh2; needed with its key.")] = ""
    answer_s: Annotated[
        float, setting("How long a provider of payments may take for an answer.", unit="s", low=1, high=60)
    ] = 15.0
    grace_days: Annotated[
        int, setting("How long a plan stays after a payment failed.", unit="d", low=0, high=60)
    ] = 3
    internal_secret: Annotated[
        str,
        setting(
            "What a billing system of one's own sends as X-Internal-Secret to /api/v1/internal/plan. "
            "Empty: nobody may.",
            secret=True,
        ),
    ] = ""
    offers: Annotated[
        tuple[OfferTable, ...], setting("What is sold. The first provider that has an offer is shown first.")
    ] = ()
