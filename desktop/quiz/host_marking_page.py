"""What a teacher can put right about a question: answers accepted afterwards, words hidden, late ones, no points."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import OPINIONS
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card
from desktop.widgets.formats import format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.commands import Stage
from shared.quiz.quiz import Source
from shared.quiz.views import TextCount

_MOST_TEXTS = 30


class MarkingPane(QWidget):
    """Shown once a question is closed. `source_wanted(Source)`: look up where the question comes from."""

    source_wanted = Signal(object)

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self._texts: object = None
        self._source: Source | None = None
        self.source = Button("", "link", icon_name="book-open-variant")
        self.source.clicked.connect(lambda _on: self.source_wanted.emit(self._source))
        self.void = Button("", icon_name="cancel")
        self.void.clicked.connect(lambda _on: self._void())
        self.late = Label("", wrap=True)
        self.count_late = Button(self.tr("Count them"), "link")
        self.count_late.clicked.connect(lambda _on: self._allow(allow=True))
        self.drop_late = Button(self.tr("Do not count them"), "link")
        self.drop_late.clicked.connect(lambda _on: self._allow(allow=False))
        self.texts = Card()
        self.heading = Label("", semibold=True, wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        self._lay_out()

    def show_marking(self, stage: Stage) -> None:
        """Offer what can be put right at this moment."""
        shown = stage.shown
        closed = shown is not None and stage.phase in {"closed", "reveal"}
        self.setVisible(closed)
        if shown is None or not closed:
            return
        self._source = stage.source
        self.source.setVisible(stage.source is not None)
        if stage.source is not None:
            self.source.setText(self.tr("From “{title}”").format(title=stage.source.title))
        opinion = shown.type in OPINIONS
        self.void.setVisible(not opinion and shown.points > 0)
        self.void.setText(
            self.tr("Let this question count again")
            if shown.q in stage.voided
            else self.tr("Take this question out of the points")
        )
        self._late.setVisible(bool(stage.late))
        self.late.setText(self.tr("%n answer(s) came just after the end.", "", len(stage.late)))
        self._show_texts(stage)

    def _lay_out(self) -> None:
        self._late = QWidget()
        late = QHBoxLayout(self._late)
        late.setContentsMargins(0, 0, 0, 0)
        late.addWidget(self.late, 1)
        late.addWidget(self.count_late)
        late.addWidget(self.drop_late)
        self.texts.body.addWidget(self.heading)
        self.texts.body.addLayout(self._rows)
        foot = QHBoxLayout()
        foot.addWidget(self.void)
        foot.addWidget(self.source)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._late)
        column.addWidget(self.texts)
        column.addLayout(foot)

    def _show_texts(self, stage: Stage) -> None:
        kind = "" if stage.shown is None else stage.shown.type
        q = -1 if stage.shown is None else stage.shown.q
        texts = () if stage.summary is None else stage.summary.texts[:_MOST_TEXTS]
        hidden = tuple(sorted(self._model.hidden.get(q, ()))) if kind == "word_cloud" else ()
        shown = kind in {"typed", "word_cloud"} and bool(texts or hidden)
        self.texts.setVisible(shown)
        if not shown or self._texts == (q, texts, hidden):
            return
        self._texts = (q, texts, hidden)
        self._clear()
        if kind == "typed":
            self.heading.setText(self.tr("What was typed. Accept what you would have said yes to:"))
            for text in texts:
                self._rows.addWidget(self._typed_row(q, text))
            return
        self.heading.setText(self.tr("Words on the screens. Hide what does not belong there:"))
        for text in texts:
            self._rows.addWidget(self._word_row(q, text.text, text.count, hidden=False))
        for word in hidden:
            self._rows.addWidget(self._word_row(q, word, 0, hidden=True))

    def _typed_row(self, q: int, text: TextCount) -> QWidget:
        right = bool(text.fraction)
        state = Pill(
            self.tr("Right") if right else self.tr("Wrong"),
            "ok" if right else "danger",
            icon_name="" if right else "close-circle-outline",
        )
        button = Button(self.tr("Count as wrong") if right else self.tr("Accept"), "link")
        name = self.tr("Count “{text}” as wrong") if right else self.tr("Accept “{text}”")
        button.setAccessibleName(name.format(text=text.text))
        button.clicked.connect(lambda _on: self._model.mark(q, text.text, right=not right))
        return _row(text.text, text.count, [state, button])

    def _word_row(self, q: int, word: str, count: int, *, hidden: bool) -> QWidget:
        name = self.tr("Show “{word}” again") if hidden else self.tr("Hide “{word}”")
        icon_name = "eye-off-outline" if hidden else "eye-outline"
        button = IconButton(icon_name, name.format(word=word))
        button.clicked.connect(lambda _on: self._model.hide(q, word, hidden=not hidden))
        return _row(word, count, [button])

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _void(self) -> None:
        stage = self._model.stage
        if stage is not None and stage.shown is not None:
            self._model.void(stage.shown.q, void=stage.shown.q not in stage.voided)

    def _allow(self, *, allow: bool) -> None:
        stage = self._model.stage
        if stage is not None and stage.shown is not None:
            self._model.allow_late(stage.shown.q, allow=allow)


def _row(text: str, count: int, widgets: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.M)
    number = Label(format_number(count) if count else "–", TypeRole.BODY, tone="muted")
    number.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(ElidedLabel(text), 1)
    line.addWidget(number)
    for widget in widgets:
        line.addWidget(widget)
    return row
