"""Mails in the reader's language, as text and as HTML that nobody can put tags into."""

import pytest

from server.accounts.mail_words import LANGUAGES, composed, words_of

VALUES = {
    "server": "Escuela <b>",
    "hours": "48",
    "minutes": "60",
    "days": "14",
    "inviter": "Ada\r\nBcc: all@example.org",
    "tenant": "<script>alert(1)</script>",
    "group": "{server}",
    "provider": "School <b>",
}


def parts(kind, language, url="https://l.example/account/x?token=a&b=c"):
    message = composed(
        kind,
        language,
        sender="L <l@example.org>",
        to="ada@example.org",
        now_ms=1_700_000_000_000,
        url=url,
        **VALUES,
    )
    text, html = message.get_payload()
    return message, text.get_content(), html.get_content()


def test_both_languages_have_the_same_mails():
    kinds = [set(words_of(language)) for language in LANGUAGES]
    assert kinds[0] == kinds[1]
    assert words_of("es-MX") == words_of("es")
    assert words_of("fr") == words_of("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(words_of("en")))
def test_every_mail_is_whole_and_harmless(kind, language):
    message, text, html = parts(kind, language)
    assert message["Auto-Submitted"] == "auto-generated"
    assert "\n" not in message["Subject"]
    assert message["Bcc"] is None
    assert "<script" not in html
    assert "<b>" not in html
    assert "https://l.example/account/x?token=a&b=c" in text
    assert "https://l.example/account/x?token=a&amp;b=c" in html
    bytes(message).decode("ascii")


def test_without_a_link_there_is_no_button():
    _, text, html = parts("changed", "en", url="")
    assert "http" not in text
    assert "<a " not in html
