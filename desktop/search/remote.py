"""The embedder at a provider, chosen by the person: asks it, waits after failures, says what holds it up.

A question that cannot be embedded in time is searched by its words. Nothing is sent that was not asked for, and
nothing while it is paused.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.logs import get_log
from desktop.search.anchors import TEXTS, Anchoring, anchoring
from desktop.search.embedders import QUERY_MAX_CHARACTERS, EmbedderFiles
from desktop.search.sources import RemoteEmbedding
from shared.clock import Clock
from shared.errors import AppError

if TYPE_CHECKING:
    import numpy as np

QUERY_LIMIT_S = 4.0
"""A search by meaning waits no longer for its question's vector, the loading of the library included."""
BATCH = 64
"""Passages of one call: some 20 000 of the 300 000 tokens OpenAI takes, and little to pay twice when it breaks off."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 15.0, 900.0
QUERY_PAUSE_S = 30.0
"""After a failure, questions go straight to the words for so long; passages wait longer each time."""
_REMEMBERED = 256

_log = get_log("search")

_PROBLEMS = {
    "ai.key_missing": "search.provider_key",
    "ai.key_refused": "search.provider_key",
    "ai.not_permitted": "search.provider_key",
    "ai.keyring_failed": "search.provider_key",
    "ai.no_credit": "search.provider_credit",
    "ai.rate_limited": "search.provider_busy",
    "ai.unreachable": "search.provider_unreachable",
    "ai.timed_out": "search.provider_unreachable",
    "ai.provider_trouble": "search.provider_unreachable",
}
_LASTING = {"search.provider_key", "search.provider_credit", "search.provider_unfit"}


class Measured(msgspec.Struct, frozen=True):
    """What is written down of a model once it has answered: vectors of this length, this anchoring."""

    identity: bytes
    dimension: int
    anchoring: Anchoring


def remote_files(remote: RemoteEmbedding | None) -> EmbedderFiles | None:
    """The chosen model as an embedder; None when none is chosen or it has not answered yet."""
    model = remote.model() if remote is not None else None
    measured = _measured(model.note) if model is not None else None
    if model is None or measured is None or measured.identity != model.identity:
        return None
    return EmbedderFiles(model.name, Path(), measured.dimension, model.identity)


def _measured(note: str) -> Measured | None:
    try:
        return msgspec.json.decode(note, type=Measured) if note else None
    except msgspec.DecodeError:
        return None


class Remote:
    """One per search service. `problem` says what holds it up, None when nothing does; "meaning" is announced."""

    def __init__(self, remote: RemoteEmbedding | None, bus: ChangeBus, clock: Clock) -> None:
        self._remote = remote
        self._bus = bus
        self._clock = clock
        self.problem: AppError | None = None
        self._pause_s = 0.0
        self._again_ms = 0
        self._ask_again_ms = 0
        self._known: OrderedDict[tuple[bytes, str], np.ndarray] = OrderedDict()

    @property
    def chosen(self) -> bool:
        """Whether the person wants passages embedded by a provider."""
        return self._remote is not None and self._remote.model() is not None

    def files(self) -> EmbedderFiles | None:
        """The chosen model as an embedder; None when none is chosen or it has not answered yet."""
        return remote_files(self._remote)

    def forget(self, changes: ChangeSet) -> None:
        """A new choice or key deserves a new try at once."""
        if "embedding" in changes.kinds:
            self._resume()

    def paused_s(self) -> float:
        """Seconds until passages may be embedded again."""
        return max(0.0, (self._again_ms - self._clock.monotonic_ms()) / 1_000)

    def scaled(self, cosines: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Bring this model's cosines onto the scale relevance was judged on; see anchors.py."""
        model = self._remote.model() if self._remote is not None else None
        measured = _measured(model.note) if model is not None else None
        if measured is None:
            return []
        return [(passage, measured.anchoring.scaled(cosine)) for passage, cosine in cosines]

    async def measure(self) -> None:
        """Have a newly chosen model answer once. Raises AppError `search.provider_…`."""
        if self._remote is None or (model := self._remote.model()) is None or self.files() is not None:
            return
        vectors = await self._asked(self._remote, TEXTS)
        found = anchoring(vectors)
        if not found.usable:
            raise self._paused(AppError("search.provider_unfit", provider=model.name))
        measured = Measured(model.identity, vectors.shape[1], found)
        await self._remote.keep_note(msgspec.json.encode(measured).decode())

    async def prepare(self) -> None:
        """Load what the first question would wait for; nothing is sent."""
        if self._remote is not None and not self._is_quiet():
            try:
                await self._remote.prepare()
            except AppError as error:
                self._paused(error)

    async def embed_passages(self, files: EmbedderFiles, texts: Sequence[str]) -> list[bytes]:
        """Return float16 vectors. Raises AppError `search.provider_…`, and pauses for a while then."""
        if self._remote is None or self.files() != files:
            raise AppError("search.provider_unfit", provider=files.name)
        vectors = await self._asked(self._remote, texts)
        if vectors.shape[1] != files.dimension:
            raise self._paused(AppError("search.provider_unfit", provider=files.name))
        return await asyncio.to_thread(_packed, vectors)

    async def embed_query(self, files: EmbedderFiles, text: str) -> "np.ndarray":
        """Return a question's vector, within 4 s. Raises AppError `search.provider_…`.

        Raises at once for a while after a failure. The same question is paid for once.
        """
        key = files.model_sha, hashlib.sha256(text.encode()).hexdigest()
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if self._remote is None or self._is_quiet():
            raise self.problem or AppError("search.provider_unreachable", provider=files.name)
        vectors = await self._asked(self._remote, [text[:QUERY_MAX_CHARACTERS]], limit_s=QUERY_LIMIT_S)
        if vectors.shape[1] != files.dimension:
            raise self._paused(AppError("search.provider_unfit", provider=files.name))
        self._known[key] = vectors[0]
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return vectors[0]

    async def _asked(
        self, remote: RemoteEmbedding, texts: Sequence[str], *, limit_s: float | None = None
    ) -> "np.ndarray":
        """Ask, and note how it went. Unit vectors, one row a text."""
        try:
            vectors = await remote.embed(texts, limit_s=limit_s)
        except AppError as error:
            raise self._paused(error) from error
        self._resume()
        return await asyncio.to_thread(_unit, vectors)

    def _is_quiet(self) -> bool:
        return self.problem is not None and self._clock.monotonic_ms() < self._ask_again_ms

    def _paused(self, error: AppError) -> AppError:
        """Note a failure and return it in words that fit a search."""
        _log.warning("provider does not embed", code=error.code)
        code = error.code if error.code.startswith("search.") else _PROBLEMS.get(error.code)
        provider = str(error.parameters.get("provider", ""))
        ours = AppError(code or "search.provider_unfit", provider=provider, detail=error.code)
        asked_s = float(error.parameters.get("seconds", 0))
        self._pause_s = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, 2 * self._pause_s, asked_s))
        if ours.code in _LASTING:
            self._pause_s = LONGEST_PAUSE_S
        now = self._clock.monotonic_ms()
        self._again_ms = now + round(1_000 * self._pause_s)
        self._ask_again_ms = now + round(1_000 * min(self._pause_s, QUERY_PAUSE_S))
        changed = self.problem is None or self.problem.code != ours.code
        self.problem = ours
        if changed:
            self._bus.announce("meaning")
        return ours

    def _resume(self) -> None:
        self._pause_s, self._again_ms, self._ask_again_ms = 0.0, 0, 0
        if self.problem is not None:
            self.problem = None
            self._bus.announce("meaning")


def _unit(vectors: list[list[float]]) -> "np.ndarray":
    import numpy as np

    wide = np.array(vectors, np.float32)
    return wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-12)


def _packed(vectors: "np.ndarray") -> list[bytes]:
    import numpy as np

    return [row.tobytes() for row in vectors.astype(np.float16)]
