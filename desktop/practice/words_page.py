"""What the practice page says about minutes, about why no talk can begin, and about why one is over."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from desktop.practice.service import Blocked, Difficulty, Ended, Minutes
from desktop.practice.view_model import Phase
from desktop.widgets import usage_words
from desktop.widgets.formats import format_day, format_duration
from desktop.widgets.meter import Level
from shared.billing.status import CRITICAL_PERCENT, WARNING_PERCENT

_NO_PLACE = ("", "", {})


def minutes_text(minutes: Minutes) -> str:
    """Return "4 min of 10 min used · 6 min left", without a connection "Offline: 1.5 of 2 min left"."""
    used = format_duration(minutes.used_ms)
    if minutes.offline:
        words = QCoreApplication.translate("Practice", "Offline: {left} of {whole} min left")
        left, whole = usage_words.minutes_text(minutes.remaining_ms or 0), minutes.limit_ms or 0
        return words.format(left=left, whole=usage_words.minutes_text(whole))
    if minutes.remaining_ms is None:
        return QCoreApplication.translate("Practice", "{used} used this month · no limit").format(used=used)
    left = format_duration(minutes.remaining_ms)
    whole = format_duration(minutes.used_ms + minutes.remaining_ms)
    words = QCoreApplication.translate("Practice", "{used} of {whole} used · {left} left")
    return words.format(used=used, whole=whole, left=left)


def level_of(minutes: Minutes) -> Level:
    """Return the colour role of the bar: as every meter, and amber at least when little is left."""
    percent = minutes.share * 100
    if percent >= CRITICAL_PERCENT:
        return "danger"
    return "warning" if percent >= WARNING_PERCENT or minutes.warning else "ok"


def renewal_text(now_ms: int) -> str:
    """When there are new minutes: the calendar month of UTC, said in local time."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    day = format_day(int(datetime(year, month, 1, tzinfo=UTC).timestamp() * 1000))
    return QCoreApplication.translate("Practice", "New minutes on {day}").format(day=day)


def blocked_text(blocked: Blocked | None, now_ms: int) -> str:
    """Why no talk can begin; empty when one can."""
    texts: dict[Blocked, str] = {
        "signed_out": QCoreApplication.translate(
            "Practice", "Speaking with the AI teacher needs an account: it brings AI and minutes to speak."
        ),
        "no_sessions": QCoreApplication.translate(
            "Practice", "Your server has no spoken practice. Whoever runs it can bring it up to date."
        ),
        "no_ai": QCoreApplication.translate(
            "Practice",
            "No AI is set up that could answer. Choose one in Settings, or ask whoever runs your server.",
        ),
        "no_offline_ai": QCoreApplication.translate(
            "Practice",
            "Your server is not reached, and its AI would answer. With a model on this computer you can also speak "
            "offline.",
        ),
        "no_offline": QCoreApplication.translate(
            "Practice", "Your server is not reached, and no minutes for offline use can be used now."
        ),
        "no_speech_model": QCoreApplication.translate(
            "Practice", "A speech model is missing: with it this computer understands what you say."
        ),
        "used_up": QCoreApplication.translate(
            "Practice", "Your minutes of this month are used up. {renewal}."
        ).format(renewal=renewal_text(now_ms)),
    }
    return "" if blocked is None else texts[blocked]


def blocked_action(blocked: Blocked | None) -> tuple[str, str, dict[str, str]]:
    """Return what can be done about it: the words, the page that leads to it, and what to show there."""
    ways: dict[Blocked, tuple[str, str, dict[str, str]]] = {
        "signed_out": (QCoreApplication.translate("Practice", "Sign in or make an account"), "account", {}),
        "no_ai": (
            QCoreApplication.translate("Practice", "Open Settings"),
            "settings",
            {"section": "answers"},
        ),
        "no_offline_ai": (
            QCoreApplication.translate("Practice", "Open Settings"),
            "settings",
            {"section": "answers"},
        ),
        "no_offline": (QCoreApplication.translate("Practice", "Try again"), "", {}),
        "no_speech_model": (
            QCoreApplication.translate("Practice", "Get a speech model"),
            "settings",
            {"section": "models"},
        ),
        "used_up": (QCoreApplication.translate("Practice", "Compare plans"), "plans", {}),
    }
    return _NO_PLACE if blocked is None else ways.get(blocked, _NO_PLACE)


def ended_text(ended: Ended | None, now_ms: int) -> str:
    """Why the talk is over, and what that means."""
    texts: dict[Ended, str] = {
        "user_ended": QCoreApplication.translate("Practice", "The talk is over. Well done for speaking!"),
        "limit_reached": QCoreApplication.translate(
            "Practice", "Your minutes of this month are used up, so the talk ended here. {renewal}."
        ).format(renewal=renewal_text(now_ms)),
        "timeout": QCoreApplication.translate(
            "Practice", "The AI did not answer any more, so the talk was ended. Begin again when you like."
        ),
        "stale": QCoreApplication.translate(
            "Practice",
            "The server was not reached for ten minutes, so the talk ended. Only half a minute of that time counts.",
        ),
        "superseded": QCoreApplication.translate(
            "Practice", "You went on speaking on another device, so the talk ended here."
        ),
        "idle": QCoreApplication.translate(
            "Practice", "Nobody spoke for five minutes, so the talk was ended to save your minutes."
        ),
        "signed_out": QCoreApplication.translate("Practice", "You were signed out, so the talk ended."),
        "offline_used_up": QCoreApplication.translate(
            "Practice",
            "The minutes set aside on this computer are used up, so the talk ended here. They are counted with your "
            "month at the next connection.",
        ),
        "offline_over": QCoreApplication.translate(
            "Practice",
            "The minutes set aside on this computer cannot be used any more, so the talk ended. Connect once, and they "
            "are there again.",
        ),
        "error": QCoreApplication.translate(
            "Practice", "The server ended the talk. What was said stays here; begin again when you like."
        ),
    }
    return "" if ended is None else texts[ended]


def phase_text(phase: Phase, key: str) -> str:
    """What is going on, and what the person can do; `key` is the key that takes turns."""
    texts: dict[Phase, str] = {
        "off": "",
        "starting": QCoreApplication.translate("Practice", "Beginning…"),
        "waiting": QCoreApplication.translate("Practice", "Your turn: press {key} and speak"),
        "listening": QCoreApplication.translate("Practice", "Listening… press {key} when you have finished"),
        "understanding": QCoreApplication.translate("Practice", "Understanding what you said…"),
        "thinking": QCoreApplication.translate("Practice", "The teacher is thinking…"),
        "speaking": QCoreApplication.translate(
            "Practice", "The teacher is speaking: press {key} to interrupt"
        ),
    }
    return texts[phase].format(key=key)


def difficulty_name(difficulty: Difficulty) -> str:
    """Name of a difficulty."""
    names: dict[Difficulty, str] = {
        "beginner": QCoreApplication.translate("Practice", "Beginner"),
        "intermediate": QCoreApplication.translate("Practice", "Intermediate"),
        "advanced": QCoreApplication.translate("Practice", "Advanced"),
    }
    return names[difficulty]
