"""All commands of `lantern` and their options. Imports no Qt."""

from pathlib import Path
from typing import Annotated

import typer

from desktop.cli_backup import export_command, import_command
from desktop.cli_doctor import doctor_command
from desktop.cli_library import (
    ask_command,
    import_paths_command,
    items_command,
    search_command,
    transcript_command,
)
from desktop.cli_models import app as models_app
from desktop.cli_quiz import app as quiz_app
from desktop.cli_run import Place, fail
from desktop.cli_sync import app as sync_app
from desktop.cli_token import token_command
from desktop.cli_usage import usage_command
from desktop.runtime.paths import DEFAULT_PROFILE, ProfilePaths
from shared.errors import AppError

app = typer.Typer(
    name="lantern",
    help="Recordings and documents become searchable, cited answers, with no internet. Without a command: the window.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def lantern(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Folder of all profiles and models (else LANTERN_DATA_DIR, else the system's)."),
    ] = None,
    profile: Annotated[str, typer.Option(help="Which library to use.")] = DEFAULT_PROFILE,
) -> None:
    """Choose the library that a command works on."""
    try:
        paths = ProfilePaths.of(data_dir, profile)
    except AppError as error:
        fail(error)
    context.obj = Place(paths)


app.command("import")(import_paths_command)
app.command("items")(items_command)
app.command("transcript")(transcript_command)
app.command("search")(search_command)
app.command("ask")(ask_command)
app.command("export-backup")(export_command)
app.command("import-backup")(import_command)
app.command("usage")(usage_command)
app.command("token")(token_command)
app.command("doctor")(doctor_command)
app.add_typer(models_app, name="models", help="See, download, add and remove the models Lantern works with.")
app.add_typer(sync_app, name="sync", help="Sync now, or see how it stands.")
app.add_typer(quiz_app, name="quiz", help="See your quizzes, import and export them.")
