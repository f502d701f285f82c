"""`lantern sync`: sync now, or tell how it stands. Prints what the sync service says; decides nothing."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from desktop.assembly import Services
from desktop.cli_run import EXIT_FAILED, fail, say, say_json, tell, with_services
from desktop.runtime.error_texts import error_text
from desktop.sync.service import SyncState, SyncStatus

app = typer.Typer(no_args_is_help=True, add_completion=False)

_STATES = {
    SyncState.OFF: "Nobody is signed in; everything stays on this computer.",
    SyncState.IDLE: "Everything is synced.",
    SyncState.SYNCING: "Syncing.",
    SyncState.OFFLINE: "The server is out of reach; it is tried again by itself.",
    SyncState.PROBLEM: "Sync is held up.",
    SyncState.PAUSED: "Sync is paused.",
}
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Told(msgspec.Struct, frozen=True):
    """The status as JSON: times are Unix milliseconds, `problem` a code with its text."""

    state: str
    last_sync_ms: int | None
    pending: int
    conflicts: int
    refused: int
    locked: list[str]
    problem: dict[str, str] | None


@app.command("now")
def now_command(context: typer.Context, *, as_json: _Json = False) -> None:
    """Send and fetch what is new; ends when it is done. An open window is asked to do it."""
    status = with_services(context, lambda services: services.sync.sync_now(), as_json=as_json)
    _show(status, as_json=as_json)
    if status.problem is not None:
        fail(status.problem, as_json=as_json)
    if status.state is SyncState.OFF:
        raise typer.Exit(EXIT_FAILED)


@app.command("status")
def status_command(context: typer.Context, *, as_json: _Json = False) -> None:
    """Tell when the last sync was, what waits, and what holds it up."""

    async def read(services: Services) -> SyncStatus:
        return services.sync.status

    status = with_services(context, read, as_json=as_json)
    _show(status, as_json=as_json)
    if status.problem is not None and not as_json:
        tell(status.problem)


def _show(status: SyncStatus, *, as_json: bool) -> None:
    if as_json:
        say_json(_told(status))
        return
    say(_STATES[status.state])
    if status.last_sync_ms is not None:
        when = datetime.fromtimestamp(status.last_sync_ms / 1000, UTC).astimezone()
        say(f"Last sync: {when:%Y-%m-%d %H:%M:%S}")
    for count, one, many in (
        (status.pending, "change waits to be sent", "changes wait to be sent"),
        (status.conflicts, "conflict to look at", "conflicts to look at"),
        (status.refused, "edit was not accepted", "edits were not accepted"),
    ):
        if count:
            say(f"{count} {one if count == 1 else many}.")
    for lock in status.locked:
        say(f"{lock.name or lock.scope}: can only be read until this computer connects.")


def _told(status: SyncStatus) -> Told:
    problem = None
    if status.problem is not None:
        problem = {"code": status.problem.code, "message": error_text(status.problem).in_one_line()}
    return Told(
        status.state,
        status.last_sync_ms,
        status.pending,
        status.conflicts,
        status.refused,
        [lock.scope for lock in status.locked],
        problem,
    )
