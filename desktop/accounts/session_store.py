"""What this computer remembers of its account: a small file, and secrets beside it. Knows no server."""

import uuid
from pathlib import Path

import msgspec

from desktop.runtime.remembered import RememberedFile
from desktop.runtime.secrets import Place, SecretStore
from shared.accounts.messages import Account, ServerInfo

_REFRESH = "session"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in here and where. Stays true with no connection; times are Unix milliseconds."""

    user_id: uuid.UUID
    device_id: uuid.UUID
    server_url: str
    server_name: str
    email: str
    email_verified: bool
    name: str
    role: str
    plan: str
    tenant_name: str = ""
    created_ms: int = 0


class Remembered(msgspec.Struct, frozen=True):
    """The file. `ended` is the code of what ended the session when it was not the person here."""

    account: SignedIn | None = None
    signed_in: bool = False
    ended: str = ""


def signed_in(url: str, device_id: uuid.UUID, account: Account, server: ServerInfo) -> SignedIn:
    """What is remembered of a sign-in."""
    return SignedIn(
        user_id=account.user_id,
        device_id=device_id,
        server_url=url,
        server_name=server.name,
        email=account.email,
        email_verified=account.email_verified,
        name=account.name,
        role=account.role,
        plan=account.plan,
        tenant_name=account.tenant_name,
        created_ms=account.created_ms,
    )


def updated(before: SignedIn, account: Account) -> SignedIn:
    """What is remembered after the server told the account anew."""
    return msgspec.structs.replace(
        before,
        email=account.email,
        email_verified=account.email_verified,
        name=account.name,
        role=account.role,
        plan=account.plan,
        tenant_name=account.tenant_name,
    )


class SessionStore(RememberedFile[Remembered]):
    """The account file of a profile and its secrets. Several processes may use it, one at a time (see `lock`)."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / "account.json", Remembered)
        self.lock_file = root / "account.lock"
        self._secrets = SecretStore(
            root,
            "account-secrets.json",
            no_keyring="accounts.no_keyring",
            keyring_failed="accounts.keyring_failed",
        )

    async def refresh_token(self) -> str | None:
        """The token of the session, as the last process left it. Raises `AppError("accounts.keyring_failed")`."""
        return await self._secrets.get(_REFRESH, again=True)

    async def keep_refresh_token(self, token: str) -> None:
        """Keep a token in the keyring, else in a file that only this user account reads."""
        await self._secrets.keep_safely(_REFRESH, token)

    async def forget_refresh_token(self) -> None:
        """End what this computer could do as the account."""
        await self._secrets.forget(_REFRESH)

    async def device_key(self, database_id: uuid.UUID) -> str | None:
        """The key made for this library file; None when the file came here from elsewhere, or never had one."""
        return await self._secrets.get(_key_name(database_id))

    async def keep_device_key(self, database_id: uuid.UUID, key: str) -> None:
        await self._secrets.keep_safely(_key_name(database_id), key)

    async def place(self, database_id: uuid.UUID) -> Place | None:
        """Where the device's key lies; None before the first sign-in."""
        found = await self._secrets.find(_key_name(database_id))
        return found[1] if found else None


def _key_name(database_id: uuid.UUID) -> str:
    return f"device key {database_id}"
