"""What an operation says to the model stands first, whatever form the request has."""

import json

import pytest

from server.ai.asking import asked_completion, asked_embedding, asked_messages, body_for
from server.ai.instructions import instructed
from shared.billing.messages import AiModel

OURS = "Be kind.\n“Ñ”"
HELLO = {"role": "user", "content": "Hello"}
CLAUDE = AiModel(model="claude", upstream="anthropic", wire="anthropic")
GPT = AiModel(model="gpt", upstream="openai", wire="openai")


def message(**fields):
    return asked_messages(json.dumps({"model": "m", "max_tokens": 9, "messages": [HELLO], **fields}).encode())


def completion(messages, **fields):
    return asked_completion(json.dumps({"model": "m", "messages": messages, **fields}).encode())


def sent(asked, model):
    return json.loads(body_for(asked, model, 50))


BLOCK = {"type": "text", "text": "Theirs.", "cache_control": {"type": "ephemeral"}}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, OURS),
        ({"system": None}, OURS),
        ({"system": "Theirs."}, f"{OURS}\n\nTheirs."),
        ({"system": [BLOCK]}, [{"type": "text", "text": OURS}, BLOCK]),
        ({"system": []}, [{"type": "text", "text": OURS}]),
        ({"system": 7}, 7),
    ],
)
def test_before_the_system_text_of_a_message(given, found):
    asked = message(**given)
    assert sent(instructed(asked, OURS), CLAUDE) == {**sent(asked, CLAUDE), "system": found}


@pytest.mark.parametrize("own", [[], [HELLO], [{"role": "system", "content": "Theirs."}, HELLO]])
def test_before_the_messages_of_a_completion(own):
    found = sent(instructed(completion(own), OURS), GPT)["messages"]
    assert found == [{"role": "system", "content": OURS}, *own]


def test_they_are_counted_as_input():
    plain = message()
    assert instructed(plain, "x" * 300).input_tokens == plain.input_tokens + 100


def test_nothing_is_put_before_embeddings_or_when_there_is_nothing_to_say():
    embedding = asked_embedding(b'{"model": "m", "input": "x"}')
    assert instructed(embedding, OURS) is embedding
    plain = message()
    assert instructed(plain, "") is plain
    broken = completion("nonsense")
    assert instructed(broken, OURS) is broken
