import pytest

from desktop.admin.plans_page import limit_text
from shared.errors import AppError
from shared.plans import FREE
from tests.support.admin_stage import AdminAccount, opened_admin
from tests.support.waiting import until


def limits(form):
    return {name: row[0] for name, row in form._rows.items()}


async def test_a_plan_is_edited_saved_and_taken_back(qloop):
    async with opened_admin("plans") as shown:
        chooser, account = shown.section.chooser, shown.account
        assert [row.entry.title for row in chooser.rows()] == ["Free", "Basic", "Pro", "Enterprise"]
        form = chooser.detail()
        assert not form.dirty
        form.fields["ai_tokens_per_month"].number.setText("12,500")
        form.fields["ai_tokens_per_month"].changed.emit()
        form.fields["ai_operations_per_day"].unlimited.click()
        assert form.dirty
        chooser.choose("pro")
        chooser.choose("free")
        assert chooser.detail() is form
        form.save_button.click()
        await until(lambda: not form.dirty)
        saved = account.plans["free"].plan
        assert (saved.ai_tokens_per_month, saved.ai_operations_per_day) == (12_500, None)
        assert saved.storage_bytes == FREE.storage_bytes
        assert form._rows["ai_tokens_per_month"][1]._help.text() == "As shipped: 10,000"
        assert form.reset_button.isVisible()
        [toast] = shown.shell.toasts
        toast.on_action()
        await until(lambda: account.plans["free"].plan == FREE)
        await until(lambda: not form.reset_button.isVisible())


async def test_what_is_no_amount_is_not_saved(qloop):
    async with opened_admin("plans") as shown:
        form = shown.section.chooser.detail()
        form.fields["monthly_cents"].number.setText("12.345")
        form.fields["monthly_cents"].changed.emit()
        assert form.dirty
        assert not form.save_button.isEnabled()
        form.discard_button.click()
        assert not form.dirty
        assert form.fields["monthly_cents"].number.text() == "0"


async def test_a_refusal_is_told_in_the_form_and_edits_of_others_do_not_take_what_is_typed(qloop):
    async with opened_admin("plans") as shown:
        account, form = shown.account, shown.section.chooser.detail()
        form.permissions.setText("nonsense")
        form.permissions.textEdited.emit("nonsense")
        account.once = AppError("billing.bad_plan", field="permissions")
        form.save_button.click()
        await until(lambda: form.error.isVisible())
        assert form.edited().permissions == frozenset({"nonsense"})
        form.permissions.setText("a:b, c:d")
        form.permissions.textEdited.emit("a:b, c:d")
        shown.section.model.reload()
        await until(lambda: account.asked[-1] == ("GET", "admin/billing/plans"))
        assert form.edited().permissions == frozenset({"a:b", "c:d"})
        form.save_button.click()
        await until(lambda: account.plans["free"].edited)
        form.reset_button.click()
        await until(lambda: not account.plans["free"].edited)


async def test_no_connection_is_told_and_tried_again(qloop):
    account = AdminAccount(failing=AppError("network.unreachable"))
    async with opened_admin("plans", account) as shown:
        assert shown.section.state() == "error"
        account.failing = None
        shown.section._stack.retry.emit()
        await until(lambda: shown.section.state() == "content")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("monthly_cents", 1_500, "$15"),
        ("storage_bytes", 1 << 30, "1 GB"),
        ("voice_minutes_per_month", 1_200, "1,200 min"),
        ("skills", None, "no limit"),
    ],
)
async def test_amounts_in_words(qloop, field, value, text):
    async with opened_admin("plans") as shown:
        assert limit_text(limits(shown.section.chooser.detail())[field], value) == text
