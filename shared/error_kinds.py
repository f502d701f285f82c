"""What a program may do about an error code. Knows no code."""

import msgspec


class ErrorKind(msgspec.Struct, frozen=True):
    """What a program may do about a code: the HTTP status it maps to, and whether trying again can help."""

    http_status: int = 400
    retryable: bool = False
