-- Files between this computer and the server. Nothing here is synced: it is what this computer has and chose.

-- A file may be known by what another computer found out about it before its bytes are here.
ALTER TABLE media_file ADD COLUMN here INTEGER NOT NULL DEFAULT 1;

-- Which file a transcript was written to or read from here.
CREATE TABLE transcript_here (
  transcript_key BLOB PRIMARY KEY,
  file_sha BLOB NOT NULL
) STRICT;

-- What the person chose for the files of a collection on this computer; a setting says it for the others.
CREATE TABLE collection_files (
  collection_id BLOB PRIMARY KEY,
  choice TEXT NOT NULL
) STRICT;

-- Files that the server is known to have in a scope, and when it last said so.
CREATE TABLE content_sent (
  server TEXT NOT NULL,
  scope TEXT NOT NULL,
  sha BLOB NOT NULL,
  checked_ms INTEGER NOT NULL,
  PRIMARY KEY (server, scope, sha)
) STRICT, WITHOUT ROWID;

-- Files that a person asked for.
CREATE TABLE content_asked (
  sha BLOB PRIMARY KEY,
  asked_ms INTEGER NOT NULL
) STRICT;

-- What could not be sent or fetched, why, and when it is tried again.
CREATE TABLE content_trouble (
  direction TEXT NOT NULL,
  scope TEXT NOT NULL,
  sha BLOB NOT NULL,
  attempt INTEGER NOT NULL,
  next_try_ms INTEGER NOT NULL,
  code TEXT NOT NULL,
  parameters TEXT NOT NULL,
  PRIMARY KEY (direction, scope, sha)
) STRICT, WITHOUT ROWID;
