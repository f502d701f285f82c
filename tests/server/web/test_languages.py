import pytest

from server.web.languages import preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr, en;q=0.4, es;q=0.3", "en"),
        ("de", "en"),
        ("es;q=0", "en"),
        ("es;q=nonsense, en;q=0.1", "en"),
        ("ES", "es"),
        ("es; x=1", "es"),
        ("," * 500, "en"),
    ],
)
def test_the_best_language_that_has_texts(accepted, language):
    assert preferred(accepted) == language
