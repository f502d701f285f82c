-- What was given back to a server that had been set back, until its rows come: see `sync.journal_healing`.

-- The program makes the table at step 7 in a new library.
CREATE TABLE IF NOT EXISTS sync_given (
  kind TEXT NOT NULL, id BLOB NOT NULL, op BLOB NOT NULL, PRIMARY KEY (kind, id, op)
) WITHOUT ROWID;
