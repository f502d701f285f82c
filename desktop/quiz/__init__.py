"""Quizzes: editing, hosting, joining, reports."""
