-- Chats and their messages, which a person makes; the record of token use and the kept answers, which programs make.

CREATE TABLE chat (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  -- Who gave the title: 'question', 'engine' or 'person'; a person's is never replaced.
  titled_by TEXT NOT NULL,
  -- What the chat asks about: JSON {"kind": "everything" | "collection" | "item", "id": uuid | null}.
  material TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE message (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  chat_id BLOB NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  -- Answers only. state: 'unfinished' until it ends as 'done', 'cancelled' or 'failed'.
  state TEXT NOT NULL DEFAULT 'done',
  mode TEXT,
  engine TEXT,
  -- JSON: citations, sentences whose citation did not hold, why it fell back or failed, follow-up questions.
  citations TEXT NOT NULL DEFAULT '[]',
  doubts TEXT NOT NULL DEFAULT '[]',
  problem TEXT,
  follow_ups TEXT NOT NULL DEFAULT '[]',
  rating INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX message_by_chat ON message (chat_id, position);

CREATE TABLE ai_usage (
  id BLOB PRIMARY KEY,
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

-- Answers to questions asked before. The key is everything that decided the answer, the passages' text included.
CREATE TABLE kept_answer (
  key BLOB PRIMARY KEY,
  answer TEXT NOT NULL,
  used_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_answer_by_use ON kept_answer (used_ms);
