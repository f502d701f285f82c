-- Where a row was at home before an unsent edit is noted beside the edit: one statement of a trigger less.

-- The program made the table at step 7.
CREATE TABLE IF NOT EXISTS sync_outbox (batch, kind, id, base, knew, seen);
CREATE TABLE sync_outbox_kept (
  batch INTEGER NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL, base BLOB, knew INTEGER NOT NULL, seen BLOB
);
INSERT INTO sync_outbox_kept SELECT batch, kind, id, base, knew, seen FROM sync_outbox;
DROP TABLE sync_outbox;
CREATE TABLE sync_outbox (
  batch INTEGER NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL, base BLOB, knew INTEGER NOT NULL DEFAULT 0,
  seen BLOB, home TEXT, PRIMARY KEY (batch, kind, id)
) WITHOUT ROWID;
INSERT INTO sync_outbox (batch, kind, id, base, knew, seen)
SELECT batch, kind, id, base, knew, seen FROM sync_outbox_kept;
DROP TABLE sync_outbox_kept;
