from desktop.shell.welcome_page import SAMPLE_LECTURE, create_page
from desktop.widgets.page import PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


async def test_both_ways_out(qloop, qtbot, services):
    async with services() as opened, TaskScope("test") as scope:
        shell = FakeShell()
        page = create_page(PageContext(opened, scope, shell))
        qtbot.addWidget(page)
        page.resize(1000, 800)
        page.show()
        page.activated()
        page.sample_button.click()
        page.own_button.click()
        assert shell.opened == [
            ("library", {"import_paths": [SAMPLE_LECTURE]}),
            ("library", {"choose_files": True}),
        ]
        assert not opened.settings.get("welcome_seen")
        page.deactivated()
        await until(lambda: opened.settings.get("welcome_seen"))


def test_the_sample_lecture_is_shipped():
    assert SAMPLE_LECTURE.is_file()
