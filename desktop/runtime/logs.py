"""Structured logs in the profile's folder, one JSON object a line. Learner content never goes in.

Only the keys below may be logged: before one is added, ask whether it could carry what a person wrote.
"""

import logging
import logging.handlers
import re
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import structlog

FILE_NAME = "lantern.log"
_MOST_BYTES = 2_000_000
_KEPT_FILES = 3
ALLOWED_KEYS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "pid",
        "code",
        "error_type",
        "traceback",
        "item_id",
        "job_id",
        "chat_id",
        "stage",
        "state",
        "attempt",
        "duration_ms",
        "cpu_ms",
        "count",
        "size_bytes",
        "model",
        "provider",
        "version",
        "number",
        "task",
        "status",
        "platform",
        "python",
        "driver",
        "progress",
        "reason",
        "window",
        "page",
    }
)
_PATHS = re.compile(r'(File ")([^"]*[/\\])([^"/\\]+")')


def log_to(folder: Path, *, level: int = logging.INFO) -> None:
    """Send logs to a rotating file in `folder`. A folder that cannot be written costs the log only."""
    import structlog

    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / FILE_NAME, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_only_the_source],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _only_allowed_keys,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger("lantern")
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level)
    root.propagate = False
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.CallsiteParameterAdder([structlog.processors.CallsiteParameter.PROCESS]),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_log(name: str) -> "structlog.stdlib.BoundLogger":
    """Return a logger: `log.info("job finished", duration_ms=12)`. Keys outside the list are dropped."""
    import structlog

    return structlog.stdlib.get_logger(f"lantern.{name}")


def cleaned_traceback(text: str) -> str:
    """Cut folders from a traceback, so that it names files of ours and no person."""
    return _PATHS.sub(r"\1\3", text)


def _only_allowed_keys(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED_KEYS}


def _only_the_source(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's own message may quote anything: keep who spoke, not what was said."""
    record = entry.get("_record")
    entry["event"] = "library message"
    if isinstance(record, logging.LogRecord):
        entry["logger"] = record.name
    return entry
