import pytest

from server.config.settings import settings, value_of
from shared.errors import AppError

KNOWN = {each.key: each for each in settings()}


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("server.port", 80, 80),
        ("server.drain_s", 5, 5.0),
        ("limits.enabled", False, False),
        ("server.name", "School", "School"),
        ("server.trusted_proxies", ["10.0.0.1"], ("10.0.0.1",)),
        ("content.store", "s3", "s3"),
    ],
)
def test_values_as_toml_has_them(key, raw, value):
    found = value_of(KNOWN[key], raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("server.port", "80", 80),
        ("server.drain_s", "0.5", 0.5),
        ("limits.enabled", "no", False),
        ("limits.enabled", "TRUE", True),
        ("server.trusted_proxies", " 10.0.0.1, ::1 ,", ("10.0.0.1", "::1")),
        ("server.trusted_proxies", "", ()),
    ],
)
def test_values_as_the_environment_has_them(key, text, value):
    assert value_of(KNOWN[key], text, from_text=True) == value


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("server.port", "80", "server.setting_not_number"),
        ("server.port", 70_000, "server.setting_not_number"),
        ("server.port", True, "server.setting_not_number"),
        ("server.port", 80.5, "server.setting_not_number"),
        ("server.drain_s", float("nan"), "server.setting_not_number"),
        ("limits.enabled", "yes", "server.setting_not_flag"),
        ("limits.enabled", 1, "server.setting_not_flag"),
        ("server.name", 3, "server.setting_not_text"),
        ("server.trusted_proxies", "10.0.0.1", "server.setting_not_list"),
        ("server.trusted_proxies", [1], "server.setting_not_list"),
        ("content.store", "tape", "server.setting_not_choice"),
        ("content.store", ["s3"], "server.setting_not_choice"),
    ],
)
def test_other_values_are_refused(key, raw, code):
    with pytest.raises(AppError, match=code):
        value_of(KNOWN[key], raw)


def test_words_for_numbers_and_flags_are_refused_in_the_environment():
    for key, text in (("server.port", "many"), ("limits.enabled", "perhaps"), ("server.drain_s", "inf")):
        with pytest.raises(AppError):
            value_of(KNOWN[key], text, from_text=True)


def test_names():
    port = KNOWN["server.port"]
    assert (port.variable, port.bounds) == ("LANTERN_SERVER__PORT", (0, 65_535))
    assert len(KNOWN) == len(list(settings()))
