-- What search derives from transcripts. Everything here is machine output: never synced, rebuilt when lost.

-- What an item was cut from: `source` fingerprints its text, the chunker's version and the tokenizer that counted.
CREATE TABLE search_item (
  item_id BLOB PRIMARY KEY,
  source BLOB NOT NULL,
  tokenizer TEXT NOT NULL,
  heading TEXT NOT NULL,
  collection_id BLOB NOT NULL
) STRICT;

CREATE TABLE section (
  item_id BLOB NOT NULL,
  idx INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  heading TEXT NOT NULL,
  start_ms INTEGER,
  end_ms INTEGER,
  page INTEGER,
  words INTEGER NOT NULL,
  PRIMARY KEY (item_id, idx)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: the number of a passage that is gone is never given to another one.
-- `place` holds the item and its collection as index terms: searching inside one is then an AND, not a scan.
-- `spans` is msgpack: per sentence [first character, last character, start_ms, end_ms, page, word offsets].
CREATE TABLE passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  item_id BLOB NOT NULL,
  collection_id BLOB NOT NULL,
  idx INTEGER NOT NULL,
  section INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  start_ms INTEGER,
  end_ms INTEGER,
  page INTEGER,
  words INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  text_sha BLOB NOT NULL,
  heading TEXT NOT NULL,
  place TEXT NOT NULL,
  text TEXT NOT NULL,
  spans BLOB NOT NULL
) STRICT;
CREATE INDEX passage_by_item ON passage (item_id, idx);
CREATE INDEX passage_by_collection ON passage (collection_id);
CREATE INDEX passage_by_text ON passage (text_sha);

CREATE VIRTUAL TABLE passage_fts USING fts5 (
  heading, place, text,
  content = 'passage', content_rowid = 'id',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO passage_fts (passage_fts, rank) VALUES ('rank', 'bm25(1.0, 0.0, 1.0)');

CREATE TRIGGER passage_indexed AFTER INSERT ON passage BEGIN
  INSERT INTO passage_fts (rowid, heading, place, text) VALUES (new.id, new.heading, new.place, new.text);
END;
CREATE TRIGGER passage_unindexed AFTER DELETE ON passage BEGIN
  INSERT INTO passage_fts (passage_fts, rowid, heading, place, text)
  VALUES ('delete', old.id, old.heading, old.place, old.text);
END;
CREATE TRIGGER passage_reindexed AFTER UPDATE OF heading, place, text ON passage BEGIN
  INSERT INTO passage_fts (passage_fts, rowid, heading, place, text)
  VALUES ('delete', old.id, old.heading, old.place, old.text);
  INSERT INTO passage_fts (rowid, heading, place, text) VALUES (new.id, new.heading, new.place, new.text);
END;

-- The truth about vectors: float16, by text and model, so that a text is embedded once wherever it stands.
CREATE TABLE embedding (
  text_sha BLOB NOT NULL,
  model_sha BLOB NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (text_sha, model_sha)
) STRICT;

-- A model that has embedded something. Each model has its own sqlite-vec table, made and dropped by the program
-- because the extension is not everywhere; `built` says that the table holds every vector of the model.
CREATE TABLE vector_model (
  model_sha BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  built INTEGER NOT NULL DEFAULT 0
) STRICT;
