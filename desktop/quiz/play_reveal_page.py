"""What is told after a question: the own result, the right answer, why, and what the room answered."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.play_summary_page import SummaryView
from desktop.quiz.play_words_page import solution_words, state_words
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import RADIUS_CARD, Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.quiz.messages import OwnResult
from shared.quiz.views import Solution, Summary, View

_EDGE = 3


class RevealBanner(QWidget):
    """Right, partly, wrong, late and so on: an icon, a word, points; total and rank below."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = "info"
        self.glyph = Glyph("check-circle", pixels=40)
        self.words = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.more = Label("", tone="muted", wrap=True)
        self.points = Label("", TypeRole.DISPLAY, semibold=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.L)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        row.addWidget(self.points, 0, Qt.AlignmentFlag.AlignVCenter)
        theming().changed.connect(self.update)

    def show_own(self, own: OwnResult | None, *, total: int, rank: int) -> None:
        """`own` None is a turn without an own result: nothing is shown."""
        self.setVisible(own is not None)
        if own is None:
            return
        words, icon_name, self._tone = state_words(own)
        self.glyph.set_icon(icon_name, self._tone)
        self.words.setText(words)
        gained = own.points > 0 or own.state in {"right", "partly"}
        self.points.setText(f"+{format_number(own.points)}" if gained else "")
        if own.points < 0:
            self.points.setText(f"−{format_number(-own.points)}")
        self.more.setText(self._more(own, total, rank))
        self.more.setVisible(bool(self.more.text()))
        self.update()

    def spoken_text(self) -> str:
        """Everything it says in one line."""
        parts = [self.words.text(), self.points.text(), self.more.text()]
        return " ".join(part for part in parts if part)

    def _more(self, own: OwnResult, total: int, rank: int) -> str:
        parts: list[str] = []
        if total:
            parts.append(self.tr("{points} points in all").format(points=format_number(total)))
        if rank:
            parts.append(self.tr("place {rank}").format(rank=rank))
        if own.gap > 0 and rank > 1:
            parts.append(self.tr("{points} to the next").format(points=format_number(own.gap)))
        if own.streak > 1:
            parts.append(self.tr("%n right in a row", "", own.streak))
        return " · ".join(parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour(self._tone), _EDGE))
        painter.setBrush(theme().colour("surface"))
        inset = _EDGE / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)


class RevealDetails(QWidget):
    """The right answer in words, the explanation, and the bars."""

    def __init__(self) -> None:
        super().__init__()
        self.solution = QuizText("", TypeRole.LEAD, semibold=True)
        self.why_heading = Label(self.tr("Why"), semibold=True)
        self.why = QuizText("")
        self.summary = SummaryView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for widget in (self.solution, self.why_heading, self.why, self.summary):
            column.addWidget(widget)
        self.hide()

    def show_details(
        self,
        view: View | None,
        solution: Solution | None,
        summary: Summary | None,
        why: str,
        order: Sequence[int],
        own: Any = None,
    ) -> None:
        words = solution_words(view, solution)
        self.solution.set_text(self.tr("Right answer: {words}").format(words=words) if words else "")
        self.solution.setVisible(bool(words))
        self.why.set_text(why)
        self.why.setVisible(bool(why))
        self.why_heading.setVisible(bool(why))
        self.summary.show_summary(view, summary, solution, order, own)
