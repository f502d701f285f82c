"""Words about usage beyond those every page has: short forms, what is old, headings, prompts. Decides no layout."""

from PySide6.QtCore import QCoreApplication

from desktop.billing.service import Meter, MeterStatus, Prompt, Standing
from desktop.widgets.formats import format_compact, format_date_time, format_percent, format_room
from desktop.widgets.usage_words import (
    TIMES,
    amount_text,
    flags_text,
    held_text,
    kind_text,
    left_text,
    level_of,
    meter_icon,
    meter_title,
    minutes_text,
    operation_text,
    period_text,
    plan_name,
    reset_ms,
    reset_text,
    signed_amount,
    used_text,
)

__all__ = [
    "amount_text",
    "as_of_text",
    "flags_text",
    "heading",
    "held_text",
    "kind_text",
    "left_text",
    "level_of",
    "meter_icon",
    "meter_title",
    "offline_text",
    "operation_text",
    "period_text",
    "plan_name",
    "prompt_text",
    "reset_ms",
    "reset_text",
    "short_text",
    "signed_amount",
    "spoken_text",
    "used_text",
]


def short_text(status: MeterStatus) -> str:
    """Return "6.5K / 10K", for the head of the window."""
    used = _short_amount(status.meter, status.used)
    if status.limit is None:
        return used
    limit = max(0, status.limit)
    if status.meter in TIMES:
        words = QCoreApplication.translate("Usage", "{used} / {limit} min")
        return words.format(used=used, limit=minutes_text(limit))
    return f"{used} / {_short_amount(status.meter, limit)}"


def offline_text(status: MeterStatus) -> str:
    """What may still be used without a connection; empty where nothing was set aside for it."""
    if status.offline_left is None:
        return ""
    words = QCoreApplication.translate("Usage", "offline: {left} left")
    return words.format(left=amount_text(status.meter, status.offline_left))


def spoken_text(status: MeterStatus, standing: Standing) -> str:
    """All of it in one line, for a tooltip and screen readers."""
    parts = [used_text(status)]
    if status.limit:
        parts.append(format_percent(status.percent_used / 100))
    parts += [reset_text(status), offline_text(status)]
    if standing.offline:
        parts.append(as_of_text(standing))
    said = " · ".join(part for part in parts if part)
    return f"{meter_title(status.meter)}, {period_text(status.meter)}: {said}"


def as_of_text(standing: Standing) -> str:
    """Of when old numbers are."""
    words = QCoreApplication.translate("Usage", "As of {when}")
    return words.format(when=format_date_time(standing.at_ms))


def heading(text: str) -> str:
    """Translate a heading of the ledger's file and table."""
    return {
        "At (UTC)": QCoreApplication.translate("Usage", "At (UTC)"),
        "At": QCoreApplication.translate("Usage", "At"),
        "Number": QCoreApplication.translate("Usage", "Number"),
        "Meter": QCoreApplication.translate("Usage", "Meter"),
        "Kind": QCoreApplication.translate("Usage", "Kind"),
        "Amount": QCoreApplication.translate("Usage", "Amount"),
        "Service": QCoreApplication.translate("Usage", "Service"),
        "Model": QCoreApplication.translate("Usage", "Model"),
        "Charge": QCoreApplication.translate("Usage", "Charge"),
        "Price version": QCoreApplication.translate("Usage", "Price version"),
        "Margin (ppm)": QCoreApplication.translate("Usage", "Margin (ppm)"),
        "Remarks": QCoreApplication.translate("Usage", "Remarks"),
        "Reason": QCoreApplication.translate("Usage", "Reason"),
    }[text]


def prompt_text(prompt: Prompt) -> str:
    """What is said when a meter is nearly or wholly used up."""
    status = prompt.meter
    title, reset = meter_title(status.meter), reset_text(status)
    if prompt.full:
        words = QCoreApplication.translate(
            "Usage",
            "{title}: all of {limit} is used up. {renewed} Everything on this computer goes on working.",
        )
    else:
        words = QCoreApplication.translate("Usage", "{title}: {percent} of {limit} is used. {renewed}")
    limit = amount_text(status.meter, max(0, status.limit or 0))
    percent = format_percent(status.percent_used / 100)
    renewed = f"{reset}." if reset else ""
    return " ".join(words.format(title=title, percent=percent, limit=limit, renewed=renewed).split())


def _short_amount(meter: Meter, amount: int) -> str:
    if meter in TIMES:
        return minutes_text(amount)
    return format_room(amount) if meter is Meter.STORAGE_BYTES else format_compact(amount)
