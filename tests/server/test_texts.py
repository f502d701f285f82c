import pytest

from server import texts
from shared.errors import AppError


def test_a_failure_is_told_in_words_with_its_values(monkeypatch):
    error = AppError("host.port_taken", port=8420)
    assert "8420" in texts.told(error)
    assert texts.told(error, "es") != texts.told(error)
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert texts.language() == "es"
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert texts.language() == "en"


@pytest.mark.parametrize("tag", ["en", "es"])
@pytest.mark.parametrize("code", ["quiz.file_damaged", "host.no_quiz_file"])
def test_a_sentence_ends_once(code: str, tag: str):
    said = texts.told(AppError(code, path="x"), tag)
    assert ".." not in said
    assert ". " in said


def test_an_allowance_of_others_is_told_with_advice_that_helps():
    school = AppError("billing.used_up", meter="voice_ms", whose="tenant")
    assert "Ask your school" in texts.told(school)
    assert "Pide a tu centro" in texts.told(school, "es")
    server = AppError("billing.used_up", meter="charged_micros", whose="budget")
    assert "whoever runs the server" in texts.told(server)
    minutes = AppError("billing.reserved", meter="voice_ms", held=1, whose="you")
    assert "Set aside for offline use" in texts.told(minutes)
    assert "still running" in texts.told(AppError("billing.reserved", meter="ai_tokens", held=1))
