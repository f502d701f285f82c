"""SQL of the tokens in mailed links: single use, hashed."""

import uuid

import msgspec
from sqlalchemy import and_, delete, insert, select, update

from server.accounts.tables import MAIL_TOKEN
from server.storage.transaction import Transaction


class MailToken(msgspec.Struct, frozen=True):
    """A link's token. `password_hash` was chosen by whoever asked for the link; it is in force once that is used."""

    token_hash: bytes
    user_id: uuid.UUID
    purpose: str
    email: str
    created_ms: int
    expires_ms: int
    password_hash: str | None = None


async def add(tx: Transaction, row: MailToken) -> None:
    """Keep a token."""
    await tx.connection.execute(insert(MAIL_TOKEN).values(msgspec.structs.asdict(row)))


async def find(tx: Transaction, token_hash: bytes, purpose: str) -> MailToken | None:
    """Return a token that has not run out, and keep others from using it at the same time."""
    here = and_(
        MAIL_TOKEN.c.token_hash == token_hash,
        MAIL_TOKEN.c.purpose == purpose,
        MAIL_TOKEN.c.expires_ms > tx.now_ms,
    )
    row = (await tx.connection.execute(select(MAIL_TOKEN).where(here).with_for_update())).mappings().first()
    return None if row is None else MailToken(**row)


async def drop(tx: Transaction, user_id: uuid.UUID, purpose: str | None = None) -> None:
    """Use up somebody's tokens, of one purpose or all."""
    here = MAIL_TOKEN.c.user_id == user_id
    if purpose is not None:
        here = and_(here, MAIL_TOKEN.c.purpose == purpose)
    await tx.connection.execute(delete(MAIL_TOKEN).where(here))


async def expire(tx: Transaction, user_id: uuid.UUID, purpose: str) -> None:
    """End somebody's links of a purpose; they still count among those that were sent."""
    here = and_(MAIL_TOKEN.c.user_id == user_id, MAIL_TOKEN.c.purpose == purpose)
    await tx.connection.execute(update(MAIL_TOKEN).where(here).values(expires_ms=tx.now_ms))


async def sent_since(tx: Transaction, user_id: uuid.UUID, purpose: str, since_ms: int) -> list[int]:
    """Return when tokens were made since a moment, the oldest first."""
    here = and_(
        MAIL_TOKEN.c.user_id == user_id, MAIL_TOKEN.c.purpose == purpose, MAIL_TOKEN.c.created_ms > since_ms
    )
    query = select(MAIL_TOKEN.c.created_ms).where(here).order_by(MAIL_TOKEN.c.created_ms)
    return [row.created_ms for row in await tx.connection.execute(query)]


async def drop_before(tx: Transaction, expired_ms: int) -> None:
    """Forget tokens that ran out before a moment."""
    await tx.connection.execute(delete(MAIL_TOKEN).where(MAIL_TOKEN.c.expires_ms < expired_ms))
