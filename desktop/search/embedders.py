"""Turns text into unit vectors on this computer: MiniLM through onnxruntime, or a static word table.

Knows model files and arrays, no storage. Nothing heavy is loaded before the first text.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from shared.errors import AppError

if TYPE_CHECKING:
    import numpy as np

QUERY_MAX_CHARACTERS = 2_000
_STATIC_BATCH = 256


class Embedder(Protocol):
    """A model that embeds. Vectors are float32, one row a text, of length 1 (all zero for a text of no words)."""

    name: str
    dimension: int
    model_sha: bytes

    def embed_passages(self, texts: Sequence[str]) -> "np.ndarray":
        """Return an array of shape (texts, dimension)."""
        ...

    def embed_query(self, text: str) -> "np.ndarray":
        """Return an array of shape (dimension,)."""
        ...

    def count_wordpieces(self, text: str) -> int:
        """How many of the model's tokens a text takes, without the model's own marks."""
        ...


class EmbedderFiles(msgspec.Struct, frozen=True):
    """Where an embedder's files are and what identifies it. `model_sha` covers everything that shapes a vector.

    One at a provider has no files; its name is "provider/model".
    """

    name: str
    folder: Path
    dimension: int
    model_sha: bytes

    @property
    def remote(self) -> bool:
        """Whether a provider embeds."""
        return is_remote(self.name)


def is_remote(name: str) -> bool:
    """Whether an embedder of this name is at a provider."""
    return "/" in name


def load(files: EmbedderFiles, *, threads: int = 1) -> Embedder:
    """Return the embedder of these files; its weights are read at first use.

    This and every method of it raise AppError `search.model_unreadable` when the files are damaged.
    """
    if files.name == "minilm":
        return MiniLm(files, threads=threads)
    if files.name == "wordllama":
        return StaticTable(files)
    raise ValueError(f"no embedder is called {files.name}")


@contextmanager
def _readable(files: EmbedderFiles) -> Iterator[None]:
    """The libraries raise bare exceptions of their own for files they cannot read."""
    try:
        yield
    except Exception as cause:
        raise AppError(
            "search.model_unreadable", name=files.name, detail=f"{type(cause).__name__}: {cause}"
        ) from cause


class MiniLm:
    """all-MiniLM-L6-v2, int8 ONNX: mean over the token vectors, normalised (its model card's pooling).

    One text at a time: as fast as batches on a CPU (47 passages a second and core), 270 MB instead of 366 at four,
    and the same text always gives the same vector (int8 activations are scaled over a whole batch).
    """

    WINDOW_PIECES = 256

    def __init__(self, files: EmbedderFiles, *, threads: int = 1) -> None:
        self.name, self.dimension, self.model_sha = files.name, files.dimension, files.model_sha
        self._files = files
        self._threads = threads
        self._tokenizer = _tokenizer(files)
        self._session: Any = None
        self._loading = threading.Lock()

    def embed_passages(self, texts: Sequence[str]) -> "np.ndarray":
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._embed(text)
        return vectors

    def embed_query(self, text: str) -> "np.ndarray":
        return self.embed_passages([text[:QUERY_MAX_CHARACTERS]])[0]

    def count_wordpieces(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text).ids
        # The last id is the end mark; a text over the window keeps it.
        return ids if len(ids) <= self.WINDOW_PIECES else [*ids[: self.WINDOW_PIECES - 1], ids[-1]]

    def _embed(self, text: str) -> "np.ndarray":
        import numpy as np

        ids = np.array([self._encode(text)], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (tokens,) = self._opened().run(None, inputs)
        return _normalised(tokens.mean(axis=1))[0]

    def _opened(self) -> Any:
        with self._loading:
            if self._session is None:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self._threads
                options.inter_op_num_threads = 1
                options.log_severity_level = 3
                # Spinning threads take a core from the window while it waits for the next text.
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                with _readable(self._files):
                    path = os.fspath(self._files.folder / "model.onnx")
                    self._session = onnxruntime.InferenceSession(
                        path, options, providers=["CPUExecutionProvider"]
                    )
            return self._session


class StaticTable:
    """A table of one vector per token (wordllama, 256-d): the normalised mean of a text's tokens."""

    def __init__(self, files: EmbedderFiles) -> None:
        self.name, self.dimension, self.model_sha = files.name, files.dimension, files.model_sha
        self._files = files
        self._tokenizer = _tokenizer(files)
        self._table: np.ndarray | None = None
        self._loading = threading.Lock()

    def embed_passages(self, texts: Sequence[str]) -> "np.ndarray":
        import numpy as np

        table = self._opened()
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _STATIC_BATCH):
            encoded = self._tokenizer.encode_batch(
                list(texts[start : start + _STATIC_BATCH]), add_special_tokens=False
            )
            for row, one in enumerate(encoded, start=start):
                if one.ids:
                    vectors[row] = table[one.ids].mean(axis=0, dtype=np.float32)
        return _normalised(vectors)

    def embed_query(self, text: str) -> "np.ndarray":
        return self.embed_passages([text[:QUERY_MAX_CHARACTERS]])[0]

    def count_wordpieces(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _opened(self) -> "np.ndarray":
        with self._loading:
            if self._table is None:
                with _readable(self._files):
                    self._table = read_table(self._files.folder / "table.safetensors", self.dimension)
            return self._table


def read_table(path: Path, dimension: int) -> "np.ndarray":
    """Map the one float16 tensor of a safetensors file: 8-byte length, JSON header, data. Raises ValueError."""
    import numpy as np

    with path.open("rb") as file:
        head_bytes = int.from_bytes(file.read(8), "little")
        if not 0 < head_bytes < 1_000_000:
            raise ValueError("not a safetensors file")
        try:
            head = msgspec.json.decode(file.read(head_bytes))
            tensor = head["embedding.weight"]
            rows, columns = tensor["shape"]
        except (msgspec.DecodeError, KeyError, TypeError) as cause:
            raise ValueError("not an embedding table") from cause
    if tensor["dtype"] != "F16" or columns != dimension:
        raise ValueError("an embedding table of another form")
    offset = 8 + head_bytes + tensor["data_offsets"][0]
    return np.memmap(path, np.float16, "r", offset=offset, shape=(rows, columns))


def _tokenizer(files: EmbedderFiles) -> Any:
    from tokenizers import Tokenizer

    # The library forks no process here, but warns about it when one of ours does.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with _readable(files):
        tokenizer = Tokenizer.from_str((files.folder / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _normalised(vectors: "np.ndarray") -> "np.ndarray":
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
