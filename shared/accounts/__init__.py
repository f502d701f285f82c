"""Accounts: bodies of the interface, what devices sign, and what roles and plans permit."""
