"""Names, icons and short lines of the kinds of questions, for every page that lists them."""

import re

from PySide6.QtCore import QCoreApplication

from desktop.widgets.quiz_math import spoken
from shared.quiz.quiz import (
    Body,
    Cloze,
    Matching,
    Multiple,
    Number,
    Order,
    Poll,
    Question,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)

KIND_ICONS: dict[type[Body], str] = {
    Single: "radiobox-marked",
    TrueFalse: "check-circle-outline",
    Multiple: "checkbox-multiple-marked-outline",
    Typed: "form-textbox",
    Number: "numeric",
    Order: "sort-numeric-ascending",
    Cloze: "format-text-variant-outline",
    Matching: "swap-horizontal",
    Poll: "poll",
    Scale: "star-half-full",
    WordCloud: "cloud-outline",
    Slide: "presentation",
}
_GAP = re.compile(r"\{\{c\d+::.*?\}\}", re.DOTALL)


def kind_text(kind: type[Body]) -> str:
    """What a kind of question is called."""
    texts: dict[type[Body], str] = {
        Single: QCoreApplication.translate("Kinds", "One right answer"),
        TrueFalse: QCoreApplication.translate("Kinds", "True or false"),
        Multiple: QCoreApplication.translate("Kinds", "Several right answers"),
        Typed: QCoreApplication.translate("Kinds", "Typed answer"),
        Number: QCoreApplication.translate("Kinds", "Number"),
        Order: QCoreApplication.translate("Kinds", "Put in order"),
        Cloze: QCoreApplication.translate("Kinds", "Fill the gaps"),
        Matching: QCoreApplication.translate("Kinds", "Match pairs"),
        Poll: QCoreApplication.translate("Kinds", "Poll"),
        Scale: QCoreApplication.translate("Kinds", "Scale"),
        WordCloud: QCoreApplication.translate("Kinds", "Word cloud"),
        Slide: QCoreApplication.translate("Kinds", "Information slide"),
    }
    return texts[kind]


def kind_help(kind: type[Body]) -> str:
    """What players do, in a few words."""
    texts: dict[type[Body], str] = {
        Single: QCoreApplication.translate("Kinds", "Players choose one of 2 to 9 answers."),
        TrueFalse: QCoreApplication.translate("Kinds", "Players say whether the sentence is true."),
        Multiple: QCoreApplication.translate("Kinds", "Players choose all answers that are right."),
        Typed: QCoreApplication.translate("Kinds", "Players type a word or a few."),
        Number: QCoreApplication.translate("Kinds", "Players type a number or move a slider."),
        Order: QCoreApplication.translate("Kinds", "Players put things in order; they see them mixed."),
        Cloze: QCoreApplication.translate("Kinds", "Players fill the gaps of a text."),
        Matching: QCoreApplication.translate("Kinds", "Players find what belongs together."),
        Poll: QCoreApplication.translate("Kinds", "An opinion; nothing is right or wrong, no points."),
        Scale: QCoreApplication.translate("Kinds", "An opinion as a number; no points."),
        WordCloud: QCoreApplication.translate("Kinds", "Short words that make a cloud; no points."),
        Slide: QCoreApplication.translate("Kinds", "Something to read; nothing is answered."),
    }
    return texts[kind]


def question_line(question: Question) -> str:
    """A question in one line, for lists: its words, else its own text."""
    text = question.text.strip()
    if not text and isinstance(question.body, Cloze | Slide):
        text = _GAP.sub("_____", question.body.text)
    return " ".join(spoken(text).split()) or QCoreApplication.translate("Kinds", "No words yet")
