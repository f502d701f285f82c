"""What a request asks for is read once; what goes on is what came, but for the model's name and the longest reply."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ai.asking import asked_completion, asked_embedding, asked_messages, body_for
from shared.billing.messages import AiModel
from shared.errors import AppError

CLAUDE = AiModel(model="claude", upstream="anthropic", wire="anthropic", upstream_model="claude-5")
GPT = AiModel(model="gpt", upstream="openai", wire="openai")
OWN = AiModel(model="own", upstream="custom", wire="openai")
MESSAGES = [{"role": "user", "content": "¿Qué es una hoja?"}]


def raw(**fields):
    return json.dumps({"model": "m", "messages": MESSAGES, **fields}).encode()


def sent(asked, model, output_tokens=50):
    return json.loads(body_for(asked, model, output_tokens))


def test_a_message_goes_on_as_it_came():
    tools = [{"name": "look", "input_schema": {"type": "object"}, "cache_control": {"type": "ephemeral"}}]
    asked = asked_messages(raw(max_tokens=400, tools=tools, stream=True, metadata={"user_id": "x"}))
    assert (asked.stream, asked.output_tokens, asked.replies, asked.wants_usage) == (True, 400, 1, True)
    assert sent(asked, CLAUDE) == {
        "model": "claude-5",
        "messages": MESSAGES,
        "max_tokens": 50,
        "tools": tools,
        "stream": True,
        "metadata": {"user_id": "x"},
    }


@given(
    st.dictionaries(st.text(max_size=8), st.recursive(st.none() | st.text() | st.integers(-9, 9), st.lists))
)
def test_whatever_else_is_said_passes_through(extra):
    extra.pop("model", None)
    more = {f"x_{name}": value for name, value in extra.items()}
    found = sent(asked_messages(raw(max_tokens=7, **more)), CLAUDE, 7)
    assert {name: found[name] for name in more} == more


def test_thinking_stays_shorter_than_the_reply():
    asked = asked_messages(raw(max_tokens=9_000, thinking={"type": "enabled", "budget_tokens": 8_000}))
    assert asked.least_output == 1_025
    assert sent(asked, CLAUDE, 2_000)["thinking"] == {"type": "enabled", "budget_tokens": 1_999}
    assert sent(asked, CLAUDE, 9_000)["thinking"]["budget_tokens"] == 8_000


def test_a_stream_of_completions_always_tells_its_usage():
    silent = asked_completion(raw(stream=True))
    assert not silent.wants_usage
    assert sent(silent, GPT)["stream_options"] == {"include_usage": True}
    wanted = asked_completion(raw(stream=True, stream_options={"include_usage": True, "x": 1}))
    assert wanted.wants_usage
    assert sent(wanted, GPT)["stream_options"] == {"include_usage": True, "x": 1}
    assert "stream_options" not in sent(asked_completion(raw()), GPT)


@pytest.mark.parametrize(
    ("fields", "model", "names"),
    [
        ({}, GPT, {"max_completion_tokens"}),
        ({}, OWN, {"max_tokens"}),
        ({"max_tokens": 70}, GPT, {"max_tokens"}),
        ({"max_completion_tokens": 70, "max_tokens": None}, OWN, {"max_completion_tokens"}),
        ({"max_completion_tokens": 70, "max_tokens": 80}, OWN, {"max_completion_tokens", "max_tokens"}),
    ],
)
def test_the_longest_reply_is_named_as_the_provider_or_the_client_names_it(fields, model, names):
    found = sent(asked_completion(raw(**fields)), model)
    assert {name for name in ("max_tokens", "max_completion_tokens") if found.get(name)} == names
    assert {found[name] for name in names} == {50}


def test_several_replies_are_counted():
    assert asked_completion(raw(n=3, max_tokens=9)).replies == 3
    assert asked_completion(raw(max_tokens=10**9)).output_tokens == 10**9
    assert asked_completion(raw(max_completion_tokens=8, max_tokens=9)).output_tokens == 8


def test_embeddings_have_no_reply():
    asked = asked_embedding(b'{"model": "m", "input": ["a", "b"], "dimensions": 8}')
    assert (asked.kind, asked.output_tokens, asked.replies) == ("embedding", 0, 0)
    assert sent(asked, GPT) == {"model": "gpt", "input": ["a", "b"], "dimensions": 8}


@pytest.mark.parametrize("read", [asked_messages, asked_completion, asked_embedding])
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"model": 1}', b"{}", b"[" * 100_000])
def test_what_is_no_request_is_told(read, body):
    with pytest.raises(AppError, match=r"ai\.bad_request"):
        read(body)


@pytest.mark.parametrize(
    "fields", [{"max_tokens": 0}, {"max_tokens": -1}, {"max_tokens": "9"}, {"stream": 1}]
)
def test_numbers_that_make_no_sense_are_told(fields):
    for read in (asked_messages, asked_completion):
        with pytest.raises(AppError, match=r"ai\.bad_request"):
            read(raw(**fields))


@pytest.mark.parametrize("n", [0, -1, 9, 10**6])
def test_too_many_replies_are_refused(n):
    with pytest.raises(AppError, match=r"ai\.bad_request"):
        asked_completion(raw(n=n))


def test_a_name_that_is_said_twice_is_sent_once():
    asked = asked_messages(b'{"model": "m", "max_tokens": 5, "max_tokens": 1000000000, "messages": []}')
    assert body_for(asked, CLAUDE, 9).count(b"max_tokens") == 1
