"""What every part of the accounts works with. Built in `service`; decides nothing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from server.accounts import account_store
from server.accounts.account_store import AccountRow
from server.accounts.attempts import Attempts
from server.accounts.hooks import Hooks
from server.accounts.key_ring import KeyRing
from server.accounts.mail_post import MailPost
from server.accounts.passwords import Passwords
from server.config.declarations import ServerConfig
from server.config.listening import own_url
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.accounts.messages import ServerInfo, SignInProvider
from shared.clock import Clock
from shared.errors import AppError
from shared.plans import Plan, plan_named

DAY_MS = 24 * 60 * 60 * 1000


@dataclass
class Context:
    """The database, the keys, the mails and the configuration of one server."""

    database: Database
    clock: Clock
    config: ServerConfig
    keys: KeyRing
    passwords: Passwords
    mails: MailPost
    attempts: Attempts
    hooks: Hooks
    version: str
    plan: Callable[[str], Plan] = plan_named
    providers: tuple[SignInProvider, ...] = ()

    @property
    def must_verify(self) -> bool:
        """Whether an e-mail must be confirmed before its owner signs in. Without mails nobody could."""
        return self.config.accounts.verify_email and self.mails.enabled

    def link(self, page: str, token: str) -> str:
        """Return the address of one of the account pages."""
        server = self.config.server
        base = server.public_url.rstrip("/") or own_url(
            server.host, server.port, tls=bool(server.tls_certificate)
        )
        return f"{base}/account/{page}?token={token}"

    def server_info(self) -> ServerInfo:
        """Return what devices are told of this server."""
        return ServerInfo(
            server_id=self.keys.server_id,
            name=self.config.server.name,
            public_key=self.keys.public_key,
            version=self.version,
            sign_up=self.config.accounts.sign_up,
            mail=self.mails.enabled,
            providers=self.providers,
        )

    async def account(self, tx: Transaction, user_id: uuid.UUID, *, lock: bool = False) -> AccountRow:
        """Return an account that was not deleted. Raises `AppError("accounts.user_not_found")`."""
        row = await account_store.by_id(tx, user_id, lock=lock)
        if row is None or row.deleted_ms is not None:
            raise AppError("accounts.user_not_found")
        return row
