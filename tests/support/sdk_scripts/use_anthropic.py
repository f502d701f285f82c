"""What somebody writes who knows only Anthropic's SDK; key and address come from the environment. Prints JSON."""

import json
import sys
from typing import Any

import anthropic

MODEL = sys.argv[1] if len(sys.argv) > 1 else "claude-sonnet-5-5"
HELLO: Any = [{"role": "user", "content": "What is a leaf?"}]


def told(error: Any) -> dict[str, Any]:
    """The body of a failure."""
    return error.body


client = anthropic.Anthropic()
said: dict[str, Any] = {}

whole = client.messages.create(model=MODEL, max_tokens=100, messages=HELLO)
said["whole"] = [whole.content[0].text, whole.usage.input_tokens, whole.usage.output_tokens]

with client.messages.stream(model=MODEL, max_tokens=100, messages=HELLO) as stream:
    said["pieces"] = list(stream.text_stream)
    final = stream.get_final_message()
    said["final"] = [final.stop_reason, final.usage.output_tokens]

picture: Any = {
    "type": "image",
    "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="},
}
tool: Any = {"name": "look", "description": "Look.", "input_schema": {"type": "object", "properties": {}}}
client.messages.create(
    model=MODEL,
    max_tokens=100,
    messages=[{"role": "user", "content": [picture, {"type": "text", "text": "What is this?"}]}],
    tools=[tool],
    system=[{"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}}],
    extra_headers={"anthropic-beta": "files-api-2026-10-01"},
)
said["models"] = [model.id for model in client.models.list()]
try:
    client.messages.create(model="nothing", max_tokens=1, messages=HELLO)
except anthropic.NotFoundError as error:
    said["unknown"] = told(error)["error"]["code"]
try:
    client.messages.create(model=MODEL, max_tokens=100, messages=[{"role": "user", "content": "x" * 40_000}])
except anthropic.PaymentRequiredError as error:
    said["used_up"] = told(error)["error"]["message"]
try:
    anthropic.Anthropic(api_key="nonsense").messages.create(model=MODEL, max_tokens=1, messages=HELLO)
except anthropic.AuthenticationError as error:
    said["stranger"] = told(error)["error"]["type"]
sys.stdout.write(json.dumps(said))
