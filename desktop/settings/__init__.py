"""Settings: what a person may choose, declared once."""
