from desktop.groups.group_dialog import GroupDialog
from desktop.groups.view_model import GroupsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.group_stage import GroupServices, group
from tests.support.waiting import until


async def test_it_stays_until_the_server_has_made_the_group(qloop):
    services = GroupServices()
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = GroupDialog(None, model)
        results = []
        dialog.finished.connect(results.append)
        dialog.open()
        assert not dialog.action_button.isEnabled()
        dialog.name.setText("Year 9")
        services.groups.failing = AppError("groups.too_many", limit=50)
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        services.groups.failing = None
        dialog.action_button.click()
        await until(lambda: results == [1])
        model.close()


async def test_a_group_is_renamed_and_described(qloop):
    services, one = GroupServices(), group("Year 9")
    async with TaskScope("test") as scope:
        model = GroupsViewModel(services.groups, services.accounts, scope, services.bus)
        dialog = GroupDialog(None, model, one)
        assert (dialog.name.text(), dialog.description.text()) == ("Year 9", "Optics")
        dialog.name.setText(" Year 10 ")
        dialog.action_button.click()
        await until(lambda: services.groups.asked == [("change", "Year 10", "Optics")])
        model.close()
