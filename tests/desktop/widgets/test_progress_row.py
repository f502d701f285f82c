from desktop.widgets.progress_row import ProgressBar, ProgressRow


def test_progress_is_a_fraction_or_unknown(qtbot):
    bar = ProgressBar("Import")
    qtbot.addWidget(bar)
    bar.set_fraction(0.25)
    assert (bar.value(), bar.maximum()) == (250, 1000)
    bar.set_fraction(7.0)
    assert bar.value() == 1000
    bar.set_fraction(None)
    assert bar.maximum() == 0
    bar.set_fraction(0.5)
    assert (bar.value(), bar.maximum()) == (500, 1000)


def test_a_row_tells_what_is_pressed(qtbot):
    row = ProgressRow("Lecture 3")
    qtbot.addWidget(row)
    row.show()
    row.set_progress(0.4, "about 3 min left")
    assert row._detail.full_text() == "about 3 min left"
    with qtbot.waitSignal(row.cancelled):
        row._cancel.click()
    row.set_failed("No sound")
    assert not row._bar.isVisible()
    row.set_actions(cancel=False, retry=True)
    assert not row._cancel.isVisible()
    with qtbot.waitSignal(row.retried):
        row._retry.click()


def test_buttons_name_what_they_act_on(qtbot):
    row = ProgressRow("")
    qtbot.addWidget(row)
    row.set_title("Lecture 3")
    assert row._cancel.accessibleName() == "Cancel “Lecture 3”"
    assert row._retry.accessibleName() == "Try “Lecture 3” again"
    assert row._bar.accessibleName() == "Lecture 3"
