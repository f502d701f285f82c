"""Page tests begin with one look; `cloud` is the real server."""

from tests.support.cloud_server import cloud
from tests.support.look import look

__all__ = ["cloud", "look"]
