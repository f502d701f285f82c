"""`lantern usage`: what was used of the plan and what is left. Prints what the billing service says, no more."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from desktop.assembly import Services
from desktop.billing.service import Meter, Standing
from desktop.cli_run import note, say, say_json, with_services
from desktop.runtime.error_texts import error_text, readable_size
from shared.billing.status import MeterStatus
from shared.errors import AppError

_NAMES = {
    Meter.AI_TOKENS: "AI tokens this month",
    Meter.AI_OPERATIONS: "AI requests today",
    Meter.VOICE_MS: "Voice minutes this month",
    Meter.TRANSCRIPTION_MS: "Transcription minutes this month",
    Meter.STORAGE_BYTES: "Storage on the server",
    Meter.UPLOADS: "Uploads this month",
    Meter.CHARGED_MICROS: "Cost this month",
}


class Told(msgspec.Struct, frozen=True):
    """How everything stands, as JSON; times are Unix milliseconds, `problem` a code with its text."""

    plan: str
    plan_until_ms: int
    at_ms: int
    meters: tuple[MeterStatus, ...]
    problem: dict[str, str] | None


def usage_command(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """See what you have used of your plan, and what is left."""
    standing = with_services(context, _read, as_json=as_json)
    if as_json:
        say_json(_told(standing))
        return
    say(f"Plan: {standing.plan}")
    for meter in standing.meters:
        say(_line(meter))
    if standing.problem is not None:
        when = datetime.fromtimestamp(standing.at_ms / 1000, UTC).astimezone()
        note(f"{error_text(standing.problem).title} These are the numbers of {when:%Y-%m-%d %H:%M}.")


async def _read(services: Services) -> Standing:
    try:
        standing = await services.billing.refresh()
    except AppError:
        standing = services.billing.standing
        if standing is None:
            raise
    if standing is None:
        raise AppError("billing.not_counted")
    return standing


def _told(standing: Standing) -> Told:
    problem = None
    if standing.problem is not None:
        problem = {
            "code": standing.problem.code,
            "message": error_text(standing.problem).in_one_line(),
        }
    return Told(standing.plan, standing.plan_until_ms, standing.at_ms, standing.meters, problem)


def _line(meter: MeterStatus) -> str:
    name, used = _NAMES[meter.meter], _amount(meter.meter, meter.used)
    if meter.limit is None:
        return f"{name}: {used} used, no limit."
    if meter.limit == 0:
        return f"{name}: not part of this plan."
    limit, left = _amount(meter.meter, meter.limit), _amount(meter.meter, meter.remaining or 0)
    words = f"{name}: {used} of {limit} used ({meter.percent_used} %), {left} left"
    if meter.held:
        words = f"{words}, {_amount(meter.meter, meter.held)} reserved by running work"
    if meter.reset_date is None:
        return f"{words}."
    days = meter.days_until_reset or 0
    return f"{words}; renewed {meter.reset_date} (UTC), in {days} {'day' if days == 1 else 'days'}."


def _amount(meter: Meter, amount: int) -> str:
    if meter in (Meter.VOICE_MS, Meter.TRANSCRIPTION_MS):
        return f"{amount / 60_000:,.1f}".removesuffix(".0")
    if meter is Meter.STORAGE_BYTES:
        return readable_size(amount)
    if meter is Meter.CHARGED_MICROS:
        return f"${amount / 1_000_000:.4f}"
    return f"{amount:,}"
