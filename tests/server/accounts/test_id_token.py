"""An id_token is believed when all of it is right, and not when any of it is wrong."""

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from server.accounts.id_token import LEEWAY_S, BadTokenError, UnknownKeyError, WrongTimeError, verified

NOW_S = 1_700_000_000
WHOLE = {
    "iss": "https://login.example.org",
    "sub": "user_1",
    "aud": "lantern",
    "iat": NOW_S,
    "exp": NOW_S + 600,
    "nonce": "n",
}
KEY = ec.generate_private_key(ec.SECP256R1())


def jwk(key, **more):
    algorithm = {
        ec.EllipticCurvePublicKey: jwt.algorithms.ECAlgorithm,
        rsa.RSAPublicKey: jwt.algorithms.RSAAlgorithm,
        ed25519.Ed25519PublicKey: jwt.algorithms.OKPAlgorithm,
    }
    public = key.public_key()
    to_jwk = next(each.to_jwk for kind, each in algorithm.items() if isinstance(public, kind))
    return {**json.loads(to_jwk(public)), **more}


def signed(key=KEY, algorithm="ES256", headers=None, **changed):
    claims = {name: value for name, value in {**WHOLE, **changed}.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers=headers)


def judged(token, keys=None, **changed):
    expected = {"issuer": WHOLE["iss"], "client_id": "lantern", "nonce": "n", "now_s": NOW_S, **changed}
    return verified(token, [jwk(KEY)] if keys is None else keys, **expected)


def test_what_is_right_is_believed():
    assert judged(signed())["sub"] == "user_1"
    assert judged(signed(aud=["lantern", "other"], azp="lantern"))
    assert judged(signed(aud=["lantern"]))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example.org"},
        {"iss": "https://login.example.org/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": ["lantern", "other"]},
        {"aud": ["lantern", "other"], "azp": "other"},
        {"azp": "other"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 1},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "x\0"},
        {"exp": None},
        {"iat": None},
        {"exp": "tomorrow"},
        {"iat": True},
    ],
)
def test_what_is_wrong_is_not(changed):
    with pytest.raises(BadTokenError) as refused:
        judged(signed(**changed))
    assert not isinstance(refused.value, WrongTimeError | UnknownKeyError)


@pytest.mark.parametrize(
    "changed",
    [{"exp": NOW_S - LEEWAY_S}, {"iat": NOW_S + LEEWAY_S + 1}, {"nbf": NOW_S + LEEWAY_S + 1}],
)
def test_the_wrong_time_is_told_apart(changed):
    with pytest.raises(WrongTimeError):
        judged(signed(**changed))


def test_clocks_may_differ_a_little():
    assert judged(signed(iat=NOW_S + LEEWAY_S, exp=NOW_S - LEEWAY_S + 1))


def test_a_signature_of_another_key_is_none():
    with pytest.raises(BadTokenError):
        judged(signed(ec.generate_private_key(ec.SECP256R1())))
    whole = signed()
    with pytest.raises(BadTokenError):
        judged(whole[:-8] + "AAAAAAAA")


def test_no_signature_and_a_shared_secret_are_never_taken():
    for token in (
        jwt.encode(WHOLE, "", "none"),
        jwt.encode(WHOLE, json.dumps(jwk(KEY)) * 2, "HS256"),
        jwt.encode(WHOLE, "x" * 64, "HS256", headers={"kid": "a"}),
    ):
        with pytest.raises(BadTokenError):
            judged(token, [jwk(KEY, kid="a"), {"kty": "oct", "k": "eHg", "kid": "a"}])


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "EdDSA"])
def test_every_kind_of_key(algorithm):
    key = (
        ed25519.Ed25519PrivateKey.generate()
        if algorithm == "EdDSA"
        else rsa.generate_private_key(65_537, 2_048)
    )
    assert judged(signed(key, algorithm, {"kid": "b"}), [jwk(KEY, kid="a"), jwk(key, kid="b")])


def test_a_key_is_found_by_its_name_or_because_it_is_the_only_one():
    other = ec.generate_private_key(ec.SECP256R1())
    named = signed(headers={"kid": "b"})
    assert judged(named, [jwk(other, kid="a"), jwk(KEY, kid="b")])
    for token, keys in (
        (named, [jwk(KEY, kid="a")]),
        (named, []),
        (signed(), [jwk(KEY, kid="a"), jwk(other, kid="b")]),
        (named, [jwk(KEY, kid="b", use="enc")]),
        (named, [jwk(KEY, kid="b"), jwk(other, kid="b")]),
    ):
        with pytest.raises(UnknownKeyError):
            judged(token, keys)


def test_keys_that_are_none_and_tokens_without_end():
    for keys in ([{"kty": "EC"}], [{"kty": "EC", "crv": "P-256", "x": 1, "y": 2}], [{}]):
        with pytest.raises(BadTokenError):
            judged(signed(), keys)
    with pytest.raises(BadTokenError):
        judged("a" * 70_000)


@settings(max_examples=30)
@given(st.text(max_size=80) | st.from_regex(r"[\w-]{1,20}\.[\w-]{1,20}\.[\w-]{0,20}", fullmatch=True))
def test_any_text_is_refused_and_nothing_fails(token):
    with pytest.raises(BadTokenError):
        judged(token)
