"""Which version of the program this is."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "lantern-learning"


def program_version() -> str:
    """Version of the installed distribution; "0" when it runs from a bare folder."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"
