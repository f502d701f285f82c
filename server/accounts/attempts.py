"""Slows down guessing of passwords without giving a stranger the means to lock the owner out.

Three leaking buckets: attempts on an account from anywhere new, attempts from a device or address its owner has
signed in from, and attempts of one address on all accounts. Strangers fill only the first and the last.
"""

import hashlib
import math
import uuid

import msgspec

from server.accounts import attempt_store, device_store
from server.config.declarations import LimitsSection
from server.storage.transaction import Transaction
from server.web.addresses import limited_part
from shared.errors import AppError

_MILLI = 1000
_HOUR_MS = 3_600_000
_FRIEND_PER_HOUR = 60
_ADDRESS_PER_HOUR = 240
_MAILS_PER_HOUR = 3


class Bucket(msgspec.Struct, frozen=True):
    """`room` attempts fit at once and leak away at `per_hour`."""

    key: bytes
    room: int
    per_hour: int


class Attempt(msgspec.Struct, frozen=True):
    """What one attempt counts on. `own` is emptied by success."""

    own: Bucket
    address: Bucket


class Attempts:
    """Counts attempts in the database, for all processes together."""

    def __init__(self, limits: LimitsSection) -> None:
        self._limits = limits

    async def begin(
        self,
        tx: Transaction,
        email: str,
        address: str,
        user_id: uuid.UUID | None,
        device_known: uuid.UUID | None,
    ) -> Attempt:
        """Count an attempt before the password is looked at. Raises `AppError("accounts.too_many_attempts")`.

        `device_known` is a device of that account which has proven its key.
        """
        place = limited_part(address)
        per_hour = self._limits.account_per_hour
        own = Bucket(_key("stranger", email), per_hour, per_hour)
        if device_known is not None:
            own = Bucket(_key("device", email, str(device_known)), _FRIEND_PER_HOUR // 3, _FRIEND_PER_HOUR)
        elif user_id and await device_store.knows_place(tx, user_id, place_hash(place)):
            own = Bucket(_key("place", email, place), _FRIEND_PER_HOUR // 3, _FRIEND_PER_HOUR)
        attempt = Attempt(own, Bucket(_key("address", place), _ADDRESS_PER_HOUR // 2, _ADDRESS_PER_HOUR))
        if self._limits.enabled:
            for bucket in _in_order(attempt):
                await _count(tx, bucket)
        return attempt

    async def succeeded(self, tx: Transaction, attempt: Attempt) -> None:
        """Take back what a successful attempt counted."""
        for bucket in _in_order(attempt):
            level = await attempt_store.level(tx, bucket.key)
            left = max(0, _leaked(level, bucket, tx.now_ms) - _MILLI) if bucket is attempt.address else 0
            await attempt_store.set_level(tx, bucket.key, left)

    async def may_mail(self, tx: Transaction, email: str) -> bool:
        """Count a mail that strangers can cause again and again; False when there were a few within the hour."""
        try:
            await _count(tx, Bucket(_key("mail", email), _MAILS_PER_HOUR, _MAILS_PER_HOUR))
        except AppError:
            return False
        return True

    async def forgive(self, tx: Transaction, email: str) -> None:
        """Empty the bucket of strangers: the owner has shown to read the mails."""
        await attempt_store.forget(tx, key=_key("stranger", email))


def place_hash(place: str) -> bytes:
    """What is stored of an address somebody signed in from."""
    return _key("known place", place)


def _in_order(attempt: Attempt) -> list[Bucket]:
    """Locked in one order by everybody, so that two attempts do not wait for each other."""
    return sorted((attempt.own, attempt.address), key=lambda bucket: bucket.key)


async def _count(tx: Transaction, bucket: Bucket) -> None:
    level = await attempt_store.level(tx, bucket.key)
    after = _leaked(level, bucket, tx.now_ms) + _MILLI
    over = after - bucket.room * _MILLI
    if over > 0:
        seconds = math.ceil(over * _HOUR_MS / (_MILLI * bucket.per_hour) / 1000)
        raise AppError("accounts.too_many_attempts", seconds=seconds)
    await attempt_store.set_level(tx, bucket.key, after)


def _leaked(level: attempt_store.Level, bucket: Bucket, now_ms: int) -> int:
    passed_ms = max(0, now_ms - level.updated_ms)
    return max(0, level.level_milli - passed_ms * bucket.per_hour * _MILLI // _HOUR_MS)


def _key(*parts: str) -> bytes:
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()
