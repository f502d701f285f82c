"""Links in mails: made, limited in number, and looked up by the page they lead to."""

import secrets
import uuid

from server.accounts import mail_token_store
from server.accounts.account_store import AccountRow
from server.accounts.context import Context
from server.accounts.encoding import secret_hash
from server.accounts.mail_token_store import MailToken
from server.storage.transaction import Transaction
from shared.errors import AppError

VERIFY = "verify"
RESET = "reset"
EMAIL = "email"
PER_HOUR = 3
_HOUR_MS = 3_600_000
_TOKEN_BYTES = 32


async def send_link(
    context: Context,
    tx: Transaction,
    account: AccountRow,
    purpose: str,
    *,
    password_hash: str | None = None,
    email: str = "",
    silent: bool = False,
) -> None:
    """Mail a link to `email`, else the account's address, once the transaction is committed.

    With `silent` it only counts: nobody learns by the count that an address has an account.
    Raises `AppError("accounts.too_many_mails")` when a few went out within the hour.
    """
    wait_ms = await _wait_ms(tx, account.id, purpose)
    if wait_ms > 0:
        raise AppError("accounts.too_many_mails", seconds=max(1, wait_ms // 1000))
    section = context.config.accounts
    minutes = section.reset_minutes if purpose == RESET else section.verify_hours * 60
    token, to = secrets.token_urlsafe(_TOKEN_BYTES), email or account.email or ""
    row = MailToken(
        token_hash=secret_hash(token),
        user_id=account.id,
        purpose=purpose,
        email=to,
        created_ms=tx.now_ms,
        expires_ms=tx.now_ms + minutes * 60_000,
        password_hash=password_hash,
    )
    await mail_token_store.add(tx, row)
    if silent:
        return
    words = {"minutes": str(minutes), "hours": str(section.verify_hours)}
    url = context.link(purpose, token)
    tx.after_commit(lambda: context.mails.send(purpose, to, account.language, url=url, **words))


async def found(tx: Transaction, token: str, purpose: str) -> MailToken:
    """Return a link's token that is good now. Raises `AppError("accounts.link_invalid")`."""
    row = await mail_token_store.find(tx, secret_hash(token), purpose)
    if row is None:
        raise AppError("accounts.link_invalid")
    return row


async def may_send(tx: Transaction, user_id: uuid.UUID, purpose: str) -> bool:
    """Whether a link may be mailed now."""
    return await _wait_ms(tx, user_id, purpose) <= 0


async def _wait_ms(tx: Transaction, user_id: uuid.UUID, purpose: str) -> int:
    sent = await mail_token_store.sent_since(tx, user_id, purpose, tx.now_ms - _HOUR_MS)
    return sent[-PER_HOUR] + _HOUR_MS - tx.now_ms if len(sent) >= PER_HOUR else 0
