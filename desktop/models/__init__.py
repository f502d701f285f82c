"""Model weights on this computer: what exists, what is there, fetching, checking, removing."""
