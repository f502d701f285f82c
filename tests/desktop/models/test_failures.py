"""A failure names its model in the reader's language."""

import pytest

from desktop.models.failures import model_error
from desktop.runtime.error_texts import error_text, use_language
from tests.support.model_hub import catalogue


@pytest.fixture
def spanish():
    use_language("es")
    yield
    use_language("")


def test_the_title_follows_the_language(spanish):
    error = model_error("models.missing", catalogue().model("talk"), detail="why")
    assert error.parameters["title"] == "Voz a texto"
    assert error.detail == "why"
    assert "Voz a texto" in error_text(error).title


def test_values_are_told():
    error = model_error("models.no_space", catalogue().model("talk"), needed_bytes=5_000_000, free_bytes=1)
    text = error_text(error, "en").in_one_line()
    assert "Talk to text" in text
    assert "5.0 MB" in text


def test_whether_trying_again_helps_is_what_the_code_declares():
    assert model_error("models.unreachable", catalogue().model("talk")).retryable
    assert not model_error("models.damaged", catalogue().model("talk")).retryable
