import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.text_files import decode_text, looks_like_text
from shared.errors import AppError

SENTENCE = "Qué día: el prisma divide la luz — naïve, façade, Übung.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_common_encodings_are_understood(encoding):
    assert decode_text(SENTENCE.encode(encoding)) == SENTENCE


def test_bytes_outside_windows_1252_are_still_text():
    text = "Le café est déjà là. " * 10
    assert decode_text(text.encode("cp1252") + b"\x81").startswith(text)


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\x03" * 100, b"\x7fELF" + bytes(range(32)) * 20])
def test_other_bytes_are_no_text(raw):
    with pytest.raises(AppError) as refused:
        decode_text(raw)
    assert refused.value.code == "media.not_text"
    assert not looks_like_text(raw)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"])
def test_japanese_is_read_in_every_encoding(encoding):
    text = "光は空気からガラスに入るとき曲がります。\nこれを屈折と呼びます。\n"
    assert decode_text(text.encode(encoding)) == text


def test_one_broken_character_makes_no_other_wrong():
    whole = ("Světlo se láme, když přechází ze vzduchu do skla. " * 3).encode()
    text = decode_text(whole[:40] + b"\xe9" + whole[40:])
    assert text.count("\ufffd") == 1
    assert text.replace("\ufffd", "") == whole.decode()
    japanese = ("光は空気からガラスに入るとき曲がります。" * 5).encode("cp932")
    assert decode_text(japanese + b"\x81").startswith("光は空気から")


def test_a_long_text_is_guessed_by_its_beginning():
    line = "Ljuset bryts när det går från luft till glas.\n"
    assert decode_text((line * 4_000).encode("cp1252")) == line * 4_000


def test_a_cut_byte_order_mark_text_is_refused_and_a_cut_head_is_not():
    raw = SENTENCE.encode("utf-16")
    with pytest.raises(AppError):
        decode_text(raw[:-1])
    assert looks_like_text(raw[:-1])


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_utf8_is_kept(text):
    raw = text.encode("utf-8")
    assert decode_text(raw) == text.removeprefix("\ufeff")
