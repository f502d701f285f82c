"""`lantern token`: lets other programs ask the account's server for AI. Prints what the account says, no more."""

import shlex
from typing import Annotated

import msgspec
import typer

from desktop.assembly import Services
from desktop.cli_run import say, say_json, with_services
from shared.errors import AppError


class Told(msgspec.Struct, frozen=True):
    """A token for some minutes, and the base addresses as each SDK wants them."""

    token: str
    anthropic_base_url: str
    openai_base_url: str


def token_command(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print settings with which programs that use Anthropic's or OpenAI's SDK ask your account's server.

    Type: eval "$(lantern token)". The token is good for some minutes; keep it to yourself.
    """

    async def read(services: Services) -> Told:
        token = await services.accounts.access_token()
        session = services.accounts.session
        if session is None:
            raise AppError("accounts.signed_out")
        base = f"{session.server_url}/ai"
        return Told(token, f"{base}/anthropic", f"{base}/openai/v1")

    told = with_services(context, read, as_json=as_json)
    if as_json:
        say_json(told)
        return
    for name, value in (
        ("ANTHROPIC_BASE_URL", told.anthropic_base_url),
        ("ANTHROPIC_API_KEY", told.token),
        ("OPENAI_BASE_URL", told.openai_base_url),
        ("OPENAI_API_KEY", told.token),
    ):
        say(f"export {name}={shlex.quote(value)}")
