"""What this computer may use up without a connection, and what it used of it."""
