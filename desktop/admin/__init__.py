"""What an administrator of the server sees and changes: the catalog, people and their ledgers, what happened."""
