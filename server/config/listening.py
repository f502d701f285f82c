"""How a server is reached from its own computer. Reads no setting."""


def own_url(host: str, port: int, *, tls: bool) -> str:
    """Return how a server that listens there is reached from its own computer."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - what it listens on, told as something to open
        host = "127.0.0.1"
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
