"""What is wrong, or only risky, about settings that are each right by themselves."""

import ipaddress
import re
import stat
from collections.abc import Iterable, Iterator
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from server.config.ai_checks import ai_mistakes, ai_warnings
from server.config.declarations import ServerConfig
from server.config.listening import own_url
from server.config.loading import Loaded, Remark
from server.config.payment_checks import payment_mistakes, payment_warnings
from server.config.settings import settings
from server.config.sign_in_checks import sign_in_mistakes
from shared.errors import AppError

_NUMBER = re.compile(r"\[[0-9]+\]")
_EVERYWHERE = ("0.0.0.0/0", "::/0")


def mistakes(loaded: Loaded) -> tuple[Remark, ...]:
    """Combinations that cannot work."""
    config = loaded.config
    found = (
        *_wrong_addresses(config),
        *_wrong_sender(config),
        *_missing_halves(config),
        *_links_to_nowhere(config),
        *_missing_packages(config),
        *ai_mistakes(config),
        *payment_mistakes(config),
        *sign_in_mistakes(config),
    )
    return tuple(Remark(_where(loaded, key), error) for key, error in found)


def warnings(loaded: Loaded) -> tuple[Remark, ...]:
    """Combinations that work and that an operator may regret."""
    found = [
        *_risky_network(loaded.config),
        *_risky_scale(loaded.config),
        *ai_warnings(loaded.config),
        *payment_warnings(loaded.config),
        *_exposed_secrets(loaded),
    ]
    return tuple(Remark(_where(loaded, key), error) for key, error in found)


def _where(loaded: Loaded, key: str) -> str:
    return loaded.places.get(key) or (f"{loaded.path}" if loaded.path else key)


def _wrong_addresses(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    server = config.server
    lists = (("server.trusted_proxies", server.trusted_proxies), ("server.metrics_from", server.metrics_from))
    for key, written in lists:
        for text in written:
            if not _is_network(text):
                yield key, AppError("server.setting_not_network", key=key, value=text)
    for origin in server.cors_origins:
        parts = _parsed(origin)
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or parts.path
            or parts.query
            or not parts.netloc
        ):
            yield "server.cors_origins", AppError("server.setting_not_origin", value=origin)
    public = _parsed(server.public_url)
    if server.public_url and (
        public is None or public.scheme not in ("http", "https") or not public.hostname
    ):
        yield "server.public_url", AppError("server.setting_not_url", key="server.public_url")
    for key, url, schemes in (
        ("database.url", config.database.url, ("sqlite", "postgresql", "postgres")),
        ("redis.url", config.redis.url, ("redis", "rediss", "unix")),
    ):
        parts = _parsed(url)
        if url and (parts is None or parts.scheme.partition("+")[0] not in schemes):
            yield (
                key,
                AppError("server.setting_not_scheme", key=key, schemes=", ".join(f"{s}://" for s in schemes)),
            )


