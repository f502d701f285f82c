from PySide6.QtGui import QGuiApplication

from desktop.admin.invitations_dialog import InvitationsDialog
from desktop.admin.school_dialog import SchoolDialog
from shared.billing.messages import Cap, Caps
from shared.billing.meters import Meter
from tests.support.admin_stage import NORTE, AdminAccount, opened_admin
from tests.support.waiting import until


async def test_what_a_school_uses_together_is_limited(qloop):
    account = AdminAccount()
    account.caps[NORTE] = Caps((Cap(meter=Meter.VOICE_MS, cap=60_000 * 90),))
    async with opened_admin("schools", account) as shown:
        form = shown.section.chooser.detail()
        await until(lambda: form._card.isVisible())
        cap, overdraft = form.fields[Meter.AI_TOKENS]
        assert cap.unlimited.isChecked()
        assert not overdraft.isVisible()
        assert form.fields[Meter.VOICE_MS][0].number.text() == "90"
        cap.unlimited.click()
        cap.number.setText("5000")
        cap.changed.emit()
        overdraft.number.setText("x")
        overdraft.changed.emit()
        assert not form.save_button.isEnabled()
        overdraft.number.setText("100")
        overdraft.changed.emit()
        form.save_button.click()
        await until(lambda: len(account.caps[NORTE].caps) == 2)
        assert account.caps[NORTE].caps[0] == Cap(meter=Meter.AI_TOKENS, cap=5_000, overdraft=100)
        await until(lambda: not form.dirty)
        form.name.setText("Norte")
        form.name.textEdited.emit("Norte")
        assert form.dirty
        form.discard_button.click()
        assert form.name.text() == "Instituto Norte"
        form.suspend_button.click()
        await until(lambda: account.schools[NORTE].suspended)
        await until(lambda: form.pill.isVisible())


async def test_a_school_is_made_and_somebody_invited(qloop):
    account = AdminAccount()
    account.schools.clear()
    async with opened_admin("schools", account) as shown:
        section = shown.section
        assert section.state() == "empty"
        section._stack.empty.button.click()
        [dialog] = section.findChildren(SchoolDialog)
        dialog.name.setText("Sur")
        dialog.action_button.click()
        await until(lambda: section.chooser.rows())
        assert section.chooser.rows()[0].entry.title == "Sur"
        section.chooser.detail().invite_button.click()
        [invite] = section.findChildren(InvitationsDialog)
        await until(lambda: account.asked[-1][1].endswith("/invitations"))
        invite.reject()


async def test_the_link_of_the_first_administrator_is_shown(qloop):
    account = AdminAccount()
    async with opened_admin("schools", account) as shown:
        section = shown.section
        section._begin_new()
        [dialog] = section.findChildren(SchoolDialog)
        dialog.name.setText("Sur")
        dialog.email.setText(" eva@example.org ")
        dialog.action_button.click()
        await until(lambda: account.invited)
        [invite] = section.findChildren(InvitationsDialog)
        await until(lambda: invite.made.isVisible())
        [school] = [each for each in account.schools.values() if each.name == "Sur"]
        assert (account.invited[0].email, account.invited[0].role) == ("eva@example.org", "admin")
        invite.copy_button.click()
        assert QGuiApplication.clipboard().text() == f"https://learn.example.org/join#{school.tenant_id}-1"
        invite.reject()
