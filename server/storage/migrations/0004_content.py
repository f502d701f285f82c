"""Revision 0004: content."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
