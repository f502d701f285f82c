import uuid

from desktop.accounts.session_store import Remembered, SignedIn
from desktop.media.service import JobState
from desktop.shell.bindings import Bindings
from desktop.shell.model_notice import ModelNotice
from desktop.shell.page_list import PAGES
from desktop.shell.window_frame import WindowFrame
from tests.support.fake_shell import FakeShell
from tests.support.shop_stage import plan_sold
from tests.support.waiting import until
from tests.support.window_services import some_item


def signed_in_as(role):
    return SignedIn(
        user_id=uuid.UUID(int=1),
        device_id=uuid.UUID(int=2),
        server_url="https://learn.example.org",
        server_name="Colegio",
        email="root@example.org",
        email_verified=True,
        name="Root",
        role=role,
        plan="free",
    )


async def test_the_frame_follows_the_services(qloop, qtbot, services):
    async with services() as opened:
        shell = FakeShell()
        frame = WindowFrame(PAGES, shell)
        qtbot.addWidget(frame)
        frame.show()
        opened.media.held = [some_item("a", JobState.PENDING), some_item("b", JobState.FAILED)]
        bindings = Bindings(opened, frame, shell)
        await until(lambda: bindings.unfinished() == 1)
        await until(lambda: "3.2 GB" in frame.strip._storage.text())
        assert frame.strip.jobs.text() == "1 job waiting"
        assert not frame.strip._usage.isVisible()
        bindings.status.tokens = 1500
        bindings.status.changed.emit()
        assert frame.strip._usage.text() == "AI this month: 1,500 tokens"
        [notice] = frame.findChildren(ModelNotice)
        notice.settings_asked.emit()
        assert shell.opened == [("settings", {"section": "models"})]
        assert not frame.rail._buttons["admin"].isVisible()
        for role, seen in (("super_admin", True), ("admin", False)):
            opened.accounts._remembered = Remembered(signed_in_as(role), signed_in=True)
            opened.bus.announce("account")
            assert frame.rail._buttons["admin"].isVisible() is seen
        opened.accounts._remembered = Remembered()
        bindings.toggle_jobs()
        assert bindings.panel.isVisible()
        assert opened.sync.attended[-1] is True
        frame.hide()
        assert opened.sync.attended[-1] is False
        bindings.buying.thanked.emit(plan_sold("pro"))
        assert shell.toasts[-1].text.startswith("Thank you! You have Pro now")
        for view_model in (bindings.jobs, bindings.models, bindings.status):
            view_model.close()
        await shell.scope.close()
