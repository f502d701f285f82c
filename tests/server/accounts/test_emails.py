"""Every way to write an e-mail leads to one form, and that form to itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.emails import normal_email
from shared.errors import AppError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("  ada@example.org\n", "ada@example.org"),
        ("ada@example.org.", "ada@example.org"),
        ("ada@EXÄMPLE.org", "ada@xn--exmple-cua.org"),
        ("ada@xn--EXMPLE-cua.org", "ada@xn--exmple-cua.org"),
        ("ADA+lessons@example.org", "ada+lessons@example.org"),
        ("JOSE\u0301@example.org", "josé@example.org"),
        ("ada@school.internal", "ada@school.internal"),
    ],
)
def test_ways_to_write_it(text, form):
    assert normal_email(text) == form


@pytest.mark.parametrize(
    "text",
    [
        *("", "ada", "@example.org", "ada@", "ada@example..org", "ada@example.org..", "a b@example.org"),
        *(
            "ada@example.org\0",
            "a\0da@example.org",
            "ada@\ud800.org",
            "\ud83d@example.org",
            "a@b@example.org",
        ),
        *("ada@[127.0.0.1]", '"ada"@example.org', "ada@-example.org", "x" * 300 + "@example.org"),
        *("ada@" + "x" * 64 + ".org", "x" * 10_000_000, "ada@example.org\nBcc: all@example.org"),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_no_address(text):
    with pytest.raises(AppError) as refused:
        normal_email(text)
    assert refused.value.code == "accounts.email_invalid"


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_form_is_its_own_form(local, domain):
    for text in (f"{local}@{domain}.org", f"{local}@example.org"):
        try:
            form = normal_email(text)
        except AppError:
            continue
        assert normal_email(form) == form
        assert form == form.strip()
        assert "\0" not in form
        form.encode()


@given(st.emails())
def test_case_and_space_and_the_last_dot_do_not_matter(text):
    try:
        form = normal_email(text)
    except AppError:
        return
    assert normal_email(f" {text}. ") == form
    assert normal_email(text.upper()) == form
