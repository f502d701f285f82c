"""Groups: who belongs to them, in which role, and how one joins."""
