import pytest

from desktop.widgets.avatar import Avatar, initials
from desktop.widgets.theming import ThemeChoice


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Castillo Reyes", "AR"),
        ("ana", "A"),
        ("", "?"),
        ("  ", "?"),
        ("(Li) 王伟", "L王"),
        ("… !", "?"),
        ("ßen", "SS"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_it_grows_with_the_text_and_changes_with_the_name(qtbot, look):
    avatar = Avatar("Ana", pixels=40)
    qtbot.addWidget(avatar)
    before = avatar.grab().toImage()
    avatar.set_name("Marek Novák")
    assert avatar.grab().toImage() != before
    look.choose(ThemeChoice("light", 200))
    assert avatar.sizeHint().width() == 80
