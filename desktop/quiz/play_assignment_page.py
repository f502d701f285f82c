"""A quiz at one's own pace: all questions at once, answered with or without the host, then handed in."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.quiz.play_answer_page import Pad, pad_for
from desktop.quiz.play_result_page import ResultList
from desktop.quiz.play_view_model import PlayViewModel
from desktop.quiz.play_words_page import sure_words
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_moment
from desktop.widgets.label import Label
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_media import MediaBox
from desktop.widgets.quiz_scale import ScaleRow
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.messages import AssignedItem
from shared.quiz.own_order import MIXED_KINDS, own_order

_WIDTH = 96


class AssignmentView(ScrollColumn):
    """One question at a time with a row of numbers to go between them; after handing in, the result."""

    handed_in = Signal()

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self._place = 0
        self._made: Any = None
        self._drafts: dict[int, Any] = {}
        self.pad: Pad | None = None
        self.deadline = Label("", tone="muted", wrap=True)
        self.numbers = QWidget()
        self._flow = FlowLayout(self.numbers)
        self.buttons: list[Button] = []
        self.text = QuizText("", TypeRole.TITLE, semibold=True)
        self.media = MediaBox()
        self.card = Card(padding=Space.L)
        self.sure_label = Label(self.tr("How sure are you?"), semibold=True)
        self.sure = ScaleRow(self.tr("How sure are you?"), 1, sure_words())
        self.sure.changed.connect(self._show_save)
        self.state = Label("", tone="muted", wrap=True)
        self.back = Button(self.tr("Back"), icon_name="arrow-left")
        self.save = Button("", "primary")
        self.hand_in = Button(self.tr("Hand in"), icon_name="send")
        self.back.clicked.connect(lambda _on: self.go_to(self._place - 1))
        self.save.clicked.connect(lambda _on: self.save_answer())
        self.hand_in.clicked.connect(lambda _on: model.spawn(self._hand_in(), name="hand in"))
        self.result = ResultList(model)
        self._lay_out()

    def show_assignment(self) -> None:
        """Bring it up to the model."""
        seat = self._model.seat
        done = seat.result is not None
        for widget in (self.numbers, self.card, self.deadline):
            widget.setVisible(not done)
        self.result.setVisible(done)
        if seat.result is not None:
            self.result.show_result()
            return
        if seat.assigned is None or not seat.assigned.items:
            return
        self._show_numbers(seat.assigned.items)
        if self._made != self._item().shown.q:
            self._show_item()
        self._show_deadline()
        self._show_save()

    def go_to(self, place: int) -> None:
        """Show another question; what was begun here is kept."""
        seat = self._model.seat
        if seat.assigned is None or not 0 <= place < len(seat.assigned.items):
            return
        self._keep_draft()
        self._place = place
        self._show_item()
        self.show_assignment()
        announce(self, f"{self._number_words()}. {spoken(self.text.text())}")

    def press(self, position: int) -> bool:
        """The key of a place: 1 to 9, or its letter."""
        return self.pad is not None and self.save.isVisible() and self.pad.press(position)

    def save_answer(self) -> None:
        """Keep the answer (it travels by itself) and go to the next question."""
        item, pad = self._item(), self.pad
        value = None if pad is None else pad.value()
        if item.shown.type != "slide":
            if value is None:
                return
            if self._given(item) != value:
                self._model.answer(value, q=item.shown.q, sure=self.sure.value() or 0)
            self._drafts.pop(item.shown.q, None)
        last = self._model.seat.assigned is not None and self._place + 1 == len(
            self._model.seat.assigned.items
        )
        if not last:
            self.go_to(self._place + 1)
        else:
            self.show_assignment()
            self.hand_in.setFocus()

    # Parts

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.back)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.save)
        foot.addWidget(self.hand_in)
        self.card.body.setSpacing(Space.L)
        self.card.body.addWidget(self.text)
        self.card.body.addWidget(self.media)
        self._pad_place = self.card.body.count()
        self.card.body.addWidget(self.sure_label)
        self.card.body.addWidget(self.sure)
        self.card.body.addLayout(foot)
        for widget in (self.deadline, self.numbers, self.card, self.result):
            self.body.addWidget(widget)

    def _item(self) -> AssignedItem:
        assigned = self._model.seat.assigned
        if assigned is None:
            raise RuntimeError("no assignment is shown")
        return assigned.items[min(self._place, len(assigned.items) - 1)]

    def _given(self, item: AssignedItem) -> Any:
        return self._model.seat.given.get(item.shown.q)

    def _is_answered(self, item: AssignedItem) -> bool:
        assigned = self._model.seat.assigned
        told = assigned is not None and item.shown.q in assigned.answered
        return told or self._given(item) is not None

    def _show_item(self) -> None:
        item = self._item()
        self._made = item.shown.q
        self.verticalScrollBar().setValue(0)
        self.text.set_text(item.shown.text)
        self.text.setVisible(bool(item.shown.text))
        self.media.clear()
        if item.shown.media is not None:
            self.media.expect(item.shown.media.mime, item.shown.media.alt)
            self._model.fetch(item.shown.media, lambda path, q=item.shown.q: self._media_came(q, path))
        self._put_pad(item)
        self.sure.clear()
        for widget in (self.sure, self.sure_label):
            widget.setVisible(item.shown.sure)

    def _put_pad(self, item: AssignedItem) -> None:
        if self.pad is not None:
            self.pad.widget.hide()
            self.pad.widget.deleteLater()
        self.pad = pad = pad_for(item.view, self._order(item))
        pad.changed.connect(self._show_save)
        pad.submitted.connect(self.save_answer)
        for media, done in pad.wanted():
            self._model.fetch(
                media, lambda path, done=done, own=pad: done(path) if path and own is self.pad else None
            )
        before = self._drafts.get(item.shown.q, self._given(item))
        if before is not None:
            pad.set_value(before)
        self.card.body.insertWidget(self._pad_place, pad.widget)
        pad.widget.show()
        pad.focus()
        self._model.painted(item.shown.q)

    def _media_came(self, q: int, path: Any) -> None:
        if q == self._made:
            if path is None:
                self.media.set_lost()
            else:
                self.media.set_file(path)

    def _order(self, item: AssignedItem) -> tuple[int, ...]:
        game = self._model.seat.game
        count = len(getattr(item.view, "options", ()))
        if game is None or item.shown.type not in MIXED_KINDS:
            return tuple(range(count))
        return own_order(game.seed, item.shown.q, count)

    def _keep_draft(self) -> None:
        """What was begun but not saved stays when one comes back to the question."""
        if self.pad is not None and self._made is not None:
            value = self.pad.value()
            if value is not None:
                self._drafts[self._made] = value

    def _show_numbers(self, items: tuple[AssignedItem, ...]) -> None:
        if len(self.buttons) != len(items):
            self._flow.clear()
            self.buttons = [Button(str(place + 1)) for place in range(len(items))]
            for place, button in enumerate(self.buttons):
                button.setProperty("choice", "true")
                button.setCheckable(True)
                button.clicked.connect(lambda _on, place=place: self.go_to(place))
                self._flow.addWidget(button)
        for place, (item, button) in enumerate(zip(items, self.buttons, strict=True)):
            button.setChecked(place == self._place)
            answered = self._is_answered(item)
            button.setText(f"{place + 1} ✓" if answered else str(place + 1))
            state = self.tr("answered") if answered else self.tr("open")
            name = self.tr("Question {number}, {state}")
            button.setAccessibleName(name.format(number=place + 1, state=state))

    def _show_deadline(self) -> None:
        game = self._model.seat.game
        parts = [self._number_words()]
        if game is not None and game.deadline_ms is not None:
            parts.append(self.tr("hand in by {time}").format(time=format_moment(game.deadline_ms)))
        waiting = sum(self._model.seat.is_sending(item.shown.q) for item in self._items())
        # Over a good connection an answer is on its way for the blink of an eye only.
        if waiting and self._model.seat.link != "in":
            parts.append(self.tr("%n answer(s) wait for the connection", "", waiting))
        self.deadline.setText(" · ".join(parts))

    def _number_words(self) -> str:
        words = self.tr("Question {number} of {count}")
        return words.format(number=self._place + 1, count=len(self._items()))

    def _items(self) -> tuple[AssignedItem, ...]:
        assigned = self._model.seat.assigned
        return () if assigned is None else assigned.items

    def _show_save(self) -> None:
        item, pad = self._item(), self.pad
        slide = item.shown.type == "slide"
        value = None if pad is None else pad.value()
        last = self._place + 1 == len(self._items())
        self.save.setText(self._save_words(slide=slide, last=last))
        self.save.setVisible(not (slide and last))
        sure = not item.shown.sure or self.sure.value() is not None or self._given(item) is not None
        self.save.setEnabled(slide or (value is not None and sure))
        self.back.setEnabled(self._place > 0)
        saved = self._given(item) is not None and value == self._given(item)
        self.state.setText(self.tr("Saved.") if saved else "")

    def _save_words(self, *, slide: bool, last: bool) -> str:
        if slide:
            return self.tr("Next question")
        return self.tr("Save answer") if last else self.tr("Save and go on")

    async def _hand_in(self) -> None:
        items = [item for item in self._items() if item.shown.type != "slide"]
        missing = sum(not self._is_answered(item) for item in items)
        body = self.tr("After that nothing can be changed, and you see what was right.")
        if missing:
            warning = self.tr("%n question(s) have no answer yet.", "", missing)
            body = f"{warning} {body}"
        dialog = ConfirmDialog(self, self.tr("Hand in now?"), body, self.tr("Hand in"), danger=bool(missing))
        if await dialog.ask():
            self._model.finish()
            self.handed_in.emit()
            if self._model.seat.link != "in":
                self.state.setText(self.tr("It is handed in as soon as the connection is back."))
