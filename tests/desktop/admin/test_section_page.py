from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.section_page import Section
from desktop.widgets.label import Label
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


class Model(AskingViewModel):
    async def load(self):
        self.plans = (await self.admin.plans()).plans


class Plans(Section):
    def __init__(self, model, shell):
        super().__init__(model, shell)
        self.label = Label("")
        self.set_content(self.label)

    def refresh(self):
        self.label.setText(str(len(self.model.plans)))

    def is_empty(self):
        return not self.model.plans


async def test_what_was_read_stays_when_reading_again_fails(qloop, qtbot):
    account = AdminAccount(failing=AppError("network.unreachable"))
    services = admin_services(account)
    shell = FakeShell()
    async with TaskScope("test") as scope:
        section = Plans(Model(services.admin, scope, services.bus), shell)
        qtbot.addWidget(section)
        assert section.state() == "loading"
        section.shown()
        await until(lambda: section.state() == "error")
        account.failing = None
        section.shown()
        await until(lambda: section.state() == "content")
        account.failing = AppError("network.unreachable")
        section.shown()
        await until(lambda: shell.reported)
        assert (section.state(), section.label.text()) == ("content", "4")
        account.failing = None
        account.plans.clear()
        section.shown()
        await until(lambda: section.state() == "empty")
        section.close_models()
    await shell.scope.close()
