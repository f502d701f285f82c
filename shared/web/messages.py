"""The one shape in which every REST operation says that it did not do what was asked."""

import msgspec


class Failure(msgspec.Struct, frozen=True):
    """An expected failure on the wire.

    `code` is declared in `shared.errors`; `parameters` fill its text; `message` is that text in the language that the
    request asked for; `retryable` says whether the same request can succeed later; `request_id` finds it in the log.
    """

    code: str
    parameters: dict[str, str | int | float]
    message: str
    retryable: bool
    request_id: str
