"""Accounts: who somebody is, on which devices, in which school, and what they may do."""
