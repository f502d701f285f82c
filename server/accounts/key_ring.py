"""The server's keys: one identity that devices know for ever, and monthly keys that sign access tokens.

They are in the database, so that every process signs and verifies alike.
"""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from server.accounts import access_tokens, key_store
from server.accounts.key_store import KeyRow
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.accounts.messages import SigningKey, SigningKeys
from shared.base64url import encoded
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

DAY_MS = 24 * 60 * 60 * 1000
SIGNS_MS = 30 * DAY_MS
VERIFIES_LONGER_MS = 2 * DAY_MS
"""More than the longest life of an access token."""
_RELOAD_MS = 1_000
_REMEMBERED = 10_000


class KeyRing:
    """The keys as this process knows them; read again when a token names another. Make it with `open`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._rows: list[KeyRow] = []
        self._public: dict[str, Ed25519PublicKey] = {}
        self._loaded_ms = 0
        # The same token comes with every request of a quarter of an hour; checking its signature costs most of one.
        self._verified: dict[str, access_tokens.Claims] = {}

    @classmethod
    async def open(cls, database: Database, clock: Clock) -> "KeyRing":
        """Read the keys, making those that are missing."""
        ring = cls(database, clock)
        await ring._load()
        if not any(row.purpose == key_store.IDENTITY for row in ring._rows):
            await database.transact(ring._add_identity)
            await ring._load()
        await ring.renew()
        return ring

    @property
    def server_id(self) -> uuid.UUID:
        """Which server this is."""
        return self._identity.server_id

    @property
    def public_key(self) -> str:
        """The identity's public key, base64url."""
        return encoded(self._identity.public_key)

    def sign_document(self, kind: str, claims: Mapping[str, Any]) -> str:
        """Return a JWT signed by the identity; `kind` tells it from an access token."""
        if kind == access_tokens.ACCESS:
            raise ValueError("an access token is not a document")
        row = self._identity
        return access_tokens.signed(_private(row), row.kid, kind, claims)

    def sign_bytes(self, message: bytes) -> tuple[str, bytes]:
        """Return (the identity's kid, its raw signature). `message` begins with a domain that no JWT begins with."""
        if message.startswith(b"ey"):
            raise ValueError("what is signed must not be taken for a JWT")
        row = self._identity
        return row.kid, _private(row).sign(message)

    async def sign_access(self, claims: access_tokens.Claims) -> str:
        """Return a signed access token."""
        row = self._signing()
        if row is None:
            await self.renew()
            row = self._signing()
        if row is None:
            raise AssertionError("renewing makes a key")
        payload = access_tokens.shortened(claims)
        return access_tokens.signed(_private(row), row.kid, access_tokens.ACCESS, payload)

    async def verify_access(self, token: str) -> access_tokens.Claims:
        """Return the claims of an access token.

        Raises AppError `accounts.token_invalid`, `accounts.token_expired`.
        """
        known = self._verified.get(token)
        if known is not None:
            access_tokens.check_time(known, self._clock.now_ms())
            return known
        kid = access_tokens.header_of(token).kid
        if kid not in self._public and self._clock.monotonic_ms() - self._loaded_ms >= _RELOAD_MS:
            await self._load()
        key = self._public.get(kid)
        if key is None:
            raise AppError("accounts.token_invalid")
        claims = access_tokens.verified(token, key, self.server_id, self._clock.now_ms())
        if len(self._verified) >= _REMEMBERED:
            self._verified.pop(next(iter(self._verified)))
        self._verified[token] = claims
        return claims

    def published(self) -> SigningKeys:
        """Return the public keys that are good now."""
        return SigningKeys(tuple(SigningKey(row.kid, encoded(row.public_key)) for row in self._rows))

    async def renew(self) -> None:
        """Make a new signing key when the last one is done, and forget those that verify no more."""
        await self._load()
        if self._signing() is not None:
            return
        await self._database.transact(self._add_access)
        await self._load()

    async def _load(self) -> None:
        async with self._database.read() as tx:
            self._rows = await key_store.all_keys(tx)
        self._verified.clear()
        self._public = {
            row.kid: Ed25519PublicKey.from_public_bytes(row.public_key)
            for row in self._rows
            if row.purpose == key_store.ACCESS
        }
        self._loaded_ms = self._clock.monotonic_ms()

    @property
    def _identity(self) -> KeyRow:
        return next(row for row in self._rows if row.purpose == key_store.IDENTITY)

    def _signing(self) -> KeyRow | None:
        now_ms = self._clock.now_ms()
        return next((row for row in self._rows if (row.signs_until_ms or 0) > now_ms), None)

    async def _add_identity(self, tx: Transaction) -> None:
        await key_store.add(tx, _new_key(key_store.IDENTITY, new_id(), tx.now_ms, None))

    async def _add_access(self, tx: Transaction) -> None:
        await key_store.drop_before(tx, tx.now_ms - VERIFIES_LONGER_MS)
        row = _new_key(key_store.ACCESS, self.server_id, tx.now_ms, tx.now_ms + SIGNS_MS)
        await key_store.add(tx, row)


def _new_key(purpose: str, server_id: uuid.UUID, now_ms: int, signs_until_ms: int | None) -> KeyRow:
    key = Ed25519PrivateKey.generate()
    return KeyRow(
        secrets.token_hex(8),
        purpose,
        server_id,
        key.private_bytes_raw(),
        key.public_key().public_bytes_raw(),
        now_ms,
        signs_until_ms,
    )


def _private(row: KeyRow) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(row.private_key)
