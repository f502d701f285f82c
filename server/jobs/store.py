"""The rows of periodic jobs: claiming a turn, keeping it, and how the last run went."""

import uuid

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select, update

from server.jobs.tables import JOB
from server.storage.transaction import Transaction

LEASE_MS = 60_000
"""How long a job is its owner's without another word; a killed owner's turn passes on after it."""
SKEW_MS = 300_000
"""How far the clocks of two servers may be apart; times further ahead are of a clock that was wrong."""


class JobStatus(msgspec.Struct, frozen=True):
    """How a job stands, for `doctor` and the metrics. `error` is a code or the name of an exception."""

    name: str
    running: bool
    due_ms: int
    started_ms: int | None
    ended_ms: int | None
    duration_ms: int | None
    succeeded_ms: int | None
    failures: int
    error: str | None


async def claim(transaction: Transaction, name: str, owner: uuid.UUID, every_ms: int) -> bool:
    """Take a job's turn if it is due and nobody's; tells whether it was."""
    now = transaction.now_ms
    await transaction.connection.execute(
        transaction.insert(JOB).values(name=name, until_ms=0, due_ms=now, failures=0).on_conflict_do_nothing()
    )
    taken = await transaction.connection.execute(
        update(JOB)
        .where(
            JOB.c.name == name,
            or_(JOB.c.due_ms <= now, JOB.c.due_ms > now + every_ms + SKEW_MS),
            or_(JOB.c.until_ms <= now, JOB.c.until_ms > now + LEASE_MS + SKEW_MS),
        )
        .values(owner=owner, until_ms=now + LEASE_MS, started_ms=now)
    )
    return taken.rowcount == 1


async def keep(transaction: Transaction, name: str, owner: uuid.UUID) -> bool:
    """Stay a job's owner for another while; False when the turn has passed on."""
    kept = await transaction.connection.execute(
        update(JOB).where(_mine(name, owner)).values(until_ms=transaction.now_ms + LEASE_MS)
    )
    return kept.rowcount == 1


async def finish(
    transaction: Transaction, name: str, owner: uuid.UUID, *, due_ms: int, duration_ms: int, error: str | None
) -> None:
    """Give the turn back and say how the run went. Nothing is written once the turn has passed on."""
    values = {
        "owner": None,
        "until_ms": 0,
        "due_ms": due_ms,
        "ended_ms": transaction.now_ms,
        "duration_ms": duration_ms,
        "error": error,
        "failures": JOB.c.failures + 1 if error else 0,
    }
    if error is None:
        values["succeeded_ms"] = transaction.now_ms
    await transaction.connection.execute(update(JOB).where(_mine(name, owner)).values(**values))


async def give_up(transaction: Transaction, name: str, owner: uuid.UUID) -> None:
    """Give the turn back unfinished, for another process to take at once."""
    await transaction.connection.execute(
        update(JOB).where(_mine(name, owner)).values(owner=None, until_ms=0, due_ms=transaction.now_ms)
    )


async def statuses(transaction: Transaction) -> list[JobStatus]:
    """Return how all jobs stand, by name."""
    columns = [JOB.c[name] for name in JobStatus.__struct_fields__ if name != "running"]
    found = await transaction.connection.execute(select(*columns, JOB.c.until_ms).order_by(JOB.c.name))
    return [
        JobStatus(
            running=row["until_ms"] > transaction.now_ms,
            **{column.name: row[column.name] for column in columns},
        )
        for row in found.mappings()
    ]


async def failures(transaction: Transaction, name: str) -> int:
    """Return how often a job has failed in a row."""
    return await transaction.connection.scalar(select(JOB.c.failures).where(JOB.c.name == name)) or 0


def _mine(name: str, owner: uuid.UUID) -> ColumnElement[bool]:
    return and_(JOB.c.name == name, JOB.c.owner == owner)
