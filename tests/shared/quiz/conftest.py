"""Examples are cheap, machines are not equally fast: no example fails for its time alone."""

from hypothesis import settings

settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
