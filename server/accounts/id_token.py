"""Whether an id_token says what it must say (OpenID Connect Core 1.0, 3.1.3.7). Fetches nothing, knows no clock."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
"""Signatures with a public key only: `none`, and secrets that both sides know, are never taken."""
LEEWAY_S = 120
"""How far the clocks of the two servers may differ."""
_SUBJECT_CHARS = 255
_TOKEN_CHARS = 65_536


class BadTokenError(Exception):
    """The token is not to be believed; the text says why, for the log."""


class WrongTimeError(BadTokenError):
    """All is right but the time."""


class UnknownKeyError(BadTokenError):
    """Signed by a key that is not among those known: they may have changed."""


def verified(
    token: str,
    keys: Sequence[Mapping[str, Any]],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now_s: int,
) -> dict[str, Any]:
    """Return the claims of a token; `keys` are JWKs. Raises `UnknownKeyError`, `WrongTimeError`, `BadTokenError`."""
    import jwt

    if len(token) > _TOKEN_CHARS:
        raise BadTokenError("longer than a token is")
    try:
        head = jwt.get_unverified_header(token)
    except jwt.PyJWTError as cause:
        raise BadTokenError("not a token") from cause
    algorithm = head.get("alg")
    if algorithm not in ALGORITHMS:
        raise BadTokenError("signed in a way that is not taken")
    try:
        key = jwt.PyJWK(dict(_key(keys, head.get("kid"), algorithm)), algorithm=algorithm)
        claims = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            options={
                "require": ["iss", "sub", "aud", "exp", "iat"],
                # The clock is the program's own, and these checks are below.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError) as cause:
        raise BadTokenError(type(cause).__name__) from cause
    _check(claims, client_id, nonce)
    _check_time(claims, now_s)
    return claims


def _key(keys: Sequence[Mapping[str, Any]], kid: object, algorithm: str) -> Mapping[str, Any]:
    kind = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}[algorithm[:2]]
    fit = [one for one in keys if one.get("kty") == kind and one.get("use", "sig") == "sig"]
    if kid is not None:
        fit = [one for one in fit if one.get("kid") == kid]
    if len(fit) != 1:
        raise UnknownKeyError("no key, or several, of that name")
    return fit[0]


def _check(claims: Mapping[str, Any], client_id: str, nonce: str) -> None:
    subject, party = claims["sub"], claims.get("azp")
    if not isinstance(subject, str) or not subject or len(subject) > _SUBJECT_CHARS or "\0" in subject:
        raise BadTokenError("no subject")
    audience: Any = claims["aud"]
    several = not isinstance(audience, str) and len(audience) > 1
    if (several and party is None) or (party is not None and party != client_id):
        raise BadTokenError("for another program")
    told = claims.get("nonce")
    if not isinstance(told, str) or not hmac.compare_digest(told.encode(), nonce.encode()):
        raise BadTokenError("of another sign-in")


def _check_time(claims: Mapping[str, Any], now_s: int) -> None:
    times = {name: claims[name] for name in ("exp", "iat", "nbf") if name in claims}
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in times.values()):
        raise BadTokenError("no times")
    if times["exp"] <= now_s - LEEWAY_S:
        raise WrongTimeError("of an earlier time")
    if max(times["iat"], times.get("nbf", 0)) > now_s + LEEWAY_S:
        raise WrongTimeError("of a later time")
