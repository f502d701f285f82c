"""Answers, solutions and results in words of the window's language."""

from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.widgets.quiz_number import number_words
from shared.quiz.messages import OwnResult
from shared.quiz.quiz import Choice
from shared.quiz.views import (
    ClozeView,
    MatchingView,
    MultipleView,
    NumberView,
    OrderView,
    PollView,
    SingleView,
    Solution,
    TrueFalseView,
    View,
)


def choice_words(choice: Choice) -> str:
    """Its text, or what its picture shows."""
    return choice.text or (choice.media.alt if choice.media is not None else "")


def answer_words(view: View | None, answer: Any) -> str:
    """An answer in the shape of its view as words; "" when there is none or it does not fit."""
    if answer is None or view is None:
        return ""
    try:
        return _words(view, answer)
    except (TypeError, ValueError, IndexError, KeyError):
        return ""  # a host of another version may tell what this one cannot read


def solution_words(view: View | None, solution: Solution | None) -> str:
    """The right answer as words, with everything that was accepted; "" for opinions."""
    if view is None or solution is None or solution.answer is None:
        return ""
    words = answer_words(view, solution.answer)
    if isinstance(view, NumberView) and solution.tolerance:
        return f"{words} ± {number_words(solution.tolerance, view.unit)}"
    if isinstance(view, ClozeView):
        return "; ".join(" / ".join(map(str, gap)) for gap in solution.accepted) or words
    others = [str(text) for text in solution.accepted if isinstance(text, str) and text != solution.answer]
    return " / ".join([words, *others])


def _words(view: View, answer: Any) -> str:
    words: str
    match view:
        case SingleView():
            words = choice_words(view.options[answer])
        case MultipleView() | PollView():
            chosen = [answer] if isinstance(answer, int) else answer
            words = "; ".join(choice_words(view.options[index]) for index in chosen)
        case TrueFalseView():
            words = truth_word(value=bool(answer))
        case NumberView():
            words = number_words(float(answer), view.unit)
        case OrderView():
            words = " → ".join(choice_words(view.items[index]) for index in answer)
        case MatchingView():
            words = "; ".join(
                f"{choice_words(left)} – {choice_words(view.right[place]) if place >= 0 else '…'}"
                for left, place in zip(view.left, answer, strict=False)
            )
        case _:
            words = "; ".join(
                str(one) or "…" for one in (answer if isinstance(answer, list | tuple) else [answer])
            )
    return words


def truth_word(*, value: bool) -> str:
    if value:
        return QCoreApplication.translate("PlayWords", "True")
    return QCoreApplication.translate("PlayWords", "False")


def state_words(own: OwnResult | None) -> tuple[str, str, str]:
    """(words, icon, tone) of what became of the own answer."""
    words = {
        "right": (QCoreApplication.translate("PlayWords", "Right!"), "check-circle", "ok"),
        "partly": (QCoreApplication.translate("PlayWords", "Partly right"), "circle-half-full", "warning"),
        "wrong": (QCoreApplication.translate("PlayWords", "Not right this time"), "close-circle", "danger"),
        "late": (
            QCoreApplication.translate("PlayWords", "Your answer came too late"),
            "clock-alert-outline",
            "warning",
        ),
        "void": (QCoreApplication.translate("PlayWords", "This question does not count"), "cancel", "info"),
        "opinion": (
            QCoreApplication.translate("PlayWords", "Thank you for your opinion"),
            "account-voice",
            "info",
        ),
        "joined_later": (
            QCoreApplication.translate("PlayWords", "You joined after this question"),
            "account-clock",
            "info",
        ),
        "none": (
            QCoreApplication.translate("PlayWords", "No answer this time"),
            "minus-circle-outline",
            "warning",
        ),
    }
    return words["none" if own is None else own.state]


def sure_words() -> list[str]:
    """How sure one may be, from 1 to 4."""
    return [
        QCoreApplication.translate("PlayWords", "A guess"),
        QCoreApplication.translate("PlayWords", "Not very sure"),
        QCoreApplication.translate("PlayWords", "Quite sure"),
        QCoreApplication.translate("PlayWords", "Certain"),
    ]
