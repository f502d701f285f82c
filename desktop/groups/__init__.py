"""Groups of people who share collections and quizzes: shown from the library, changed on the server."""
