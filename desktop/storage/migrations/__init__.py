"""Numbered schema changes, one SQL file each, applied in order and never edited once released."""

from importlib import resources

import msgspec


class Migration(msgspec.Struct, frozen=True):
    """One numbered step: `number` becomes the database's user_version."""

    number: int
    name: str
    sql: str


def all_migrations() -> tuple[Migration, ...]:
    """Return the shipped migrations in order; their numbers are 1, 2, 3 ... without a gap."""
    found: list[Migration] = []
    for entry in resources.files(__name__).iterdir():
        if entry.name.endswith(".sql"):
            number, _, name = entry.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, entry.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))
