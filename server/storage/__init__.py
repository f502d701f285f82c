"""The server's database: SQLite or PostgreSQL behind one door. Knows no feature's tables."""
