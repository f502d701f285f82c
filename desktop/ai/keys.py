"""Where a person's own provider keys are kept: the OS keyring, else where they chose. Never logs a key."""

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


class KeyStatus(msgspec.Struct, frozen=True):
    """Where a key is, if anywhere; whether this computer offers a keyring. `hint`: the key's last four."""

    place: Place | None
    keyring_available: bool
    hint: str = ""


class KeyStore:
    """Keys by name (see `providers.Endpoint.key_name`), of one profile."""

    def __init__(self, profile_root: Path) -> None:
        self._file = profile_root / "provider-keys.json"
        # Two profiles, or two data folders, of one user account keep their keys apart.
        self._profile = f"{profile_root.name} {hashlib.sha256(str(profile_root).encode()).hexdigest()[:8]}"
        self._session: dict[str, str] = {}
        self._cached: dict[str, tuple[str, Place]] = {}

    async def get(self, name: str) -> str | None:
        """Return the key, or None. Raises `AppError("ai.keyring_failed")` when the keyring does not open."""
        found = await self._find(name)
        return found[0] if found else None

    async def status(self, name: str) -> KeyStatus:
        """Say where the key is kept. A keyring that does not open counts as no key."""
        available = await asyncio.to_thread(_keyring_is_usable)
        try:
            found = await self._find(name)
        except AppError:
            found = None
        if found is None:
            return KeyStatus(None, available)
        return KeyStatus(found[1], available, found[0][-4:] if len(found[0]) > 12 else "")

    async def keep(self, name: str, key: str, place: Place = "keyring") -> None:
        """Keep a key in one place and remove it from the others.

        Raises `AppError("ai.no_keyring")` when there is none: the person then chooses `session` (until the
        program ends) or `file` (readable by their user account only). Without that choice nothing is kept.
        """
        if place == "keyring" and not await asyncio.to_thread(_keyring_is_usable):
            raise AppError("ai.no_keyring")
        await self.forget(name)
        if place == "keyring":
            await self._ask_keyring("set_password", name, key)
        elif place == "file":
            await asyncio.to_thread(self._write_file, {**self._read_file(), name: key})
        else:
            self._session[name] = key
        self._cached[name] = (key, place)

    async def forget(self, name: str) -> None:
        """Remove a key from everywhere."""
        self._cached.pop(name, None)
        self._session.pop(name, None)
        kept = self._read_file()
        if kept.pop(name, None) is not None:
            await asyncio.to_thread(self._write_file, kept)
        if (
            await asyncio.to_thread(_keyring_is_usable)
            and await self._ask_keyring("get_password", name) is not None
        ):
            await self._ask_keyring("delete_password", name)

    async def _find(self, name: str) -> tuple[str, Place] | None:
        if name in self._cached:
            return self._cached[name]
        found: tuple[str, Place] | None = None
        if name in self._session:
            found = self._session[name], "session"
        elif name in (kept := self._read_file()):
            found = kept[name], "file"
        elif await asyncio.to_thread(_keyring_is_usable):
            key = await self._ask_keyring("get_password", name)
            found = (key, "keyring") if key else None
        if found is not None:
            self._cached[name] = found
        return found

    async def _ask_keyring(self, call: str, name: str, *key: str) -> str | None:
        """Call the keyring in a thread: it may talk to another program, or wait for a password."""

        def ask() -> str | None:
            import keyring
            import keyring.errors

            try:
                return getattr(keyring, call)(SERVICE, f"{self._profile}: {name}", *key)
            except keyring.errors.KeyringError as cause:
                raise AppError("ai.keyring_failed", detail=type(cause).__name__) from cause

        try:
            async with asyncio.timeout(KEYRING_TIMEOUT_S):
                return await asyncio.to_thread(ask)
        except TimeoutError as cause:
            raise AppError("ai.keyring_failed", detail="timeout") from cause

    def _read_file(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write_file(self, keys: dict[str, str]) -> None:
        """Write whole or not at all; never readable by others, not even for a moment."""
        if not keys:
            self._file.unlink(missing_ok=True)
            return
        part = self._file.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as writing:
                writing.write(msgspec.json.encode(keys))
                writing.flush()
                os.fsync(writing.fileno())
            part.replace(self._file)
        except OSError as cause:
            raise disk_error(cause, self._file.parent) from cause


def _keyring_is_usable() -> bool:
    """Whether a real backend answers: an empty chain of backends and the null backend keep nothing."""
    import keyring
    import keyring.backends.chainer
    import keyring.backends.fail
    import keyring.backends.null

    backend = keyring.get_keyring()
    if isinstance(backend, keyring.backends.chainer.ChainerBackend):
        return bool(backend.backends)
    return not isinstance(backend, (keyring.backends.fail.Keyring, keyring.backends.null.Keyring))
