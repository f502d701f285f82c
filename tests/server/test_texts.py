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
