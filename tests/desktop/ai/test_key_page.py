"""Where a key is pasted, kept and forgotten."""

import pytest

from desktop.ai.key_page import KeyPart
from desktop.ai.service import KeyStatus


@pytest.fixture
def part(qtbot) -> KeyPart:
    made = KeyPart()
    qtbot.addWidget(made)
    made.show()
    return made


def test_places_are_asked_for_once_there_is_a_key(part):
    part.show_key(KeyStatus(None, keyring_available=True), needed=True, has_page=True)
    assert part.state.text() == "No key is kept."
    assert part.place_part.isHidden()
    assert not part.keep_button.isEnabled()
    assert part.forget_button.isHidden()
    part.field.setText("sk-1")
    assert not part.place_part.isHidden()
    assert part.chosen_place() == "keyring"


def test_without_a_key_store_it_is_kept_for_the_session(part):
    part.show_key(KeyStatus(None, keyring_available=False), needed=False, has_page=False)
    assert "Not needed" in part.state.text()
    assert not part.places["keyring"].isEnabled()
    assert part.chosen_place() == "session"
    assert part.page_button.isHidden()


def test_keeping_and_forgetting_are_told_and_the_field_is_emptied(part):
    part.show_key(KeyStatus(None, keyring_available=False), needed=True, has_page=True)
    told = []
    part.kept.connect(lambda key, place: told.append((key, place)))
    part.forgotten.connect(lambda: told.append("forgotten"))
    part.page_wanted.connect(lambda: told.append("page"))
    part.field.setText("   ")
    part.field.returnPressed.emit()
    part.field.setText("sk-1")
    part.places["file"].setChecked(True)
    part.keep_button.click()
    assert part.field.text() == ""
    part.show_key(KeyStatus("file", keyring_available=False, hint="1234"), needed=True, has_page=True)
    assert part.state.text().endswith("It ends in 1234.")
    part.forget_button.click()
    part.page_button.click()
    assert told == [("sk-1", "file"), "forgotten", "page"]
