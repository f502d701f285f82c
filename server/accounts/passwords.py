"""Argon2id (RFC 9106) in a few threads of its own, so that many sign-ins at once take bounded memory."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.config.declarations import AccountsSection
from shared.accounts.messages import PASSWORD_LEAST_CHARS, PASSWORD_MOST_CHARS
from shared.errors import AppError

P = ParamSpec("P")
T = TypeVar("T")
WAITING = 64
"""Passwords that may wait for a free thread; more are told to come back."""


class Passwords:
    """Hashes and checks passwords. Close it."""

    def __init__(self, section: AccountsSection) -> None:
        self._hasher = PasswordHasher(
            time_cost=section.hash_passes, memory_cost=section.hash_memory_mib * 1024, parallelism=1
        )
        self._threads = ThreadPoolExecutor(section.hash_at_once, thread_name_prefix="argon2")
        self._at_work: set[Future[Any]] = set()
        self._most = section.hash_at_once + WAITING
        self._nobodys = self._hasher.hash("nobody has this password")

    def check_new(self, password: str) -> None:
        """Raise AppError `accounts.password_too_short` or `accounts.password_too_long`; cheap."""
        self.check_length(password)
        if len(password) < PASSWORD_LEAST_CHARS:
            raise AppError("accounts.password_too_short", least=PASSWORD_LEAST_CHARS)

    def check_length(self, password: str) -> None:
        """Raise `AppError("accounts.password_too_long")` before anything is hashed."""
        if len(password) > PASSWORD_MOST_CHARS:
            raise AppError("accounts.password_too_long", most=PASSWORD_MOST_CHARS)

    async def hashed(self, password: str) -> str:
        """Return the hash of a new password. Raises AppError as `check_new`, and `accounts.busy`."""
        self.check_new(password)
        return await self._run(self._hash, password)

    async def hashed_anyway(self, password: str) -> str:
        """Return the hash of a password that is in use, however short it is. Raises `AppError("accounts.busy")`."""
        return await self._run(self._hash, password)

    async def fits(self, stored: str | None, password: str) -> bool:
        """Whether a password is the stored one; with None it takes as long and is False.

        Raises AppError `accounts.password_too_long` and `accounts.busy`.
        """
        self.check_length(password)
        return await self._run(self._fits, stored, password)

    def outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than the configuration's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let the threads go; what waits is not hashed any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, call: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
        if len(self._at_work) >= self._most:
            raise AppError("accounts.busy")
        # A caller that is cancelled leaves its thread working: it counts until that ends.
        work = self._threads.submit(call, *values, **named)
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        return await asyncio.wrap_future(work)

    def _hash(self, password: str) -> str:
        return self._hasher.hash(_bytes(password))

    def _fits(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobodys, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def _bytes(password: str) -> bytes:
    """One byte string for what looks the same on two keyboards (RFC 8265, 4.2)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
