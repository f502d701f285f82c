import pytest

from desktop.models.catalogue import shipped_catalogue
from desktop.models.service import ImportResult, ModelsService, ModelState
from desktop.models.view_model import IMPORTING, RECOMMENDED, ModelsViewModel
from shared.tasks import TaskScope
from tests.support.model_hub import NAME, catalogue, serve, write_model
from tests.support.waiting import until


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "models"
    made.mkdir()
    return made


def test_the_recommended_models_exist():
    names = {model.name for model in shipped_catalogue().models}
    assert {name for choices in RECOMMENDED.values() for name in choices.values()} <= names
    assert all("" in choices for choices in RECOMMENDED.values())


async def test_a_model_is_fetched_and_told_all_the_way(qloop, folder, bus):
    async with serve() as hub, TaskScope("test") as scope:
        hub.pace_s = 0.02
        service = ModelsService(folder, bus, catalogue=catalogue(hub.url), folders=(), use_pip=False)
        models = ModelsViewModel(service, scope, bus)
        models.reload()
        await until(lambda: models.loaded)
        assert models.models[0].state is ModelState.MISSING
        told: list[int] = []
        models.changed.connect(lambda: told.append(getattr(models.progress.get(NAME), "done_bytes", 0)))
        models.pull(NAME)
        models.pull(NAME)
        assert models.is_busy(NAME)
        await until(lambda: models.models[0].state is ModelState.PRESENT and not models.is_busy(NAME))
        assert len(set(told)) > 2
        assert models.progress == {}
        models.remove(NAME)
        await until(lambda: models.models[0].state is ModelState.MISSING)
        models.close()


async def test_a_failed_download_is_kept_beside_its_model(qloop, folder, bus):
    async with serve() as hub, TaskScope("test") as scope:
        hub.status = 500
        service = ModelsService(folder, bus, catalogue=catalogue(hub.url), folders=(), use_pip=False)
        models = ModelsViewModel(service, scope, bus)
        models.pull(NAME)
        await until(lambda: NAME in models.errors)
        assert models.errors[NAME].code == "models.unreachable"
        hub.status = 0
        models.pull(NAME)
        assert NAME not in models.errors
        await until(lambda: service.state(NAME) is ModelState.PRESENT)
        models.close()


async def test_a_download_can_be_cancelled(qloop, folder, bus):
    async with serve() as hub, TaskScope("test") as scope:
        hub.pace_s = 0.05
        service = ModelsService(folder, bus, catalogue=catalogue(hub.url), folders=(), use_pip=False)
        models = ModelsViewModel(service, scope, bus)
        models.pull(NAME)
        await hub.started.wait()
        models.cancel(NAME)
        await until(lambda: not models.is_busy(NAME))
        assert models.errors == {}
        models.cancel(NAME)
        models.close()


async def test_an_import_tells_what_it_brought(qloop, folder, bus, tmp_path):
    stick = write_model(tmp_path / "stick")
    async with TaskScope("test") as scope:
        service = ModelsService(folder, bus, catalogue=catalogue(), folders=(), pip_commands=())
        models = ModelsViewModel(service, scope, bus)
        results: list[ImportResult] = []
        models.imported.connect(results.append)
        models.import_from(stick)
        models.import_from(stick)
        await until(lambda: results)
        assert results[0].installed == (NAME,)
        models.import_from(tmp_path / "nothing")
        await until(lambda: IMPORTING in models.errors)
        models.close()


async def test_one_model_is_offered_for_each_purpose_without_one(qloop, window_services):
    async with window_services() as opened, TaskScope("test") as scope:
        models = ModelsViewModel(opened.models, scope, opened.bus)
        assert models.missing("en") == []
        models.reload()
        await until(lambda: models.loaded)
        assert [model.name for model in models.missing("en")] == ["tiny.en", "minilm"]
        assert [model.name for model in models.missing("es")] == ["base", "minilm"]
        opened.models.adopting = True
        assert models.missing("en") == [], "nothing is offered that comes by itself"
        models.close()
