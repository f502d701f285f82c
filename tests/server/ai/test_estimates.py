"""A request is taken for what it will count, or for more: pictures are no text, however long their bytes are."""

import json

import pytest

from server.ai.estimates import input_tokens, text_tokens
from shared.errors import AppError


def message(*parts, **more):
    return json.dumps({"messages": [{"role": "user", "content": list(parts)}], **more}).encode()


def test_text_counts_by_its_bytes():
    assert text_tokens(0) == 0
    assert text_tokens(1) == 1
    raw = message({"type": "text", "text": "x" * 3_000})
    assert 1_000 < input_tokens(raw) < 1_100
    assert input_tokens(message({"type": "text", "text": "image"})) < 60


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A" * 600_000}},
        {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 600_000}},
    ],
)
def test_a_picture_counts_as_a_picture(part):
    assert 2_000 <= input_tokens(message(part, {"type": "text", "text": "hi"})) < 2_100


def test_documents_and_sound_count_by_their_size():
    def document(size):
        source = {"type": "base64", "media_type": "application/pdf", "data": "A" * size}
        return input_tokens(message({"type": "document", "source": source}))

    assert 3_000 <= document(40_000) < 3_100
    assert document(10_000_000) > 200_000
    elsewhere = {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}}
    assert input_tokens(message(elsewhere)) > 10_000
    text = {"type": "document", "source": {"type": "text", "data": "x" * 30_000}}
    assert 10_000 < input_tokens(message(text)) < 10_200
    sound = {"type": "input_audio", "input_audio": {"data": "A" * 500_000, "format": "mp3"}}
    assert 500 < input_tokens(message(sound)) < 700


def test_pictures_in_results_of_tools_are_found():
    picture = {"type": "image", "source": {"type": "base64", "data": "A" * 90_000}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": [picture, picture]}
    assert 4_000 <= input_tokens(message(result)) < 4_200


def test_tools_have_a_surcharge():
    assert input_tokens(message(tools=[])) - input_tokens(message(other=[])) >= 400


def test_what_is_no_json_is_told():
    with pytest.raises(AppError, match=r"ai\.bad_request"):
        input_tokens(b'{"image": ')
