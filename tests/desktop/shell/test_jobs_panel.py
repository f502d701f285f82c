import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.media.service import JobState
from desktop.runtime.changes import ChangeBus
from desktop.shell.jobs_panel import JobsPanel, job_detail, job_state_text, waiting_text
from desktop.shell.jobs_view_model import JobLine, JobsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.window_services import FakeMedia, some_item


def line(
    state: JobState, progress: float = 0.0, left_ms: int | None = None, waiting: str = "", error=None
) -> JobLine:
    return JobLine(some_item("x").id, "Lecture 3", state, progress, left_ms, waiting, error)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(1000, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def jobs(clock) -> JobsViewModel:
    return JobsViewModel(FakeMedia(), clock, TaskScope("test"), ChangeBus())


def test_every_state_has_words():
    assert all(job_state_text(state) for state in JobState)


def test_details_say_how_far_and_how_long():
    assert (
        job_detail(line(JobState.TRANSCRIBING, 0.42, 180_000))
        == "Turning into text · 42 % · about 3 min left"
    )
    assert job_detail(line(JobState.PENDING)) == "Waiting for its turn"
    assert job_detail(line(JobState.PENDING, waiting="models.missing")) == "Waiting for the speech model"
    assert waiting_text("storage.busy") == "The library is busy."


def test_rows_come_change_and_go(jobs, window, qtbot):
    panel = JobsPanel(jobs, window)
    panel.set_open(True)
    assert panel._nothing.isVisible()
    jobs.lines = [line(JobState.TRANSCRIBING, 0.5), line(JobState.FAILED, error=AppError("worker.died"))]
    jobs.changed.emit()
    first, second = panel.rows()
    assert first._bar.value() == 500
    assert not second._retry.isHidden()
    assert panel._nothing.isHidden()
    jobs.lines = jobs.lines[:1]
    jobs.changed.emit()
    assert panel.rows() == [first]


def test_buttons_act_on_their_own_job(jobs, window, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "cancel", lambda id_: asked.append(("cancel", id_)))
    monkeypatch.setattr(jobs, "retry", lambda id_: asked.append(("retry", id_)))
    panel = JobsPanel(jobs, window)
    running, failed = line(JobState.CHUNKING), line(JobState.FAILED)
    jobs.lines = [running, failed]
    jobs.changed.emit()
    panel.rows()[0]._cancel.click()
    panel.rows()[1]._retry.click()
    assert asked == [("cancel", running.item_id), ("retry", failed.item_id)]


def test_it_stays_inside_the_window_and_escape_puts_it_away(jobs, window, qtbot):
    jobs.lines = [line(JobState.TRANSCRIBING, 0.5) for _ in range(40)]
    panel = JobsPanel(jobs, window)
    panel.set_open(True)
    for width, height in ((1000, 600), (640, 420)):
        window.resize(width, height)
        qtbot.waitUntil(lambda: window.rect().contains(panel.geometry()))
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.place()
    assert panel.x() == 16
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
