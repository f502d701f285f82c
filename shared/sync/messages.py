"""Frames of the live socket and claims of grant documents. Declarations only."""

import uuid
from enum import IntEnum, StrEnum
from typing import Annotated

import msgspec

LIVE_PATH = "/api/v1/sync/live"
EXCHANGE_PATH = "/api/v1/sync/exchange"
CHUNKS_PATH = "/api/v1/sync/chunks"
GRANT_PATH = "/api/v1/sync/grant"
AUTHORS_PATH = "/api/v1/sync/authors"
MEDIA_TYPE = "application/x-lantern-sync"
GRANT_AUDIENCE = "lantern-grant"
HEARTBEAT_S = 30
"""How often the server pings; a device that hears nothing for twice as long connects anew."""


class Poke(msgspec.Struct, frozen=True, omit_defaults=True):
    """A frame from the server, as JSON text. Whoever is behind a head, or lost a scope, does an ordinary exchange.

    The first frame gives all granted scopes. `revoked`: the session ended; the socket closes with `Close.REVOKED`.
    `usage`: what this person used or may use changed; whoever shows it asks for it again.
    """

    heads: dict[str, int] = {}
    lost: tuple[str, ...] = ()
    revoked: bool = False
    usage: bool = False


class Close(IntEnum):
    """Codes with which the server closes the live socket."""

    RESTART = 1012
    """The server stops or restarts: connect again after a moment."""
    REVOKED = 4401
    """The session ended: sign in again."""
    EXPIRED = 4408
    """The access token ran out: fetch another and connect again."""
    TOO_MANY = 4429
    """The device has another live socket, or the server is full: polling goes on."""


class Objection(StrEnum):
    """Why the server's own rules refused an operation, besides `sync.merge.Problem`."""

    WRONG_SCOPE = "wrong_scope"
    """Things of this kind do not live there."""
    CONSTANT = "constant"
    """The field is written once, and was."""
    WRONG_ID = "wrong_id"
    """The id is not the one that follows from what the record says."""
    NOT_YOURS = "not_yours"
    """Another person shared it: only the group's owner and managers may delete it or take it away."""
    TOO_LARGE = "too_large"
    FULL = "full"
    """The scope has as many rows as it may have."""


class AuthorsQuery(msgspec.Struct, frozen=True):
    """Of which scope the authors are asked."""

    scope: Annotated[str, msgspec.Meta(max_length=100)]


class Author(msgspec.Struct, frozen=True):
    """Whose a number in stamps is: a device of this person. `number` in hexadecimal, as it has 63 bits."""

    number: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{1,16}$")]
    user_id: uuid.UUID


class Authors(msgspec.Struct, frozen=True):
    """Every device of everybody in a scope; empty for one that the asking person may not read."""

    authors: tuple[Author, ...]


class GrantDocument(msgspec.Struct, frozen=True):
    """A signed word on what a device may see, for the time without a server. `token` is an EdDSA JWT."""

    token: str
    expires_ms: int


class GrantClaims(msgspec.Struct, frozen=True):
    """What the document says. Ids as text; times in seconds, as JWT has them; `scopes` are `sync.scopes.Access`."""

    aud: str
    sub: str
    device: str
    scopes: dict[str, int]
    epoch: int
    iat: int
    exp: int
