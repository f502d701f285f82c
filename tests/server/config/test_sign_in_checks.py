import json

import pytest

from server.config.checks import problems
from server.config.loading import load
from server.config.sign_in_checks import is_loopback, is_trusted, sign_in_mistakes
from server.texts import told

GOOD = {"id": "school", "issuer": "https://login.school.org", "client_id": "lantern"}


def found(*providers):
    loaded = load(None, {"LANTERN_SIGN_IN__PROVIDERS": json.dumps(providers)})
    assert loaded.mistakes == ()
    return [(key, error.code.removeprefix("server.")) for key, error in sign_in_mistakes(loaded.config)]


def test_what_is_right_raises_no_remark():
    assert found() == []
    back = ["http://127.0.0.1:53871/callback"]
    assert found(GOOD, {"id": "whop", "kind": "whop", "client_id": "app_1", "redirect_uris": back}) == []
    assert found({**GOOD, "issuer": "http://127.0.0.1:9400"}) == []


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"id": "School"}, ".id", "sign_in_id"),
        ({"client_id": ""}, "", "sign_in_incomplete"),
        ({"issuer": ""}, "", "sign_in_incomplete"),
        ({"kind": "whop"}, "", "sign_in_incomplete"),
        ({"issuer": "http://login.school.org"}, ".issuer", "sign_in_address"),
        ({"discovery_url": "ftp://x"}, ".discovery_url", "sign_in_address"),
        ({"redirect_uris": ["https://school.org/callback"]}, ".redirect_uris", "sign_in_redirect"),
    ],
)
def test_what_cannot_work_is_told_where_it_stands(changed, place, code):
    assert found({**GOOD, **changed}) == [(f"sign_in.providers[0]{place}", code)]


def test_an_id_is_given_once():
    assert found(GOOD, GOOD) == [("sign_in.providers[1].id", "sign_in_twice")]


def test_the_whole_check_says_them_in_words():
    given = {"LANTERN_SIGN_IN__PROVIDERS": json.dumps([{**GOOD, "client_id": ""}])}
    (remark,) = [each for each in problems(load(None, given)) if "sign_in" in each.error.code]
    assert "client_id" in told(remark.error)
    assert told(remark.error, "es") != told(remark.error)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://127.0.0.1:53871/callback", True),
        ("http://[::1]:53871/callback", True),
        ("http://localhost:53871/", True),
        ("http://127.0.0.1/callback", False),
        ("https://127.0.0.1:1/callback", False),
        ("http://127.0.0.1.evil.org:1/callback", False),
        ("http://127.0.0.1:1@evil.org/", False),
        ("http://evil.org:1/127.0.0.1", False),
        ("http://127.0.0.1:1/callback#x", False),
        ("http://127.0.0.1:1/callback?x=1", False),
        ("http://127.0.0.1:99999/", False),
        ("http://10.0.0.1:80/", False),
        ("lantern:callback", False),
    ],
)
def test_only_this_computer_is_come_back_to(url, good):
    assert is_loopback(url) is good


def test_only_https_and_this_computer_are_trusted():
    assert is_trusted("https://login.school.org/x?y=1")
    assert is_trusted("http://localhost:9400")
    for url in ("http://login.school.org", "https://a@b.org", "//b.org", "javascript:1", "https://x/#y"):
        assert not is_trusted(url)
