"""What is said in passing, with its undo."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from desktop.media.library_edits_view_model import Done, LibraryEdits
from desktop.media.library_import_view_model import ImportReport
from desktop.media.library_reports_page import LibraryReports
from desktop.media.service import ImportOutcome, ImportResult
from desktop.widgets.page import Page, PageContext
from shared.errors import AppError
from shared.ids import ItemId, new_id
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell


class Edits(LibraryEdits):
    """Notes what is to be undone."""

    def __init__(self):
        self.undone = []

    def undo(self, done):
        self.undone.append(done)


@pytest.fixture
def made(qtbot):
    shell = FakeShell()
    page = Page(PageContext(None, TaskScope("test"), shell))
    qtbot.addWidget(page)
    edits = Edits()
    return LibraryReports(page, edits), shell, edits


def result(name, outcome, code="", item_id=None):
    return ImportResult(Path("/x") / name, outcome, item_id, AppError(code) if code else None)


async def undo():
    pass


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (Done("deleted", 1, "Lesson", undo), "Deleted “Lesson”"),
        (Done("deleted", 3, "", undo), "3 item"),
        (Done("moved", 2, "Optics", undo), "“Optics”"),
        (Done("tagged", 2, "", undo), "Tags of 2"),
        (Done("renamed", 1, "Light", undo), "Renamed to “Light”"),
        (Done("detailed", 1, "Light", undo), "Details of “Light” changed"),
        (Done("collection_deleted", 2, "Optics", undo), "Collection “Optics” deleted"),
        (Done("retried", 1, "Lesson"), "1 item"),
        (Done("cancelled", 1, "Lesson"), "cancelled"),
    ],
)
def test_each_action_is_said_and_undone(made, done, words):
    reports, shell, edits = made
    reports.done(done)
    (toast,) = shell.toasts
    assert words in toast.text
    assert bool(toast.action_text) == (done.undo is not None)
    if toast.on_action:
        toast.on_action()
        assert edits.undone == [done]


def test_a_dialog_that_says_it_itself(made):
    reports, shell, _edits = made
    reports.muted = True
    reports.done(Done("collection_deleted", 2, "Optics", undo))
    assert shell.toasts == []


def test_several_failing_files_are_one_message(made):
    reports, shell, _edits = made
    reports.imported(
        ImportReport(
            (
                result("a.mp3", ImportOutcome.ADDED, item_id=ItemId(new_id())),
                result("b.pdf", ImportOutcome.FAILED, "media.pdf_locked"),
                result("c.mp4", ImportOutcome.FAILED, "media.unreadable"),
            )
        )
    )
    added, failed = shell.toasts
    assert "1 item" in added.text
    assert "2 file" in failed.text
    assert failed.tone == "danger"
    assert len(reports.failures) == 2
    failed.on_action()
    assert reports.failures == []
    failed.on_action()
    dialog = reports.parent().findChild(QDialog)
    assert dialog.isVisible()
    dialog.accept()


def test_one_failing_file_says_its_reason_at_once(made):
    reports, shell, _edits = made
    reports.imported(ImportReport((result("b.pdf", ImportOutcome.FAILED, "media.pdf_locked"),)))
    assert "b.pdf" in shell.toasts[0].text
    assert "password" in shell.toasts[0].text


def test_what_is_there_already_can_be_shown(made):
    reports, shell, _edits = made
    item_id = ItemId(new_id())
    reports.imported(ImportReport((result("b.pdf", ImportOutcome.DUPLICATE, item_id=item_id),)))
    shell.toasts[0].on_action()
    assert shell.opened == [("library", {"item_id": item_id})]
    reports.imported(
        ImportReport((result("b.pdf", ImportOutcome.DUPLICATE), result("c.pdf", ImportOutcome.DUPLICATE)))
    )
    assert "2 file" in shell.toasts[1].text


def test_a_watched_folder_is_named_and_its_copies_are_not(made):
    reports, shell, _edits = made
    item_id = ItemId(new_id())
    reports.imported(
        ImportReport(
            (
                result("b.pdf", ImportOutcome.DUPLICATE, item_id=item_id),
                result("c.pdf", ImportOutcome.ADDED, item_id=item_id),
            ),
            watched=True,
        )
    )
    (toast,) = shell.toasts
    assert "watched" in toast.text


def test_a_folder_without_anything(made):
    reports, shell, _edits = made
    reports.imported(ImportReport((result("holidays", ImportOutcome.FAILED, "media.nothing_to_import"),)))
    assert "holidays" in shell.toasts[0].text
    assert "nothing to add" in shell.toasts[0].text


def test_recordings_and_stops(made):
    reports, shell, _edits = made
    item_id = ItemId(new_id())
    reports.recorded(result("r.flac", ImportOutcome.ADDED, item_id=item_id))
    shell.toasts[0].on_action()
    assert shell.opened == [("library", {"item_id": item_id})]
    reports.stopped()
    assert "stopped" in shell.toasts[1].text
