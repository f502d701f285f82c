"""The answer providers Lantern can talk to, as data, and the rules for their addresses."""

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from shared.errors import AppError

ProviderName = Literal["lantern", "anthropic", "openai", "xai", "compatible"]


class Provider(msgspec.Struct, frozen=True):
    """One provider. `read_timeout_s` is the longest silence between two pieces of a reply.

    `passage_words` is how much material fits comfortably: local models have short memories and slow reading.
    """

    name: ProviderName
    title: str
    wire: Literal["anthropic", "openai"]
    base_url: str
    default_model: str
    needs_key: bool
    read_timeout_s: float
    passage_words: int
    keys_page: str = ""

    def called(self, base_url: str) -> str:
        """How failures name it: a server of the person's own by its address, for that is what may be wrong."""
        return base_url if self.name == "compatible" else self.title


PROVIDERS: dict[str, Provider] = {
    # The server one is signed in to; it says itself which models it has, and on which wire.
    "lantern": Provider(
        "lantern",
        "Lantern account",
        "anthropic",
        "",
        "",
        needs_key=False,
        read_timeout_s=120,
        passage_words=3000,
    ),
    "anthropic": Provider(
        "anthropic",
        "Anthropic (Claude)",
        "anthropic",
        "https://api.anthropic.com",
        "claude-sonnet-5-5",
        needs_key=True,
        read_timeout_s=60,
        passage_words=3000,
        keys_page="https://platform.claude.com/settings/keys",
    ),
    "openai": Provider(
        "openai",
        "OpenAI (GPT)",
        "openai",
        "https://api.openai.com/v1",
        "gpt-5.6-terra",
        needs_key=True,
        read_timeout_s=60,
        passage_words=3000,
        keys_page="https://platform.openai.com/api-keys",
    ),
    "xai": Provider(
        "xai",
        "xAI (Grok)",
        "openai",
        "https://api.x.ai/v1",
        "grok-4.3",
        needs_key=True,
        read_timeout_s=60,
        passage_words=3000,
        keys_page="https://console.x.ai",
    ),
    # Ollama's address; llama.cpp listens on 8080. A model on a laptop may read for minutes in silence.
    "compatible": Provider(
        "compatible",
        "Local or other server",
        "openai",
        "http://localhost:11434/v1",
        "",
        needs_key=False,
        read_timeout_s=300,
        passage_words=1000,
    ),
}


class EmbeddingOffer(msgspec.Struct, frozen=True):
    """A provider's usual embedding model and the length asked for; 0 leaves the length to the server.

    OpenAI shortens its vectors by itself: a third of the 1536 numbers costs 0.7 of 62.3 points on MTEB by its own
    figures, and a library of 100 000 passages stays as small in memory and as fast as with the local model.
    """

    model: str
    dimension: int


EMBEDDING_OFFERS = {
    "openai": EmbeddingOffer("text-embedding-3-small", 512),
    "compatible": EmbeddingOffer("", 0),
}
"""The providers that embed."""


class Endpoint(msgspec.Struct, frozen=True):
    """Where calls go: a checked base address and the name under which its key is kept.

    A key belongs to the origin it was typed for, so that a changed address never receives another's key.
    """

    base_url: str
    key_name: str


def endpoint(provider: Provider, base_url: str) -> Endpoint:
    """Check an address a person typed; empty means the provider's own.

    Raises `AppError("ai.bad_address")`, or `("ai.insecure_address")` for plain http beyond the local network.
    """
    typed = base_url.strip().rstrip("/")
    if not typed or typed == provider.base_url:
        return Endpoint(provider.base_url, provider.name)
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError as cause:
        raise AppError("ai.bad_address", address=typed[:120]) from cause
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise AppError("ai.bad_address", address=typed[:120])
    if parts.scheme == "http" and not _is_local(host):
        raise AppError("ai.insecure_address", host=host)
    path = parts.path.rstrip("/")
    # The Anthropic SDK adds /v1 itself, the OpenAI SDK does not: accept what people type for either.
    if provider.wire == "anthropic":
        path = path.removesuffix("/v1")
    elif not path:
        path = "/v1"
    authority = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{authority}" + (f":{port}" if port else "")
    return Endpoint(origin + path, f"{provider.name} {origin}")


def is_this_computer(base_url: str) -> bool:
    """Whether an address leads to this computer itself."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_local(host: str) -> bool:
    """Whether plain http stays on this computer or this network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".lan", ".home.arpa"))
    return address.is_loopback or address.is_private or address.is_link_local
