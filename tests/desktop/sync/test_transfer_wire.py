"""Files over a line that is cut at every few bytes: each try adds to what is there, nothing wrong is ever kept."""

import os

import pytest

from desktop.runtime.server_http import ServerHttp
from desktop.sync.transfer_wire import TransferWire
from shared.content.files import ContentFile
from shared.errors import AppError
from tests.support.content_server import content_server, own, sha
from tests.support.transferring import CuttingRelay


class Here:
    def __init__(self, url: str) -> None:
        self.server_url = url

    async def access_token(self) -> str:
        return "ana"


async def free() -> None:
    """Nobody else wants the line."""


def ignored(_done: int, _size: int) -> None:
    """Nobody looks."""


def file_of(data: bytes, **more) -> ContentFile:
    given = {
        "size_bytes": len(data),
        "media_type": "text/plain",
        "here": True,
        "send": True,
        "fetch": True,
        **more,
    }
    return ContentFile(bytes.fromhex(sha(data)), own("ana"), **given)


@pytest.fixture
async def server(tmp_path):
    async with content_server(tmp_path) as running:
        yield running


@pytest.fixture
async def http():
    opened = ServerHttp(read_timeout_s=5)
    yield opened
    await opened.close()


LINE = {"network.unreachable", "network.timed_out", "network.not_lantern", "network.bad_answer"}


async def tried(going) -> None:
    """Let it fail as a broken line makes it fail, or end well."""
    code = ""
    try:
        await going
    except AppError as error:
        code = error.code
    assert code in LINE | {""}


@pytest.mark.faults
async def test_an_upload_survives_a_cut_at_any_byte(server, tmp_path, http):
    for number, allowed in enumerate(range(1, 3_000, 43)):
        data = number.to_bytes(4, "big") + os.urandom(700)
        source = tmp_path / "source"
        source.write_bytes(data)
        async with CuttingRelay(server.listener.port, allowed) as relay:
            wire = TransferWire(http, Here(relay.url))
            await tried(wire.send(file_of(data), source, ignored, free))
        await TransferWire(http, Here(server.url)).send(file_of(data), source, ignored, free)
        assert (await server.get("ana:pro", sha(data))).body == data
        async with server.services.database.write() as tx:
            await tx.connection.exec_driver_sql("UPDATE content_account SET uploads = 0")


@pytest.mark.faults
async def test_a_download_survives_a_cut_at_any_byte(server, tmp_path, http):
    data = os.urandom(900)
    await server.upload("ana", data)
    for allowed in range(1, 2_600, 41):
        part = tmp_path / "part"
        part.unlink(missing_ok=True)
        async with CuttingRelay(server.listener.port, allowed) as relay:
            wire = TransferWire(http, Here(relay.url))
            await tried(wire.fetch(file_of(data), part, ignored, free))
        assert not part.exists() or data.startswith(part.read_bytes())
        await TransferWire(http, Here(server.url)).fetch(file_of(data), part, ignored, free)
        assert part.read_bytes() == data


async def test_have_lists_are_asked_in_parts(server, http, monkeypatch):
    monkeypatch.setattr("desktop.sync.transfer_wire.MOST_HASHES", 3)
    known = [b"%d" % number for number in range(4)]
    for data in known:
        await server.upload("ana", data)
    hashes = [bytes.fromhex(sha(data)) for data in known] + [os.urandom(32) for _ in range(6)]
    wire = TransferWire(http, Here(server.url))
    assert await wire.have(own("ana"), hashes) == set(hashes[:4])


async def test_an_upload_that_another_program_moved_on(server, tmp_path, http):
    data = os.urandom(10)
    source = tmp_path / "source"
    source.write_bytes(data)
    reported = []

    async def meddled() -> None:
        upload = (await server.begin("ana", data, media_type="text/plain")).json
        if upload["offset"] == 0:
            await server.patch("ana", upload["upload_id"], 0, data[:4])

    wire = TransferWire(http, Here(server.url))
    await wire.send(file_of(data), source, lambda done, size: reported.append((done, size)), meddled)
    assert reported[-1] == (10, 10)
    assert (await server.get("ana", sha(data))).body == data


async def test_a_source_that_is_gone_is_told(server, tmp_path, http):
    wire = TransferWire(http, Here(server.url))
    with pytest.raises(AppError, match=r"storage\.file_missing"):
        await wire.send(file_of(b"x"), tmp_path / "nothing", ignored, free)


@pytest.mark.parametrize("known", [True, False])
async def test_a_file_that_is_all_here_is_taken_without_asking(tmp_path, http, known):
    data = os.urandom(900)
    part = tmp_path / "part"
    part.write_bytes(data)
    file = file_of(data) if known else file_of(data, size_bytes=0)
    await TransferWire(http, Here("http://127.0.0.1:9")).fetch(file, part, ignored, free)
    assert part.read_bytes() == data


class Narrow(ServerHttp):
    """A proxy that lets only so much through at once."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit, self.sizes = limit, []

    async def send(self, method, url, *, data=None, **more):
        if method == "PATCH":
            self.sizes.append(len(data))
            if len(data) > self.limit:
                raise AppError("network.too_large")
        return await super().send(method, url, data=data, **more)


@pytest.mark.parametrize("limit", [300_000, 70_000])
async def test_a_proxys_limit_is_found_by_halving(server, tmp_path, limit):
    data = os.urandom(2_500_000)
    (tmp_path / "a").write_bytes(data)
    http = Narrow(limit)
    try:
        wire = TransferWire(http, Here(server.url))
        await wire.send(file_of(data), tmp_path / "a", ignored, free)
        refused = [size for size in http.sizes if size > limit]
        assert refused == sorted(refused, reverse=True)
        assert len(refused) <= 4
        assert (await server.get("ana", sha(data))).body == data
    finally:
        await http.close()


async def test_a_proxy_that_lets_nothing_through_is_told(server, tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    http = Narrow(10)
    try:
        with pytest.raises(AppError, match=r"network\.too_large"):
            await TransferWire(http, Here(server.url)).send(
                file_of(b"x" * 100_000), tmp_path / "a", ignored, free
            )
    finally:
        await http.close()
