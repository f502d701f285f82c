"""Live quizzes: what a quiz is, how a game runs, what travels between host and players. No I/O."""
