"""Asking what to print."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.quiz.print_dialog import PrintDialog
from tests.support.sample_quizzes import every_kind, quiz_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent):
    made = PrintDialog(parent, quiz_of(*every_kind()[:2], title='Light: "x"?'), lambda _media: None)
    made.open()
    return made


def test_saved(dialog, tmp_path):
    saved = []
    dialog.saved.connect(saved.append)
    dialog.paper.set_selected("a4")
    dialog.save(tmp_path / "a.pdf")
    assert saved == [tmp_path / "a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_chosen_and_nowhere_to_write(dialog, tmp_path):
    failed = []
    dialog.failed.connect(failed.append)
    dialog.save(tmp_path / "none" / "a.pdf")
    assert len(failed) == 1
    assert dialog.isVisible()
    dialog.choose_target()
    chooser = dialog.findChild(QFileDialog)
    assert "Light" in chooser.selectedFiles()[0]
    chooser.close()
    dialog.sheet.setChecked(False)
    dialog.key.setChecked(False)
    assert not dialog.save_button.isEnabled()
    dialog.reject()


def test_shown_in_the_systems_program(dialog, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.show_pdf()
    assert opened[0].toLocalFile().endswith(".pdf")
