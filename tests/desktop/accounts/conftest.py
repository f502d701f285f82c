"""Page tests begin with one look; `cloud` is the real server; no browser is opened unasked."""

from tests.support.cloud_server import cloud
from tests.support.look import look
from tests.support.still_browser import still_browser

__all__ = ["cloud", "look", "still_browser"]
