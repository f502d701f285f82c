"""What the web interface answers as Anthropic's and OpenAI's do, to whoever has an access token of this server."""

import asyncio
from collections.abc import Callable
from typing import Any, Literal

import msgspec
from aiohttp import web

from server.ai.asking import (
    Asked,
    CompletionFields,
    EmbeddingFields,
    MessagesFields,
    asked_completion,
    asked_embedding,
    asked_messages,
)
from server.ai.failures import ANTHROPIC_FORM, OPENAI_FORM
from server.ai.service import CACHE, IDEMPOTENCY, MATERIAL, OPERATION
from server.web.call import Call
from server.web.operation import FailureForm, Header, Operation
from server.web.parsing import body_bytes
from shared.billing.messages import ModelKind

MOST_BODY_BYTES = 32 * 1_024 * 1_024
"""As much as Anthropic takes."""
ANTHROPIC = "/ai/anthropic/v1"
OPENAI = "/ai/openai/v1"
_SMALL_BYTES = 256 * 1_024


class AnthropicModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model as Anthropic lists it."""

    id: str
    display_name: str
    created_at: str = "2026-01-01T00:00:00Z"
    type: Literal["model"] = "model"


class AnthropicModels(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be asked for; there is no second page."""

    data: list[AnthropicModel]
    first_id: str | None
    last_id: str | None
    has_more: bool = False


class OpenAiModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model as OpenAI lists it, and whether it chats or embeds."""

    id: str
    owned_by: str
    kind: ModelKind = "chat"
    created: int = 1_767_225_600
    object: Literal["model"] = "model"


class OpenAiModels(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be asked for."""

    data: list[OpenAiModel]
    object: Literal["list"] = "list"


async def anthropic_messages(call: Call) -> web.StreamResponse:
    """Relay a message to the model's provider, streamed or not. What is answered is the provider's own."""
    return await _answered(call, asked_messages)


async def openai_chat_completions(call: Call) -> web.StreamResponse:
    """Relay a chat completion to the model's provider, streamed or not. What is answered is the provider's own."""
    return await _answered(call, asked_completion)


async def openai_embeddings(call: Call) -> web.StreamResponse:
    """Relay a request for embeddings. It counts tokens and no daily operation."""
    return await _answered(call, asked_embedding)


async def anthropic_models(call: Call) -> AnthropicModels:
    offered = call.services.ai.offered(call.user.plan, "anthropic")
    data = [
        AnthropicModel(id=name, display_name=model.title or model.model)
        for model in offered
        for name in (model.model, *model.aliases)
    ]
    return AnthropicModels(
        data=data, first_id=data[0].id if data else None, last_id=data[-1].id if data else None
    )


async def openai_models(call: Call) -> OpenAiModels:
    offered = call.services.ai.offered(call.user.plan, "openai")
    return OpenAiModels(
        data=[
            OpenAiModel(id=name, owned_by=model.upstream, kind=model.kind)
            for model in offered
            for name in (model.model, *model.aliases)
        ]
    )


async def _answered(call: Call, read: Callable[[bytes], Asked]) -> web.StreamResponse:
    request = call.request
    body = await body_bytes(request, MOST_BODY_BYTES, call.services.config.server.idle_s)
    # A long body is looked through elsewhere: pictures take a while, and others wait.
    asked = read(body) if len(body) < _SMALL_BYTES else await asyncio.to_thread(read, body)
    return await call.services.ai.answer(asked, body, call.user, request, call.language)


_HEADERS = (
    Header(
        OPERATION,
        "What the call is for: chat, hint, lesson_teacher and so on. Who names it has the server's instructions for "
        "it put before their own; without it the call counts as chat and goes on as it came.",
    ),
    Header(IDEMPOTENCY, "The same key with the same body is answered and charged once within a day."),
    Header(CACHE, "`me` or `tenant`: the same request may be answered again, uncharged, to me or my school."),
    Header(MATERIAL, "`id:version` of what is asked about: another version is answered anew."),
    Header("x-api-key", "The access token, where a program cannot send `Authorization`."),
)
_BILLING = (
    "billing.used_up",
    "billing.reserved",
    "billing.too_many_holds",
    "billing.in_progress",
    "billing.done_before",
    "billing.key_reused",
    "billing.unavailable",
    "billing.unknown_model",
    "billing.model_not_in_plan",
    "billing.model_unreachable",
    "billing.unpriced_model",
)
_AI = (
    "ai.bad_request",
    "ai.unknown_operation",
    "ai.not_offered",
    "ai.upstream_trouble",
    "ai.upstream_slow",
    "ai.upstream_busy",
)


def _relayed(
    path: str, handler: Any, summary: str, form: FailureForm, fields: type[msgspec.Struct]
) -> Operation:
    return Operation(
        "POST",
        path,
        handler,
        summary,
        raw=True,
        takes=("application/json",),
        raw_body=fields,
        gives=("application/json", "text/event-stream"),
        errors=(*_AI, *_BILLING),
        headers=_HEADERS,
        key_header="x-api-key",
        failures=form,
    )


OPERATIONS = (
    _relayed(
        f"{ANTHROPIC}/messages",
        anthropic_messages,
        "Messages, as Anthropic has them",
        ANTHROPIC_FORM,
        MessagesFields,
    ),
    Operation(
        "GET",
        f"{ANTHROPIC}/models",
        anthropic_models,
        "Models to ask for, as Anthropic lists them",
        answer=AnthropicModels,
        key_header="x-api-key",
        failures=ANTHROPIC_FORM,
    ),
    _relayed(
        f"{OPENAI}/chat/completions",
        openai_chat_completions,
        "Chat completions, as OpenAI has them",
        OPENAI_FORM,
        CompletionFields,
    ),
    _relayed(
        f"{OPENAI}/embeddings",
        openai_embeddings,
        "Embeddings, as OpenAI has them",
        OPENAI_FORM,
        EmbeddingFields,
    ),
    Operation(
        "GET",
        f"{OPENAI}/models",
        openai_models,
        "Models to ask for, as OpenAI lists them",
        answer=OpenAiModels,
        key_header="x-api-key",
        failures=OPENAI_FORM,
    ),
)
"""The real SDKs take `/ai/anthropic` and `/ai/openai/v1` as their base addresses."""
