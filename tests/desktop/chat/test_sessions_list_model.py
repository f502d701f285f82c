"""Chats as rows."""

import pytest
from PySide6.QtCore import QModelIndex, Qt

from desktop.chat.service import ChatView
from desktop.chat.sessions_list_model import ChatRole, SessionsListModel
from shared.ids import ChatId, new_id

ONE, TWO = (ChatView(ChatId(new_id()), title, updated_ms=1_700_000_000_000) for title in ("One", "Two"))


@pytest.fixture
def model(qapp) -> SessionsListModel:
    made = SessionsListModel()
    made.set_chats([ONE, TWO])
    return made


def test_rows(model):
    assert [model.index(row).data() for row in range(model.rowCount())] == ["One", "Two"]
    assert model.index(1).data(ChatRole) == TWO
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("One, ")
    assert (model.row_of(TWO.id), model.row_of(None)) == (1, -1)
    assert model.chat(QModelIndex()) is None


def test_the_same_chats_are_not_reset(model, qtbot):
    renamed = ChatView(ONE.id, "Uno", updated_ms=ONE.updated_ms)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_chats([renamed, TWO])
    assert model.index(0).data() == "Uno"
    with qtbot.waitSignal(model.modelReset):
        model.set_chats([TWO, ONE])
    model.set_chats([])
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_chats([])


def test_a_title_is_changed_in_place(model, qtbot):
    with qtbot.waitSignal(model.renamed) as renamed:
        assert model.setData(model.index(0), "  New   title ")
    assert renamed.args == [ONE.id, "New title"]
    with qtbot.assertNotEmitted(model.renamed):
        for text in ("", "   ", "One"):
            assert not model.setData(model.index(0), text)
        assert not model.setData(model.index(0), "x", Qt.ItemDataRole.ToolTipRole)
