import json
from pathlib import Path

import pytest

from desktop.chat.texts import text
from desktop.runtime.error_texts import use_language


@pytest.fixture
def language():
    yield use_language
    use_language("")


def test_every_language_has_every_sentence():
    files = [Path(f"resources/i18n/answers.{name}.json") for name in ("en", "es")]
    keys = [set(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    assert keys[0] == keys[1]


def test_sentences_follow_the_language_and_fall_back_to_english(language):
    language("es")
    assert text("quote", text="hola") == "«hola»"
    language("fr")
    assert text("quote", text="hello") == "“hello”"
