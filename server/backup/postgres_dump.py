"""PostgreSQL's own programs for a backup: pg_dump and pg_restore. A password never stands in their arguments."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from shared.errors import AppError

_MOST_COMPLAINT_CHARS = 2_000


def dump(url: str, target: Path) -> None:
    """Write a dump. Raises `AppError` server.tool_missing, server.tool_failed."""
    _run(
        "pg_dump", url, "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={target}"
    )


def restore(url: str, source: Path) -> None:
    """Replace what the database holds, in one transaction. Raises `AppError` as `dump` does."""
    _run(
        "pg_restore", url, "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", str(source),
    )  # fmt: skip


def need(tool: str) -> str:
    """Where a program is. Raises `AppError("server.tool_missing")`."""
    found = shutil.which(tool)
    if found is None:
        raise AppError("server.tool_missing", tool=tool)
    return found


def _run(tool: str, url: str, *arguments: str) -> None:
    address, environment = _connection(make_url(url))
    command = [need(tool), f"--dbname={address}", "--no-password", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AppError("server.tool_failed", tool=tool, detail=done.stderr.strip()[-_MOST_COMPLAINT_CHARS:])


def _connection(url: URL) -> tuple[str, dict[str, str]]:
    plain = url._replace(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    return plain, {**os.environ, **password}
