from shared.errors import AppError
from tests.support.admin_stage import opened_admin
from tests.support.waiting import until


async def test_the_budget_is_shown_changed_and_taken_back(qloop):
    async with opened_admin("budget") as shown:
        account, form = shown.account, shown.section.form
        assert form.spent.text() == "$23.48"
        assert "of $30.00 this month (78 %)" in form.of.text()
        assert (form.bar.level(), form.stopped.isVisible()) == ("warning", False)
        form.field.number.setText("20")
        form.field.changed.emit()
        form.save_button.click()
        await until(lambda: account.budget.budget_micros == 20_000_000)
        await until(lambda: form.stopped.isVisible())
        assert form.configured_button.isVisible()
        shown.shell.toasts[-1].on_action()
        await until(lambda: not account.budget.edited)
        await until(lambda: not form.stopped.isVisible())


async def test_no_limit_and_the_configurations_again(qloop):
    async with opened_admin("budget") as shown:
        account, form = shown.account, shown.section.form
        form.field.unlimited.click()
        form.save_button.click()
        await until(lambda: account.budget.budget_micros is None)
        await until(lambda: not form.bar.isVisible())
        await until(lambda: form.configured_button.isEnabled())
        form.field.unlimited.click()
        form.configured_button.click()
        await until(lambda: account.budget.budget_micros == 30_000_000)
        await until(lambda: not form.dirty)


async def test_a_button_that_fails_says_so_in_passing(qloop):
    async with opened_admin("budget") as shown:
        shown.section.form.field.unlimited.click()
        shown.section.form.save_button.click()
        await until(lambda: shown.account.budget.edited)
        await until(lambda: not shown.section.model.busy)
        shown.account.once = AppError("network.unreachable")
        shown.section.form.configured_button.click()
        await until(lambda: shown.shell.reported)
        assert shown.account.budget.edited
