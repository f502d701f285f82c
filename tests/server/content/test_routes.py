"""The content operations over real sockets: tus offsets, ranges, refusals, broken lines."""

import asyncio
import base64
import hashlib
import os

import pytest

from shared.content.messages import PIECE_BYTES
from shared.groups.messages import Role
from tests.support.content_server import PIECE, content_server, own, sha


@pytest.fixture
async def server(tmp_path):
    async with content_server(tmp_path) as running:
        yield running


async def test_a_file_goes_up_in_pieces_and_comes_back(server):
    data = os.urandom(PIECE_BYTES + 100_000)
    first = await server.begin("ana", data, media_type="audio/mpeg")
    assert first.status == 200
    assert (first.json["offset"], first.json["complete"], first.json["piece_bytes"]) == (
        0,
        False,
        PIECE_BYTES,
    )
    upload_id = first.json["upload_id"]
    half = await server.patch("ana", upload_id, 0, data[:PIECE_BYTES])
    assert (half.status, half.headers["Upload-Offset"], half.headers["Tus-Resumable"]) == (
        204,
        str(PIECE_BYTES),
        "1.0.0",
    )
    assert half.headers["Upload-Complete"] == "?0"
    stands = await server.ask("HEAD", f"/api/v1/content/uploads/{upload_id}", token="ana")
    assert (stands.headers["Upload-Offset"], stands.headers["Upload-Length"]) == (
        str(PIECE_BYTES),
        str(len(data)),
    )
    assert (await server.begin("ana", data)).json["offset"] == PIECE_BYTES
    last = await server.patch("ana", upload_id, PIECE_BYTES, data[PIECE_BYTES:])
    assert (last.status, last.headers["Upload-Complete"]) == (204, "?1")
    back = await server.get("ana", sha(data))
    assert (back.status, back.body) == (200, data)
    assert back.headers["Content-Type"] == "audio/mpeg"
    assert back.headers["Content-Disposition"] == "attachment"
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    assert (await server.begin("ana", data)).json["complete"] is True


async def test_an_offset_that_is_not_there_is_409_with_where_it_stands(server):
    data = b"abcdef"
    upload_id = (await server.begin("ana", data)).json["upload_id"]
    assert (await server.patch("ana", upload_id, 0, b"abc")).status == 204
    for offset in (0, 2, 4):
        wrong = await server.patch("ana", upload_id, offset, b"x")
        assert (wrong.status, wrong.code, wrong.json["parameters"]) == (
            409,
            "content.wrong_offset",
            {"offset": 3},
        )
    assert (await server.patch("ana", upload_id, 3, b"def")).headers["Upload-Complete"] == "?1"
    assert (await server.patch("ana", upload_id, 6, b"")).code == "content.no_upload"


@pytest.mark.parametrize("offset", ["", "-1", "1.0", "x", "9" * 30, "٣"])
async def test_an_offset_that_is_no_number_is_refused(server, offset):
    upload_id = (await server.begin("ana", b"abc")).json["upload_id"]
    answer = await server.patch(
        "ana", upload_id, 0, b"a", **{"Upload-Offset": offset.encode().decode("latin-1")}
    )
    assert (answer.status, answer.code) == (400, "content.bad_upload_request")


async def test_a_checksum_is_checked_before_a_byte_is_kept(server):
    upload_id = (await server.begin("ana", b"abc")).json["upload_id"]
    good = base64.b64encode(hashlib.sha256(b"abc").digest()).decode()
    wrong = await server.patch("ana", upload_id, 0, b"abd", **{"Upload-Checksum": f"sha256 {good}"})
    assert (wrong.status, wrong.code) == (460, "content.wrong_checksum")
    for text in ("md5 abc", "sha256 !!", "sha256", "sha256 aaaa"):
        bad = await server.patch("ana", upload_id, 0, b"abc", **{"Upload-Checksum": text})
        assert (bad.status, bad.code) == (400, "content.bad_upload_request")
    right = await server.patch("ana", upload_id, 0, b"abc", **{"Upload-Checksum": f"sha256 {good}"})
    assert right.headers["Upload-Complete"] == "?1"


