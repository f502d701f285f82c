"""SQL of signing in with accounts elsewhere. Every function runs in the caller's transaction; decides nothing."""

import uuid

import msgspec
from sqlalchemy import delete, insert, select, update

from server.accounts.foreign_tables import BEGUN, PROOF, WAY
from server.storage.transaction import Transaction


class WayRow(msgspec.Struct, frozen=True):
    """An account elsewhere that signs in here; see `foreign_tables.WAY`."""

    id: uuid.UUID
    user_id: uuid.UUID
    provider: str
    kind: str
    issuer: str
    subject: str
    email: str
    linked_ms: int
    used_ms: int


class BegunRow(msgspec.Struct, frozen=True):
    """A sign-in that is in somebody's browser."""

    state_hash: bytes
    provider: str
    purpose: str
    user_id: uuid.UUID | None
    nonce: str
    challenge: str
    redirect_uri: str
    expires_ms: int


class ProofRow(msgspec.Struct, frozen=True):
    """Who somebody has shown to be, for whoever holds the ticket."""

    ticket_hash: bytes
    provider: str
    kind: str
    purpose: str
    user_id: uuid.UUID | None
    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    expires_ms: int


async def add_begun(tx: Transaction, row: BegunRow) -> None:
    """Keep what was begun, and drop what has run out."""
    await tidy(tx)
    await tx.connection.execute(insert(BEGUN).values(msgspec.structs.asdict(row)))


async def begun(tx: Transaction, state_hash: bytes) -> BegunRow | None:
    """Return what was begun and has not run out, and keep others from using it at the same time."""
    query = select(BEGUN).where(BEGUN.c.state_hash == state_hash, BEGUN.c.expires_ms > tx.now_ms)
    row = (await tx.connection.execute(query.with_for_update())).mappings().first()
    return None if row is None else BegunRow(**row)


async def drop_begun(tx: Transaction, state_hash: bytes) -> None:
    """Use up what was begun."""
    await tx.connection.execute(delete(BEGUN).where(BEGUN.c.state_hash == state_hash))


async def add_proof(tx: Transaction, row: ProofRow) -> None:
    """Keep a proof."""
    await tx.connection.execute(insert(PROOF).values(msgspec.structs.asdict(row)))


async def proof(tx: Transaction, ticket_hash: bytes) -> ProofRow | None:
    """Return a proof that has not run out, and keep others from using it at the same time."""
    query = select(PROOF).where(PROOF.c.ticket_hash == ticket_hash, PROOF.c.expires_ms > tx.now_ms)
    row = (await tx.connection.execute(query.with_for_update())).mappings().first()
    return None if row is None else ProofRow(**row)


async def drop_proof(tx: Transaction, ticket_hash: bytes) -> None:
    """Use up a proof."""
    await tx.connection.execute(delete(PROOF).where(PROOF.c.ticket_hash == ticket_hash))


async def tidy(tx: Transaction) -> None:
    """Forget what has run out."""
    await tx.connection.execute(delete(BEGUN).where(BEGUN.c.expires_ms <= tx.now_ms))
    await tx.connection.execute(delete(PROOF).where(PROOF.c.expires_ms <= tx.now_ms))


async def by_subject(tx: Transaction, issuer: str, subject: str) -> WayRow | None:
    """Return who somebody elsewhere is here."""
    query = select(WAY).where(WAY.c.issuer == issuer, WAY.c.subject == subject)
    row = (await tx.connection.execute(query)).mappings().first()
    return None if row is None else WayRow(**row)


async def of_person(tx: Transaction, user_id: uuid.UUID) -> list[WayRow]:
    """Return somebody's ways to sign in, the oldest first."""
    query = select(WAY).where(WAY.c.user_id == user_id).order_by(WAY.c.linked_ms, WAY.c.id)
    return [WayRow(**row) for row in (await tx.connection.execute(query)).mappings()]


async def of_kind(tx: Transaction, kind: str, subject: str) -> uuid.UUID | None:
    """Return whom a subject of a kind of provider is linked to."""
    query = select(WAY.c.user_id).where(WAY.c.kind == kind, WAY.c.subject == subject).order_by(WAY.c.id)
    return (await tx.connection.execute(query)).scalars().first()


async def add_way(tx: Transaction, row: WayRow) -> bool:
    """Link. False: that account elsewhere is somebody's already."""
    statement = tx.insert(WAY).values(msgspec.structs.asdict(row)).on_conflict_do_nothing()
    return (await tx.connection.execute(statement)).rowcount == 1


async def use_way(tx: Transaction, way_id: uuid.UUID, email: str) -> None:
    """Note that somebody came this way now, and what the provider says their e-mail is."""
    await tx.connection.execute(update(WAY).where(WAY.c.id == way_id).values(used_ms=tx.now_ms, email=email))


async def drop_way(tx: Transaction, user_id: uuid.UUID, way_id: uuid.UUID) -> None:
    """Unlink."""
    await tx.connection.execute(delete(WAY).where(WAY.c.id == way_id, WAY.c.user_id == user_id))


async def erase(tx: Transaction, user_id: uuid.UUID) -> None:
    """Drop everything of a person."""
    for table in (WAY, BEGUN, PROOF):
        await tx.connection.execute(delete(table).where(table.c.user_id == user_id))
