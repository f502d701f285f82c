"""`lantern token`: other programs' SDKs ask the account's server with what it prints."""

import asyncio
import json
import sys

import pytest

from desktop.runtime.error_texts import use_language
from tests.support.ai_stage import ai_stage
from tests.support.synced_devices import device

SCRIPT = """
import anthropic, openai
told = {"max_tokens": 50, "messages": [{"role": "user", "content": "What is a leaf?"}]}
with anthropic.Anthropic() as client:
    print(client.messages.create(model="lantern", **told).content[-1].text)
with openai.OpenAI() as client:
    print(client.chat.completions.create(model="gpt-5.6-luna", **told).choices[0].message.content)
"""


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def test_without_an_account_it_says_so(lantern):
    done = lantern("token", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "accounts.signed_out"


async def test_untouched_scripts_of_both_sdks_run_with_it(lantern, tmp_path):
    async with ai_stage(tmp_path / "cloud") as stage:
        async with device(tmp_path / "data") as one:
            await one.sign_up(stage.cloud.url)
        told = json.loads((await asyncio.to_thread(lantern, "token", "--json")).stdout)
        assert told["openai_base_url"] == f"{stage.cloud.url}/ai/openai/v1"
        lines = (await asyncio.to_thread(lantern, "token")).stdout
        assert lines.count("export ") == 4
        script = tmp_path / "script.py"
        script.write_text(SCRIPT)
        shell = f"set -e\n{lines}\nexec {sys.executable} {script}"
        process = await asyncio.create_subprocess_exec(
            "sh", "-c", shell, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(120):
            out, errors = await process.communicate()
        assert process.returncode == 0, errors
        assert out.count(b"Twelve bytes") == 2 * 5
        assert len(stage.billed) == 2
