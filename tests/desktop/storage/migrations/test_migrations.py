"""The shipped migrations: numbered without a gap, plain SQL."""

from desktop.storage.migrations import all_migrations
from desktop.storage.schema import statements


def test_shipped_migrations_have_no_gap():
    assert [step.number for step in all_migrations()] == list(range(1, len(all_migrations()) + 1))


def test_each_has_a_name_and_statements():
    for step in all_migrations():
        assert step.name
        assert list(statements(step.sql))


def test_none_controls_its_own_transaction():
    words = {part.split()[0].upper() for step in all_migrations() for part in statements(step.sql)}
    assert not words & {"BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "VACUUM"}
