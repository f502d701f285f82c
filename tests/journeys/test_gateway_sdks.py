"""Untouched scripts of the `anthropic` and `openai` SDKs, as processes, against a real server process."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.support.api_fuzz import Member
from tests.support.cloud_server import CloudProcess
from tests.support.fault_provider import PIECE, FaultProvider

SCRIPTS = Path(__file__).parent.parent / "support" / "sdk_scripts"
ANSWER = PIECE * 5


@pytest.fixture
async def provider():
    async with FaultProvider.running() as running:
        yield running


@pytest.fixture
async def server(tmp_path, provider):
    settings = {
        "AI__ANTHROPIC_KEY": "house-a",
        "AI__ANTHROPIC_URL": provider.url,
        "AI__OPENAI_KEY": "house-o",
        "AI__OPENAI_URL": f"{provider.url}/v1",
    }
    process = await CloudProcess(tmp_path / "cloud", settings).start()
    yield process
    await process.kill()


async def run(script: str, **environment: str) -> dict:
    """Run a script as its user would, with the two variables that its SDK reads."""
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "ANTHROPIC_"))
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPTS / script),
        env={**bare, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(120):
        out, problems = await process.communicate()
    assert process.returncode == 0, problems.decode()[-3_000:]
    return json.loads(out)


async def somebody(server: CloudProcess) -> str:
    member = await asyncio.to_thread(Member(server.url, "ana@example.org").sign_up)
    return member.access_token


async def test_a_script_for_anthropic_runs_as_it_is(server, provider):
    token = await somebody(server)
    said = await run(
        "use_anthropic.py", ANTHROPIC_API_KEY=token, ANTHROPIC_BASE_URL=f"{server.url}/ai/anthropic"
    )
    billed = provider.log
    assert said["whole"] == [ANSWER, billed[0].input_tokens, billed[0].output_tokens]
    assert (said["pieces"], said["final"]) == ([PIECE] * 5, ["end_turn", billed[1].output_tokens])
    assert "claude-sonnet-5-5" in said["models"]
    assert said["unknown"] == "billing.unknown_model"
    assert "AI tokens of this month" in said["used_up"]
    assert " UTC" in said["used_up"]
    assert said["stranger"] == "authentication_error"
    assert len(billed) == 3
    third = billed[2]
    assert third.body["tools"][0]["name"] == "look"
    assert third.body["messages"][0]["content"][0]["type"] == "image"
    assert third.body["system"][0]["cache_control"] == {"type": "ephemeral"}
    assert third.headers["anthropic-beta"] == "files-api-2026-10-01"
    # The client's version of the interface, not ours; the house's key, not the client's token.
    assert third.headers["anthropic-version"] == "2026-10-21"
    assert third.headers["x-api-key"] == "house-a"
    assert token not in json.dumps(third.headers)


async def test_a_script_for_openai_runs_as_it_is(server, provider):
    token = await somebody(server)
    said = await run("use_openai.py", OPENAI_API_KEY=token, OPENAI_BASE_URL=f"{server.url}/ai/openai/v1")
    billed = provider.log
    assert said["whole"] == [ANSWER, billed[0].input_tokens, billed[0].output_tokens]
    assert said["pieces"] == [PIECE] * 5
    assert said["usage"] == [billed[2].output_tokens]
    assert said["vectors"] == 2
    assert {"gpt-5.6-terra", "text-embedding-3-small"} <= set(said["models"])
    assert said["unknown"] == "billing.unknown_model"
    assert said["used_up"][0] == 402
    assert "AI tokens of this month" in said["used_up"][1]
    assert said["stranger"] == "authentication_error"
    assert billed[1].body["stream_options"] == {"include_usage": True}
    assert billed[3].body["messages"][0]["content"][0]["type"] == "image_url"
    assert billed[0].headers["Authorization"] == "Bearer house-o"
