"""Pages begin with one look; their services are opened inside Qt's loop."""

from tests.support.look import look
from tests.support.window_services import services as window_services

__all__ = ["look", "window_services"]
