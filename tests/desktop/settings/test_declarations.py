"""Settings are declared so that a page can be made of them."""

import pytest

from desktop.settings.declarations import BY_KEY, SETTINGS


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
