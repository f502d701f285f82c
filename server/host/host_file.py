"""`host.json`: where a running host is found again, and the key to its owner's interface. For its owner's eyes only."""

import os
from pathlib import Path

import msgspec

NAME = "host.json"


class HostFile(msgspec.Struct, frozen=True):
    """What a desktop needs to reattach."""

    pid: int
    port: int
    owner_token: str
    id: str
    version: str
    started_ms: int


def write_host_file(folder: Path, content: HostFile) -> None:
    """Replace the file at once; nobody else can read it at any moment."""
    part = folder / f"{NAME}.part"
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as writing:
        writing.write(msgspec.json.encode(content))
    part.replace(folder / NAME)


def read_host_file(folder: Path) -> HostFile | None:
    """What the last host left; None when there is nothing that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=HostFile)
    except (OSError, ValueError):
        return None


def remove_host_file(folder: Path, pid: int) -> None:
    """Take the file away when it is this process's."""
    content = read_host_file(folder)
    if content is not None and content.pid == pid:
        (folder / NAME).unlink(missing_ok=True)
