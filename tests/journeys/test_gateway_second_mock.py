"""The gateway in front of a mock that others wrote: what we believe of the two wires is not only our own belief."""

from typing import Any

import anthropic
import openai
import pytest

from shared.billing.meters import Meter
from tests.support.ai_stage import AiStage, ai_stage
from tests.support.aimock import aimock

ANSWER = "A leaf is where a plant makes its food out of light, water and air."
FIXTURES = [
    {
        "match": {"userMessage": "counted"},
        "response": {
            "content": ANSWER,
            "usage": {
                "prompt_tokens": 31,
                "completion_tokens": 17,
                "total_tokens": 48,
                "input_tokens": 31,
                "output_tokens": 17,
            },
        },
    },
    {"match": {"userMessage": "uncounted"}, "response": {"content": ANSWER}},
    {"match": {"userMessage": "broken"}, "response": {"content": ANSWER * 9}, "truncateAfterChunks": 6},
    {
        "match": {"userMessage": "tool"},
        "response": {"toolCalls": [{"name": "look", "arguments": {"at": "leaf"}}]},
    },
]
TOOL: Any = {"name": "look", "description": "Look.", "input_schema": {"type": "object", "properties": {}}}


@pytest.fixture
async def stage(tmp_path):
    async with aimock(tmp_path, FIXTURES) as url:
        ai = {"anthropic_url": url, "openai_url": f"{url}/v1"}
        async with ai_stage(tmp_path / "cloud", ai=ai) as opened:
            yield opened


def claude(stage: AiStage) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(
        api_key=stage.session.access_token, base_url=f"{stage.cloud.url}/ai/anthropic", max_retries=0
    )


def gpt(stage: AiStage) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(
        api_key=stage.session.access_token, base_url=f"{stage.cloud.url}/ai/openai/v1", max_retries=0
    )


def turn(text: str) -> list:
    return [{"role": "user", "content": text}]


async def spent(stage: AiStage) -> int:
    await stage.quiet()
    return 50_000 - await stage.free(Meter.AI_TOKENS)


async def test_anthropics_sdk(stage):
    async with claude(stage) as client:
        given: Any = {"model": "claude-sonnet-5-5", "max_tokens": 200}
        whole = await client.messages.create(messages=turn("counted"), **given)
        assert whole.content[0].text == ANSWER
        assert await spent(stage) == 48
        async with client.messages.stream(messages=turn("counted"), **given) as stream:
            assert await stream.get_final_text() == ANSWER
        assert await spent(stage) == 96
        call = await client.messages.create(messages=turn("tool"), tools=[TOOL], **given)
        assert call.content[0].input == {"at": "leaf"}
        before = await spent(stage)
        # It says that nothing was counted: that is no usage, and is estimated.
        async with client.messages.stream(messages=turn("uncounted"), **given) as stream:
            await stream.get_final_text()
        assert await spent(stage) - before >= len(ANSWER) // 4
        with pytest.raises((anthropic.APIError, OSError)):
            async with client.messages.stream(messages=turn("broken"), **given) as stream:
                await stream.get_final_text()
        assert await spent(stage) > before


async def test_openais_sdk(stage):
    async with gpt(stage) as client:
        given: Any = {"model": "gpt-5.6-terra", "max_completion_tokens": 200}
        whole = await client.chat.completions.create(messages=turn("counted"), **given)
        assert whole.choices[0].message.content == ANSWER
        assert await spent(stage) == 48
        chunks = await client.chat.completions.create(messages=turn("counted"), stream=True, **given)
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])
        assert text == ANSWER
        assert await spent(stage) == 96
        chunks = await client.chat.completions.create(
            messages=turn("counted"), stream=True, stream_options={"include_usage": True}, **given
        )
        assert [chunk.usage.total_tokens async for chunk in chunks if chunk.usage] == [48]
        assert await spent(stage) == 144
        with pytest.raises(openai.APIError):
            async for _ in await client.chat.completions.create(
                messages=turn("broken"), stream=True, **given
            ):
                pass
        before = await spent(stage)
        assert before > 144
        vectors = await client.embeddings.create(model="text-embedding-3-small", input=["a leaf"])
        assert len(vectors.data[0].embedding) > 1
        assert await spent(stage) > before
