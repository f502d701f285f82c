"""What may be stored as a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.names import cleaned_name, language_tag, plain_name
from shared.errors import AppError


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ada   Lovelace\n", "Ada Lovelace"),
        ("Jose\u0301", "José"),
        ("李小龙", "李小龙"),
        ("👩‍🚀 Sally", "👩‍🚀 Sally"),
    ],
)
def test_names_are_cleaned(text, name):
    assert cleaned_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a\0b", "\ud800", "a\u202eb", "x" * 101, "x" * 10_000_000, "\ue000"],
    ids=lambda text: repr(text[:9]),
)
def test_what_is_no_name(text):
    with pytest.raises(AppError) as refused:
        cleaned_name(text)
    assert refused.value.code == "accounts.name_invalid"
    assert plain_name(text[:3], "otherwise") in ("otherwise", "xxx")


@given(st.text(max_size=120))
def test_a_cleaned_name_is_clean(text):
    try:
        name = cleaned_name(text)
    except AppError:
        return
    assert cleaned_name(name) == name
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
    assert name.encode().decode() == name


def test_languages():
    assert [language_tag(tag) for tag in ("es", "pt-BR", "zh-Hant-TW")] == ["es", "pt-BR", "zh-Hant-TW"]
    assert {language_tag(tag) for tag in ("", "EN", "e", "en_US", "en\n", "x" * 10_000, "\0")} == {"en"}
