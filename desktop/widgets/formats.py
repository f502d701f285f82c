"""Durations, sizes, dates and numbers as people of the interface's language write them."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000


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


_SI = QLocale.DataSizeFormat.DataSizeSIFormat
