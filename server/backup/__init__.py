"""Copies of a whole server: made while it runs, put back while it does not."""
