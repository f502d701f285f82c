"""`lantern usage` on real libraries: signed out, with a server, and with the server gone."""

import asyncio
import json

import pytest

from desktop.cli_usage import _line
from desktop.runtime.error_texts import use_language
from shared.billing.meters import Meter
from tests.support.billing_stage import billing_status
from tests.support.synced_devices import device


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def test_without_an_account_it_says_so(lantern):
    done = lantern("usage")
    assert done.exit_code == 1
    assert "sign" in done.stderr.lower()
    assert json.loads(lantern("usage", "--json").stderr.splitlines()[-1])["code"] == "accounts.signed_out"


async def test_it_prints_what_the_server_says_also_when_it_is_gone(cloud, lantern, tmp_path):
    async with device(tmp_path / "data") as one:
        await one.sign_up(cloud.url)
    done = await asyncio.to_thread(lantern, "usage")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Plan: free" in done.stdout
    assert "AI tokens this month: 0 of 10,000 used (0 %), 10,000 left; renewed 2" in done.stdout
    await cloud.listener.drain()
    done = await asyncio.to_thread(lantern, "usage")
    assert done.exit_code == 0
    assert "10,000 left" in done.stdout
    assert "These are the numbers of 2" in done.stderr
    told = json.loads((await asyncio.to_thread(lantern, "usage", "--json")).stdout)
    [tokens] = [one for one in told["meters"] if one["meter"] == "ai_tokens"]
    assert (tokens["limit"], tokens["warning_level"]) == (10_000, "ok")
    assert told["problem"]["code"].startswith("network.")


@pytest.mark.parametrize(
    ("plan", "meter", "used", "line"),
    [
        (
            "free",
            Meter.AI_OPERATIONS,
            {"ai_operations": 9},
            "AI requests today: 9 of 10 used (90 %), 1 left; ",
        ),
        (
            "free",
            Meter.VOICE_MS,
            {"voice_ms": 90_000},
            "Voice minutes this month: 1.5 of 10 used (15 %), 8.5 left",
        ),
        ("free", Meter.TRANSCRIPTION_MS, {}, "Transcription minutes this month: not part of this plan."),
        ("enterprise", Meter.UPLOADS, {"uploads": 1_200}, "Uploads this month: 1,200 used, no limit."),
        ("free", Meter.AI_TOKENS, {"ai_tokens": 1, "held": 50}, ", 50 reserved by running work; renewed"),
    ],
)
def test_a_meter_in_words(plan, meter, used, line):
    [found] = [one for one in billing_status(plan, **used).meters if one.meter is meter]
    assert line in _line(found)
