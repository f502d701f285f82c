"""The settings of signing in with accounts elsewhere. Reads nothing."""

from typing import Annotated, Literal

from server.config.forms import Section, setting


class SignInTable(Section, frozen=True):
    """Somewhere else whose accounts sign in here, by OpenID Connect."""

    id: Annotated[
        str, setting("Its name in this file and in accounts for ever: small letters, digits, dashes.")
    ]
    kind: Annotated[
        Literal["oidc", "whop"],
        setting("What it is. whop knows its own address and name, and joins purchases there to the account."),
    ] = "oidc"
    name: Annotated[str, setting("What people see on the button. Empty: the id.")] = ""
    issuer: Annotated[
        str,
        setting("Who it says it is, exactly as it says it, such as https://login.example.org."),
    ] = ""
    discovery_url: Annotated[
        str,
        setting("Where its description is. Empty: /.well-known/openid-configuration at the issuer."),
    ] = ""
    client_id: Annotated[str, setting("What it calls this server: the client, or the app.")] = ""
    client_secret: Annotated[
        str, setting("The secret it gave to this server. Empty for a public client.", secret=True)
    ] = ""
    scopes: Annotated[
        tuple[str, ...], setting("What is asked of it; openid is always among them.")
    ] = ("openid", "profile", "email")  # fmt: skip
    redirect_uris: Annotated[
        tuple[str, ...],
        setting(
            "Where the browser may come back to, when it wants every address registered, such as "
            "http://127.0.0.1:53871/callback; one that is free on the computer is taken. Empty: any port of 127.0.0.1."
        ),
    ] = ()


class SignInSection(Section, frozen=True):
    """Signing in with accounts elsewhere. Without any provider there are e-mail and password only."""

    timeout_s: Annotated[
        float, setting("How long a provider may take to answer.", unit="s", low=1, high=60)
    ] = 10.0
    minutes: Annotated[
        int, setting("How long somebody may take in the browser.", unit="min", low=1, high=60)
    ] = 10
    providers: Annotated[
        tuple[SignInTable, ...], setting("Where people may have an account to sign in with.")
    ] = ()
