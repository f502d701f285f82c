"""Words about what is counted: meters, amounts, what is left, plans, services, entries. Decides no layout."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from desktop.widgets.formats import (
    format_day,
    format_dollars,
    format_number,
    format_room,
    format_tenths,
    format_time,
)
from desktop.widgets.meter import Level
from shared.billing.messages import LedgerEntry
from shared.billing.meters import Meter
from shared.billing.status import MeterStatus

_MINUTE_MS = 60_000
TIMES = (Meter.VOICE_MS, Meter.TRANSCRIPTION_MS)
"""What is counted in milliseconds and told in minutes."""
_DAILY = (Meter.AI_OPERATIONS,)


def meter_title(meter: Meter) -> str:
    """What a meter is called."""
    return {
        Meter.AI_TOKENS: QCoreApplication.translate("Usage", "AI tokens"),
        Meter.AI_OPERATIONS: QCoreApplication.translate("Usage", "AI requests"),
        Meter.VOICE_MS: QCoreApplication.translate("Usage", "Speaking with AI"),
        Meter.TRANSCRIPTION_MS: QCoreApplication.translate("Usage", "Transcription on the server"),
        Meter.STORAGE_BYTES: QCoreApplication.translate("Usage", "Storage on the server"),
        Meter.UPLOADS: QCoreApplication.translate("Usage", "Uploads"),
        Meter.CHARGED_MICROS: QCoreApplication.translate("Usage", "Cost"),
    }[meter]


def period_text(meter: Meter) -> str:
    """In which time a meter counts."""
    if meter in _DAILY:
        return QCoreApplication.translate("Usage", "today")
    if meter is Meter.STORAGE_BYTES:
        return QCoreApplication.translate("Usage", "in all")
    return QCoreApplication.translate("Usage", "this month")


def meter_icon(meter: Meter) -> str:
    """The sign of a meter."""
    return {
        Meter.AI_TOKENS: "creation-outline",
        Meter.AI_OPERATIONS: "message-processing-outline",
        Meter.VOICE_MS: "microphone-outline",
        Meter.TRANSCRIPTION_MS: "text-recognition",
        Meter.STORAGE_BYTES: "database-outline",
        Meter.UPLOADS: "cloud-upload-outline",
        Meter.CHARGED_MICROS: "cash",
    }[meter]


def level_of(status: MeterStatus, *, offline: bool = False) -> Level:
    """Return the colour role of a meter; grey when it is an old number."""
    if offline:
        return "muted"
    levels: dict[str, Level] = {"ok": "ok", "warning": "warning", "critical": "danger"}
    return levels[status.warning_level]


def amount_text(meter: Meter, amount: int) -> str:
    """Return an amount with its unit."""
    if meter in TIMES:
        return QCoreApplication.translate("Usage", "{minutes} min").format(minutes=minutes_text(amount))
    if meter is Meter.STORAGE_BYTES:
        return format_room(amount)
    if meter is Meter.CHARGED_MICROS:
        return format_dollars(amount)
    return format_number(amount)


def used_text(status: MeterStatus) -> str:
    """Return "6,512 of 10,000 used"."""
    used = amount_text(status.meter, status.used)
    if status.limit is None:
        return QCoreApplication.translate("Usage", "{used} used").format(used=used)
    if status.limit == 0:
        return QCoreApplication.translate("Usage", "Not part of your plan")
    words = QCoreApplication.translate("Usage", "{used} of {limit} used")
    # Corrections can have taken away more than there was.
    return words.format(used=used, limit=amount_text(status.meter, max(0, status.limit)))


def left_text(status: MeterStatus) -> str:
    """Return "3,488 left"; what runs now has reserved some of it."""
    if status.limit is None:
        return QCoreApplication.translate("Usage", "No limit")
    if status.limit == 0:
        return ""
    if status.percent_used >= 100:
        return QCoreApplication.translate("Usage", "Used up")
    left = amount_text(status.meter, status.remaining or 0)
    return QCoreApplication.translate("Usage", "{left} left").format(left=left)


def held_text(status: MeterStatus) -> str:
    """What running work has reserved; empty when nothing."""
    held = status.held - (status.offline_left or 0)
    if held <= 0:
        return ""
    words = QCoreApplication.translate("Usage", "{held} reserved by work that is running")
    return words.format(held=amount_text(status.meter, held))


def reset_text(status: MeterStatus) -> str:
    """When it is renewed, in local time; empty for what never is."""
    resets_ms = reset_ms(status)
    if resets_ms is None or not status.limit:
        return ""
    if status.meter in _DAILY:
        return QCoreApplication.translate("Usage", "Renewed at {time}").format(time=format_time(resets_ms))
    days = status.days_until_reset or 0
    words = QCoreApplication.translate("Usage", "Renewed on {day}, in %n day(s)", "", days)
    return words.format(day=format_day(resets_ms))


def reset_ms(status: MeterStatus) -> int | None:
    """Return the moment of renewal, Unix milliseconds."""
    if status.reset_date is None:
        return None
    return int(datetime.fromisoformat(status.reset_date).replace(tzinfo=UTC).timestamp() * 1000)


def plan_name(plan: str) -> str:
    """Name of a plan; one of a newer server as it calls itself."""
    names = {
        "free": QCoreApplication.translate("Usage", "Free"),
        "basic": QCoreApplication.translate("Usage", "Basic"),
        "pro": QCoreApplication.translate("Usage", "Pro"),
        "enterprise": QCoreApplication.translate("Usage", "Enterprise"),
    }
    return names.get(plan, plan)


def operation_text(operation: str) -> str:
    """What AI or the server was used for."""
    names = {
        "chat": QCoreApplication.translate("Usage", "Questions and answers"),
        "hint": QCoreApplication.translate("Usage", "Hints"),
        "generate_cards": QCoreApplication.translate("Usage", "Making cards and quizzes"),
        "gap_analysis": QCoreApplication.translate("Usage", "Finding gaps"),
        "bridge_deck": QCoreApplication.translate("Usage", "Closing gaps"),
        "lesson_builder": QCoreApplication.translate("Usage", "Building lessons"),
        "lesson_teacher": QCoreApplication.translate("Usage", "The AI teacher"),
        "code_assistant": QCoreApplication.translate("Usage", "Help with code"),
        "content_processing": QCoreApplication.translate("Usage", "Preparing material"),
        "embedding": QCoreApplication.translate("Usage", "Search by meaning"),
        "transcription": QCoreApplication.translate("Usage", "Transcription on the server"),
        "voice": QCoreApplication.translate("Usage", "Speaking with AI"),
        "upload": QCoreApplication.translate("Usage", "Uploads"),
        "storage": QCoreApplication.translate("Usage", "Files on the server"),
    }
    return names.get(operation, operation.replace("_", " "))


def kind_text(kind: str) -> str:
    """What an entry of the ledger is."""
    names = {
        "use": QCoreApplication.translate("Usage", "Used"),
        "mint": QCoreApplication.translate("Usage", "Allowance of the plan"),
        "topup": QCoreApplication.translate("Usage", "Top-up"),
        "refund": QCoreApplication.translate("Usage", "Refund"),
        "adjust": QCoreApplication.translate("Usage", "Correction"),
        "take_back": QCoreApplication.translate("Usage", "Taken back with a smaller plan"),
        "expire": QCoreApplication.translate("Usage", "Expired at the end of its time"),
        "forgive": QCoreApplication.translate("Usage", "Let off"),
        "level_down": QCoreApplication.translate("Usage", "Deleted from the server"),
    }
    return names.get(kind, kind.replace("_", " "))


def flags_text(entry: LedgerEntry) -> str:
    """What is remarkable about an entry, its reason included; empty for most."""
    names = {
        "estimated": QCoreApplication.translate("Usage", "estimated"),
        "recovered": QCoreApplication.translate("Usage", "after a restart of the server"),
        "overrun": QCoreApplication.translate("Usage", "more than was reserved"),
        "late": QCoreApplication.translate("Usage", "booked late"),
        "lease_unreported": QCoreApplication.translate("Usage", "offline use that was not reported"),
        "lease_forked": QCoreApplication.translate("Usage", "offline use of a copied library"),
        "lease_overspent": QCoreApplication.translate("Usage", "offline use of more than was set aside"),
        "lease_clock": QCoreApplication.translate("Usage", "offline use with a clock that was set back"),
        "lease_restored": QCoreApplication.translate("Usage", "offline use before the library was restored"),
        "lease_lost": QCoreApplication.translate("Usage", "set aside offline and lost on the device"),
    }
    parts = [names.get(flag, flag.replace("_", " ")) for flag in entry.flags]
    return " · ".join([*parts, entry.reason] if entry.reason else parts)


def signed_amount(entry: LedgerEntry) -> str:
    """Return an amount of the ledger with its sign; what was used is below zero."""
    text = amount_text(entry.meter, abs(entry.amount))
    return f"−{text}" if entry.amount < 0 else f"+{text}"


def minutes_text(amount_ms: int) -> str:
    """Return minutes, below a hundred with tenths; rounded down, so that what is left is never promised too long."""
    tenths = amount_ms * 10 // _MINUTE_MS
    if tenths % 10 == 0 or tenths >= 1_000:
        return format_number(tenths // 10)
    return format_tenths(tenths)
