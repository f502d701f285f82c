from desktop.admin.events_page import pretty
from shared.errors import AppError
from tests.support.admin_stage import ADA, AdminAccount, opened_admin, webhook
from tests.support.waiting import until


def test_what_is_no_json_is_shown_as_it_is():
    assert pretty('{"a":1}') == '{\n  "a": 1\n}'
    assert pretty("a=1") == "a=1"


async def test_a_given_up_event_is_looked_at_and_applied_again(qloop):
    async with opened_admin("events") as shown:
        section = shown.section
        section.table.table.selectRow(0)
        await until(lambda: "evt_1" in section.pane.sent.toPlainText())
        assert section.pane.kind.full_text() == "invoice.paid"
        assert "Went wrong: billing.unavailable" in section.pane.facts.text()
        shown.account.once = AppError("network.unreachable")
        section.pane.replay_button.click()
        await until(lambda: section.pane.error.isVisible())
        section.pane.replay_button.click()
        await until(lambda: shown.account.events[0].state == "done")
        await until(lambda: section.pane.pill._text == "Applied")
        section.pane.person_button.click()
        assert shown.page.page_state() == {"part": "people"}
        await until(lambda: shown.page.section().chooser.current == str(ADA))


async def test_events_are_narrowed_and_read_in_pages(qloop):
    account = AdminAccount()
    account.events = [webhook(number, "invoice.paid") for number in range(70, 0, -1)]
    account.events += [webhook(0, "order.paid", provider="polar", state="waiting", waits_for="user:1")]
    async with opened_admin("events", account) as shown:
        section = shown.section
        section.table.more_button.click()
        await until(lambda: section.table.model.rowCount() == 71)
        section.provider.set_selected("polar")
        section.provider.selected.emit("polar")
        await until(lambda: section.table.model.rowCount() == 1)
        section.event_state.set_selected("dead")
        section.event_state.selected.emit("dead")
        await until(lambda: section.table.stack.state() == "empty")


async def test_what_was_erased_and_what_cannot_be_read(qloop):
    account = AdminAccount()
    account.bodies[account.events[1].id] = ""
    async with opened_admin("events", account, width=560) as shown:
        section = shown.section
        section.table.table.selectRow(1)
        await until(lambda: section.pane.sent.toPlainText() == "It was erased with the person.")
        assert not section.table.isVisible()
        section.pane.closed.emit()
        assert section.table.isVisible()
        account.failing = AppError("network.unreachable")
        section.table.table.selectRow(0)
        await until(lambda: section.pane.error.isVisible())
