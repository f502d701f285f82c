"""`lantern export-backup` and `lantern import-backup`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli_run import fail, library, note, place_of, run, say
from desktop.runtime.error_texts import readable_size
from desktop.runtime.paths import ProfilePaths
from desktop.storage.archive import export_backup, import_backup
from shared.clock import SystemClock
from shared.errors import AppError

_STEP_PERCENT = 10


def export_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write, such as class.lantern.")],
) -> None:
    """Put the whole library, media included, into one file. Lantern may be open meanwhile."""
    paths = place_of(context)
    # A library that was never opened is exported as an empty one.
    run(_ensure_exists(paths))
    try:
        manifest = export_backup(paths, file.absolute(), SystemClock().now_ms(), _progress())
    except AppError as error:
        fail(error)
    size = readable_size(sum(entry.size_bytes for entry in manifest.entries))
    say(f"{file}: {len(manifest.entries)} files, {size}")


def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file made by export-backup, or an automatic backup.")],
) -> None:
    """Replace the library by a backup. The present one is kept among the automatic backups."""
    paths = place_of(context)
    try:
        manifest = import_backup(paths, file.absolute(), _progress())
    except AppError as error:
        fail(error)
    say(f"{paths.root}: {len(manifest.entries)} files")


async def _ensure_exists(paths: ProfilePaths) -> None:
    if not paths.database.exists():
        async with library(paths):
            pass


def _progress() -> Callable[[int, int], None] | None:
    """Print every tenth part on a terminal; nothing where a script reads."""
    if not sys.stderr.isatty():
        return None
    told = -1

    def report(done: int, total: int) -> None:
        nonlocal told
        percent = done * 100 // max(total, 1) // _STEP_PERCENT * _STEP_PERCENT
        if percent > told:
            told = percent
            note(f"{percent} %")

    return report
