import pytest

from desktop.shell.status_strip import StatusStrip


@pytest.fixture
def strip(qtbot) -> StatusStrip:
    made = StatusStrip()
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_says_what_runs(strip, qtbot):
    assert strip.jobs.text() == "No jobs running"
    assert not strip._bar.isVisible()
    strip.set_jobs(1, 0, 0.4)
    assert strip.jobs.text() == "1 job running"
    assert strip._bar.value() == 400
    strip.set_jobs(2, 1, None)
    assert strip.jobs.text() == "2 jobs running"
    strip.set_jobs(1, 0, 0.4, waiting=1)
    assert strip.jobs.text() == "1 job running · 1 waiting"
    strip.set_jobs(0, 0, None, waiting=2)
    assert strip.jobs.text() == "2 jobs waiting"
    assert strip._bar.isVisible()
    strip.set_jobs(0, 1, None)
    assert strip.jobs.text() == "1 job needs you"
    with qtbot.waitSignal(strip.jobs_asked):
        strip.jobs.click()


def test_usage_and_storage(strip):
    strip.set_usage("AI this month: 1,200 tokens")
    strip.set_storage("Library 3 GB", low=True)
    assert strip._usage.isVisible()
    assert strip._storage.property("tone") == "danger"
    strip.set_usage("")
    strip.set_storage("Library 3 GB")
    assert not strip._usage.isVisible()
    assert strip._storage.property("tone") == "muted"
