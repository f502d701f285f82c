"""One module of pure functions for each kind of question."""
