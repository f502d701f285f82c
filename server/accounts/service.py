"""What other slices and the routes use of accounts. Joins the parts; decides nothing itself."""

import uuid
from typing import Any, Literal

import msgspec

from server.accounts.hooks import Eraser, Exporter, ProfileChanged, SessionEnded
from server.config.declarations import ServerConfig
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.clock import Clock
from shared.tasks import TaskScope


class Standing(msgspec.Struct, frozen=True):
    """What an account is at a moment. `plan` is the one in force: free once it has run out."""

    user_id: uuid.UUID
    state: Literal["active", "suspended", "deleted"]
    name: str
    email: str
    email_verified: bool
    language: str
    tenant_id: uuid.UUID | None
    role: str
    plan: str


class AccountsService:
    """The accounts of one server. Make it with `open`."""

    @classmethod
    async def open(
        cls, database: Database, clock: Clock, config: ServerConfig, scope: TaskScope, *, version: str = ""
    ) -> "AccountsService":
        """Read or make the server's keys. `scope` owns the tasks that send mails."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let mails on their way finish, within limits, and stop the hashing threads."""

    async def principal(self, token: str) -> Principal:
        """Return who an access token speaks for.

        Raises AppError `accounts.token_invalid`, `accounts.token_expired` (refresh), `accounts.token_revoked`,
        `accounts.suspended`.
        """
        raise NotImplementedError

    async def standing(self, transaction: Transaction, user_id: uuid.UUID) -> Standing:
        """Return an account as it is in a transaction. Raises `AppError("accounts.user_not_found")`."""
        raise NotImplementedError

    person = standing

    def check_verified(self, person: Standing) -> None:
        """Raise `AppError("accounts.confirm_email")` when this server asks for verified addresses."""
        raise NotImplementedError

    def normal_email(self, text: str) -> str:
        """Return the one form of an e-mail that is stored. Raises `AppError("accounts.email_invalid")`."""
        raise NotImplementedError

    async def audit(
        self,
        transaction: Transaction,
        principal: Principal,
        action: str,
        subject: uuid.UUID | None = None,
        *,
        detail: dict[str, str] | None = None,
        address: str = "",
    ) -> None:
        """Write what somebody did into the audit log, inside the transaction that does it."""
        raise NotImplementedError

    def sign(self, kind: str, claims: dict[str, Any]) -> str:
        """Return an EdDSA JWT (`typ` = kind) that devices verify with `ServerInfo.public_key`; never an access token."""
        raise NotImplementedError

    async def send_group_invitation(
        self, email: str, language: str, *, group: str, inviter: str, url: str
    ) -> None:
        """Send a mail that asks somebody into a group; nothing happens on a server without mail."""
        raise NotImplementedError

    async def follow_profile(
        self, transaction: Transaction, user_id: uuid.UUID, name: str | None, language: str | None
    ) -> None:
        """Take over what a synced profile record says; words an account may not have are left out."""
        raise NotImplementedError

    def on_export(self, call: Exporter) -> None:
        """Have a slice asked for its part when somebody exports their data."""
        raise NotImplementedError

    def on_erase(self, call: Eraser) -> None:
        """Have a slice erase its part when an account is deleted."""
        raise NotImplementedError

    def on_session_ended(self, call: SessionEnded) -> None:
        """Have live connections of a person or a device closed."""
        raise NotImplementedError

    def on_profile_changed(self, call: ProfileChanged) -> None:
        """Have a changed name or language written into the profile record."""
        raise NotImplementedError

    async def create_super_admin(self, email: str, name: str, password: str) -> uuid.UUID:
        """Make an account, or an existing one, super admin with this password and a verified address."""
        raise NotImplementedError

    async def tidy(self) -> None:
        """Daily: make a new signing key when due, drop what has expired."""
        raise NotImplementedError
