-- Transcripts, their corrections, and the jobs that make them.
-- Everything but `correction` is machine output or the state of this computer: never synced, named by content.

CREATE TABLE correction (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  transcript_key BLOB NOT NULL,
  segment_idx INTEGER NOT NULL,
  text TEXT,
  speaker TEXT
) STRICT;
CREATE INDEX correction_by_segment ON correction (transcript_key, segment_idx);

-- key = sha256(media_sha, model, options): the same sound read the same way is one transcript.
CREATE TABLE transcript (
  key BLOB PRIMARY KEY,
  media_sha BLOB NOT NULL,
  engine TEXT NOT NULL,
  model TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  notice TEXT NOT NULL DEFAULT '',
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX transcript_by_media ON transcript (media_sha);

-- A finished window, written in the transaction that writes its segments.
CREATE TABLE asr_window (
  transcript_key BLOB NOT NULL,
  idx INTEGER NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  speech_ms INTEGER NOT NULL,
  redone INTEGER NOT NULL,
  PRIMARY KEY (transcript_key, idx)
) STRICT;

CREATE TABLE segment (
  transcript_key BLOB NOT NULL,
  idx INTEGER NOT NULL,
  window_idx INTEGER NOT NULL,
  start_ms INTEGER,
  end_ms INTEGER,
  page INTEGER,
  speaker TEXT NOT NULL,
  text TEXT NOT NULL,
  words BLOB,
  PRIMARY KEY (transcript_key, idx)
) STRICT;

-- One job per item. `transcript_key` is what is shown, `target_key` what is being made; `waiting` is the error code
-- of what a pending job waits for; times are wall-clock milliseconds.
CREATE TABLE media_job (
  id BLOB PRIMARY KEY,
  item_id BLOB NOT NULL UNIQUE,
  media_sha BLOB NOT NULL,
  model TEXT NOT NULL DEFAULT '',
  transcript_key BLOB,
  target_key BLOB,
  state TEXT NOT NULL,
  stage TEXT NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  next_try_ms INTEGER NOT NULL DEFAULT 0,
  waiting TEXT NOT NULL DEFAULT '',
  error_code TEXT NOT NULL DEFAULT '',
  error_parameters TEXT NOT NULL DEFAULT '{}',
  error_detail TEXT NOT NULL DEFAULT '',
  progress REAL NOT NULL DEFAULT 0,
  preview BLOB,
  heartbeat_ms INTEGER NOT NULL DEFAULT 0,
  queued_ms INTEGER NOT NULL,
  finished_ms INTEGER
) STRICT;
CREATE INDEX media_job_by_state ON media_job (state, queued_ms);
CREATE INDEX media_job_by_media ON media_job (media_sha);

-- What each stage of a job cost, summed over its attempts.
CREATE TABLE job_stage (
  job_id BLOB NOT NULL,
  stage TEXT NOT NULL,
  runs INTEGER NOT NULL DEFAULT 0,
  wall_ms INTEGER NOT NULL DEFAULT 0,
  cpu_ms INTEGER NOT NULL DEFAULT 0,
  audio_ms INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job_id, stage)
) STRICT;

-- When an item was deleted on this computer: its files go after a while, not at once.
CREATE TABLE deleted_item (
  item_id BLOB PRIMARY KEY,
  deleted_ms INTEGER NOT NULL
) STRICT;

-- Files of watched folders that were looked at in this state.
CREATE TABLE watched_file (
  path TEXT PRIMARY KEY,
  folder TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX watched_file_by_folder ON watched_file (folder);
