"""Numbered schema changes, one SQL file each, applied in order and never edited once released."""

from collections.abc import Callable, Mapping
from importlib import resources
from types import MappingProxyType

import msgspec

from desktop.storage.driver import sqlite3
from desktop.storage.migrations.sync_start import start_sync

DataStep = Callable[["sqlite3.Connection"], None]
"""What SQL alone can not do; it runs after the step's SQL, in the same transaction."""

DATA_STEPS: Mapping[int, DataStep] = MappingProxyType({7: start_sync})


class Migration(msgspec.Struct, frozen=True):
    """One numbered step: `number` becomes the database's user_version. `data` comes after the SQL."""

    number: int
    name: str
    sql: str
    data: DataStep | None = None


def all_migrations() -> tuple[Migration, ...]:
    """Return the shipped migrations in order; their numbers are 1, 2, 3 ... without a gap."""
    found: list[Migration] = []
    for entry in resources.files(__name__).iterdir():
        if entry.name.endswith(".sql"):
            number, _, name = entry.name.removesuffix(".sql").partition("_")
            step = DATA_STEPS.get(int(number))
            found.append(Migration(int(number), name, entry.read_text(encoding="utf-8"), step))
    return tuple(sorted(found, key=lambda migration: migration.number))
