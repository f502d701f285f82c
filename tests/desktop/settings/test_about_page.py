from desktop.settings.about_page import create_page, library_lines
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.label import Label
from desktop.widgets.page import PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell


def test_every_library_has_a_version_and_a_licence():
    lines = library_lines()
    assert any(line.lower().startswith("qtawesome ") for line in lines)
    assert all(": " in line for line in lines)


def test_it_tells_version_and_licences(qtbot):
    page = create_page(PageContext(None, TaskScope("test"), FakeShell()))
    qtbot.addWidget(page)
    assert any(label.text().startswith("Version ") for label in page.findChildren(Label))
    assert page.libraries.toPlainText() == ""
    [disclosure] = page.findChildren(Disclosure)
    disclosure.heading.click()
    assert "PySide6" in page.libraries.toPlainText()
