from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell


async def test_a_page_has_a_body_and_hooks_that_do_nothing(qloop, qtbot):
    shell = FakeShell()
    page = Page(PageContext(services=None, scope=TaskScope("test"), shell=shell))
    qtbot.addWidget(page)
    page.body.addWidget(Label("content"))
    page.open_target(item_id=1)
    page.activated()
    page.deactivated()
    page.restore_state({"sort": "title"})
    assert page.page_state() == {}
    assert page.shell is shell
    await page.aclose()
