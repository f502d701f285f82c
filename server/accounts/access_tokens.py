"""Access tokens and other signed documents: EdDSA JWTs (RFC 7519, 8037). Knows keys, no database."""

import uuid
from collections.abc import Mapping
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt.types import Options

from shared.accounts.permissions import coded, uncoded
from shared.base64url import decoded, encoded
from shared.errors import AppError

ACCESS = "at+jwt"
LEEWAY_S = 30
"""How far the clocks of two server processes may differ."""
# The clock of the tests and of the whole program is ours, and so are these checks.
_OPTIONS: Options = {"verify_exp": False, "verify_iat": False, "verify_aud": False}
_LONGEST_CHARS = 4_096


class Subscription(msgspec.Struct, frozen=True):
    """The plan in force, whether it is paid for, and its end in Unix milliseconds (0: none)."""

    plan: str
    active: bool
    until_ms: int


class Claims(msgspec.Struct, frozen=True):
    """What an access token says. Times in seconds, as JWT has them."""

    iss: uuid.UUID
    sub: uuid.UUID
    session: uuid.UUID
    device: uuid.UUID
    number: int
    generation: int
    role: str
    subscription: Subscription
    permissions: frozenset[str]
    iat: int
    exp: int
    tenant: uuid.UUID | None = None


class _Short(msgspec.Struct, frozen=True, omit_defaults=True):
    """Claims as they travel with every request: ids in base64url, the subscription as a list, permissions as bits.

    There is no `aud`: a token is for the server that issued it, which `iss` says.
    """

    iss: str
    sub: str
    sid: str
    dev: str
    nr: int
    gen: int
    role: str
    plan: tuple[str, bool, int]
    may: int
    iat: int
    exp: int
    tid: str = ""
    also: tuple[str, ...] = ()


class Header(msgspec.Struct, frozen=True):
    """The header of every document we sign."""

    alg: str
    kid: str
    typ: str


def shortened(claims: Claims) -> dict[str, Any]:
    """Return the payload of an access token."""
    may, also = coded(claims.permissions)
    short = _Short(
        iss=encoded(claims.iss.bytes),
        sub=encoded(claims.sub.bytes),
        sid=encoded(claims.session.bytes),
        dev=encoded(claims.device.bytes),
        nr=claims.number,
        gen=claims.generation,
        role=claims.role,
        plan=(claims.subscription.plan, claims.subscription.active, claims.subscription.until_ms),
        may=may,
        iat=claims.iat,
        exp=claims.exp,
        tid=encoded(claims.tenant.bytes) if claims.tenant is not None else "",
        also=also,
    )
    return msgspec.to_builtins(short)


def _lengthened(payload: Mapping[str, Any]) -> Claims:
    """Read what `shortened` wrote. Raises `msgspec.ValidationError` or ValueError."""
    short = msgspec.convert(payload, _Short)
    return Claims(
        iss=_id_of(short.iss),
        sub=_id_of(short.sub),
        session=_id_of(short.sid),
        device=_id_of(short.dev),
        number=short.nr,
        generation=short.gen,
        role=short.role,
        subscription=Subscription(*short.plan),
        permissions=uncoded(short.may, short.also),
        iat=short.iat,
        exp=short.exp,
        tenant=_id_of(short.tid) if short.tid else None,
    )


def _id_of(text: str) -> uuid.UUID:
    return uuid.UUID(bytes=decoded(text))


def signed(private_key: Ed25519PrivateKey, kid: str, kind: str, claims: Mapping[str, Any]) -> str:
    """Return a signed JWT of a kind."""
    return jwt.encode(dict(claims), private_key, algorithm="EdDSA", headers={"kid": kid, "typ": kind})


def header_of(token: str) -> Header:
    """Return the header of an access token. Raises `AppError("accounts.token_invalid")` for anything else.

    Every byte counts: a second spelling of the same bytes is no token of ours.
    """
    parts = token.split(".") if len(token) <= _LONGEST_CHARS else []
    try:
        head, payload, signature = parts
        decoded(payload)
        decoded(signature)
        header = msgspec.json.decode(decoded(head), type=Header)
    except (ValueError, msgspec.MsgspecError) as cause:
        raise AppError("accounts.token_invalid") from cause
    if header.alg != "EdDSA" or header.typ != ACCESS:
        raise AppError("accounts.token_invalid")
    return header


def verified(token: str, key: Ed25519PublicKey, server_id: uuid.UUID, now_ms: int) -> Claims:
    """Return the claims of an access token signed by `key`.

    Raises AppError `accounts.token_invalid`, `accounts.token_expired`.
    """
    try:
        payload = jwt.decode(token, key, algorithms=["EdDSA"], options=_OPTIONS)
        claims = _lengthened(payload)
    except (jwt.PyJWTError, msgspec.ValidationError, ValueError) as cause:
        raise AppError("accounts.token_invalid") from cause
    if claims.iss != server_id:
        raise AppError("accounts.token_invalid")
    check_time(claims, now_ms)
    return claims


def check_time(claims: Claims, now_ms: int) -> None:
    """Raise `AppError("accounts.token_expired")` for what is good no more.

    One from the future was made before the server's clock was set back: the device asks for another.
    """
    if not claims.iat - LEEWAY_S <= now_ms // 1000 <= claims.exp + LEEWAY_S:
        raise AppError("accounts.token_expired")


def key_text(key: Ed25519PublicKey) -> str:
    """Return a public key as devices are told it."""
    return encoded(key.public_bytes_raw())
