"""Which files could not be added, and why."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from desktop.media.library_import_dialog import ImportFailuresDialog
from desktop.media.service import ImportOutcome, ImportResult
from shared.errors import AppError


def test_every_file_has_its_reason(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    failures = [
        ImportResult(Path("/x/scan.pdf"), ImportOutcome.FAILED, error=AppError("media.pdf_locked")),
        ImportResult(
            Path("/x/" + "name " * 60 + ".mp4"), ImportOutcome.FAILED, error=AppError("media.unreadable")
        ),
        ImportResult(Path("/x/b\udcff.mp4"), ImportOutcome.FAILED),
    ]
    dialog = ImportFailuresDialog(window, failures)
    dialog.open()
    text = " ".join(label.accessibleName() + label.text() for label in dialog.findChildren(QLabel))
    assert "3 file" in text
    assert "scan.pdf" in text
    assert "password" in text
    assert "damaged" in text
    assert dialog.minimumSizeHint().width() < 700
