from desktop.admin.catalog_view_model import ModelsViewModel, PricesViewModel
from shared.billing.messages import AiModel, Margin
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.waiting import until


async def test_the_most_particular_margin_counts(qloop):
    account = AdminAccount()
    services = admin_services(account)
    account.margins = [
        Margin(margin_ppm=1_000_001),
        Margin(plan="pro", margin_ppm=1_000_002),
        Margin(model="m", margin_ppm=1_000_003),
        Margin(model="m", plan="pro", margin_ppm=1_000_004),
    ]
    async with TaskScope("test") as scope:
        model = PricesViewModel(services.admin, scope, services.bus)
        await model.load()
        asked = [("m", "pro"), ("m", "free"), ("x", "pro"), ("x", "free")]
        assert [model.margin(*each)[0] - 1_000_000 for each in asked] == [4, 3, 2, 1]
        account.margins = []
        await model.load()
        assert model.margin("m", "pro") == (1_500_000, None)
        model.close()


async def test_versions_that_were_looked_at_are_read_again(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PricesViewModel(services.admin, scope, services.bus)
        model.look_at("claude-sonnet-5-5")
        model.reload()
        await until(lambda: model.loaded)
        assert model.versions == {}
        model.look_at("claude-sonnet-5-5")
        await until(lambda: model.versions)
        account.versions.pop(0)
        model.reload()
        await until(lambda: len(model.versions["claude-sonnet-5-5"]) == 1)
        model.close()


async def test_undoing_a_new_model_removes_it(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = ModelsViewModel(services.admin, scope, services.bus)
        undos = []
        model.done.connect(lambda _what, undo: undos.append(undo))
        await model.load()
        model.save(AiModel(model="new", upstream="custom", wire="openai"))
        await until(lambda: undos)
        assert "new" in model.models
        await undos[0]()
        assert "new" not in model.models
        model.close()
