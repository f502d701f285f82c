from desktop.admin.prompts_page import SOURCES
from tests.support.admin_stage import AdminAccount, opened_admin
from tests.support.waiting import until


def said(form):
    return [form.sources.pills[source]._text for source in SOURCES]


async def test_which_text_is_in_force_and_what_waits_below(qloop):
    async with opened_admin("prompts") as shown:
        account, form = shown.account, shown.section.chooser.detail()
        assert said(form) == ["1. Entered here: nothing", "2. Configuration: nothing", "3. Program: in force"]
        assert not form.back_button.isVisible()
        form.text.setPlainText("Be kind.")
        assert form.dirty
        form.save_button.click()
        await until(lambda: account.prompts["chat"].text == "Be kind.")
        await until(lambda: form.back_button.isVisible())
        assert said(form) == [
            "1. Entered here: in force",
            "2. Configuration: nothing",
            "3. Program: waits below",
        ]
        assert form._below.text() == account.prompts["chat"].default
        form.text.setPlainText("Something else")
        form.back_button.click()
        await until(lambda: account.prompts["chat"].source == "default")
        await until(lambda: form.text.toPlainText() == account.prompts["chat"].default)
        assert not form.dirty


async def test_undo_brings_back_what_was_entered(qloop):
    async with opened_admin("prompts") as shown:
        section = shown.section
        section.model.save("hint", "First.")
        await until(lambda: shown.account.prompts["hint"].text == "First.")
        await until(lambda: section.model.prompts["hint"].text == "First.")
        await until(lambda: not section.model.busy)
        section.model.save("hint", None)
        await until(lambda: shown.account.prompts["hint"].source == "default")
        await until(lambda: len(shown.shell.toasts) == 2)
        shown.shell.toasts[-1].on_action()
        await until(lambda: shown.account.prompts["hint"].text == "First.")


async def test_what_is_too_long_is_not_saved(qloop):
    async with opened_admin("prompts", AdminAccount()) as shown:
        form = shown.section.chooser.detail()
        form.text.setPlainText("x" * 20_001)
        assert form.dirty
        assert not form.save_button.isEnabled()
        form.discard_button.click()
        assert not form.dirty
