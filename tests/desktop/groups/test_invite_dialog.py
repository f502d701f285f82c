from PySide6.QtGui import QGuiApplication

from desktop.groups.invite_dialog import InviteDialog
from desktop.groups.service import Role
from desktop.groups.view_model import GroupsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.group_stage import GroupServices, group
from tests.support.waiting import until


async def test_choices_then_the_link_and_its_code(qloop):
    services, one = GroupServices(), group()
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = InviteDialog(None, model, one, services.clock)
        dialog.open()
        assert dialog.role.current() == Role.MEMBER
        services.groups.failing = AppError("groups.too_many_invitations", limit=50)
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        services.groups.failing = None
        dialog.uses.setValue(12)
        dialog.role.set_selected(Role.VIEWER)
        dialog.action_button.click()
        await until(lambda: bool(dialog.link.text()))
        assert services.groups.asked[-1] == ("invite", Role.VIEWER, 12, "")
        assert dialog.qr.text() == dialog.link.text()
        assert not dialog.action_button.isVisible()
        dialog.copy_button.click()
        assert QGuiApplication.clipboard().text() == dialog.link.text()
        assert dialog.copy_button.text() == "Copied"
        dialog.reject()
        model.close()


async def test_a_mailed_invitation_is_for_one(qloop):
    services = GroupServices()
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = InviteDialog(None, model, group(role=Role.MANAGER), services.clock)
        dialog.open()
        dialog.email.setText(" li@school.org ")
        assert not dialog.uses.isVisible()
        dialog.action_button.click()
        await until(lambda: bool(dialog.link.text()))
        assert services.groups.asked == [("invite", Role.MEMBER, 1, "li@school.org")]
        assert "li@school.org" in dialog._copied.text()
        assert dialog.misnamed.isHidden()
        dialog.reject()
        model.close()


async def test_a_mail_whose_link_leads_nowhere_is_told(qloop):
    services = GroupServices()
    services.groups.named = "127.0.0.1:8440/join/x"
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = InviteDialog(None, model, group(), services.clock)
        dialog.open()
        assert dialog.focusWidget() is not dialog.cancel_button
        dialog.email.setText("li@school.org")
        dialog.action_button.click()
        await until(lambda: bool(dialog.link.text()))
        assert dialog.misnamed.isVisible()
        assert "127.0.0.1:8440" in dialog.misnamed.text()
        dialog.reject()
        model.close()


async def test_a_server_without_mail_is_not_said_to_have_mailed(qloop):
    services = GroupServices()
    services.groups.mails, services.groups.named = False, "127.0.0.1:8440/join/x"
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = InviteDialog(None, model, group(), services.clock)
        dialog.open()
        dialog.email.setText("li@school.org")
        dialog.action_button.click()
        await until(lambda: bool(dialog.link.text()))
        assert "sends no mails" in dialog._copied.text()
        assert dialog.misnamed.isHidden()
        dialog.reject()
        model.close()
