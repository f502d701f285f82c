"""Tells a person that the program has a fault: their work is saved, here are the details, go on or close."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class CrashDialog(QDialog):
    """`close_asked` fires when the person would rather end the program."""

    close_asked = Signal()

    def __init__(self, details: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = QPlainTextEdit(details, readOnly=True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setMinimumHeight(theme().px(140))
        self.copy_button = Button(self.tr("Copy details"), icon_name="content-copy")
        self.copy_button.clicked.connect(self._copy)
        self.end_button = Button(self.tr("Close Lantern"))
        self.end_button.clicked.connect(self._end)
        self.go_on_button = Button(self.tr("Go on"), "primary")
        self.go_on_button.clicked.connect(self.accept)
        self._build()
        self.go_on_button.setFocus()

    def add_details(self, details: str) -> None:
        """Another fault while the dialog is open."""
        self._details.appendPlainText(f"\n{details}")

    def details(self) -> str:
        return self._details.toPlainText()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Glyph("alert-circle-outline", pixels=28, role="danger"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(self.tr("Something went wrong"), TypeRole.TITLE, semibold=True, wrap=True), 1)
        words = Label(
            self.tr(
                "Lantern ran into a fault of its own. Your work is saved. You can go on; if something looks "
                "odd, close Lantern and open it again. To report the fault, copy the details: they hold no "
                "text of yours."
            ),
            wrap=True,
        )
        words.setMinimumWidth(theme().px(380))
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._details)
        box.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeading)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.end_button)
        buttons.addWidget(self.go_on_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(head)
        column.addWidget(words)
        column.addWidget(Disclosure(self.tr("Details"), inner))
        column.addLayout(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details())

    def _end(self) -> None:
        self.accept()
        self.close_asked.emit()
