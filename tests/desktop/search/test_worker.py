"""The embedding worker, as a real process."""

import numpy as np
import pytest

from desktop.runtime.workers import WorkerProcess
from desktop.search.embedders import load
from desktop.search.worker import payload_of
from shared.errors import AppError
from tests.support.search_library import DIMENSIONS, embedder_files

TEXTS = ["Light becomes sugar.", "", "El azúcar viene de la luz."]


@pytest.mark.parametrize("name", DIMENSIONS)
async def test_it_gives_the_vectors_of_the_embedder(name):
    files = embedder_files(name)
    worker = WorkerProcess("desktop.search.worker")
    try:
        raw = await worker.request("embed", payload_of(files, TEXTS), timeout_s=60)
        again = await worker.request("embed", payload_of(files, TEXTS[:1]), timeout_s=60)
    finally:
        await worker.close()
    vectors = np.frombuffer(raw, np.float16).reshape(len(TEXTS), files.dimension)
    assert np.allclose(vectors, load(files).embed_passages(TEXTS), atol=1e-3)
    assert again == raw[: 2 * files.dimension]


async def test_a_damaged_model_is_named(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{")
    files = embedder_files("minilm")
    damaged = type(files)(files.name, tmp_path, files.dimension, files.model_sha)
    worker = WorkerProcess("desktop.search.worker")
    try:
        with pytest.raises(AppError) as caught:
            await worker.request("embed", payload_of(damaged, TEXTS), timeout_s=60)
    finally:
        await worker.close()
    assert caught.value.code == "search.model_unreadable"
    assert caught.value.parameters == {"name": "minilm"}
