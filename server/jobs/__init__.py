"""Periodic jobs of the server."""
