"""The instructions of a named operation, put in front of what a request says to the model itself. Pure."""

import dataclasses
from typing import Any

import msgspec

from server.ai.asking import Asked
from server.ai.estimates import text_tokens


def instructed(asked: Asked, instructions: str) -> Asked:
    """Return the request with the instructions before its own system text, and counted as input.

    What has no form that can be put behind them goes on as it came: the provider says what is wrong with it.
    """
    if not instructions or asked.kind != "chat":
        return asked
    name = "system" if asked.wire == "anthropic" else "messages"
    given = bytes(asked.fields.get(name, b"null")).strip()
    put = _before_system(given, instructions) if name == "system" else _before_messages(given, instructions)
    if put is None:
        return asked
    return dataclasses.replace(
        asked,
        fields={**asked.fields, name: msgspec.Raw(put)},
        input_tokens=asked.input_tokens + text_tokens(len(instructions.encode())),
    )


def _before_system(given: bytes, instructions: str) -> bytes | None:
    """Anthropic's system text is one text or a list of blocks; the blocks keep their marks for the cache."""
    if given == b"null":
        return msgspec.json.encode(instructions)
    if given.startswith(b'"'):
        own: str = msgspec.json.decode(given)
        return msgspec.json.encode(f"{instructions}\n\n{own}")
    return _spliced(given, {"type": "text", "text": instructions})


def _before_messages(given: bytes, instructions: str) -> bytes | None:
    """OpenAI's system text is a message; a second one after it is what the client says."""
    return _spliced(given, {"role": "system", "content": instructions})


def _spliced(given: bytes, first: dict[str, Any]) -> bytes | None:
    if not given.startswith(b"["):
        return None
    rest = given[1:].lstrip()
    return b"[" + msgspec.json.encode(first) + (b"" if rest.startswith(b"]") else b",") + rest
