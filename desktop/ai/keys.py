"""A person's own provider keys: what Settings shows of them. Where they lie is runtime.secrets' affair."""

from pathlib import Path

import msgspec

from desktop.runtime.secrets import Place, SecretStore, keyring_is_usable
from shared.errors import AppError


class KeyStatus(msgspec.Struct, frozen=True):
    """Where a key is, if anywhere; whether this computer offers a keyring. `hint`: the key's last four."""

    place: Place | None
    keyring_available: bool
    hint: str = ""


class KeyStore(SecretStore):
    """Keys by name (see `providers.Endpoint.key_name`), of one profile.

    `keep` raises `AppError("ai.no_keyring")` when there is none: the person then chooses `session` (until the
    program ends) or `file`. Whatever asks the keyring raises `AppError("ai.keyring_failed")` when it stays shut.
    """

    def __init__(self, profile_root: Path) -> None:
        super().__init__(
            profile_root,
            "provider-keys.json",
            no_keyring="ai.no_keyring",
            keyring_failed="ai.keyring_failed",
        )

    async def status(self, name: str) -> KeyStatus:
        """Say where the key is kept. A keyring that does not open counts as no key."""
        available = await keyring_is_usable()
        try:
            found = await self.find(name)
        except AppError:
            found = None
        if found is None:
            return KeyStatus(None, available)
        return KeyStatus(found[1], available, found[0][-4:] if len(found[0]) > 12 else "")
