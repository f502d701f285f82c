"""Revision 0001: accounts."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing yet."""
