"""Settings pages begin with one look."""

from tests.support.look import look
from tests.support.window_services import services

__all__ = ["look", "services"]
