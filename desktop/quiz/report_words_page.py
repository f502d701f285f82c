"""Words of reports: shares, times, and the headings of exported tables."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.widgets.formats import format_number, format_share
from desktop.widgets.quiz_math import spoken


def share_words(share: float | None) -> str:
    """A share of the marks; a dash where nothing was marked."""
    return "–" if share is None else format_share(share)


def seconds_words(ms: int | None) -> str:
    """A time for answering, in seconds with one decimal."""
    if ms is None:
        return "–"
    return QCoreApplication.translate("Reports", "{seconds} s").format(
        seconds=QLocale().toString(ms / 1000, "f", 1)
    )


def one_line(text: str) -> str:
    """A question in one line, formulas as their source."""
    return " ".join(spoken(text).split())


def numbered(q: int, text: str) -> str:
    return f"{format_number(q + 1)}. {one_line(text)}"


def heading(name: str) -> str:
    """A heading or sheet name of `report_files` in the language of the window."""
    words = {
        "Rank": QCoreApplication.translate("Reports", "Rank"),
        "Name": QCoreApplication.translate("Reports", "Name"),
        "Team": QCoreApplication.translate("Reports", "Team"),
        "Points": QCoreApplication.translate("Reports", "Points"),
        "Right": QCoreApplication.translate("Reports", "Right"),
        "Answered": QCoreApplication.translate("Reports", "Answered"),
        "Median s": QCoreApplication.translate("Reports", "Median s"),
        "Late": QCoreApplication.translate("Reports", "Late"),
        "Question": QCoreApplication.translate("Reports", "Question"),
        "Text": QCoreApplication.translate("Reports", "Text"),
        "Topic": QCoreApplication.translate("Reports", "Topic"),
        "Right answer": QCoreApplication.translate("Reports", "Right answer"),
        "Missed": QCoreApplication.translate("Reports", "Missed"),
        "Confident mistakes": QCoreApplication.translate("Reports", "Confident mistakes"),
        "Answer": QCoreApplication.translate("Reports", "Answer"),
        "Seconds": QCoreApplication.translate("Reports", "Seconds"),
        "Corrected by s": QCoreApplication.translate("Reports", "Corrected by s"),
        "Confidence": QCoreApplication.translate("Reports", "Confidence"),
        "At (UTC)": QCoreApplication.translate("Reports", "At (UTC)"),
        "Questions": QCoreApplication.translate("Reports", "Questions"),
        "Answers": QCoreApplication.translate("Reports", "Answers"),
        "Needs help": QCoreApplication.translate("Reports", "Needs help"),
        "Players": QCoreApplication.translate("Reports", "Players"),
        "Topics": QCoreApplication.translate("Reports", "Topics"),
    }
    return words.get(name, name)
