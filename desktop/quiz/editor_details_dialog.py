"""Title, description and language of a quiz."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.editor_inputs_page import LineField, TextField, named
from desktop.widgets.button import Button
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.quiz.questions import LONGEST_DESCRIPTION, LONGEST_TITLE
from shared.quiz.quiz import Quiz


class QuizDetailsDialog(QDialog):
    """`saved({name: words})` with what differs."""

    saved = Signal(object)

    def __init__(self, parent: QWidget, quiz: Quiz) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Title and description"))
        self._quiz = quiz
        self.title = LineField(self.tr("Title"), most=LONGEST_TITLE)
        self.title.setText(quiz.title)
        self.title.selectAll()  # what stands there is mostly "New quiz"
        self.title.entered.connect(self.accept)
        self.description = TextField(self.tr("Description"), lines=3)
        self.description.show_text(quiz.description)
        self.language = Picker(self.tr("Language"))
        known = {"": self.tr("Not said"), "en": self.tr("English"), "es": self.tr("Spanish")}
        if quiz.language not in known:
            known[quiz.language] = quiz.language
        self.language.set_options([Option(id_, text) for id_, text in known.items()], quiz.language)
        self.save_button = Button(self.tr("Save"), "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(named(self.tr("Title"), self.title))
        column.addWidget(named(self.tr("Description"), self.description))
        column.addWidget(
            named(self.tr("Language"), self.language, self.tr("Helps programs that read it aloud."))
        )
        column.addSpacing(Space.S)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(440))
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        words = {
            "title": " ".join(self.title.text().split()) or self._quiz.title,
            "description": self.description.toPlainText().strip()[:LONGEST_DESCRIPTION],
            "language": self.language.current(),
        }
        changed = {name: text for name, text in words.items() if text != getattr(self._quiz, name)}
        if changed:
            self.saved.emit(changed)
