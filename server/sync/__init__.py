"""The server's side of sync: grants, the guard, exchanges, pokes, snapshots, compaction."""
