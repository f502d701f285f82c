"""What a signed-in person does with their account on the server: name, e-mail, password, devices, data.

Knows neither tokens nor the library.
"""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from desktop.accounts.session_store import SignedIn
from shared.accounts.messages import (
    Account,
    AccountChange,
    Device,
    DeviceChange,
    Devices,
    EmailChange,
    EmailChanged,
    PasswordChange,
)
from shared.content.messages import ContentUsage

T = TypeVar("T")
Progress = Callable[[int, int | None], None]


class Line(Protocol):
    """Requests as the account; `path` is what follows `/api/v1/`."""

    async def call(self, method: str, path: str, *, body: msgspec.Struct | None = None, answer: type[T]) -> T:
        """Send a struct and read another. Raises AppError."""
        ...

    async def save(self, path: str, target: Path, on_progress: Progress | None = None) -> int:
        """Stream an answer into a new file; returns its size in bytes. Raises AppError."""
        ...


class OwnAccount:
    """Every method raises AppError: what the server says, what connections raise, `accounts.signed_out`.

    `take` remembers the account as the server tells it.
    """

    def __init__(self, line: Line, take: Callable[[Account], Awaitable[SignedIn]]) -> None:
        self._line, self._take = line, take

    async def refresh(self) -> SignedIn:
        """Read name, plan and e-mail state from the server."""
        return await self._take(await self._line.call("GET", "accounts/me", answer=Account))

    async def rename(self, name: str) -> SignedIn:
        """Change the person's name."""
        body = AccountChange(name=name)
        return await self._take(await self._line.call("PATCH", "accounts/me", body=body, answer=Account))

    async def change_password(self, old: str, new: str) -> None:
        """Change the password; every other device is signed out."""
        await self._line.call("POST", "accounts/password", body=PasswordChange(old, new), answer=type(None))

    async def change_email(self, email: str, password: str) -> bool:
        """Move the account to another e-mail. True when a mail with a link went there, which makes the change."""
        body = EmailChange(email, password)
        changed = await self._line.call("POST", "accounts/email", body=body, answer=EmailChanged)
        await self._take(changed.account)
        return changed.asked

    async def resend_verification(self) -> None:
        """Have the mail that verifies the e-mail sent again."""
        await self._line.call("POST", "accounts/verify-email/resend", answer=type(None))

    async def devices(self) -> list[Device]:
        """Return the account's devices, the one seen last first."""
        return list((await self._line.call("GET", "accounts/devices", answer=Devices)).devices)

    async def rename_device(self, device_id: uuid.UUID, name: str) -> None:
        """Give a device another name."""
        path = f"accounts/devices/{device_id}"
        await self._line.call("PATCH", path, body=DeviceChange(name), answer=type(None))

    async def revoke_device(self, device_id: uuid.UUID) -> None:
        """Sign a device out; what is on it stays there."""
        await self._line.call("DELETE", f"accounts/devices/{device_id}", answer=type(None))

    async def stored_bytes(self) -> int:
        """How much the person's files take on the server: about the size of an export."""
        return (await self._line.call("GET", "content/usage", answer=ContentUsage)).storage_bytes

    async def export_to(self, target: Path, on_progress: Progress | None = None) -> int:
        """Stream everything the server has of the person, files too, into a zip file; returns its size in bytes."""
        return await self._line.save("accounts/export", target, on_progress)
