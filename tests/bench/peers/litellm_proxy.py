"""LiteLLM's proxy as a peer, in an environment of its own that is made when asked for. No part of the product."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

WANTED = "LANTERN_BENCH_LITELLM"
PACKAGE = "litellm[proxy]"
_KEY = "sk-bench"
_START_S = 120


@dataclass
class LiteLlm:
    """A running proxy."""

    port: int
    pid: int
    key: str = _KEY

    @classmethod
    def started(cls, stack: ExitStack, provider_url: str, behaviours: tuple[str, ...]) -> "LiteLlm | None":
        """Start it in front of the provider; None when nobody asked for it or it cannot be had."""
        wanted = os.environ.get(WANTED, "")
        if not wanted:
            return None
        program = Path(wanted) if "/" in wanted else _installed()
        if program is None:
            return None
        folder = program.parent.parent
        models = [
            {
                "model_name": f"openai-{number}",
                "litellm_params": {
                    "model": f"openai/fake{behaviour}",
                    "api_base": f"{provider_url}/v1",
                    "api_key": "x",
                },
            }
            for number, behaviour in enumerate(behaviours)
        ]
        config = folder / "bench.yaml"
        config.write_text(json.dumps({"model_list": models, "general_settings": {"master_key": _KEY}}))
        port = 14_931
        log = stack.enter_context((folder / "bench.log").open("w"))
        process = subprocess.Popen(
            [str(program), "--config", str(config), "--port", str(port), "--host", "127.0.0.1"],
            stdout=log,
            stderr=log,
            env={**os.environ, "LITELLM_LOG": "ERROR", "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
        )
        stack.callback(process.wait)
        stack.callback(process.kill)
        return cls(port, process.pid) if _answers(port) else None


def _installed() -> Path | None:
    """Make the environment once, beside the caches of the user."""
    folder = Path.home() / ".cache" / "lantern-bench" / "litellm"
    program = folder / "bin" / "litellm"
    if program.exists():
        return program
    commands = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", PACKAGE],
    )
    for command in commands:
        if subprocess.run(command, check=False, stdout=sys.stderr).returncode != 0:
            return None
    return program if program.exists() else None


def _answers(port: int) -> bool:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/liveliness", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return True
    return False
