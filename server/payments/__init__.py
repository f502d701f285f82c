"""Selling: what providers of payments say, and what it changes."""
