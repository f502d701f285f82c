"""What a person used of their plan, and what plans there are."""
