from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.widgets.file_dialog import file_dialog, last_folder, save_dialog, set_last_folder, start_folder


@pytest.fixture(autouse=True)
def _nothing_chosen_yet(qapp):
    set_last_folder("")
    yield
    set_last_folder("")


def test_a_dialog_opens_among_the_documents_and_then_where_the_last_was_left(qtbot, tmp_path, monkeypatch):
    documents, lessons = tmp_path / "Documents", tmp_path / "lessons"
    documents.mkdir()
    lessons.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(documents))
    parent = QWidget()
    qtbot.addWidget(parent)
    first = file_dialog(parent, "Add files")
    assert Path(first.directory().absolutePath()) == documents
    first.filesSelected.emit([str(lessons / "a.mp3")])
    assert Path(file_dialog(parent, "Add files").directory().absolutePath()) == lessons
    lessons.rmdir()
    assert last_folder() == str(lessons)
    assert start_folder() == documents
    documents.rmdir()
    assert start_folder() == Path.home()


def test_a_file_to_save_has_a_name_already(qtbot, tmp_path):
    set_last_folder(str(tmp_path))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = save_dialog(parent, "Export", "Levers", "srt", "SRT (*.srt)")
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert [Path(path) for path in dialog.selectedFiles()] == [tmp_path / "Levers.srt"]
    assert dialog.nameFilters() == ["SRT (*.srt)"]
