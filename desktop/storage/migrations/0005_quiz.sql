-- Quizzes and their questions, the games a teacher hosted with every answer, and what this profile's learner played.

CREATE TABLE quiz (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  -- JSON: shared.quiz.quiz.GameOptions last used to host it.
  options TEXT NOT NULL DEFAULT '{}',
  created_ms INTEGER NOT NULL
) STRICT;

-- Parts of shared.quiz.quiz.Question; JSON where the name says so.
CREATE TABLE question (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  quiz_id BLOB NOT NULL,
  -- Fractional rank: a question goes between two others without renumbering them.
  position TEXT NOT NULL,
  text TEXT NOT NULL,
  body_json TEXT NOT NULL,
  media_json TEXT,
  timing_json TEXT NOT NULL,
  explanation TEXT NOT NULL DEFAULT '',
  topic TEXT NOT NULL DEFAULT '',
  source_json TEXT
) STRICT;
CREATE INDEX question_by_quiz ON question (quiz_id, position);

-- One game that was hosted here. Ids of its players and answers are derived from the game's, so that fetching a
-- result twice changes nothing.
CREATE TABLE game (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  quiz_id BLOB,
  title TEXT NOT NULL,
  pace TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  -- JSON: the quiz as it was dealt, and the options it was played with.
  quiz_json TEXT NOT NULL,
  options_json TEXT NOT NULL,
  -- JSON: question numbers that were asked and whose points were taken back; words hidden from a cloud.
  state_json TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX game_by_time ON game (started_ms);

CREATE TABLE game_player (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  game_id BLOB NOT NULL,
  player TEXT NOT NULL,
  name TEXT NOT NULL,
  team TEXT NOT NULL DEFAULT '',
  total INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  -- 'in', 'kicked' or 'banned'.
  state TEXT NOT NULL DEFAULT 'in',
  -- JSON: device, time factor, how often away or too fast, when joined and handed in.
  facts_json TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX game_player_by_game ON game_player (game_id);

CREATE TABLE game_answer (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  game_id BLOB NOT NULL,
  player TEXT NOT NULL,
  question INTEGER NOT NULL,
  answer_json TEXT NOT NULL,
  -- The answer in words, as a report shows it.
  text TEXT NOT NULL,
  fraction REAL NOT NULL,
  points INTEGER NOT NULL,
  -- Time that counted, and how far it was from what the device said.
  elapsed_ms INTEGER NOT NULL,
  clamped_ms INTEGER NOT NULL DEFAULT 0,
  late INTEGER NOT NULL DEFAULT 0,
  sure INTEGER NOT NULL DEFAULT 0,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX game_answer_by_game ON game_answer (game_id, question);

-- One game that the learner of this profile played, wherever it was hosted. `questions_json` is a list with what
-- was shown, the own answer and the solution of each, enough to make cards of the wrong ones.
CREATE TABLE attempt (
  id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL, extra BLOB,
  deleted INTEGER NOT NULL DEFAULT 0,
  game TEXT NOT NULL,
  title TEXT NOT NULL,
  host TEXT NOT NULL,
  pace TEXT NOT NULL,
  name TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  total INTEGER NOT NULL DEFAULT 0,
  rank INTEGER NOT NULL DEFAULT 0,
  players INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  questions_json TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX attempt_by_time ON attempt (started_ms);

-- Seats this device holds in games elsewhere, with what it still has to deliver. Not synced: a token is a secret
-- of this device.
CREATE TABLE seat (
  game TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  title TEXT NOT NULL,
  pin TEXT NOT NULL,
  token TEXT NOT NULL,
  name TEXT NOT NULL,
  joined_ms INTEGER NOT NULL,
  used_ms INTEGER NOT NULL,
  -- JSON: an assignment's questions, and answers that no host has acknowledged yet.
  assignment_json TEXT,
  unsent_json TEXT NOT NULL DEFAULT '[]'
) STRICT;
