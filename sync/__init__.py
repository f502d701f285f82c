"""The sync engine. Knows no feature, no Qt, no web framework."""
