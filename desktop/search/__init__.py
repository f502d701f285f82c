"""Sections, passages, vectors, ranking: finding the right second. Knows media only through its service."""
