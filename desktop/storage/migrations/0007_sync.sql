-- Sync: who the profile belongs to, what it may see, and tables of kinds that come from elsewhere. The journal's own
-- tables, ids and stamps are made by sync_start.py in the same transaction.

-- database_id: of this file, whoever copies it. user_id: invented here until an account gives its own. known: what the program that wrote last knew, so that rows of kinds it did not know find their tables later.
CREATE TABLE sync_profile (
  no INTEGER PRIMARY KEY CHECK (no = 1),
  database_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  adopted INTEGER NOT NULL DEFAULT 0,
  paused INTEGER NOT NULL DEFAULT 0,
  asked_ms INTEGER NOT NULL DEFAULT 0,
  tried_ms INTEGER NOT NULL DEFAULT 0,
  last_sync_ms INTEGER,
  checked_ms INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  grant_document TEXT NOT NULL DEFAULT '',
  known TEXT NOT NULL DEFAULT ''
) STRICT;

-- What the last signed grant allows in scopes that are shared; after `until_ms` they may only be read.
CREATE TABLE sync_grant (
  scope TEXT PRIMARY KEY,
  access INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A correction belongs to an item: two items with the same sound share a transcript, not what people changed in it.
ALTER TABLE correction RENAME TO correction_before;
DROP INDEX correction_by_segment;
CREATE TABLE correction (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  item_id BLOB NOT NULL,
  transcript_key BLOB NOT NULL,
  segment_idx INTEGER NOT NULL,
  text TEXT,
  speaker TEXT
) STRICT;
CREATE INDEX correction_by_segment ON correction (transcript_key, item_id, segment_idx);
CREATE INDEX correction_by_item ON correction (item_id);

-- The record of token use becomes an event that all devices of a person add up.
ALTER TABLE ai_usage RENAME TO ai_usage_before;
DROP INDEX ai_usage_by_time;
CREATE TABLE ai_usage (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  at_ms INTEGER NOT NULL,
  operation TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  cost_nano_usd INTEGER,
  estimated INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX ai_usage_by_time ON ai_usage (at_ms);

-- Finished transcripts that can be fetched as a file instead of being made again.
CREATE TABLE transcript_file (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  media_sha BLOB NOT NULL,
  transcript_key BLOB NOT NULL,
  engine TEXT NOT NULL,
  model TEXT NOT NULL,
  language TEXT NOT NULL,
  file_sha BLOB NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX transcript_file_by_media ON transcript_file (media_sha);
CREATE INDEX transcript_file_by_key ON transcript_file (transcript_key);

-- The person's own profile, and groups with their members: the latter are written by the server only.
CREATE TABLE profile (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE study_group (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE membership (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  group_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  joined_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX membership_by_group ON membership (group_id);
