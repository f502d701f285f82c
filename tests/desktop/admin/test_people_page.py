import uuid

from desktop.admin.invitations_dialog import InvitationsDialog
from desktop.admin.person_dialog import PersonDialog
from desktop.admin.schools_view_model import SERVER
from desktop.widgets.confirm_dialog import ConfirmDialog
from tests.support.admin_stage import ADA, BEA, AdminAccount, opened_admin, person
from tests.support.waiting import until


async def test_people_are_found_and_suspended(qloop):
    async with opened_admin("people") as shown:
        section, account = shown.section, shown.account
        section.search.setText("ada")
        section.search.submitted.emit("ada")
        await until(lambda: [row.entry.title for row in section.chooser.rows()] == ["Ada Lovelace"])
        pane = section.chooser.detail()
        pane.head.suspend_button.click()
        await until(lambda: account.people[ADA].suspended)
        await until(lambda: pane.head.suspend_button.text() == "Let in again")
        assert section.chooser.rows()[0].entry.pills
        shown.shell.toasts[-1].on_action()
        await until(lambda: not account.people[ADA].suspended)
        section.search.setText("nobody at all")
        section.search.submitted.emit("nobody at all")
        await until(lambda: section.nobody.isVisible())
        assert section.chooser.detail() is None


async def test_more_people_than_one_page(qloop):
    account = AdminAccount()
    for number in range(100, 160):
        someone = person(uuid.UUID(int=number), f"Person {number}", f"p{number}@example.org")
        account.people[someone.user_id] = someone
    async with opened_admin("people", account) as shown:
        section = shown.section
        assert len(section.chooser.rows()) == 50
        section.more_button.click()
        await until(lambda: len(section.chooser.rows()) == 63)
        assert not section.more_button.isVisible()
        for number in range(100, 106):
            section.chooser.choose(str(uuid.UUID(int=number)))
        assert len(section._panes) == 4
        assert len(section.chooser.details()) == 4


async def test_the_dialog_and_the_audit_log_of_somebody(qloop):
    async with opened_admin("people") as shown:
        section = shown.section
        section.open_target({"person": BEA})
        section.chooser.detail().head.change_button.click()
        [dialog] = section.findChildren(PersonDialog)
        dialog.reject()
        section.chooser.detail().head.audit_action.trigger()
        assert shown.page.page_state() == {"part": "audit"}
        await until(lambda: shown.page.section().state() == "content")
        assert shown.page.section().person.full_text() == "What Bea did or suffered"


async def test_somebody_is_taken_out_of_the_school(qloop):
    async with opened_admin("people") as shown:
        section = shown.section
        section.chooser.choose(str(ADA))
        section.chooser.detail().head.remove_action.trigger()
        await until(lambda: section.findChildren(ConfirmDialog))
        [dialog] = section.findChildren(ConfirmDialog)
        dialog.accept()
        await until(lambda: shown.account.people[ADA].tenant_id is None)
        await until(lambda: not section.chooser.detail().head.remove_action.isVisible())
        section.invite_button.click()
        [invite] = section.findChildren(InvitationsDialog)
        await until(lambda: shown.account.asked[-1][1] == f"tenants/{SERVER}/invitations")
        invite.reject()
