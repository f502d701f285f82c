"""Revision 0003: what the sync engine's authority keeps (`sync.sqlite_store.SCHEMA` in SQLite, the same in PostgreSQL).

Kinds are bytes in PostgreSQL: they come from any client, and its text refuses the zero character.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_SQLITE = """
CREATE TABLE sync_authority (no INTEGER PRIMARY KEY, epoch INTEGER NOT NULL);
CREATE TABLE sync_scope_head (
  no INTEGER PRIMARY KEY, scope TEXT NOT NULL UNIQUE, head INTEGER NOT NULL DEFAULT 0,
  horizon INTEGER NOT NULL DEFAULT 0, digest BLOB NOT NULL DEFAULT x'00'
);
CREATE TABLE sync_kind (no INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE);
CREATE TABLE sync_record (
  id BLOB NOT NULL, kind INTEGER NOT NULL, scope INTEGER NOT NULL, seq INTEGER NOT NULL, flags INTEGER NOT NULL,
  edited INTEGER NOT NULL, stamps BLOB NOT NULL, fields BLOB NOT NULL, PRIMARY KEY (id, kind)
) WITHOUT ROWID;
CREATE UNIQUE INDEX sync_record_feed ON sync_record (scope, seq);
CREATE INDEX sync_record_conflict ON sync_record (kind) WHERE kind = 1;
CREATE TABLE sync_departure (
  scope INTEGER NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, seq INTEGER NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (scope, id, kind)
) WITHOUT ROWID;
CREATE TABLE sync_digest (
  scope INTEGER NOT NULL, bucket INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (scope, bucket)
) WITHOUT ROWID;
CREATE TABLE sync_receipt (
  device BLOB NOT NULL, number INTEGER NOT NULL, digest BLOB NOT NULL, receipt BLOB NOT NULL,
  PRIMARY KEY (device, number)
) WITHOUT ROWID;
INSERT INTO sync_authority VALUES (1, 0);
INSERT INTO sync_kind VALUES (1, 'conflict');
"""
_POSTGRESQL = """
CREATE TABLE sync_authority (no integer PRIMARY KEY, epoch bigint NOT NULL);
CREATE TABLE sync_scope_head (
  no integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, scope text COLLATE "C" NOT NULL UNIQUE,
  head bigint NOT NULL DEFAULT 0, horizon bigint NOT NULL DEFAULT 0, digest bytea NOT NULL DEFAULT '\\x00'
);
CREATE TABLE sync_kind (no integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, kind bytea NOT NULL UNIQUE);
CREATE TABLE sync_record (
  id bytea NOT NULL, kind integer NOT NULL, scope integer NOT NULL, seq bigint NOT NULL, flags integer NOT NULL,
  edited bigint NOT NULL, stamps bytea NOT NULL, fields bytea NOT NULL, PRIMARY KEY (id, kind)
);
CREATE UNIQUE INDEX sync_record_feed ON sync_record (scope, seq);
CREATE INDEX sync_record_conflict ON sync_record (kind) WHERE kind = 1;
CREATE TABLE sync_departure (
  scope integer NOT NULL, id bytea NOT NULL, kind integer NOT NULL, seq bigint NOT NULL, target text NOT NULL,
  PRIMARY KEY (scope, id, kind)
);
CREATE TABLE sync_digest (
  scope integer NOT NULL, bucket integer NOT NULL, digest bytea NOT NULL, PRIMARY KEY (scope, bucket)
);
CREATE TABLE sync_receipt (
  device bytea NOT NULL, number bigint NOT NULL, digest bytea NOT NULL, receipt bytea NOT NULL,
  PRIMARY KEY (device, number)
);
INSERT INTO sync_authority VALUES (1, 0);
INSERT INTO sync_kind (kind) VALUES ('conflict');
"""


def upgrade() -> None:
    """Make the tables."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (_SQLITE if sqlite else _POSTGRESQL).split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
