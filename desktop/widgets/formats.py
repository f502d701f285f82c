"""Durations, sizes, dates and numbers as people of the interface's language write them."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000
_CURRENCIES = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "MXN": "MX$",
}
"""Signs that are not mistaken for another currency's; the others are written by their code."""


def format_clock(ms: int) -> str:
    """Position in a recording: "0:07", "12:34", "1:02:03"."""
    seconds = max(ms, 0) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_duration(ms: int) -> str:
    """Length in words: "45 s", "12 min", "1 h 5 min"."""
    if ms < _MINUTE_MS:
        return QCoreApplication.translate("Formats", "%1 s").replace(
            "%1", format_number(max(round(ms / 1000), 0))
        )
    hours, rest = divmod(round(ms / _MINUTE_MS), 60)
    if not hours:
        return QCoreApplication.translate("Formats", "%1 min").replace("%1", format_number(rest))
    if not rest:
        return QCoreApplication.translate("Formats", "%1 h").replace("%1", format_number(hours))
    return (
        QCoreApplication.translate("Formats", "%1 h %2 min")
        .replace("%1", format_number(hours))
        .replace("%2", format_number(rest))
    )


def format_time_left(ms: int | None) -> str:
    """Return "about 3 min left"; empty when it is not known."""
    if ms is None:
        return ""
    if ms < 10_000:
        return QCoreApplication.translate("Formats", "a few seconds left")
    return QCoreApplication.translate("Formats", "about %1 left").replace("%1", format_duration(ms))


def format_bytes(size_bytes: int) -> str:
    """Size with a decimal unit, as file managers and shops count: "75 MB"."""
    return QLocale().formattedDataSize(max(size_bytes, 0), 1 if size_bytes >= 10**9 else 0, _SI)


def format_number(value: int) -> str:
    return QLocale().toString(value)


def format_tenths(tenths: int) -> str:
    """Return a number of tenths with one decimal: "6.5" for 65."""
    return QLocale().toString(tenths / 10, "f", 1)


def format_compact(value: int) -> str:
    """Return "6.5K", "10K", "1.2M", rounded down: what is nearly full is not shown as full."""
    for unit, size in (("M", 1_000_000), ("K", 1_000)):
        if value >= size:
            tenths = value * 10 // size
            whole = tenths % 10 == 0 or tenths >= 1_000
            shown = format_number(tenths // 10) if whole else format_tenths(tenths)
            return f"{shown}{unit}"
    return format_number(value)


def format_room(size_bytes: int) -> str:
    """Return room on a server as plans count it, in powers of 1024: "1 GB" is 1 073 741 824 bytes."""
    size, unit = float(max(size_bytes, 0)), 0
    while size >= 1_024 and unit < len(_ROOM) - 1:
        size, unit = size / 1_024, unit + 1
    whole = unit < 2 or size >= 100 or size == int(size)
    # Rounded down, so that a full one is not shown before it is full.
    shown = format_number(int(size)) if whole else format_tenths(int(size * 10))
    return f"{shown} {_ROOM[unit]}"


def format_dollars(micros: int) -> str:
    """Return micro-USD as money: "$1.25"; what is less than a dollar with four places."""
    fine = 0 < abs(micros) < 1_000_000
    return QLocale().toCurrencyString(micros / 1_000_000, "$", 4 if fine else 2)


def format_price(cents: int) -> str:
    """Return US cents as a price: "$15", "$49.99"."""
    return QLocale().toCurrencyString(cents / 100, "$", 2 if cents % 100 else 0)


def format_money(amount_minor: int, currency: str, digits: int = 2) -> str:
    """Return an amount in a currency's smallest unit: "€15", "15,50 €", "¥1,500", "CHF 12"; `currency` is ISO 4217."""
    code = currency.upper()
    sign = _CURRENCIES.get(code, f"{code}\N{NO-BREAK SPACE}")
    scale = 10**digits
    text = QLocale().toCurrencyString(amount_minor / scale, sign, digits if amount_minor % scale else 0)
    return text.strip()


def format_day(ms: int) -> str:
    """Return an instant's day of the year in local time: "December 1", "1 de diciembre"."""
    pattern = QCoreApplication.translate("Formats", "MMMM d", "day of the year, as Qt writes dates")
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ms).date(), pattern)


def format_time(ms: int) -> str:
    """Return an instant's local time of day: "14:05"."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ms).time(), QLocale.FormatType.ShortFormat)


def format_percent(fraction: float) -> str:
    """Whole percents of work, rounded down so that 100 % means done."""
    return _percents(int(min(max(fraction, 0.0), 1.0) * 100))


def format_share(part: float) -> str:
    """Whole percents of a room, halves rounded up: two of three are 67 %, here as on the phones."""
    return _percents(int(min(max(part, 0.0), 1.0) * 100 + 0.5))


def _percents(value: int) -> str:
    return QCoreApplication.translate("Formats", "%1 %").replace("%1", format_number(value))


def format_date(ms: int) -> str:
    """Date of an instant (UTC milliseconds) in local time and short form."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ms).date(), QLocale.FormatType.ShortFormat)


def format_date_time(ms: int, *, today: datetime | None = None) -> str:
    """Return "14:05" for an instant of today, else the short date."""
    moment = QDateTime.fromMSecsSinceEpoch(ms)
    day = (today or datetime.now().astimezone()).date()
    if (moment.date().year(), moment.date().month(), moment.date().day()) == (day.year, day.month, day.day):
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return format_date(ms)


def format_moment(ms: int) -> str:
    """Return short date and time of an instant, for deadlines: the hour counts on any day."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ms), QLocale.FormatType.ShortFormat)


_ROOM = ("B", "KB", "MB", "GB", "TB")
_SI = QLocale.DataSizeFormat.DataSizeSIFormat
