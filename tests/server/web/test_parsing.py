import asyncio
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config.declarations import ServerSection
from server.web import parsing
from server.web.operation import BODY_BYTES
from shared.errors import AppError
from tests.support.border_stage import staged

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "web.bad_json"),
        (b"{", "web.bad_json"),
        (b'{"title": "\xff"}', "web.bad_json"),
        (b'{"title": "\\ud800"}', "web.bad_json"),
        (b"[" * 100_000, "web.bad_body"),
        (b'{"title": "a", "more": ' + b"[" * 100_000, "web.bad_json"),
        (b'{"title": 1}', "web.bad_body"),
        (b"{}", "web.bad_body"),
        (b"[]", "web.bad_body"),
        (b'{"title": ""}', "web.bad_body"),
        (b'{"title": "a\\u0000b"}', "web.bad_body"),
        (b'{"title": "a", "stars": 123456789012345678901234567890}', "web.bad_body"),
        (b'{"title": "a", "stars": 1e999}', "web.bad_body"),
        ("{}".encode("utf-16"), "web.bad_json"),
    ],
)
async def test_bad_bodies_are_told_and_are_never_a_fault_of_the_server(stage, raw, code):
    answer = await stage.ask("POST", "/stage/notes", data=raw, headers=JSON)
    assert (answer.status, answer.code) == (400, code)


async def test_an_escaped_backslash_before_u0000_is_text(stage):
    answer = await stage.ask("POST", "/stage/notes", data=b'{"title": "\\\\u0000"}', headers=JSON)
    assert answer.json["title"] == "\\u0000"


async def test_a_body_too_large_is_refused_unread(stage):
    answer = await stage.ask("POST", "/stage/notes", data=b" " * (BODY_BYTES + 1), headers=JSON)
    assert (answer.status, answer.code) == (413, "web.too_large")
    assert answer.json["parameters"] == {"limit_bytes": BODY_BYTES}


_TITLE = b'{"title": "one leaf"}'


@pytest.mark.parametrize("cut", [0, 1, 10, 60])
@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"Content-Length: %d" % len(_TITLE), _TITLE),
        (b"Transfer-Encoding: chunked", b"5\r\n%b\r\n10\r\n%b\r\n0\r\n\r\n" % (_TITLE[:5], _TITLE[5:])),
    ],
)
async def test_a_body_is_the_same_with_its_head_and_after_it(stage, header, body, cut):
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.listener.port)
    head = b"POST /stage/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%b\r\n\r\n" % header
    request = head + body
    for piece in (request[: len(request) - cut], request[len(request) - cut :]):
        writer.write(piece)
        await stage.ask("GET", "/stage/see")  # the server has read what came before
    answer = await reader.readuntil(b"\r\n\r\n")
    assert b" 201 " in answer
    writer.close()


async def test_a_body_of_the_very_limit_is_taken(stage):
    most = _TITLE.ljust(BODY_BYTES)
    assert (await stage.ask("POST", "/stage/notes", data=most, headers=JSON)).status == 201
    assert (await stage.ask("POST", "/stage/notes", data=most + b" ", headers=JSON)).status == 413


async def test_a_body_without_a_length_is_cut_at_the_limit(stage):
    async def endless():
        while True:
            yield b" " * 65_536

    async with stage.http.post(f"{stage.url}/stage/notes", data=endless(), headers=JSON) as answer:
        assert answer.status == 413


async def test_a_bomb_is_cut_at_the_limit_and_broken_gzip_is_told(stage):
    packed = {**JSON, "Content-Encoding": "gzip"}
    good = gzip.compress(b'{"title": "a"}')
    assert (await stage.ask("POST", "/stage/notes", data=good, headers=packed)).status == 201
    bomb = gzip.compress(bytes(50_000_000))
    assert (await stage.ask("POST", "/stage/notes", data=bomb, headers=packed)).status == 413
    broken = await stage.ask("POST", "/stage/notes", data=b"no gzip at all", headers=packed)
    assert (broken.status, broken.code) == (400, "web.bad_body")


async def test_other_content_is_not_read_as_json(stage):
    answer = await stage.ask("POST", "/stage/notes", data=b"{}", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.code) == (415, "web.wrong_media_type")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "limit=", "newest=maybe", "limit=1&limit=2", "limit=" + "9" * 5_000],
)
async def test_bad_queries_are_told(stage, query):
    answer = await stage.ask("GET", f"/stage/see?{query}")
    assert (answer.status, answer.code) == (400, "web.bad_query")


async def test_unknown_parameters_are_let_be(stage):
    assert (await stage.ask("GET", "/stage/see?utm_source=mail")).status == 200


@pytest.mark.parametrize("path", ["nonsense/abc", "00000000-0000-0000-0000-00000000000g/abc"])
async def test_an_id_that_is_none_is_told(stage, path):
    answer = await stage.ask("GET", f"/stage/notes/{path}", token="learner")
    assert (answer.status, answer.code) == (404, "web.bad_path")


async def test_a_body_that_comes_too_slowly_is_given_up_in_words(tmp_path):
    """The limit of the reading answers first; the one of the connection stands behind it."""
    impatient = ServerSection(port=0, data_dir=str(tmp_path), idle_s=0.3)
    async with staged(tmp_path, server=impatient) as stage:
        reader, writer = await asyncio.open_connection("127.0.0.1", stage.listener.port)
        writer.write(b"POST /stage/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        writer.write(b"Content-Length: 9\r\n\r\n{")
        assert b" 408 " in await reader.readline()
        writer.close()


def leaves(value):
    if isinstance(value, dict):
        return [leaf for pair in value.items() for each in pair for leaf in leaves(each)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_fits_can_be_kept_by_postgresql(value):
    texts = [leaf for leaf in leaves(value) if isinstance(leaf, str)]
    numbers = [leaf for leaf in leaves(value) if isinstance(leaf, int)]
    kept = all("\0" not in text and text.encode("utf-8", "ignore").decode() == text for text in texts)
    small = all(-(2**63) <= number < 2**63 for number in numbers)
    assert parsing._fits(value) == (kept and small)


def test_a_reason_is_short():
    assert len(parsing._short("x" * 10_000)) < 300
    assert not parsing._short("ends.").endswith(".")
    assert AppError("web.bad_body", reason="r").parameters == {"reason": "r"}
