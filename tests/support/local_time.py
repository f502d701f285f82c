"""The local time of this process, which the tests of daylight changes set."""

import os
import time


def live_in(zone: str) -> None:
    """Take a zone as POSIX writes it ("CET-1": an hour ahead of UTC), from now on and for all threads."""
    os.environ["TZ"] = zone
    time.tzset()
