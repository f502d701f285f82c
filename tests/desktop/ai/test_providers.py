import pytest

from desktop.ai.providers import PROVIDERS, endpoint, is_this_computer
from shared.errors import AppError

OPENAI, ANTHROPIC, LOCAL = PROVIDERS["openai"], PROVIDERS["anthropic"], PROVIDERS["compatible"]


@pytest.mark.parametrize(
    ("provider", "typed", "base_url"),
    [
        (OPENAI, "", "https://api.openai.com/v1"),
        (OPENAI, " https://api.openai.com/v1/ ", "https://api.openai.com/v1"),
        (LOCAL, "http://localhost:11434", "http://localhost:11434/v1"),
        (LOCAL, "http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        (LOCAL, "http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        (LOCAL, "http://schoolserver:11434", "http://schoolserver:11434/v1"),
        (LOCAL, "http://192.168.1.20/llm/v1", "http://192.168.1.20/llm/v1"),
        (LOCAL, "https://ai.example.org/api", "https://ai.example.org/api"),
        (ANTHROPIC, "http://localhost:9000/v1", "http://localhost:9000"),
    ],
)
def test_addresses_people_type_are_understood(provider, typed, base_url):
    assert endpoint(provider, typed).base_url == base_url


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("localhost:11434", "ai.bad_address"),
        ("ftp://example.org", "ai.bad_address"),
        ("https://", "ai.bad_address"),
        ("https://me:secret@example.org/v1", "ai.bad_address"),
        ("https://example.org:99999/v1", "ai.bad_address"),
        ("http://[::1", "ai.bad_address"),
        ("http://ai.example.org/v1", "ai.insecure_address"),
        ("http://8.8.8.8/v1", "ai.insecure_address"),
    ],
)
def test_other_addresses_are_refused_with_a_reason(typed, code):
    with pytest.raises(AppError) as caught:
        endpoint(LOCAL, typed)
    assert caught.value.code == code


def test_addresses_of_this_computer_are_known():
    mine = ("http://localhost:1/v1", "http://127.0.0.1:8080", "http://[::1]/v1", "http://ai.localhost")
    assert all(is_this_computer(one) for one in mine)
    others = ("https://api.openai.com/v1", "http://192.168.1.20/v1", "http://schoolserver/v1")
    assert not any(is_this_computer(one) for one in others)


def test_a_key_belongs_to_the_origin_it_was_typed_for():
    names = {
        endpoint(OPENAI, typed).key_name
        for typed in (
            "",
            "https://proxy.example.org/v1",
            "https://other.example.org/v1",
            "https://proxy.example.org:8443",
        )
    }
    assert len(names) == 4
    assert (
        endpoint(OPENAI, "https://proxy.example.org/a").key_name
        == endpoint(OPENAI, "https://proxy.example.org/b").key_name
    )
