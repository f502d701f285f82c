"""`lantern-server`: what an operator types. Each command reads the settings, does one thing, and says how it went."""

import asyncio
import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

from server.texts import language, told
from shared.errors import AppError

try:
    import typer

    from server.assembly import database_url, open_services
    from server.backup.service import back_up, restore
    from server.config.checks import problems, warnings
    from server.config.declarations import ServerConfig
    from server.config.example import example
    from server.config.loading import Loaded, Remark, config_path, load
    from server.doctor import State, examine
    from server.running import run as run_server
    from server.storage.schema import current, migrate, revisions
    from server.version import program_version
    from server.web.logs import set_up_logs
    from server.web.serving import tls_context
    from shared.clock import SystemClock
except ModuleNotFoundError as missing:
    # An installation for learners has none of the server's packages.
    absent = AppError("server.extra_missing", package=missing.name or "?")
    sys.stderr.write(f"{told(absent, language())}\n")
    raise SystemExit(1) from None

app = typer.Typer(
    name="lantern-server",
    help="The Lantern server: accounts, groups and sync for everybody who uses it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_OURS_ONLY = 0o077
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="The configuration; else $LANTERN_CONFIG, ./lantern.toml, /etc/lantern/lantern.toml.",
    ),
]


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code. Expected failures are told in words on standard error.

    Whatever is written is for its owner's eyes: keys, hashes of passwords, what learners made.
    """
    before = os.umask(_OURS_ONLY)
    try:
        app(arguments)
    except AppError as error:
        _complain(told(error, language()))
        if error.detail:
            _complain(error.detail)
        return 1
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    finally:
        os.umask(before)
    return 0


@app.callback(invoke_without_command=True)
def root(*, version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False) -> None:
    if version:
        _say(program_version())
        raise typer.Exit


@app.command()
def run(
    config: Config = None,
    *,
    first_migrate: Annotated[
        bool, typer.Option("--migrate", help="Bring the database to this version first.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Say in one line of JSON when it is ready.")
    ] = False,
) -> None:
    """Serve until it is told to stop (SIGTERM or Ctrl+C)."""
    settings = _settings(config)
    set_up_logs(settings.log)
    asyncio.run(run_server(settings, first_migrate=first_migrate, as_json=as_json))


@app.command("migrate")
def migrate_command(config: Config = None) -> None:
    """Bring the database to this version. A SQLite file is copied beside itself before it changes."""
    url = database_url(_settings(config))
    ran = asyncio.run(migrate(url))
    now = asyncio.run(current(url))
    _say(
        f"Done: {', '.join(ran)}."
        if ran
        else f"Nothing to do: the database is at {now} of {revisions()[-1]}."
    )


@app.command("check-config")
def check_config(
    config: Config = None,
    *,
    show_example: Annotated[
        bool, typer.Option("--example", help="Print a complete, commented example and end.")
    ] = False,
) -> None:
    """Say everything that is wrong or risky in the settings. Ends with 1 when the server could not be started."""
    if show_example:
        sys.stdout.write(example())
        return
    loaded = _load(config)
    wrong, risky = (*problems(loaded), *_unusable(loaded)), warnings(loaded)
    _list("error", wrong)
    _list("warning", risky)
    place = str(loaded.path) if loaded.path else "no file, the environment and defaults"
    _say(f"{place}: errors {len(wrong)}, warnings {len(risky)}.")
    if wrong:
        raise typer.Exit(1)


def _unusable(loaded: Loaded) -> tuple[Remark, ...]:
    """A certificate that only the start would find out about; a backup does not need it."""
    try:
        tls_context(loaded.config.server)
    except AppError as error:
        return (Remark(loaded.places.get("server.tls_certificate", "server.tls_certificate"), error),)
    return ()


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Argument(help="The e-mail to sign in with.")],
    config: Config = None,
    *,
    name: Annotated[
        str, typer.Option(help="How they are called, when the account is new.")
    ] = "Administrator",
    password_file: Annotated[
        Path | None, typer.Option(help="Read the password from a file, - for standard input.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also an account there is: new password, signed out everywhere.")
    ] = False,
) -> None:
    """Make a super admin. Of an account there is only when you agree: its password changes. Asks for the password."""
    asyncio.run(_create_admin(_settings(config), _NewAdmin(email, name, password_file, force)))


class _NewAdmin(NamedTuple):
    """What was typed."""

    email: str
    name: str
    password_file: Path | None
    force: bool


async def _create_admin(settings: ServerConfig, new: _NewAdmin) -> None:
    await migrate(database_url(settings))
    async with open_services(settings, SystemClock(), serves=False) as services:
        there = await services.accounts.admin.has_account(new.email)
        if there and not new.force:
            _agree(new)
        password = _password(new.password_file)
        await services.accounts.create_super_admin(new.email, new.name, password, replace=there)
    _say(f"{new.email} may now administer this server.")
    if there:
        _say("The account was there before: its password is the new one, and it is signed out everywhere.")


def _agree(new: _NewAdmin) -> None:
    """Ask whoever types. Raises `AppError("accounts.admin_exists")` when they say no, or nobody is there."""
    refused = AppError("accounts.admin_exists", email=new.email)
    if new.password_file is not None or not sys.stdin.isatty():
        raise refused
    _say(f"{new.email} has an account here. It gets a new password and is signed out on every device.")
    if not typer.confirm("Make it an administrator?"):
        raise refused


def _password(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise AppError("server.setting_file", key="--password-file", path=str(file)) from cause
    return text.strip("\r\n")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write, or a folder for a file named by the time.")],
    config: Config = None,
    *,
    content: Annotated[bool, typer.Option("--content", help="With all files, not only their list.")] = False,
) -> None:
    """Write one file with everything, while the server may go on."""
    settings = _settings(config)
    now = dt.datetime.now(dt.UTC)
    target = to / f"lantern-{now:%Y-%m-%d-%H%M%S}.tar.zst" if to.is_dir() else to
    made = asyncio.run(back_up(settings, target, SystemClock(), with_content=content))
    inside = "inside" if content else "listed"
    _say(f"{target}: {made.dialect} {made.revision}, {made.content_files} files {inside}.")


@app.command("restore")
def restore_command(
    source: Annotated[Path, typer.Argument(help="What backup wrote.")],
    config: Config = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Although there is data already; it is set aside.")
    ] = False,
) -> None:
    """Put a backup back while the server is stopped. Devices then send again what the backup lacks."""
    done = asyncio.run(restore(_settings(config), source, SystemClock(), replace=replace))
    if done.set_aside:
        _say(f"What was there before is in {done.set_aside}.")
    _say(f"Restored; {done.content_put} files put back.")
    if done.missing:
        _complain(
            f"{done.missing} files are not in the store: copy the content folder back, or let devices send them."
        )


@app.command()
def doctor(
    config: Config = None,
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Recount every scope of sync too; takes long.")
    ] = False,
) -> None:
    """Look at every part of this server. Ends with 1 when one has failed."""
    if asyncio.run(_examine(_load(config), deep=deep)):
        raise typer.Exit(1)


async def _examine(loaded: Loaded, *, deep: bool) -> bool:
    bad = False
    async for finding in examine(loaded, SystemClock(), deep=deep):
        bad = bad or finding.state is State.FAILED
        words = told(finding.error, language()) if finding.error else finding.note
        _say(f"{finding.state:8} {finding.part}: {words}")
        if finding.error and finding.error.detail:
            _say(f"{'':8} ({finding.error.detail})")
    return bad


def _load(path: Path | None) -> Loaded:
    return load(config_path(path, os.environ), os.environ)


def _settings(path: Path | None) -> ServerConfig:
    """The settings. Raises `AppError("server.config_invalid")` after telling every mistake."""
    loaded = _load(path)
    wrong = tuple(problems(loaded))
    if wrong:
        _list("error", wrong)
        raise AppError("server.config_invalid", count=len(wrong))
    return loaded.config


def _list(kind: str, remarks: tuple[Remark, ...]) -> None:
    for remark in remarks:
        _complain(f"{kind}: {remark.where}: {told(remark.error, language())}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
