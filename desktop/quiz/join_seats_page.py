"""Seats to go on with: games that still run, and assignments that wait."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.play_views import SeatView
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.formats import format_moment
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole


class SeatCard(Card):
    """One seat: what it is, how far, until when; going on and giving up."""

    def __init__(self, seat: SeatView, now_ms: int) -> None:
        super().__init__()
        self.seat = seat
        title = ElidedLabel(seat.title, TypeRole.LEAD, semibold=True)
        self.about = Label(self._about(now_ms), tone="muted", wrap=True)
        self.resume = Button(self.tr("Answer") if seat.is_assignment else self.tr("Go on"), icon_name="play")
        self.forget = Button(self.tr("Give up"), "quiet")
        self.resume.setAccessibleName(self.tr("Go on with {title}").format(title=seat.title))
        self.forget.setAccessibleName(self.tr("Give up {title}").format(title=seat.title))
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(title)
        words.addWidget(self.about)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addLayout(words, 1)
        line.addWidget(self.forget)
        line.addWidget(self.resume)
        self.body.addLayout(line)

    def _about(self, now_ms: int) -> str:
        seat = self.seat
        parts = [seat.host] if seat.host else []
        parts.append(self.tr("as {name}").format(name=seat.name))
        if seat.is_assignment:
            done = self.tr("{answered} of {count} answered")
            parts.append(done.format(answered=seat.answered, count=seat.questions))
            if seat.deadline_ms is not None:
                late = seat.deadline_ms < now_ms
                words = self.tr("was due {time}") if late else self.tr("hand in by {time}")
                parts.append(words.format(time=format_moment(seat.deadline_ms)))
        if seat.saved.unsent:
            parts.append(self.tr("%n answer(s) wait for the connection", "", len(seat.saved.unsent)))
        return " · ".join(parts)


class SeatList(QWidget):
    """`resumed(seat)` and `given_up(seat)`. Hidden when there is none."""

    resumed = Signal(object)
    given_up = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[SeatCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(Label(self.tr("Go on"), TypeRole.TITLE, semibold=True))
        self.hide()

    def show_seats(self, seats: Sequence[SeatView], now_ms: int) -> None:
        """Assignments by deadline first, then games by when they were used."""
        ordered = sorted(seats, key=lambda seat: (seat.deadline_ms or 1 << 62, -seat.used_ms))
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [SeatCard(seat, now_ms) for seat in ordered]
        for card in self.cards:
            card.resume.clicked.connect(lambda _on, seat=card.seat: self.resumed.emit(seat))
            card.forget.clicked.connect(lambda _on, seat=card.seat: self.given_up.emit(seat))
            self._column.addWidget(card)
        self.setVisible(bool(seats))
