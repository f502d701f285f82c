from desktop.settings.declarations import SETTINGS
from desktop.settings.view_model import SettingsViewModel
from shared.tasks import TaskScope
from tests.support.waiting import until


async def test_only_what_a_person_may_see_is_shown(qloop, services):
    async with services() as opened, TaskScope("test") as scope:
        model = SettingsViewModel(opened.settings, scope, opened.bus)
        shown = [setting.key for group in {s.group for s in SETTINGS} for setting in model.shown(group)]
        assert sorted(shown) == sorted(setting.key for setting in SETTINGS if setting.label)
        model.close()


async def test_a_change_is_stored_and_told(qloop, services):
    async with services() as opened, TaskScope("test") as scope:
        model = SettingsViewModel(opened.settings, scope, opened.bus)
        told: list[str] = []
        model.changed.connect(told.append)
        model.change("theme", "dark")
        await until(lambda: "theme" in told and not len(scope))
        assert opened.settings.get("theme") == model.value("theme") == "dark"
        told.clear()
        model.change("theme", "dark")
        assert len(scope) == 0
        await opened.settings.set("text_scale", 120)
        await until(lambda: told)
        model.close()


async def test_a_refused_value_is_told_and_the_old_one_stands(qloop, services):
    async with services() as opened, TaskScope("test") as scope:
        model = SettingsViewModel(opened.settings, scope, opened.bus)
        errors: list[object] = []
        model.failed.connect(errors.append)
        model.change("text_scale", 7)
        await until(lambda: errors)
        assert model.value("text_scale") == 100
        model.close()
