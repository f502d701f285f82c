from desktop.admin.form_page import EditForm
from shared.errors import AppError


def test_what_is_not_saved_is_said_below(qtbot):
    form = EditForm("Pro")
    qtbot.addWidget(form)
    form.show()
    assert not form._bar.isVisible()
    form.say("About", "Edited", "info")
    assert form.pill.isVisible()
    form.set_dirty(True)
    assert form._bar.isVisible()
    form.set_asked(busy=True, error=None)
    assert not form.save_button.isEnabled()
    form.set_asked(busy=False, error=AppError("network.unreachable"))
    assert form.error.isVisible()
    form.set_dirty(True, valid=False)
    assert not form.save_button.isEnabled()
    form.set_dirty(False)
    form.set_asked(busy=False, error=None)
    assert not form._bar.isVisible()
    assert not form.dirty
