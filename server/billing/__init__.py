"""Usage, quotas, ledger and payments."""
