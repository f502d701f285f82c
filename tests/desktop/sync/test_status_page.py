import pytest
from PySide6.QtWidgets import QWidget

from desktop.sync.status_page import SyncPanel, SyncStatusView, create_page
from desktop.sync.status_view_model import SyncStatusViewModel
from desktop.sync.views import MediaProgress, ScopeLock, SyncState, SyncStatus
from desktop.widgets.page import PageContext
from shared.content.messages import ContentUsage
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.sync_stage import FakeAccount, FakeSync, SyncServices
from tests.support.waiting import until

GB = 1 << 30


class Stand:
    def __init__(self, status=None, *, account=None, link=True):
        self.services = SyncServices(FakeSync(status or SyncStatus()), account or FakeAccount())
        self.scope = TaskScope("test")
        self.shell = FakeShell()
        s = self.services
        self.model = SyncStatusViewModel(s.sync, s.accounts, s.clock, self.scope, s.bus)
        self.view = SyncStatusView(self.model, self.shell, account_link=link)
        self.view.show()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()
        self.view.close()


async def test_without_an_account_there_is_one_way_in(qloop):
    async with Stand(account=FakeAccount(session=None)) as stand:
        view = stand.view
        assert view.sign_in_button.isVisible()
        assert not any(one.isVisible() for one in (view.now_button, view.pause_button, view.account_button))
        view.sign_in_button.click()
        assert stand.shell.opened == [("account", {})]


async def test_sync_now_and_pause(qloop):
    async with Stand(SyncStatus(SyncState.IDLE, 1_000)) as stand:
        stand.view.now_button.click()
        stand.view.pause_button.click()
        await until(lambda: ("pause", True) in stand.services.sync.asked)
        assert ("now",) in stand.services.sync.asked
        stand.services.sync.status = SyncStatus(SyncState.PAUSED, 1_000)
        stand.services.bus.announce("sync_status")
        assert stand.view.pause_button.text() == "Go on syncing"
        stand.view.pause_button.click()
        await until(lambda: ("pause", False) in stand.services.sync.asked)


async def test_work_under_way_shows_its_files_and_takes_no_second_order(qloop):
    status = SyncStatus(SyncState.SYNCING, 1_000, media=MediaProgress(1, 2, 5_000_000))
    async with Stand(status) as stand:
        assert stand.view._bar.isVisible()
        assert "5" in stand.view._files.text()
        assert not stand.view.now_button.isEnabled()


@pytest.mark.parametrize(
    ("code", "way"),
    [("network.not_lantern", False), ("accounts.suspended", True), ("sync.device_taken", True)],
)
async def test_a_problem_is_told_and_one_of_the_account_leads_there(qloop, code, way):
    async with Stand(SyncStatus(SyncState.PROBLEM, problem=AppError(code))) as stand:
        assert stand.view.problem.isVisible()
        assert stand.view.problem.action_button.isVisible() == way
        stand.view.problem.action.emit()
        assert stand.shell.opened == [("account", {})]


async def test_what_waits_for_a_person_leads_there(qloop):
    lock = ScopeLock("group:x", "Year 9", 0)
    async with Stand(SyncStatus(SyncState.IDLE, 1_000, conflicts=2, refused=1, locked=(lock,))) as stand:
        view = stand.view
        assert "Year 9" in view.locked.text()
        for notice in (view.locked, view.conflicts, view.refused):
            assert notice.isVisible()
            notice.button.click()
        assert stand.shell.opened == [
            ("groups", {}),
            ("changes", {"part": "twice"}),
            ("changes", {"part": "refused"}),
        ]


async def test_the_panel_goes_where_a_link_leads(qloop):
    async with Stand(SyncStatus(SyncState.IDLE, 1_000, conflicts=1)) as stand:
        window = QWidget()
        window.resize(900, 700)
        window.show()
        panel = SyncPanel(stand.model, stand.shell, window)
        panel.set_open(True)
        panel.view.conflicts.button.click()
        assert panel.isHidden()
        window.close()


async def test_the_account_page_shows_the_room(qloop):
    usage = ContentUsage(93 * GB, 100 * GB, GB, 3, None, 0)
    services = SyncServices(accounts=FakeAccount(usage=usage))
    shell = FakeShell()
    async with TaskScope("test") as scope:
        page = create_page(PageContext(services, scope, shell))
        page.show()
        page.activated()
        await until(lambda: page._room.isVisible())
        assert "93" in page._usage.text()
        assert page._usage.property("tone") == "warning"
        services.accounts.usage = ContentUsage(GB, None, GB, 3, None, 0)
        page.activated()
        await until(lambda: not page._room.isVisible())
        await page.aclose()
        page.close()
        page.view_model.close()
        await shell.scope.close()
