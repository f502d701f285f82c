import msgspec
import pytest

from server.config.declarations import ServerConfig, ServerSection
from server.config.settings import sections, settings


def test_every_setting_has_a_text_that_ends_as_a_sentence():
    for each in settings():
        assert all(one.text.endswith(".") for one in (each, *each.row)), each.key
    assert all(text for _, text in sections())


def test_every_number_has_bounds_and_a_default_within_them():
    for each in [one for listed in settings() for one in (listed, *listed.row)]:
        low, high = each.bounds
        if isinstance(each.default, int | float) and not isinstance(each.default, bool):
            assert low <= each.default <= high, each.key


def test_what_is_a_secret_says_so():
    secret = {each.key for each in settings() if each.secret}
    assert secret == {
        "database.url",
        "redis.url",
        "mail.password",
        "content.s3_access_key",
        "content.s3_secret_key",
        "ai.anthropic_key",
        "ai.openai_key",
        "ai.xai_key",
        "ai.custom_key",
        "payments.stripe_key",
        "payments.stripe_webhook_secret",
        "payments.polar_key",
        "payments.polar_webhook_secret",
        "payments.whop_key",
        "payments.whop_webhook_secret",
        "payments.internal_secret",
    }


def test_names_with_a_unit_are_what_they_say():
    units = {"_s": "s", "_days": "d", "_hours": "h", "_minutes": "min", "_bytes": "bytes", "_mib": "MiB"}
    for each in settings():
        for end, unit in units.items():
            if each.name.endswith(end):
                assert each.unit == unit, each.key


def test_settings_are_frozen_and_know_no_other_names():
    with pytest.raises(AttributeError):
        ServerConfig().server.port = 1
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"prot": 1}, ServerSection)
