"""Every code has a text in every language, and parameters land in it."""

import json
import string
from importlib import resources

import pytest

from desktop.runtime.error_texts import error_text, readable_size, use_language
from shared.errors import ERRORS, AppError

LANGUAGES = ("en", "es")


def entries(language):
    file = resources.files("resources") / "i18n" / f"errors.{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def names_in(entry):
    return {
        name
        for part in entry.values()
        for _, name, _, _ in string.Formatter().parse(part)
        if name is not None
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_and_codes_are_the_same_set(language):
    assert set(entries(language)) == set(ERRORS)
    for code, entry in entries(language).items():
        assert set(entry) == {"title", "body", "action"}, code
        assert all(entry.values()), f"{code} leaves a part empty"


def test_languages_use_the_same_parameters():
    english, spanish = entries("en"), entries("es")
    assert {code: names_in(entry) for code, entry in english.items()} == {
        code: names_in(entry) for code, entry in spanish.items()
    }


def test_parameters_are_filled_in():
    text = error_text(AppError("network.bad_answer", status=503), "en")
    assert "503" in text.title
    assert "503" in error_text(AppError("network.bad_answer", status=503), "es").title


def test_a_missing_parameter_never_breaks_the_text():
    assert "?" in error_text(AppError("network.bad_answer"), "en").title


def test_an_unknown_language_falls_back_to_english():
    assert error_text(AppError("storage.busy"), "xx") == error_text(AppError("storage.busy"), "en")


def test_the_chosen_language_is_used():
    use_language("es")
    try:
        assert error_text(AppError("storage.disk_full", folder="x")).title == "El disco está lleno."
    finally:
        use_language("")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 KB"),
        (812_400, "812 KB"),
        (4_200_000_000, "4.2 GB"),
        (123_000_000, "123 MB"),
    ],
)
def test_sizes_read_well(size, text):
    assert readable_size(size) == text


def test_an_allowance_is_called_by_its_name_and_says_what_goes_on():
    error = AppError(
        "billing.used_up",
        meter="ai_tokens",
        used=10_000,
        limit=10_000,
        resets_ms=1_796_126_400_000,
        whose="you",
        plan="free",
    )
    english = error_text(error, "en")
    assert "“AI tokens of this month”" in english.body
    assert "your own key go on working" in english.body
    assert "tu propia clave" in error_text(error, "es").body


def test_minutes_set_aside_on_other_devices_are_no_running_requests():
    reserved = AppError("billing.reserved", meter="voice_ms", held=60_000, whose="you")
    english, spanish = error_text(reserved, "en"), error_text(reserved, "es")
    assert "running" not in english.in_one_line()
    assert "Usage shows under “Set aside for offline use”" in english.action
    assert "«Reservado para usar sin conexión»" in spanish.action
    assert "still running" in error_text(AppError("billing.reserved", meter="ai_tokens", held=5), "en").body


@pytest.mark.parametrize(
    ("whose", "english", "spanish"),
    [
        ("you", "choose a larger plan", "elige un plan mayor"),
        ("tenant", "Ask your school", "Pide a tu centro"),
        ("budget", "whoever runs the server", "quien administra el servidor"),
    ],
)
def test_the_advice_helps_with_the_allowance_that_is_used_up(whose, english, spanish):
    error = AppError("billing.used_up", meter="charged_micros", used=1, limit=1, resets_ms=0, whose=whose)
    assert english in error_text(error, "en").action
    assert spanish in error_text(error, "es").action
