import pytest
from PySide6.QtCore import QLocale, Qt

from desktop.runtime.error_texts import current_language
from desktop.widgets.language import (
    LANGUAGES,
    install_language,
    is_right_to_left,
    resolve_language,
    ui_language,
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_shipped_language_is_taken(code):
    install_language(code)
    assert ui_language() == resolve_language(code) == current_language() == code


@pytest.mark.parametrize("choice", ["", "tlh"])
def test_anything_else_is_the_language_of_the_computer_or_english(choice):
    assert resolve_language(choice) in LANGUAGES


def test_the_system_language_decides_when_it_is_shipped(monkeypatch):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("es_MX"))
    assert resolve_language("") == "es"
    install_language("")
    assert QLocale().name() == "es_MX"
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("fi_FI"))
    assert resolve_language("") == "en"


def test_shipped_languages_read_from_the_left(qapp):
    install_language("es")
    assert not is_right_to_left()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert is_right_to_left()
