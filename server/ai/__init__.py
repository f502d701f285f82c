"""The AI gateway: providers' own interfaces for people with an account here, metered by the ledger."""
