"""What is wanted: the item, how many, which kinds, with or without AI."""

import pytest

from tests.support.asking import answering_engine
from tests.support.generating import generating
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


async def test_without_ai_some_kinds_are_not_offered(qloop, paths):
    async with generating(paths) as (_library, item_id, shown):
        form, model = shown.page.form, shown.page.view_model
        assert not form.make_button.isEnabled()
        assert form.offline.isHidden()
        assert [kind for kind, box in form.kinds.items() if not box.isEnabled()] == ["true_false", "typed"]
        form.item.selected.emit(str(item_id))
        assert form.make_button.isEnabled()
        for kind in ("single", "cloze", "number"):
            form.kinds[kind].click()
        assert not form.make_button.isEnabled()
        form.kinds["cloze"].click()
        form.count.setValue(3)
        assert (model.count, form.make_button.isEnabled()) == (3, True)
        form.notice.action.emit()
        assert shown.shell.opened == [("settings", {"section": "answers"})]


async def test_with_ai_all_kinds_and_the_choice_not_to_use_it(qloop, paths):
    async with generating(paths) as (library, item_id, shown), answering_engine(library):
        form, model = shown.page.form, shown.page.view_model
        form.item.selected.emit(str(item_id))
        await until(lambda: model.engine)
        assert all(box.isEnabled() for box in form.kinds.values())
        form.offline.click()
        assert not model.uses_ai
        assert "on this computer" in form.notice.text()
        model.make()
        assert not form.item.isEnabled()
        await until(lambda: model.made)
        assert form.make_button.text() == "Make them again"
