"""Asks what of a quiz to print, and writes it as a PDF."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPageSize
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.print_sheet_page import PictureOf, write_pdf
from desktop.widgets.button import Button
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.errors import AppError
from shared.quiz.quiz import Quiz

_SIZES = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


class PrintDialog(QDialog):
    """`saved(Path)` when the PDF is there, `failed(AppError)` when it could not be written."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget, quiz: Quiz, picture_of: PictureOf) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Print the quiz"))
        self._quiz = quiz
        self._picture_of = picture_of
        self.sheet = QCheckBox(self.tr("Sheet to fill in, with a line for the name"))
        self.key = QCheckBox(self.tr("Answer key, on pages of its own"))
        self.paper = SegmentedControl(
            self.tr("Paper"), [Segment("a4", "A4"), Segment("letter", self.tr("Letter"))]
        )
        imperial = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
        self.paper.set_selected("letter" if imperial else "a4")
        for box in (self.sheet, self.key):
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._check())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(ElidedLabel(quiz.title, TypeRole.LEAD, semibold=True))
        column.addWidget(self.sheet)
        column.addWidget(self.key)
        column.addWidget(Label(self.tr("Paper"), semibold=True))
        column.addWidget(self.paper)
        column.addSpacing(Space.S)
        column.addLayout(self._buttons())
        self.setMinimumWidth(theme().px(420))

    def choose_target(self) -> None:
        """Ask where to save the PDF."""
        dialog = save_dialog(
            self, self.tr("Save as PDF"), _plain(self._quiz.title), "pdf", self.tr("PDF (*.pdf)")
        )
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, target: Path) -> None:
        """Write the PDF and close."""
        if self._write(target):
            self.saved.emit(target)
            self.accept()

    def show_pdf(self) -> None:
        """Open it in the program that shows PDFs, to look at or to print."""
        folder = Path(tempfile.mkdtemp(prefix="lantern-print-"))
        target = folder / f"{_plain(self._quiz.title)}.pdf"
        if self._write(target):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
            self.accept()

    def _write(self, target: Path) -> bool:
        try:
            write_pdf(
                target,
                self._quiz,
                self._picture_of,
                sheet=self.sheet.isChecked(),
                key=self.key.isChecked(),
                page=_SIZES[self.paper.current()],
            )
        except AppError as error:
            self.failed.emit(error)
            return False
        return True

    def _check(self) -> None:
        anything = self.sheet.isChecked() or self.key.isChecked()
        self.save_button.setEnabled(anything)
        self.show_button.setEnabled(anything)

    def _buttons(self) -> QHBoxLayout:
        self.show_button = Button(self.tr("Open as PDF"))
        self.show_button.clicked.connect(self.show_pdf)
        self.save_button = Button(self.tr("Save as PDF…"), "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.choose_target)
        cancel = Button(self.tr("Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        for button in (cancel, self.show_button, self.save_button):
            row.addWidget(button)
        return row


def _plain(title: str) -> str:
    return (
        "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title).strip()[:80]
        or "quiz"
    )
