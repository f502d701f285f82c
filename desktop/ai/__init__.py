"""Answer engines, the user's own keys and the record of token use. Knows nothing of chats or passages."""
