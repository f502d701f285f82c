"""Settings are declared so that a page can be made of them."""

import pytest

from desktop.models.catalogue import shipped_catalogue
from desktop.settings.controls_page import setting_words
from desktop.settings.declarations import BY_KEY, SETTINGS
from desktop.widgets.language import install_language


def test_keys_are_unique():
    assert len(BY_KEY) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_each_is_whole(setting):
    assert setting.group
    if setting.choices:
        values = [choice.value for choice in setting.choices]
        assert setting.default in values
        assert len(set(values)) == len(values)
    if setting.minimum is not None:
        assert setting.minimum <= setting.default <= setting.maximum
    assert setting.shown == bool(setting.label)


@pytest.mark.parametrize("language", ["en", "es"])
def test_models_have_the_names_that_the_models_page_shows(qapp, language):
    install_language(language)
    try:
        choices = [choice for choice in BY_KEY["speech_model"].choices if choice.value]
        titles = {
            choice.value: shipped_catalogue().model(choice.value).title_in(language) for choice in choices
        }
        assert {choice.value: setting_words(choice.label) for choice in choices} == titles
        assert f"{titles['base']}" in setting_words(BY_KEY["translate_to_english"].help)
    finally:
        install_language("en")
