"""Another name for a player."""

from desktop.quiz.host_rename_dialog import RenameDialog
from tests.support.look import look

__all__ = ["look"]


def told(qtbot, text):
    dialog = RenameDialog(None, "Ada")
    names = []
    dialog.renamed.connect(names.append)
    dialog.field.setText(text)
    dialog.action_button.click()
    return names


def test_another_name_is_told_once_and_tidy(qtbot):
    assert told(qtbot, "  Ada   L ") == ["Ada L"]


def test_the_same_or_no_name_is_not(qtbot):
    assert told(qtbot, "Ada") == []
    assert told(qtbot, "  ") == []
