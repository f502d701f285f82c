"""The page behind an invitation's link."""

import pytest

from server.groups.join_page import words_of
from server.web.site_page import page


@pytest.mark.parametrize("language", ["en", "es", "es-MX", "fr"])
def test_the_page_says_how_to_join_and_escapes_what_it_shows(language):
    text = page(words_of(language), language, 'https://l.example/join/"><script>')
    assert "<script>" not in text
    assert f'lang="{language}"' in text
    assert len(words_of(language).steps) == 3


def test_languages_differ():
    assert words_of("es").title != words_of("en").title
    assert words_of("fr") == words_of("en")
