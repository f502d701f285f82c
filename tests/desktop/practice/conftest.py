"""Page tests begin with one look."""

from tests.support.look import look

__all__ = ["look"]
