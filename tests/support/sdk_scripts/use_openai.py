"""What somebody writes who knows only OpenAI's SDK; key and address come from the environment. Prints JSON."""

import json
import sys
from typing import Any

import openai

MODEL = sys.argv[1] if len(sys.argv) > 1 else "gpt-5.6-terra"
HELLO: Any = [{"role": "user", "content": "What is a leaf?"}]


def told(error: Any) -> dict[str, Any]:
    """The body of a failure."""
    return error.body


client = openai.OpenAI()
said: dict[str, Any] = {}

whole = client.chat.completions.create(model=MODEL, max_completion_tokens=100, messages=HELLO)
said["whole"] = [whole.choices[0].message.content, whole.usage.prompt_tokens, whole.usage.completion_tokens]

pieces = client.chat.completions.create(model=MODEL, max_tokens=100, messages=HELLO, stream=True)
said["pieces"] = [piece.choices[0].delta.content for piece in pieces if piece.choices[0].delta.content]

pieces = client.chat.completions.create(
    model=MODEL, max_tokens=100, messages=HELLO, stream=True, stream_options={"include_usage": True}
)
said["usage"] = [piece.usage.completion_tokens for piece in pieces if piece.usage]

tool: Any = {
    "type": "function",
    "function": {"name": "look", "parameters": {"type": "object", "properties": {}}},
}
picture: Any = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
client.chat.completions.create(
    model=MODEL,
    max_tokens=100,
    messages=[{"role": "user", "content": [picture, {"type": "text", "text": "What is this?"}]}],
    tools=[tool],
)
vectors = client.embeddings.create(model="text-embedding-3-small", input=["a leaf", "a root"])
said["vectors"] = len(vectors.data)
said["models"] = [model.id for model in client.models.list()]
try:
    client.chat.completions.create(model="nothing", messages=HELLO)
except openai.NotFoundError as error:
    said["unknown"] = told(error)["code"]
try:
    client.chat.completions.create(
        model=MODEL, max_tokens=100, messages=[{"role": "user", "content": "x" * 40_000}]
    )
except openai.APIStatusError as error:
    said["used_up"] = [error.status_code, told(error)["message"]]
try:
    openai.OpenAI(api_key="nonsense").chat.completions.create(model=MODEL, messages=HELLO)
except openai.AuthenticationError as error:
    said["stranger"] = told(error)["type"]
sys.stdout.write(json.dumps(said))
