"""Pieces flow onto pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.quiz import print_pieces_page as paper
from desktop.quiz.print_pieces_page import Block, Piece

heights = st.lists(st.lists(st.floats(1, 120), min_size=1, max_size=5), min_size=1, max_size=12)


def nothing(_painter, _rect):
    pass


@given(heights)
def test_no_question_is_torn_that_fits_a_page_and_nothing_hangs_over(all_heights):
    blocks = [Block([Piece(height, nothing) for height in one], after=10) for one in all_heights]
    pages = paper.flowed(blocks, 300)
    assert [piece for page in pages for _, piece in page] == [
        piece for block in blocks for piece in block.pieces
    ]
    for page in pages:
        ends = [y + piece.height for y, piece in page]
        assert all(end <= 300 for end in ends)
        assert [y for y, _ in page] == sorted(y for y, _ in page)
    for block in blocks:
        if block.height() <= 300:
            first, last = block.pieces[0], block.pieces[-1]
            homes = [
                at for at, page in enumerate(pages) for _, piece in page if piece is first or piece is last
            ]
            assert len(set(homes)) == 1


def test_every_piece_draws_within_its_height(qapp):
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    pieces = [
        paper.words("Some words that take more than one line here", 200, marker="1.", box="round", indent=20),
        paper.words("", 200, box="square", muted=True),
        paper.writing_lines(2, 200, indent=10, share=0.5, after="cm"),
        paper.row([(0.0, paper.words("a", 90)), (100.0, paper.words("b", 90))]),
        paper.picture(picture, 200),
        paper.rule(200),
    ]
    image = QImage(300, 600, QImage.Format.Format_ARGB32)
    for piece in pieces:
        image.fill(0)
        painter = QPainter(image)
        piece.draw(painter, QRectF(0, 100, 200, piece.height))
        painter.end()
        inked = [y for y in range(600) if any(image.pixelColor(x, y).alpha() for x in range(0, 300, 3))]
        assert min(inked, default=100) >= 98
        assert max(inked, default=100) <= 100 + piece.height + 2
    assert paper.row([]).height == 0
    assert paper.picture(picture, 10_000).height == pytest.approx(45 + paper.GAP)
