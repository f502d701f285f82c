import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.documents import (
    LONGEST_WORDS,
    divided,
    markdown_blocks,
    page_blocks,
    read_document,
    text_blocks,
)
from shared.errors import AppError
from tests.support.documents import make_pdf, make_scan


def read(path):
    return read_document(path, path.suffix, lambda _share: None)


def test_a_pdf_is_read_page_by_page(tmp_path):
    first = (
        "Light moves in straight lines as long as nothing bends it on\nits way to us.\n\nA second thought."
    )
    path = make_pdf(tmp_path / "a.pdf", [first, "A lens bends light."])
    segments = read(path)
    assert [(segment.page, segment.text) for segment in segments] == [
        (1, "Light moves in straight lines as long as nothing bends it on its way to us."),
        (1, "A second thought."),
        (2, "A lens bends light."),
    ]
    assert all(segment.start_ms is None for segment in segments)


def test_a_locked_pdf_says_so(tmp_path):
    with pytest.raises(AppError) as refused:
        read(make_pdf(tmp_path / "a.pdf", ["secret"], password="pässwort"))
    assert refused.value.code == "media.pdf_locked"


def test_a_scan_has_no_text(tmp_path):
    assert read(make_scan(tmp_path / "a.pdf")) == []


def test_a_broken_pdf_is_unreadable(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing else")
    with pytest.raises(AppError) as refused:
        read(path)
    assert refused.value.code == "media.unreadable"


def test_reading_can_be_stopped(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", ["one", "two", "three"])
    seen = []

    def stop(share):
        seen.append(share)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_document(path, ".pdf", stop)
    assert seen == [0.0, pytest.approx(1 / 3)]


def test_texts_are_read_in_paragraphs(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Primer párrafo\nsigue.\n\n \nSegundo.\n".encode("cp1252"))
    assert [segment.text for segment in read(path)] == ["Primer párrafo sigue.", "Segundo."]
    assert text_blocks("one\ntwo\n") == ["one", "two"]
    assert text_blocks(" \n\n ") == []


def test_markdown_loses_its_marks():
    text = (
        "# Optics #\n\nLight is **fast** and [bends](http://x.y).\nIt goes on.\n"
        "- first `point`\n- second\n\n> quoted\n\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "```python\nx = *1*\n```\nsnake_case stays"
    )
    assert markdown_blocks(text) == [
        "Optics",
        "Light is fast and bends. It goes on.",
        "- first point",
        "- second",
        "quoted",
        "a b",
        "1 2",
        "x = *1*",
        "snake_case stays",
    ]


def test_subtitles_keep_their_times(tmp_path):
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    assert [(segment.start_ms, segment.text) for segment in read(path)] == [(1_000, "Hello")]
    path.write_text("no cue at all")
    with pytest.raises(AppError) as refused:
        read(path)
    assert refused.value.code == "media.no_subtitles"


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(AppError) as refused:
        read(tmp_path / "gone.txt")
    assert refused.value.code == "storage.file_missing"


def test_hyphenated_lines_become_whole_words():
    text = (
        "The spec\u00adtrum of photo-\nsynthesis is well-known and wide enough for all.\nShort end.\n"
        "• a point\n• more"
    )
    assert page_blocks(text) == [
        "The spectrum of photosynthesis is well-known and wide enough for all. Short end.",
        "• a point",
        "• more",
    ]


@given(st.lists(st.sampled_from(["word", "ends.", "Dr.", "why?"]), max_size=600))
def test_long_paragraphs_are_divided_without_loss(words):
    parts = divided(" ".join(words))
    assert " ".join(parts).split() == words
    assert all(0 < len(part.split()) <= LONGEST_WORDS for part in parts)
