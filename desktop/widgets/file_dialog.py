"""File dialogs that open among the person's own documents, then where the last one was left. Stores nothing."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

_PROPERTY = "lastFolder"


def last_folder() -> str:
    """Folder of what was last chosen; empty before anything was."""
    app = QApplication.instance()
    return str(app.property(_PROPERTY) or "") if app is not None else ""


def set_last_folder(folder: str) -> None:
    """Take up a folder remembered from an earlier day; one that is gone does no harm."""
    app = QApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, folder)


def start_folder() -> Path:
    """Where the next dialog opens: the last folder, else the person's Documents, else their home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for folder in (last_folder(), documents):
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()


def file_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Make a dialog to pick a file or folder; the caller says what kind and opens it."""
    dialog = QFileDialog(parent, title, str(start_folder()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(_remember)
    return dialog


def save_dialog(parent: QWidget, title: str, name: str, suffix: str, name_filter: str) -> QFileDialog:
    """Make a dialog that proposes `name.suffix` (suffix without its dot); filter as Qt writes it."""
    dialog = file_dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilter(name_filter)
    dialog.selectFile(f"{name}.{suffix}")
    return dialog


def _remember(chosen: list[str]) -> None:
    if chosen:
        set_last_folder(str(Path(chosen[0]).parent))