async def test_pieces_that_are_too_large_or_of_another_type_are_refused(server):
    data = os.urandom(PIECE_BYTES * 2)
    upload_id = (await server.begin("ana", data)).json["upload_id"]
    large = await server.patch("ana", upload_id, 0, data[: PIECE_BYTES + 1])
    assert (large.status, large.code) == (413, "content.piece_too_large")
    other = await server.patch("ana", upload_id, 0, b"x", **{"Content-Type": "text/plain"})
    assert other.status == 415
    small_id = (await server.begin("ana", b"abc")).json["upload_id"]
    assert (await server.patch("ana", small_id, 0, b"abcd")).code == "content.piece_too_large"


async def test_what_arrived_before_the_line_broke_is_kept(server):
    data = os.urandom(300_000)
    upload_id = (await server.begin("ana", data)).json["upload_id"]
    _reader, writer = await asyncio.open_connection("127.0.0.1", server.listener.port)
    head = (
        f"PATCH /api/v1/content/uploads/{upload_id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ana\r\n"
        f"Content-Type: {PIECE}\r\nUpload-Offset: 0\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    writer.write(head.encode() + data[:123_457])
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(10):
        while (await server.begin("ana", data)).json["offset"] == 0:  # noqa: ASYNC110 - told by the server only
            await asyncio.sleep(0.02)
    stands = (await server.begin("ana", data)).json["offset"]
    assert stands == 123_457
    assert (await server.patch("ana", upload_id, stands, data[stands:])).headers["Upload-Complete"] == "?1"
    assert (await server.get("ana", sha(data))).body == data


async def test_an_empty_file_needs_no_piece(server):
    answer = await server.begin("ana", b"")
    assert answer.json["complete"] is True
    back = await server.get("ana", sha(b""))
    assert (back.status, back.body) == (200, b"")
    assert (await server.get("ana", sha(b""), Range="bytes=0-")).status == 416


async def test_ranges(server):
    data = bytes(range(256)) * 4
    await server.upload("ana", data)
    etag = f'"{sha(data)}"'
    for asked, expected in (
        ("bytes=0-9", data[:10]),
        ("bytes=1000-", data[1000:]),
        ("bytes=-24", data[-24:]),
        ("bytes=5-99999", data[5:]),
    ):
        part = await server.get("ana", sha(data), Range=asked)
        assert (part.status, part.body, part.headers["ETag"]) == (206, expected, etag)
        start = data.index(expected) if asked != "bytes=1000-" else 1000
        assert part.headers["Content-Range"].startswith(f"bytes {start if asked[6] != '-' else 1000}-")
    past = await server.get("ana", sha(data), Range="bytes=1024-")
    assert (past.status, past.headers["Content-Range"]) == (416, "bytes */1024")
    for whole in ("bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=9-1"):
        assert (await server.get("ana", sha(data), Range=whole)).body == data
    other = await server.get("ana", sha(data), Range="bytes=0-1", **{"If-Range": '"other"'})
    assert (other.status, other.body) == (200, data)
    same = await server.get("ana", sha(data), Range="bytes=0-1", **{"If-Range": etag})
    assert (same.status, same.body) == (206, data[:2])
    known = await server.get("ana", sha(data), **{"If-None-Match": f'W/"x", {etag}'})
    assert (known.status, known.body) == (304, b"")
    head = await server.get("ana", sha(data), method="HEAD")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, "1024", b"")


async def test_a_hash_alone_opens_nothing(server):
    data = b"the exam of next week"
    await server.upload("ana", data)
    server.groups.put("ben", "group:g")
    for scope in ("", own("ana"), "group:g", "group:none"):
        answer = await server.get("ben", sha(data), scope)
        assert (answer.status, answer.code) == (404, "content.not_found")
    assert (await server.have("ben", [sha(data)])).json == {"wanted": [sha(data)], "linked": []}
    begun = await server.begin("ben", data)
    assert (begun.json["offset"], begun.json["complete"]) == (0, False)
    wrong = await server.patch("ben", begun.json["upload_id"], 0, b"x" * len(data))
    assert (wrong.status, wrong.code) == (422, "content.wrong_content")
    assert (await server.get("ben", sha(data))).status == 404
    assert (await server.get("ana", sha(data))).body == data
    assert (
        await server.ask("GET", f"/api/v1/content/{sha(data)}/manifest?scope={own('ben')}", token="ben")
    ).status == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fetc%2fpasswd",
        "../" * 8 + "etc/passwd",
        "%2e%2e",
        "A" * 64,
        "a" * 63,
        "a" * 65,
        "a" * 63 + "%00",
        "c:%5cwindows",
    ],
)
async def test_no_name_from_outside_reaches_the_disk(server, name):
    answer = await server.get("ana", name)
    assert answer.status in (404, 405)
    for field, value in (("sha256", name), ("sha256", "a" * 64 + "\n"), ("scope", ""), ("scope", "x" * 200)):
        body = {"sha256": "a" * 64, "size_bytes": 1, "scope": own("ana"), field: value}
        assert (await server.ask("POST", "/api/v1/content/uploads", body, token="ana")).status == 400


