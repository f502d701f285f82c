-- What this computer may use up without a connection, and what it used of it. Not synced: it is this computer's alone.

-- 'asked' before the answer came; 'closing' once nothing of it may be spent any more and the server is to hear so.
CREATE TABLE lease (
  id BLOB PRIMARY KEY,
  meter TEXT NOT NULL,
  user_id BLOB NOT NULL,
  server TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'closing', 'closed')),
  token TEXT NOT NULL,
  counter INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  head BLOB NOT NULL,
  reported INTEGER NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lease_live ON lease (meter) WHERE state != 'closed';

-- The chain of what was spent; `reported` of the lease says how many of these the server has.
CREATE TABLE lease_spend (
  lease_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  wall_ms INTEGER NOT NULL,
  monotonic_ms INTEGER NOT NULL,
  previous BLOB NOT NULL,
  PRIMARY KEY (lease_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lease_spend_fixed BEFORE UPDATE ON lease_spend
BEGIN SELECT raise(ABORT, 'what was spent only grows'); END;
CREATE TRIGGER lease_spend_kept BEFORE DELETE ON lease_spend
WHEN EXISTS (SELECT 1 FROM lease WHERE id = old.lease_id AND state != 'closed')
BEGIN SELECT raise(ABORT, 'what was spent only grows'); END;

-- The newest moment this computer's clock showed while leases were used.
CREATE TABLE lease_clock (one INTEGER PRIMARY KEY CHECK (one = 1), newest_ms INTEGER NOT NULL) STRICT;

-- The keys that the server signs leases with: the last two, as they may be changed while a lease is out.
CREATE TABLE lease_key (kid TEXT PRIMARY KEY, public_key TEXT NOT NULL, seen_ms INTEGER NOT NULL) STRICT;
