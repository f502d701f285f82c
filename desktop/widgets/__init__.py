"""Widgets that every page shares: they draw tokens and words, and know no feature and no service."""
