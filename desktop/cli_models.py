"""`lantern models`: list, pull, import, remove. Prints what the models service says; decides nothing."""

import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, Self, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from desktop.cli_run import EXIT_FAILED, note, place_of, run, say, say_json
from desktop.models.service import ModelsService, ModelState, ModelView, Phase, Progress
from desktop.runtime.error_texts import readable_size

_LINE_EVERY_S = 5.0
_PHASES = {
    Phase.WAITING: "waiting for another Lantern program",
    Phase.COPYING: "copying from this computer",
    Phase.DOWNLOADING: "downloading",
    Phase.CHECKING: "checking",
}

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command("list")
def list_command(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    verify: Annotated[bool, typer.Option(help="Read every file and compare its checksum.")] = False,
) -> None:
    """Show the models and whether they are on this computer."""
    service = _service(context)
    views = run(_listed(service, verify=verify), as_json=as_json)
    if as_json:
        say_json(views)
    elif _is_terminal(sys.stdout):
        Console().print(_table(views))
    else:
        for view in views:
            say("\t".join((view.name, view.state, readable_size(view.size_bytes), view.title)))


async def _listed(service: ModelsService, *, verify: bool) -> list[ModelView]:
    if verify:
        for name in service.names:
            await service.verify(name)
    return await service.list()


def _table(views: list[ModelView]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Name", "State", "Size", "Languages", "What it is for"):
        table.add_column(heading)
    colours = {ModelState.PRESENT: "green", ModelState.DAMAGED: "red", ModelState.PARTIAL: "yellow"}
    for view in views:
        languages = "many" if "*" in view.languages else ", ".join(view.languages)
        state = f"[{colours.get(view.state, 'default')}]{view.state}[/]"
        table.add_row(view.name, state, readable_size(view.size_bytes), languages, view.use)
    return table


@app.command("pull")
def pull_command(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="Names from `lantern models list`.")],
) -> None:
    """Download models, or take them from this computer; those already here are left alone."""
    service = _service(context)
    failed = False
    for name in names:
        with _ProgressShown() as shown:
            failed |= not _tried(_pulled(service, name, shown))
    if failed:
        raise typer.Exit(EXIT_FAILED)


async def _pulled(service: ModelsService, name: str, shown: "_ProgressShown") -> None:
    if service.path(name) is not None:
        shown.say(f"{name}: already on this computer")
        return
    await service.pull(name, shown.show)
    shown.say(f"{name}: ready")


@app.command("import")
def import_command(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="A model file, folder, .zip or .whl.")],
) -> None:
    """Add models from files, for a computer without internet. Names do not matter: contents are checked."""
    service = _service(context)
    with _ProgressShown() as shown:
        result = run(service.import_from(paths, shown.show))
    for name in result.installed:
        say(f"{name}: ready")
    for name, missing in result.incomplete.items():
        note(f"{name}: not complete yet, still missing {', '.join(missing)}")
    if result.incomplete:
        raise typer.Exit(EXIT_FAILED)


@app.command("remove")
def remove_command(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="Which model.")]
) -> None:
    """Delete a model from this computer; it can be pulled again."""
    removed = run(_service(context).remove(name))
    say(f"{name}: removed" if removed else f"{name}: was not on this computer")


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person watches this stream; a program without a console has none."""
    return stream is not None and stream.isatty()


def _service(context: typer.Context) -> ModelsService:
    return ModelsService(place_of(context).models_dir)


def _tried(work: Coroutine[Any, Any, None]) -> bool:
    """Run one of several; a failure is told and the others still get their turn."""
    try:
        run(work)
    except typer.Exit as end:
        if end.exit_code != EXIT_FAILED:
            raise
        return False
    return True


class _ProgressShown:
    """Progress as a bar in a terminal, else as a line every few seconds, on standard error."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._last: tuple[Phase | None, float] = (None, 0.0)

    def __enter__(self) -> Self:
        if _is_terminal(sys.stderr):
            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show one step."""
        text = f"{progress.name}: {_PHASES[progress.phase]}"
        if self._bar is not None:
            if self._task is None:
                self._task = self._bar.add_task(text, total=None)
            self._bar.update(
                self._task,
                description=text,
                completed=progress.done_bytes,
                total=progress.total_bytes or None,
            )
            return
        now = time.monotonic()
        phase, then = self._last
        if progress.phase is phase and now - then < _LINE_EVERY_S:
            return
        self._last = (progress.phase, now)
        note(f"{text}, {readable_size(progress.done_bytes)} of {readable_size(progress.total_bytes)}")

    def say(self, text: str) -> None:
        """Print a result, the bar out of the way."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        say(text)
