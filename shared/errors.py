"""Expected failures: one exception with a stable code, and the list of codes. Texts live in resources/i18n."""

import msgspec


class ErrorKind(msgspec.Struct, frozen=True):
    """What a program may do about a code: the HTTP status it maps to, and whether trying again can help."""

    http_status: int = 400
    retryable: bool = False


ERRORS: dict[str, ErrorKind] = {
    "ids.malformed": ErrorKind(),
    # storage
    "storage.newer_database": ErrorKind(409),
    "storage.corrupt": ErrorKind(500),
    "storage.disk_full": ErrorKind(507, retryable=True),
    "storage.read_only": ErrorKind(500),
    "storage.disk_error": ErrorKind(500, retryable=True),
    "storage.busy": ErrorKind(503, retryable=True),
    "storage.migration_failed": ErrorKind(500),
    "storage.no_database_driver": ErrorKind(500),
    "storage.backup_unreadable": ErrorKind(),
    "storage.backup_newer": ErrorKind(409),
    "storage.profile_in_use": ErrorKind(409),
    "storage.file_missing": ErrorKind(404),
    # workers
    "worker.died": ErrorKind(500, retryable=True),
    "worker.timed_out": ErrorKind(504, retryable=True),
    "worker.failed": ErrorKind(500, retryable=True),
    # network
    "network.unreachable": ErrorKind(502, retryable=True),
    "network.timed_out": ErrorKind(504, retryable=True),
    "network.bad_answer": ErrorKind(502, retryable=True),
    "network.wrong_size": ErrorKind(502, retryable=True),
    # settings
    "settings.unknown": ErrorKind(404),
    "settings.invalid": ErrorKind(),
    "profile.bad_name": ErrorKind(),
}
"""Every code a person or a program may see: `slice.reason`."""


class AppError(Exception):
    """An expected failure that is told to a person.

    `parameters` fill the text of the code; `detail` is for the disclosure and the log, never learner content.
    `retryable` overrides what the code declares. An undeclared code is a bug and raises `KeyError`.
    """

    def __init__(
        self, code: str, /, *, detail: str = "", retryable: bool | None = None, **parameters: str | float
    ) -> None:
        kind = ERRORS[code]
        super().__init__(code)
        self.code = code
        self.parameters = parameters
        self.detail = detail
        self.retryable = kind.retryable if retryable is None else retryable

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code
