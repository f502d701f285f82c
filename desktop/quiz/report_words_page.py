"""Words of reports: shares, times, and the headings of exported tables."""

from PySide6.QtCore import QCoreApplication

from desktop.widgets.formats import format_number, format_percent
from desktop.widgets.quiz_math import spoken
from shared.quiz.quiz import Source


def share_words(share: float | None) -> str:
    """A share of the marks; a dash where nothing was marked."""
    return "–" if share is None else format_percent(share)


def seconds_words(ms: int | None) -> str:
    """A time for answering, in seconds with one decimal."""
    if ms is None:
        return "–"
    return QCoreApplication.translate("Reports", "{seconds} s").format(seconds=f"{ms / 1000:.1f}")


def one_line(text: str) -> str:
    """A question in one line, formulas as their source."""
    return " ".join(spoken(text).split())


def numbered(q: int, text: str) -> str:
    return f"{format_number(q + 1)}. {one_line(text)}"


def source_target(source: Source) -> dict[str, object]:
    """Where the player opens a question's source."""
    return {"page": source.page} if source.page is not None else {"start_ms": source.start_ms}


def heading(name: str) -> str:
    """A heading or sheet name of `report_files` in the language of the window."""
    translate = QCoreApplication.translate
    words = {
        "Rank": translate("Reports", "Rank"),
        "Name": translate("Reports", "Name"),
        "Team": translate("Reports", "Team"),
        "Points": translate("Reports", "Points"),
        "Right": translate("Reports", "Right"),
        "Answered": translate("Reports", "Answered"),
        "Median s": translate("Reports", "Median s"),
        "Late": translate("Reports", "Late"),
        "Question": translate("Reports", "Question"),
        "Text": translate("Reports", "Text"),
        "Topic": translate("Reports", "Topic"),
        "Right answer": translate("Reports", "Right answer"),
        "Missed": translate("Reports", "Missed"),
        "Confident mistakes": translate("Reports", "Confident mistakes"),
        "Answer": translate("Reports", "Answer"),
        "Seconds": translate("Reports", "Seconds"),
        "Corrected by s": translate("Reports", "Corrected by s"),
        "Confidence": translate("Reports", "Confidence"),
        "At (UTC)": translate("Reports", "At (UTC)"),
        "Questions": translate("Reports", "Questions"),
        "Answers": translate("Reports", "Answers"),
        "Needs help": translate("Reports", "Needs help"),
        "Players": translate("Reports", "Players"),
        "Topics": translate("Reports", "Topics"),
    }
    return words.get(name, name)
