"""Tables of groups, their members and open invitations. Declarations only."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from server.storage.tables import METADATA, Id

STUDY_GROUP = Table(
    "study_group",
    METADATA,
    Column("group_id", Id, primary_key=True),
    Column("tenant_id", Id, nullable=True),
    Column("name", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

GROUP_MEMBER = Table(
    "group_member",
    METADATA,
    Column("group_id", Id, ForeignKey("study_group.group_id"), primary_key=True),
    Column("user_id", Id, primary_key=True, index=True),
    Column("name", String(400), nullable=False),
    Column("role", String(16), nullable=False),
    Column("joined_ms", BigInteger, nullable=False),
)

GROUP_INVITATION = Table(
    "group_invitation",
    METADATA,
    Column("invitation_id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("study_group.group_id"), nullable=False, index=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
    Column("email", String(320), nullable=False),
    Column("created_by", Id, nullable=False, index=True),
    Column("created_ms", BigInteger, nullable=False),
)

GROUP_REMOVED = Table(
    "group_removed",
    METADATA,
    Column("group_id", Id, ForeignKey("study_group.group_id"), primary_key=True),
    Column("user_id", Id, primary_key=True, index=True),
    Column("removed_ms", BigInteger, nullable=False),
)
"""Who was removed by somebody else, and when last: links made before do not let them in again."""

GROUP_GONE = Table(
    "group_gone",
    METADATA,
    Column("group_id", Id, primary_key=True),
    Column("gone_ms", BigInteger, nullable=False),
)
"""Groups that were deleted: their ids come never again."""
