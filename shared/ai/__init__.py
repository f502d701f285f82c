"""Use of AI providers, as devices tell each other."""
