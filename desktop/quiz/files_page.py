"""Files of the Quizzes page: picks them, shows what was read, asks where to write. Reads nothing itself."""

import re
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.quiz.import_dialog import ImportDialog
from desktop.quiz.importing import suffix_list
from desktop.quiz.print_dialog import PrintDialog
from desktop.quiz.quizzes_view_model import QuizzesViewModel
from desktop.quiz.service import Format, Imported, QuizSummary
from desktop.widgets.file_dialog import file_dialog, save_dialog
from desktop.widgets.page import Page
from shared.quiz.quiz import Quiz


class QuizFiles(QObject):
    """Opens the dialogs and hands on what they tell."""

    def __init__(self, page: Page, view_model: QuizzesViewModel) -> None:
        super().__init__(page)
        self._page = page
        self._view_model = view_model
        view_model.read.connect(self._show_read)
        view_model.printable.connect(self._print)

    def choose(self) -> None:
        """Let a person pick a file with questions."""
        dialog = file_dialog(self._page.window(), self.tr("Import questions"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        known = f"{self.tr('Quizzes, tables, Moodle and Anki')} ({suffix_list()})"
        dialog.setNameFilters([known, f"{self.tr('All files')} (*)"])
        dialog.fileSelected.connect(lambda path: self._view_model.read_file(Path(path)))
        dialog.open()

    def export(self, quiz: QuizSummary) -> None:
        """Ask where and as what to write a quiz."""
        names = {
            Format.LANTERN: self.tr("Lantern quiz, with pictures and sounds"),
            Format.CSV: self.tr("Table for spreadsheets"),
            Format.GIFT: self.tr("Moodle GIFT"),
        }
        filters = {f"{name} (*.{format_})": format_ for format_, name in names.items()}
        dialog = save_dialog(
            self._page.window(), self.tr("Export the quiz"), file_name(quiz.title), Format.LANTERN, ""
        )
        dialog.setNameFilters(list(filters))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))

        def chosen(text: str) -> None:
            path = Path(text)
            by_name = next((one for one in Format if path.name.endswith(f".{one}")), None)
            format_ = by_name or filters[dialog.selectedNameFilter()]
            self._view_model.export(quiz, path, format_)

        dialog.fileSelected.connect(chosen)
        dialog.open()

    def _show_read(self, imported: Imported) -> None:
        dialog = ImportDialog(self._page.window(), imported)
        dialog.taken.connect(lambda title: self._view_model.take(imported, title))
        dialog.open()

    def _print(self, quiz: Quiz) -> None:
        dialog = PrintDialog(self._page.window(), quiz, self._view_model.picture_path())
        dialog.saved.connect(self._say_saved)
        dialog.failed.connect(self._page.shell.report)
        dialog.open()

    def _say_saved(self, path: Path) -> None:
        self._page.shell.toast(self.tr("Saved as “{title}”").format(title=path.name), tone="ok")


def file_name(title: str) -> str:
    """Return a title as a file's name on any system."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title)
    return " ".join(plain.split())[:80].strip(". ") or "quiz"
