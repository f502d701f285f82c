"""Settings as a synced record."""