def _wrong_sender(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    sender = config.mail.sender
    name, found = parseaddr(sender)
    local, at, domain = found.rpartition("@")
    plain = not any(one.isspace() or one in ",;<>" for one in found) and sender.isprintable()
    whole = found in sender and (bool(name) or sender.strip().strip("<>") == found)
    if sender and not (local and at and domain.strip(".") and plain and whole):
        yield "mail.sender", AppError("server.setting_not_email", key="mail.sender", value=sender)


def _missing_halves(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    server, mail, content = config.server, config.mail, config.content
    needs = (
        (server.tls_key and not server.tls_certificate, "server.tls_key", "server.tls_certificate"),
        (mail.host and not mail.sender, "mail.host", "mail.sender"),
        (mail.username and not mail.password, "mail.username", "mail.password"),
        (config.accounts.verify_email and not mail.host, "accounts.verify_email", "mail.host"),
        (content.store == "s3" and not content.s3_bucket, "content.store", "content.s3_bucket"),
        (
            content.s3_access_key and not content.s3_secret_key,
            "content.s3_access_key",
            "content.s3_secret_key",
        ),
    )
    for missing, key, needed in needs:
        if missing:
            yield key, AppError("server.setting_needs", key=key, needed=needed)


def _links_to_nowhere(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    """Mails that leave this computer with links that are good on this computer only."""
    leaves = config.mail.host and not _is_here(config.mail.host)
    if leaves and not config.server.public_url and _is_here(urlsplit(_listens(config)).hostname or ""):
        yield "server.public_url", AppError("server.links_lead_here", url=_listens(config))


def _listens(config: ServerConfig) -> str:
    server = config.server
    return own_url(server.host, server.port, tls=bool(server.tls_certificate))


def _missing_packages(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    needs = (
        (config.database.url.startswith("postgres"), "database.url", "asyncpg"),
        (bool(config.redis.url), "redis.url", "redis"),
        (config.content.store == "s3", "content.store", "aiobotocore"),
    )
    for needed, key, package in needs:
        if needed and find_spec(package) is None:
            yield key, AppError("server.setting_needs_package", key=key, package=package)


def _risky_network(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    server, mail = config.server, config.mail
    public = urlsplit(server.public_url)
    if public.scheme == "http" and not _is_here(public.hostname or ""):
        yield "server.public_url", AppError("server.warn_plain_public", url=server.public_url)
    open_to_all = not _is_here(server.host)
    if open_to_all and not server.tls_certificate and not server.trusted_proxies:
        yield "server.host", AppError("server.warn_plain_open", host=server.host)
    by_proxy = not open_to_all and public.hostname and not _is_here(public.hostname)
    if by_proxy and not server.trusted_proxies:
        yield "server.trusted_proxies", AppError("server.warn_unnamed_proxy")
    if server.tls_certificate and server.public_url and public.scheme == "http":
        yield "server.public_url", AppError("server.warn_tls_http")
    for key, written in (
        ("server.trusted_proxies", server.trusted_proxies),
        ("server.metrics_from", server.metrics_from),
    ):
        if any(text in _EVERYWHERE for text in written):
            yield key, AppError("server.warn_everywhere", key=key)
    if not mail.host:
        yield "mail.host", AppError("server.warn_no_mail")
    elif mail.security == "none" and not _is_here(mail.host):
        yield "mail.security", AppError("server.warn_plain_mail", host=mail.host)
    if mail.host and not server.public_url and not any(_links_to_nowhere(config)):
        yield "server.public_url", AppError("server.warn_no_public", url=_listens(config))


def _risky_scale(config: ServerConfig) -> Iterator[tuple[str, AppError]]:
    several = config.database.processes > 1
    sqlite = not config.database.url or config.database.url.startswith("sqlite")
    if several and sqlite:
        yield "database.processes", AppError("server.warn_several_sqlite")
    if several and not config.redis.url:
        yield "redis.url", AppError("server.warn_several_alone", processes=config.database.processes)
    if several and config.content.store == "folder" and not config.content.folder:
        yield "content.folder", AppError("server.warn_several_folder")
    if not config.limits.enabled:
        yield "limits.enabled", AppError("server.warn_no_limits")


def _exposed_secrets(loaded: Loaded) -> Iterator[tuple[str, AppError]]:
    if loaded.path is None:
        return
    secret = {one.key for each in settings() for one in (each, *each.row) if one.secret}
    inside = [key for key in loaded.places if _NUMBER.sub("", key) in secret and _in_file(loaded, key)]
    if inside and _others_may_read(loaded.path):
        for key in inside:
            yield key, AppError("server.warn_secret_readable", path=str(loaded.path), key=key)


def _in_file(loaded: Loaded, key: str) -> bool:
    return key in loaded.written and loaded.places.get(key, "").startswith(f"{loaded.path}:")


def _others_may_read(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IROTH)


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _parsed(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def problems(loaded: Loaded) -> Iterable[Remark]:
    """Everything that keeps the server from being started."""
    return (*loaded.mistakes, *mistakes(loaded))
