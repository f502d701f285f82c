"""What the two SDKs' engines share: the lazily made client, its limits, and our words for its errors."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from desktop.ai.engine import EngineEvent, EngineRequest
from desktop.ai.failures import read_refusal, refusal_error
from desktop.ai.providers import Provider, is_this_computer
from shared.errors import AppError

CONNECT_TIMEOUT_S = 10.0


class SdkEngine:
    """A provider reached through an SDK. Subclasses name the SDK and speak its wire; nothing is retried."""

    def __init__(self, provider: Provider, base_url: str, model: str, key: str | None) -> None:
        self._of = provider
        self._base_url = base_url
        self._model = model
        self._key = key
        self._client: Any = None
        self._making = asyncio.Lock()

    @property
    def provider(self) -> str:
        return self._of.name

    @property
    def called(self) -> str:
        """How failures name it."""
        return self._of.called(self._base_url)

    @property
    def model(self) -> str:
        return self._model

    def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply; raises `AppError("ai.…")`."""
        raise NotImplementedError

    async def models(self) -> list[str]:
        """Names of the models this key or server offers, sorted. Raises `AppError("ai.…")`."""
        client = await self._connected()
        with self._our_errors():
            page = await client.models.list()
        return sorted(str(model.id) for model in page.data)

    async def prepare(self) -> None:
        """Load the SDK and make its client; nothing is sent."""
        await self._connected()

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    @staticmethod
    def _sdk() -> ModuleType:
        """Import the SDK: most of a second of CPU, so it is first called in a thread."""
        raise NotImplementedError

    def _make(self, sdk: ModuleType, **limits: Any) -> Any:
        """Make the SDK's client."""
        raise NotImplementedError

    async def _connected(self) -> Any:
        async with self._making:
            if self._client is None:
                # Importing and reading the certificates would stop the window for a second.
                self._client = await asyncio.to_thread(self._prepare)
            return self._client

    async def _headers(self, operation: str) -> dict[str, str]:
        """Headers of a call besides the SDK's own."""
        del operation
        return {}

    def _refused(self, status: int, body: object, headers: Mapping[str, str], message: str) -> AppError:
        """Say an error reply in our codes."""
        refusal = read_refusal(status, body, headers, message)
        return refusal_error(refusal, provider=self.called, model=self._model)

    def _prepare(self) -> Any:
        sdk = self._sdk()
        # At debug level the SDKs log whole requests, and those hold learners' words.
        logging.getLogger(sdk.__name__).setLevel(logging.WARNING)
        timeout = sdk.Timeout(self._of.read_timeout_s, connect=CONNECT_TIMEOUT_S)
        limits: dict[str, Any] = {"base_url": self._base_url, "timeout": timeout}
        if is_this_computer(self._base_url):
            # A school's proxy cannot reach a model on this computer, whatever the environment says.
            # One of the SDKs reads the environment itself, hence the mounts.
            directly = dict.fromkeys(("http://", "https://", "all://"))
            limits["http_client"] = sdk.DefaultAsyncHttpxClient(trust_env=False, mounts=directly)
        # The SDK's own retries would bill unrecorded calls; see attempts.py.
        return self._make(sdk, max_retries=0, **limits)

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        """Turn the SDK's errors into ours; anything else is a bug and passes."""
        sdk = self._sdk()
        name = self.called
        try:
            yield
        except sdk.APIStatusError as cause:
            headers = cause.response.headers
            raise self._refused(cause.status_code, cause.body, headers, cause.message) from cause
        except sdk.APITimeoutError as cause:
            raise AppError("ai.timed_out", provider=name) from cause
        except sdk.APIConnectionError as cause:
            raise AppError("ai.unreachable", provider=name, detail=type(cause).__name__) from cause
        except sdk.APIError as cause:
            # An error event inside the stream, whose reply had begun with status 200.
            raise self._refused(200, cause.body, {}, cause.message) from cause
        except ValueError as cause:
            # Bytes that are no JSON: something else than an AI server answers at this address.
            raise AppError("ai.provider_trouble", provider=name, detail=type(cause).__name__) from cause
        except Exception as cause:
            # A connection cut inside the stream arrives from one of the SDKs as an error of the HTTP library
            # it stands on, whose name is its own business: last year it was another.
            kinds = {kind.__name__ for kind in type(cause).__mro__}
            if "TransportError" not in kinds:
                raise
            code = "ai.timed_out" if "TimeoutException" in kinds else "ai.unreachable"
            raise AppError(code, provider=name, detail=type(cause).__name__) from cause
