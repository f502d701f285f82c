"""Where secrets of a profile are kept: the OS keyring, a file only its user may read, or memory. Never logs one."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Literal

import msgspec

from desktop.runtime.paths import disk_error
from shared.errors import AppError

Place = Literal["keyring", "session", "file"]
SERVICE = "Lantern"
KEYRING_TIMEOUT_S = 60.0
"""Long enough for a person to type the password that unlocks the keyring."""


class SecretStore:
    """Secrets by name, of one profile. `file_name` is the file in its folder that stands in for a keyring.

    The two codes are what a caller's person is told: what a locked keyring means depends on what is kept there.
    """

    def __init__(self, profile_root: Path, file_name: str, *, no_keyring: str, keyring_failed: str) -> None:
        self._file = profile_root / file_name
        self._no_keyring, self._keyring_failed = no_keyring, keyring_failed
        # Two profiles, or two data folders, of one user account keep their secrets apart.
        self._profile = f"{profile_root.name} {hashlib.sha256(str(profile_root).encode()).hexdigest()[:8]}"
        self._session: dict[str, str] = {}
        self._cached: dict[str, tuple[str, Place]] = {}

    async def get(self, name: str, *, again: bool = False) -> str | None:
        """Return the secret, or None; `again` looks past what was read before, for what other processes write.

        Raises AppError when the keyring does not open.
        """
        found = await self.find(name, again=again)
        return found[0] if found else None

    async def find(self, name: str, *, again: bool = False) -> tuple[str, Place] | None:
        """Return the secret and where it is kept. Raises as `get` does."""
        if again:
            self._cached.pop(name, None)
        if name in self._cached:
            return self._cached[name]
        found: tuple[str, Place] | None = None
        if name in self._session:
            found = self._session[name], "session"
        elif name in (kept := self._read_file()):
            found = kept[name], "file"
        elif await keyring_is_usable():
            secret = await self._ask_keyring("get_password", name)
            found = (secret, "keyring") if secret else None
        if found is not None:
            self._cached[name] = found
        return found

    async def keep(self, name: str, secret: str, place: Place = "keyring") -> None:
        """Keep a secret in one place and remove it from the others.

        Raises AppError when there is no keyring; nothing is then kept, and the caller decides on another place.
        """
        if place == "keyring" and not await keyring_is_usable():
            raise AppError(self._no_keyring)
        await self.forget(name, but=place)
        if place == "keyring":
            await self._ask_keyring("set_password", name, secret)
        elif place == "file":
            await asyncio.to_thread(self._write_file, {**self._read_file(), name: secret})
        else:
            self._session[name] = secret
        self._cached[name] = (secret, place)

    async def keep_safely(self, name: str, secret: str) -> Place:
        """Keep a secret in the keyring, else in the file; returns which. Raises AppError for a full disk."""
        if await keyring_is_usable():
            try:
                await self.keep(name, secret)
            except AppError as error:
                if error.code != self._keyring_failed:
                    raise
            else:
                return "keyring"
        # A keyring that stays shut may still hold an older one: what lies in the file comes first.
        await asyncio.to_thread(self._write_file, {**self._read_file(), name: secret})
        self._cached[name] = (secret, "file")
        return "file"

    async def forget(self, name: str, *, but: Place | None = None) -> None:
        """Remove a secret from everywhere, or from every place but one: the next write there replaces it."""
        self._cached.pop(name, None)
        self._session.pop(name, None)
        if but != "file":
            kept = self._read_file()
            if kept.pop(name, None) is not None:
                await asyncio.to_thread(self._write_file, kept)
        if but == "keyring" or not await keyring_is_usable():
            return
        if await self._ask_keyring("get_password", name) is not None:
            await self._ask_keyring("delete_password", name)

    async def _ask_keyring(self, call: str, name: str, *secret: str) -> str | None:
        """Call the keyring in a thread: it may talk to another program, or wait for a password."""

        def ask() -> str | None:
            import keyring
            import keyring.errors

            try:
                return getattr(keyring, call)(SERVICE, f"{self._profile}: {name}", *secret)
            except keyring.errors.KeyringError as cause:
                raise AppError(self._keyring_failed, detail=type(cause).__name__) from cause

        try:
            async with asyncio.timeout(KEYRING_TIMEOUT_S):
                return await asyncio.to_thread(ask)
        except TimeoutError as cause:
            raise AppError(self._keyring_failed, detail="timeout") from cause

    def _read_file(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write_file(self, secrets: dict[str, str]) -> None:
        """Write whole or not at all; never readable by others, not even for a moment."""
        if not secrets:
            self._file.unlink(missing_ok=True)
            return
        part = self._file.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as writing:
                writing.write(msgspec.json.encode(secrets))
                writing.flush()
                os.fsync(writing.fileno())
            part.replace(self._file)
        except OSError as cause:
            raise disk_error(cause, self._file.parent) from cause


async def keyring_is_usable() -> bool:
    """Whether a real keyring answers: an empty chain of backends and the null backend keep nothing."""
    return await asyncio.to_thread(_is_usable)


def _is_usable() -> bool:
    import keyring
    import keyring.backends.chainer
    import keyring.backends.fail
    import keyring.backends.null

    backend = keyring.get_keyring()
    if isinstance(backend, keyring.backends.chainer.ChainerBackend):
        return bool(backend.backends)
    return not isinstance(backend, (keyring.backends.fail.Keyring, keyring.backends.null.Keyring))
