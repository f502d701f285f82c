from desktop.models.service import ModelState
from desktop.models.view_model import ModelsViewModel
from desktop.shell.model_notice import ModelNotice
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until


async def test_it_asks_for_what_is_missing_and_tells_what_happens(qloop, qtbot, services, monkeypatch):
    async with services() as opened, TaskScope("test") as scope:
        models = ModelsViewModel(opened.models, scope, opened.bus)
        notice = ModelNotice(models)
        qtbot.addWidget(notice)
        assert notice.isHidden()
        models.reload()
        await until(lambda: not notice.isHidden())
        assert "Download (" in notice.get_button.text()
        pulled: list[str] = []
        monkeypatch.setattr(models, "pull", pulled.append)
        notice.get_button.click()
        assert pulled == ["tiny.en", "minilm"]
        models.errors["tiny.en"] = AppError("models.unreachable", title="English speech to text")
        models.changed.emit()
        assert notice.get_button.text() == "Try again"
        with qtbot.waitSignal(notice.settings_asked):
            notice.more_button.click()
        notice.away_button.click()
        models.changed.emit()
        assert notice.isHidden()
        models.close()


async def test_search_by_meaning_is_explained_differently(qloop, qtbot, services):
    import msgspec

    async with services() as opened, TaskScope("test") as scope:
        models = ModelsViewModel(opened.models, scope, opened.bus)
        notice = ModelNotice(models)
        qtbot.addWidget(notice)
        models.reload()
        await until(lambda: models.loaded)
        speech = notice._words.text()
        models.models = [
            msgspec.structs.replace(model, state=ModelState.PRESENT) if model.purpose == "speech" else model
            for model in models.models
        ]
        models.changed.emit()
        assert notice._words.text() not in ("", speech)
        models.close()
