"""Parts add up to files."""

import pytest

from desktop.models.catalogue import WheelSource, shipped_catalogue
from desktop.models.parts import parts_of, pieces_of, whole
from tests.support.model_hub import FILES, PIECES, catalogue, sha256

MODEL = catalogue().model("talk")
(WHEELS,) = [source for source in MODEL.sources if isinstance(source, WheelSource)]


def test_each_build_is_a_part_and_so_is_each_piece():
    shas = [part.sha256 for part in parts_of(MODEL)]
    assert len(shas) == len(set(shas)) == 4 + len(PIECES)
    assert {sha256(data) for data in (*FILES.values(), *PIECES)} <= set(shas)


def test_pieces_come_in_the_order_they_are_joined():
    pieces = pieces_of(MODEL, WHEELS, "model.bin")
    assert [(piece.index, piece.count, piece.sha256) for piece in pieces] == [
        (index, 2, sha256(piece)) for index, piece in enumerate(PIECES)
    ]
    assert not any(piece.whole for piece in pieces)


def test_a_file_in_one_piece_is_the_file():
    (only,) = pieces_of(MODEL, WHEELS, "config.json")
    assert only == whole("config.json", MODEL.file("config.json").build())
    assert only.whole


def test_a_file_the_source_lacks_is_refused():
    with pytest.raises(KeyError):
        pieces_of(MODEL, WHEELS, "else.bin")


def test_shipped_pieces_add_up():
    for model in shipped_catalogue().models:
        for source in (s for s in model.sources if isinstance(s, WheelSource)):
            for file in source.files:
                pieces = pieces_of(model, source, file.name)
                assert sum(piece.size_bytes for piece in pieces) == pieces[0].build.size_bytes
