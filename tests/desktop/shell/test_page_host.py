import pytest
from PySide6.QtWidgets import QLabel

from desktop.shell.page_host import PageHost
from tests.support.fake_shell import FakeShell
from tests.support.stub_page import StubPage, stub_spec


@pytest.fixture
def host(qtbot) -> PageHost:
    StubPage.made.clear()
    specs = [stub_spec("one"), stub_spec("two")]
    made = PageHost(specs, FakeShell(), QLabel("opening"), lambda error: None)
    qtbot.addWidget(made)
    made.attach(None, {"two": {"sort": "title"}})
    return made


def test_pages_are_made_when_first_shown(host, qtbot):
    assert host.current_id == ""
    assert host.page("one") is None
    with qtbot.waitSignal(host.shown) as shown:
        host.show_page("one", {})
    host.show_page("one", {"item_id": 3})
    assert shown.args == ["one"]
    assert len(StubPage.made) == 1
    assert StubPage.made[0].calls == [("restored", {}), "activated", {"item_id": 3}]
    assert host.currentWidget() is StubPage.made[0]


def test_the_way_back(host):
    host.back()
    host.show_page("one", {})
    host.show_page("two", {})
    assert host.history() == ["one", "two"]
    host.back()
    assert host.current_id == "one"
    one, two = StubPage.made
    assert two.calls == [("restored", {"sort": "title"}), "activated", "deactivated"]
    assert one.calls[-1] == "activated"
    host.back()
    assert host.current_id == "one"


def test_states_of_pages_not_shown_this_time_are_kept(host):
    host.show_page("one", {})
    assert host.page_states() == {"one": {"calls": 2}, "two": {"sort": "title"}}


async def test_closing_closes_pages_and_their_tasks(qloop, host):
    host.show_page("one", {})
    await host.aclose()
    page = StubPage.made[0]
    assert page.calls[-1] == "closed"
    assert page.context.scope.closed


def test_an_unknown_page_is_a_fault_of_ours(host):
    with pytest.raises(KeyError):
        host.show_page("three", {})
