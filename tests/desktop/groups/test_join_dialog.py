from desktop.groups.join_dialog import JoinDialog
from desktop.groups.view_model import GroupsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.group_stage import TOKEN, FakeGroups, GroupServices, group
from tests.support.waiting import until


async def opened(scope, services, link=""):
    model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
    dialog = JoinDialog(None, model, link)
    results = []
    dialog.finished.connect(results.append)
    dialog.open()
    return model, dialog, results


async def test_paste_look_join(qloop):
    services = GroupServices()
    async with TaskScope("test") as scope:
        model, dialog, results = await opened(scope, services)
        assert not dialog.action_button.isEnabled()
        dialog.link.setText("https://x/join/abc")
        dialog.link.textEdited.emit("https://x/join/abc")
        dialog.action_button.click()
        await until(lambda: dialog.card.isVisible() and dialog.action_button.isEnabled())
        assert "Ana" in dialog._by.text()
        dialog.action_button.click()
        await until(lambda: results == [1])
        assert services.groups.asked[-1] == ("accept", TOKEN)
        model.close()


async def test_a_link_that_no_longer_works(qloop):
    services = GroupServices(FakeGroups(failing=AppError("groups.invitation_gone")))
    async with TaskScope("test") as scope:
        model, dialog, _results = await opened(scope, services, "https://x/join/abc")
        await until(lambda: dialog.error.isVisible())
        assert not dialog.card.isVisible()
        dialog.link.textEdited.emit("another")
        assert not dialog.error.isVisible()
        dialog.reject()
        model.close()


async def test_a_group_one_is_in_is_opened(qloop):
    one = group()
    services = GroupServices(FakeGroups(own=[one], member=True))
    async with TaskScope("test") as scope:
        model, dialog, results = await opened(scope, services, "https://x/join/abc")
        await until(lambda: dialog.action_button.text() == "Open it")
        dialog.action_button.click()
        await until(lambda: results == [1])
        assert model.chosen == one.group_id
        model.close()
