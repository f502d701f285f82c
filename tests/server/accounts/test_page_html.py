"""The account pages: no script, one style that the policy names, and nobody's words as tags."""

import base64
import hashlib
import re

import pytest

from server.accounts.page_html import Page, _words, answer

EVIL = '"><script>alert(1)</script>{server}$title'


def test_both_languages_have_the_same_pages():
    (english, labels), (spanish, marcas) = _words("en"), _words("es")
    assert set(english) == set(spanish)
    assert set(labels) == set(marcas)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(_words("en")[0]))
def test_every_page_is_whole_and_harmless(name, language):
    values = {"inviter": EVIL, "tenant": EVIL, "email": EVIL}
    page = Page(name, asks_name=True, asks_password=True, values=values)
    response = answer(page, language, EVIL, token=EVIL, problem=EVIL, status=400)
    assert response.status == 400
    assert "<script" not in response.text
    assert f'lang="{language}"' in response.text
    style = re.search(r"<style>(.*?)</style>", response.text or "", re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_page_without_a_button_has_no_form():
    assert "<form" not in answer(Page("verified"), "en", "L").text
    form = answer(Page("reset", asks_password=True), "fr", "L", token="abc").text
    assert 'method="post"' in form
    assert 'autocomplete="new-password"' in form
    assert 'value="abc"' in form
    assert 'name="name"' not in form
    known = Page(
        "invitation",
        asks_password=True,
        new_password=False,
        values={"inviter": "", "tenant": "", "email": ""},
    )
    assert 'autocomplete="current-password"' in answer(known, "en", "L").text


def test_what_was_typed_stays_and_a_password_does_not():
    page = Page(
        "server_invitation",
        asks_name=True,
        asks_password=True,
        values={"inviter": "", "email": ""},
        typed_name='"Ada',
    )
    text = answer(page, "en", "L", problem="Too short.").text
    assert 'value="&quot;Ada"' in text
    assert 'type="password" value=""' in text
