"""What every command does around its work: opens the services, prints, and tells failures. Knows no feature."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import msgspec
import typer

from desktop.assembly import Services, open_services
from desktop.runtime.error_texts import error_text
from desktop.runtime.logs import log_to
from desktop.runtime.paths import ProfilePaths
from shared.errors import AppError

T = TypeVar("T")

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130


class Place(msgspec.Struct, frozen=True):
    """Which library a command works on: what `--data-dir` and `--profile` said."""

    paths: ProfilePaths


def place_of(context: typer.Context) -> ProfilePaths:
    """Return the library the command line named."""
    found = context.find_object(Place)
    if found is None:
        raise RuntimeError("the command was not started through `lantern`")
    return found.paths


def fail(error: AppError, *, as_json: bool = False) -> NoReturn:
    """Tell an expected failure on standard error and end with status 1. With `as_json` also its code."""
    if as_json:
        message = error_text(error).in_one_line()
        note(json.dumps({"code": error.code, "message": message, "retryable": error.retryable}))
    else:
        tell(error)
    raise typer.Exit(EXIT_FAILED)


def tell(error: AppError) -> None:
    """Write on standard error what happened, what it means and what to do."""
    text = error_text(error)
    note(f"{text.title}\n{text.body}\n{text.action}")
    if error.detail:
        note(f"({error.code}: {error.detail.strip().splitlines()[-1]})")


def say(text: str) -> None:
    """Print a result on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """Print a result as one JSON document."""
    say(msgspec.json.encode(value, enc_hook=str).decode())


def note(text: str) -> None:
    """Print something beside the result on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def run(work: Coroutine[Any, Any, T], *, as_json: bool = False) -> T:
    """Run a command's coroutine; failures are told, Ctrl+C ends it quietly."""
    try:
        return asyncio.run(work)
    except AppError as error:
        fail(error, as_json=as_json)
    except KeyboardInterrupt:
        raise typer.Exit(EXIT_INTERRUPTED) from None


def with_services(
    context: typer.Context, work: Callable[[Services], Awaitable[T]], *, as_json: bool = False
) -> T:
    """Open the library, do the work, close the library."""
    paths = place_of(context)

    async def opened() -> T:
        async with library(paths) as services:
            return await work(services)

    return run(opened(), as_json=as_json)


@contextlib.asynccontextmanager
async def library(paths: ProfilePaths) -> AsyncIterator[Services]:
    """Lend the open services of a profile."""
    paths.create()
    log_to(paths.logs_dir)
    services = await open_services(paths)
    try:
        yield services
    finally:
        await services.close()
