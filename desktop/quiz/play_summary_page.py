"""What a room answered as bars or as a cloud, for one device's order of options."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.quiz.play_words_page import choice_words, truth_word
from desktop.widgets.label import Label
from desktop.widgets.quiz_distribution import Bar, Distribution
from desktop.widgets.quiz_number import number_words
from desktop.widgets.quiz_word_cloud import WordCloud
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.views import (
    ClozeView,
    MatchingView,
    MultipleView,
    NumberView,
    OrderView,
    PollView,
    ScaleView,
    SingleView,
    Solution,
    Summary,
    TrueFalseView,
    View,
    WordCloudView,
)

_MOST_TEXTS = 8


class SummaryView(QWidget):
    """`show_summary(...)` fills it; it is hidden when nobody's answers are known."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label("", TypeRole.LEAD, semibold=True)
        self.bars = Distribution(enlarged=enlarged)
        self.cloud = WordCloud(enlarged=enlarged)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.heading)
        column.addWidget(self.bars)
        column.addWidget(self.cloud)
        self.hide()

    def show_summary(
        self,
        view: View | None,
        summary: Summary | None,
        solution: Solution | None,
        order: Sequence[int],
        own: Any = None,
    ) -> None:
        shown = view is not None and summary is not None and summary.answers > 0
        self.setVisible(shown)
        if view is None or summary is None or not shown:
            return
        self.heading.setText(self.tr("%n answer(s)", "", summary.answers))
        is_cloud = isinstance(view, WordCloudView)
        self.cloud.setVisible(is_cloud)
        self.bars.setVisible(not is_cloud)
        if is_cloud:
            self.cloud.set_words([(text.text, text.count) for text in summary.texts])
        else:
            self.bars.set_bars(bars_of(view, summary, solution, order, own), summary.answers)


def bars_of(
    view: View, summary: Summary, solution: Solution | None, order: Sequence[int], own: Any = None
) -> list[Bar]:
    """One bar per option, truth value, step, place or text. `order` says which option stands at each place."""
    right = None if solution is None else solution.answer
    match view:
        case SingleView() | MultipleView() | PollView():
            rights, owns = _indices(right), _indices(own)
            places = order if len(order) == len(view.options) else range(len(view.options))
            return [
                Bar(
                    choice_words(view.options[index]),
                    _count(summary, index),
                    place,
                    index in rights,
                    index in owns,
                )
                for place, index in enumerate(places)
            ]
        case TrueFalseView():
            return [
                Bar(truth_word(value=value), _count(summary, place), place, right is value, own is value)
                for place, value in enumerate((True, False))
            ]
        case ScaleView():
            steps = range(view.low, view.high + 1)
            return [Bar(str(step), _count(summary, n), own=own == step) for n, step in enumerate(steps)]
        case NumberView():
            return [
                Bar(
                    f"{number_words(bucket.low)} – {number_words(bucket.high, view.unit)}",
                    bucket.count,
                    right=_inside(right, bucket.low, bucket.high),
                    own=_inside(own, bucket.low, bucket.high),
                )
                for bucket in summary.buckets
            ]
        case OrderView() | MatchingView() | ClozeView():
            return _part_bars(view, summary, right)
        case _:
            texts = summary.texts[:_MOST_TEXTS]
            return [
                Bar(text.text, text.count, right=text.fraction == 1, own=own == text.text) for text in texts
            ]


def _part_bars(view: OrderView | MatchingView | ClozeView, summary: Summary, right: Any) -> list[Bar]:
    """How many had each place, pair or gap right."""
    names: list[str] = []
    if isinstance(view, MatchingView):
        names = [choice_words(left) for left in view.left]
    elif isinstance(view, OrderView) and isinstance(right, list | tuple):
        names = [choice_words(view.items[index]) for index in right]
    gap = QCoreApplication.translate("SummaryView", "Gap {number}")
    return [
        Bar(names[n] if n < len(names) else gap.format(number=n + 1), count)
        for n, count in enumerate(summary.counts)
    ]


def _count(summary: Summary, index: int) -> int:
    return summary.counts[index] if index < len(summary.counts) else 0


def _indices(answer: Any) -> set[int]:
    if answer is None:
        return set()
    return {answer} if isinstance(answer, int) else set(answer)


def _inside(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