async def test_media_types_are_few_and_sizes_have_a_limit(server):
    for kind in ("text/html", "image/svg+xml", "application/javascript", "", "video/mp4; x=1"):
        answer = await server.begin("ana", b"x", media_type=kind)
        assert (answer.status, answer.code) == (415, "content.bad_type")
    large = await server.begin("ana", b"x", size_bytes=5_000_000_000)
    assert (large.status, large.code, large.json["parameters"]["limit"]) == (
        413,
        "content.file_too_large",
        "512 MB",
    )
    vast = await server.begin("ana:enterprise", b"x", size_bytes=6 * 2**30)
    assert vast.code == "content.file_too_large"
    assert (await server.begin("ana", b"x", size_bytes=-1)).status == 400


async def test_have_lists_link_what_one_may_read_elsewhere(server):
    data, other = b"shared with the group", b"never sent"
    server.groups.put("ana", "group:g")
    server.groups.put("ben", "group:g", Role.VIEWER)
    await server.upload("ana", data, "group:g")
    answer = await server.have("ben", [sha(data), sha(other), sha(data)])
    assert answer.json == {"wanted": [sha(other)], "linked": [sha(data)]}
    assert (await server.get("ben", sha(data))).body == data
    refused = await server.have("ben", [sha(other)], "group:g")
    assert (refused.status, refused.code) == (403, "content.no_access")
    assert (await server.begin("ben", other, "group:g")).code == "content.no_access"
    assert (await server.have("ben", ["a" * 64] * 10_001)).status == 400


async def test_manifests_are_for_large_files(server):
    data = os.urandom(5 * 1024 * 1024 + 3)
    await server.upload("ana", data)
    found = (
        await server.ask("GET", f"/api/v1/content/{sha(data)}/manifest?scope={own('ana')}", token="ana")
    ).json
    blocks = [data[at : at + 2**20] for at in range(0, len(data), 2**20)]
    assert found["blocks"] == [sha(block) for block in blocks]
    assert (found["size_bytes"], found["block_bytes"]) == (len(data), 2**20)
    await server.upload("ana", b"small")
    small = await server.ask(
        "GET", f"/api/v1/content/{sha(b'small')}/manifest?scope={own('ana')}", token="ana"
    )
    assert small.json["blocks"] == []


async def test_giving_up_frees_what_was_reserved(server):
    begun = await server.begin("ana", b"x" * 1000)
    assert (await server.usage("ana"))["storage_bytes"] == 1000
    upload_id = begun.json["upload_id"]
    assert (await server.ask("DELETE", f"/api/v1/content/uploads/{upload_id}", token="ben")).status == 404
    assert (await server.ask("DELETE", f"/api/v1/content/uploads/{upload_id}", token="ana")).status == 204
    assert (await server.usage("ana"))["storage_bytes"] == 0
    assert (await server.patch("ana", upload_id, 0, b"x")).code == "content.no_upload"


async def test_a_file_whose_bytes_are_gone_is_asked_for_again(server, tmp_path):
    data = b"precious" * 100
    await server.upload("ana", data)
    (tmp_path / "content" / "files" / sha(data)[:2] / sha(data)).unlink()
    answer = await server.get("ana", sha(data))
    assert (answer.status, answer.code) == (410, "content.lost")
    assert (await server.have("ana", [sha(data)])).json["wanted"] == [sha(data)]
    await server.upload("ana", data)
    assert (await server.get("ana", sha(data))).body == data
    assert (await server.have("ana", [sha(data)])).json["linked"] == [sha(data)]


async def test_nobody_without_a_token(server):
    for method, path in (("POST", "have"), ("POST", "uploads"), ("GET", "usage"), ("GET", "a" * 64)):
        answer = await server.ask(method, f"/api/v1/content/{path}?scope=x", {})
        assert answer.status == 401
