"""Sync of one profile with a server: engine driver, typed rows, conflicts, grants."""
