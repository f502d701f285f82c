-- The profile's devices, settings, collections, items and files.
-- Synced tables carry: id, scope, hlc (latest hybrid clock of the row), tags (msgpack: field -> [hlc, device, operation],
-- "*" for the fields not named), extra (fields of newer versions), deleted (a register like any other).

CREATE TABLE device (
  no INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  operation INTEGER NOT NULL DEFAULT 0,
  hlc INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE setting (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  key TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE collection (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  collection_id BLOB NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  media_sha BLOB NOT NULL,
  file_name TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX item_by_collection ON item (collection_id);
CREATE INDEX item_by_media ON item (media_sha);

CREATE TABLE tag (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  item_id BLOB NOT NULL,
  label TEXT NOT NULL
) STRICT;
CREATE INDEX tag_by_item ON tag (item_id);

CREATE TABLE view (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  item_id BLOB NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX view_by_item ON view (item_id, at_ms);

-- What a program found out about a file. Derived from the content, never synced.
CREATE TABLE media_file (
  sha BLOB PRIMARY KEY,
  suffix TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  kind TEXT NOT NULL,
  duration_ms INTEGER,
  page_count INTEGER,
  width INTEGER,
  height INTEGER,
  has_video INTEGER NOT NULL DEFAULT 0,
  has_audio INTEGER NOT NULL DEFAULT 0,
  probe TEXT NOT NULL DEFAULT '{}',
  thumbnail INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL
) STRICT;
