-- What edits that are not handed in yet replaced, and whose devices the numbers in stamps are. Neither is synced.

-- Shown as "before" when the edit turns out to be one of two; kept while the row has unsent edits.
CREATE TABLE sync_base (
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  field TEXT NOT NULL,
  clock INTEGER NOT NULL,
  author INTEGER NOT NULL,
  operation INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (kind, id, field, author, operation)
) STRICT, WITHOUT ROWID;

-- As the server last told; a device that was removed since stays known here. `device` is a name of the person's own.
CREATE TABLE sync_author (
  author INTEGER PRIMARY KEY,
  user_id BLOB NOT NULL,
  device TEXT NOT NULL DEFAULT ''
) STRICT;
