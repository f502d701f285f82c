"""Space exactly counted, erasure of people and groups, what a person's export lists."""

import pytest

from shared.errors import AppError
from tests.support.content_server import content_server, own, person, sha, user_id


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return (
        f"sqlite:///{tmp_path / 'l.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )


async def test_a_file_in_two_scopes_counts_once(tmp_path, url):
    async with content_server(tmp_path, url=url) as server:
        server.groups.put("ana", "group:g")
        server.groups.put("ben", "group:g")
        await server.upload("ana", b"x" * 100)
        await server.upload("ana", b"x" * 100, "group:g")
        await server.upload("ana", b"y" * 50, "group:g")
        assert (await server.usage("ana"))["storage_bytes"] == 150
        assert (await server.usage("ben"))["storage_bytes"] == 0
        await server.have("ben", [sha(b"x" * 100)])
        assert (await server.usage("ben"))["storage_bytes"] == 100
        assert (await server.usage("ben"))["uploads"] == 0


async def test_what_does_not_fit_is_not_linked_but_wanted(tmp_path):
    async with content_server(tmp_path) as server:
        server.groups.put("ana", "group:g")
        server.groups.put("ben", "group:g")
        await server.begin("ben", b"b", size_bytes=512 * 2**20)
        await server.begin("ben", b"c", size_bytes=512 * 2**20)
        await server.upload("ana", b"x", "group:g")
        answer = (await server.have("ben", [sha(b"x")])).json
        assert answer == {"wanted": [sha(b"x")], "linked": []}
        assert (await server.begin("ben", b"x")).code == "content.storage_full"


async def test_deleting_an_account_takes_its_own_files_and_leaves_the_groups(tmp_path, url):
    async with content_server(tmp_path, url=url) as server:
        server.groups.put("ana", "group:g")
        server.groups.put("ben", "group:g")
        await server.upload("ana", b"own")
        await server.upload("ana", b"shared", "group:g")
        await server.begin("ana", b"unfinished")
        async with server.services.database.read() as tx:
            listed = await server.content.listed(tx, user_id("ana"))
        assert [(one["scope"], one["sha256"], one["size_bytes"]) for one in listed] == [
            ("group:g", sha(b"shared"), 6),
            (own("ana"), sha(b"own"), 3),
        ]
        async with server.services.database.write() as tx:
            await server.content.erase_user(tx, user_id("ana"))
        assert (await server.get("ana", sha(b"own"))).status == 404
        assert (await server.get("ben", sha(b"shared"), "group:g")).body == b"shared"
        assert (await server.usage("ana"))["storage_bytes"] == 0
        await server.content.collect()
        kept = [path.name for path in (tmp_path / "content" / "files").rglob("*") if path.is_file()]
        assert kept == [sha(b"shared")]


async def test_deleting_a_group_takes_its_files(tmp_path, url):
    async with content_server(tmp_path, url=url) as server:
        server.groups.put("ana", "group:g")
        await server.upload("ana", b"shared", "group:g")
        await server.begin("ana", b"unfinished", "group:g")
        async with server.services.database.write() as tx:
            await server.content.erase_scope(tx, "group:g")
        assert (await server.usage("ana"))["storage_bytes"] == 0
        await server.content.collect()
        assert [path for path in (tmp_path / "content" / "files").rglob("*") if path.is_file()] == []


async def test_reading_needs_a_scope_and_a_hash(tmp_path):
    async with content_server(tmp_path) as server:
        for hash_ in ("", "x", "../../etc/passwd", "a" * 64):
            with pytest.raises(AppError, match=r"content\.not_found"):
                await server.content.look_up(person("ana"), own("ana"), hash_)
