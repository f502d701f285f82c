"""Window tests begin with one look, and open services of their own inside Qt's loop."""

from tests.support.look import look
from tests.support.window_services import services

__all__ = ["look", "services"]
