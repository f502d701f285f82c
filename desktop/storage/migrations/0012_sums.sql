-- What digests change by when a frozen batch is taken as it is, kept beside it: see `sync.packing`.

-- The program makes the table at step 7 in a new library.
CREATE TABLE IF NOT EXISTS sync_sending (number, body);
CREATE TABLE sync_sending_kept (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
INSERT INTO sync_sending_kept SELECT number, body FROM sync_sending;
DROP TABLE sync_sending;
CREATE TABLE sync_sending (number INTEGER PRIMARY KEY, body BLOB NOT NULL, sums BLOB);
INSERT INTO sync_sending (number, body) SELECT number, body FROM sync_sending_kept;
DROP TABLE sync_sending_kept;

-- The digests of a scope are one value. They are counted anew when the server asks, or in an idle moment.
DROP TABLE IF EXISTS sync_bucket;
CREATE TABLE sync_bucket (scope TEXT PRIMARY KEY, digests BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_scope (scope, counted);
UPDATE sync_scope SET counted = 0;
