-- Scripts without spaces are found inside their sentences: passages that hold such a run carry its terms as well.
-- A passage without any has empty terms, and the index reads its heading and text as before.

ALTER TABLE passage ADD COLUMN heading_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN text_terms TEXT NOT NULL DEFAULT '';

DROP TRIGGER passage_indexed;
DROP TRIGGER passage_unindexed;
DROP TRIGGER passage_reindexed;
DROP TABLE passage_fts;

-- What the index reads of a passage.
CREATE VIEW passage_words AS
SELECT id,
  iif(heading_terms = '', heading, heading_terms) AS heading, place,
  iif(text_terms = '', text, text_terms) AS text
FROM passage;

CREATE VIRTUAL TABLE passage_fts USING fts5 (
  heading, place, text,
  content = 'passage_words', content_rowid = 'id',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO passage_fts (passage_fts, rank) VALUES ('rank', 'bm25(1.0, 0.0, 1.0)');
INSERT INTO passage_fts (passage_fts) VALUES ('rebuild');

CREATE TRIGGER passage_indexed AFTER INSERT ON passage BEGIN
  INSERT INTO passage_fts (rowid, heading, place, text) VALUES (
    new.id, iif(new.heading_terms = '', new.heading, new.heading_terms), new.place,
    iif(new.text_terms = '', new.text, new.text_terms));
END;
CREATE TRIGGER passage_unindexed AFTER DELETE ON passage BEGIN
  INSERT INTO passage_fts (passage_fts, rowid, heading, place, text) VALUES (
    'delete', old.id, iif(old.heading_terms = '', old.heading, old.heading_terms), old.place,
    iif(old.text_terms = '', old.text, old.text_terms));
END;
CREATE TRIGGER passage_reindexed AFTER UPDATE OF heading, heading_terms, place, text, text_terms ON passage BEGIN
  INSERT INTO passage_fts (passage_fts, rowid, heading, place, text) VALUES (
    'delete', old.id, iif(old.heading_terms = '', old.heading, old.heading_terms), old.place,
    iif(old.text_terms = '', old.text, old.text_terms));
  INSERT INTO passage_fts (rowid, heading, place, text) VALUES (
    new.id, iif(new.heading_terms = '', new.heading, new.heading_terms), new.place,
    iif(new.text_terms = '', new.text, new.text_terms));
END;

-- Items with Thai, kana or Han are cut again at the next start; passages that stay the same keep their vectors.
UPDATE search_item SET source = x'', heading = '' WHERE item_id IN (
  SELECT item_id FROM passage WHERE heading || text GLOB '*['
    || char(0x0e00) || '-' || char(0x0e7f) || char(0x3005) || '-' || char(0x9fff)
    || char(0xf900) || '-' || char(0xfaff) || char(0xff66) || '-' || char(0xff9f)
    || char(0x20000) || '-' || char(0x3ffff) || ']*');
