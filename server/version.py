"""The version of the program that is running."""

from functools import cache
from importlib import metadata


@cache
def program_version() -> str:
    """The installed version, "0" when it is run from a folder that was never installed."""
    try:
        return metadata.version("lantern-learning")
    except metadata.PackageNotFoundError:
        return "0"
