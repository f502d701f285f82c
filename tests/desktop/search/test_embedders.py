"""The real embedders: their vectors, their counts, and files that cannot be read."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from desktop.search.embedders import EmbedderFiles, MiniLm, load, read_table
from tests.support.search_library import DIMENSIONS, embedder_files

TEXTS = (
    "Plants turn sunlight into sugar in their leaves.",
    "Photosynthesis happens in the chloroplasts of a plant.",
    "The treaty ended the war between the two kingdoms.",
)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_vectors_are_unit_and_near_when_meanings_are(name):
    embedder = load(embedder_files(name))
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (3, DIMENSIONS[name])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    query = embedder.embed_query("how do plants make sugar from light")
    cosines = vectors @ query
    assert cosines[2] < cosines[0]
    assert cosines[2] < cosines[1]


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_text_has_one_vector_whatever_is_embedded_with_it(name):
    embedder = load(embedder_files(name))
    alone = embedder.embed_passages([TEXTS[0]])[0]
    assert np.array_equal(alone, embedder.embed_passages([TEXTS[2] * 30, TEXTS[0]])[1])


@pytest.mark.parametrize("name", DIMENSIONS)
def test_nothing_and_very_much_can_be_embedded(name):
    embedder = load(embedder_files(name))
    assert np.isfinite(embedder.embed_passages([""])).all()
    assert np.isfinite(embedder.embed_query("word " * 50_000)).all()
    assert embedder.embed_passages([]).shape == (0, DIMENSIONS[name])


def test_minilm_counts_without_its_own_marks_and_reads_no_more_than_its_window():
    embedder = load(embedder_files("minilm"))
    assert embedder.count_wordpieces("Hello photosynthesis world.") == 6
    assert embedder.count_wordpieces("cell " * 1_000) == 1_000
    assert isinstance(embedder, MiniLm)
    assert len(embedder._encode("cell " * 1_000)) == MiniLm.WINDOW_PIECES


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="oracle"):
        load(EmbedderFiles("oracle", Path(), 3, b""))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 100,
        (2).to_bytes(8, "little") + b"{}",
        (4).to_bytes(8, "little") + b"nope",
    ],
)
def test_a_damaged_table_is_a_value_error(tmp_path, content):
    path = tmp_path / "table.safetensors"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"embedding table|safetensors"):
        read_table(path, 256)


def test_a_table_of_another_form_is_refused(tmp_path):
    head = msgspec.json.encode(
        {"embedding.weight": {"dtype": "F32", "shape": [1, 256], "data_offsets": [0, 1024]}}
    )
    path = tmp_path / "table.safetensors"
    path.write_bytes(len(head).to_bytes(8, "little") + head + bytes(1024))
    with pytest.raises(ValueError, match="another form"):
        read_table(path, 256)
