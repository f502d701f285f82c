"""Access tokens: what was not signed by this server, as an access token, in exactly this spelling, is none."""

import base64
import hashlib
import hmac
import json

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.access_tokens import (
    ACCESS,
    Claims,
    Subscription,
    header_of,
    shortened,
    signed,
    verified,
)
from shared.base64url import encoded
from shared.errors import AppError
from shared.ids import new_id

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
NOW_S = 1_700_000_000
SERVER = new_id()
CLAIMS = Claims(
    iss=SERVER,
    sub=new_id(),
    session=new_id(),
    device=new_id(),
    number=3,
    generation=1,
    role="teacher",
    subscription=Subscription("pro", True, 0),
    permissions=frozenset({"rooms:host", "users:manage"}),
    iat=NOW_S,
    exp=NOW_S + 900,
)


def made(key=KEY, kind=ACCESS, **changed):
    return signed(key, "k1", kind, shortened(msgspec.structs.replace(CLAIMS, **changed)))


def code(token, now_s=NOW_S):
    try:
        header_of(token)
        verified(token, KEY.public_key(), SERVER, now_s * 1000)
    except AppError as error:
        return error.code
    return ""


def test_a_token_says_what_it_was_made_with():
    token = made()
    assert header_of(token).kid == "k1"
    assert verified(token, KEY.public_key(), SERVER, NOW_S * 1000) == CLAIMS
    tenant = new_id()
    token = made(tenant=tenant, permissions=frozenset())
    found = verified(token, KEY.public_key(), SERVER, NOW_S * 1000)
    assert (found.tenant, found.permissions) == (tenant, frozenset())


def test_a_token_is_short_since_it_travels_with_every_request():
    assert len(made()) <= 500


GOOD = made()


@given(st.data())
def test_every_flipped_byte_is_refused(data):
    place = data.draw(st.integers(0, len(GOOD) - 1))
    bit = data.draw(st.integers(0, 7))
    raw = bytearray(GOOD.encode())
    raw[place] ^= 1 << bit
    assert code(raw.decode("latin-1")) == "accounts.token_invalid"


def test_every_other_character_at_the_end_is_refused():
    """The last character of a signature has bits that no byte keeps; lenient decoders take all of its twins."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
    for last in alphabet.replace(GOOD[-1], ""):
        assert code(GOOD[:-1] + last) == "accounts.token_invalid"


def test_forged_tokens_are_refused():
    public = KEY.public_key().public_bytes_raw()
    head, body, _ = GOOD.split(".")
    none = encoded(json.dumps({"alg": "none", "kid": "k1", "typ": ACCESS}).encode())
    shared = encoded(json.dumps({"alg": "HS256", "kid": "k1", "typ": ACCESS}).encode())
    mac = encoded(hmac.digest(public, f"{shared}.{body}".encode(), hashlib.sha256))
    forged = [
        made(OTHER),
        f"{none}.{body}.",
        f"{none}.{body}.{GOOD.split('.')[2]}",
        f"{shared}.{body}.{mac}",
        f"{head}.{body}.{encoded(bytes(64))}",
        f"{head}.{body}",
        f"{GOOD}.{body}",
        jwt.encode(
            {"sub": "x"}, "a-shared-secret-that-is-long-enough!", algorithm="HS256", headers={"kid": "k1"}
        ),
        base64.b64encode(GOOD.encode()).decode(),
        *("", ".", "..", "a.b.c", "\0", "\ud800.x.y", "x" * 10_000_000, "Bearer " + GOOD, GOOD + "\n"),
    ]
    assert {code(token) for token in forged} == {"accounts.token_invalid"}


def test_documents_of_another_kind_or_place_are_no_access_tokens():
    assert code(made(kind="grant+jwt")) == "accounts.token_invalid"
    assert code(made(iss=new_id())) == "accounts.token_invalid"
    lacking = shortened(CLAIMS) | {"sid": "no id"}
    assert code(signed(KEY, "k1", ACCESS, lacking)) == "accounts.token_invalid"


@pytest.mark.parametrize(
    ("now_s", "expected"),
    [
        (NOW_S, ""),
        (NOW_S + 930, ""),
        (NOW_S + 931, "accounts.token_expired"),
        (NOW_S - 30, ""),
        (NOW_S - 31, "accounts.token_expired"),
        (NOW_S - 10**9, "accounts.token_expired"),
    ],
)
def test_time_is_judged_with_some_leeway(now_s, expected):
    assert code(GOOD, now_s) == expected
