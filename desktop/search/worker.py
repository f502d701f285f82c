"""The worker process that embeds passages: `python -m desktop.search.worker`. Knows embedders only.

A request names the embedder's files and some texts; the answer is their float16 vectors in one run of bytes.
"""

from pathlib import Path
from typing import Any

from desktop.runtime.worker_serving import Context, serve
from desktop.search.embedders import Embedder, EmbedderFiles, load

_opened: dict[bytes, Embedder] = {}


def payload_of(files: EmbedderFiles, texts: list[str]) -> dict[str, Any]:
    """Return the request that embeds `texts`."""
    return {
        "name": files.name,
        "folder": str(files.folder),
        "dimension": files.dimension,
        "model_sha": files.model_sha,
        "texts": texts,
    }


def embed(payload: dict[str, Any], context: Context) -> bytes:
    """Answer a request. Raises AppError `search.model_unreadable`."""
    import numpy as np

    files = EmbedderFiles(
        payload["name"], Path(payload["folder"]), payload["dimension"], payload["model_sha"]
    )
    embedder = _embedder(files)
    vectors: list[bytes] = []
    for text in payload["texts"]:
        context.check()
        vectors.append(embedder.embed_passages([text]).astype(np.float16).tobytes())
    return b"".join(vectors)


def _embedder(files: EmbedderFiles) -> Embedder:
    if files.model_sha not in _opened:
        _opened.clear()
        _opened[files.model_sha] = load(files)
    return _opened[files.model_sha]


def main() -> None:
    """Serve until the parent goes."""
    serve({"embed": embed})


if __name__ == "__main__":
    main()
