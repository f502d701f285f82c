"""Bad input, each kind by name: through the real server, and as the person at a computer gets to read it."""

import asyncio
import secrets
import uuid

import pytest

from desktop.runtime.error_texts import error_text
from desktop.sync.service import SyncState
from shared.accounts.messages import AccountChange
from shared.errors import AppError
from shared.groups.messages import GroupChange, NewGroup
from shared.ids import new_id
from shared.media.records import COLLECTION, ITEM
from sync.compaction import forget
from sync.outgoing import ROW_BYTES
from sync.scopes import FULL
from sync.sqlite_store import SqliteChangeStore
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.odd_proxy import PORTAL, odd_proxy
from tests.support.sync_disk_stage import OWN, Device, Server, everything, transacted
from tests.support.synced_devices import PASSWORD
from tests.support.synced_devices import device as computer

pytestmark = pytest.mark.faults
DAY_MS = 86_400_000


async def add(one, title="mine", **more):
    id_ = new_id()
    await one.database.write(lambda tx: tx.insert(COLLECTION, id_, title=title, created_ms=1, **more))
    return id_


async def titles(one):
    return sorted(row[0] for row in await one.rows("SELECT title FROM collection WHERE deleted = 0"))


async def failure(coroutine):
    with pytest.raises(AppError) as caught:
        await coroutine
    readable(caught.value)
    return caught.value.code


def readable(error):
    """Both languages have whole sentences of their own, with every gap filled."""
    english, spanish = error_text(error, "en"), error_text(error, "es")
    for text in (english, spanish):
        assert text.title
        assert text.body
        assert "?" not in text.title.replace("¿", "").rstrip("?")
        assert "{" not in text.in_one_line()
    assert english.body != spanish.body


# Tokens


async def test_a_wrong_token_is_renewed_and_nobody_notices(cloud, tmp_path):
    async with computer(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await add(one)
        for token in ("nonsense", "a.b.c", "x" * 5_000):
            one.accounts._access.token = token
            assert (await one.sync.sync_now()).state is SyncState.IDLE
        assert one.sync.status.pending == 0


async def test_an_expired_token_is_renewed_and_nobody_notices(tmp_path, clock):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud"), clock) as cloud,
        computer(tmp_path / "a") as one,
    ):
        server = await one.accounts.find_server(cloud.url)
        await one.accounts.sign_up(server, email="a@example.org", password=PASSWORD, name="A", language="en")
        clock.advance(24 * 3_600_000)
        assert (await cloud.ask("GET", "/api/v1/accounts/me", token=one.accounts._access.token)).code == (
            "accounts.token_expired"
        )
        await add(one)
        assert (await one.sync.sync_now()).state is SyncState.IDLE
        assert one.sync.status.pending == 0


@pytest.mark.parametrize("how", ["device", "everywhere", "password"])
async def test_a_revoked_sign_in_says_so_and_keeps_the_work(cloud, tmp_path, how):
    async with computer(tmp_path / "a") as one, computer(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_in(cloud.url)
        await other.sync.sync_now()
        await add(other, "unsent")
        if how == "device":
            await one.accounts.own.revoke_device(other.accounts.session.device_id)
        elif how == "everywhere":
            await one.accounts.sign_out_everywhere()
        else:
            await one.accounts.own.change_password(PASSWORD, "another long password")
        for _ in range(2):
            status = await other.sync.sync_now()
            assert status.state is SyncState.OFF
            readable(status.problem)
            assert status.problem.code.startswith("accounts.")
            assert await titles(other) == ["unsent"]
        assert other.accounts.session is None


async def test_a_forged_refresh_token_ends_nobody_elses_sign_in(cloud, tmp_path):
    async with computer(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        for token in ("", "x", "x" * 10_000, str(uuid.uuid4()), one.accounts._access.token):
            body = {"refresh_token": token, "signature": "x" * 86}
            answer = await cloud.ask("POST", "/api/v1/accounts/refresh", body)
            assert answer.status in {400, 401, 403}
            assert answer.code.startswith("accounts.")
        await add(one)
        assert (await one.sync.sync_now()).state is SyncState.IDLE


# Other people's


async def test_scopes_of_somebody_else_are_set_aside_with_a_reason(cloud, tmp_path):
    """A library in which rows of another account stand: they are refused, listed and stay exportable."""
    async with computer(tmp_path / "a") as one, computer(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_up(cloud.url, "ben@example.org")
        await add(one, "ana's own")
        await one.sync.sync_now()
        stranger = f"user:{one.sync.user_id}"

        def write(tx):
            tx.execute("INSERT INTO sync_grant VALUES (?, ?, ?)", [stranger, int(FULL), 1 << 50])
            tx.insert(COLLECTION, new_id(), title="planted", created_ms=1, scope=stranger)

        await other.database.write(write)
        await add(other, "ben's own")
        status = await other.sync.sync_now()
        assert (status.state, status.pending, status.refused) == (SyncState.IDLE, 0, 1)
        (refused,) = await other.sync.refused()
        assert refused.reason == "not_granted"
        assert await other.sync.export_refused(tmp_path / "kept.json") == 1
        assert "planted" in (tmp_path / "kept.json").read_text()
        await one.sync.sync_now()
        assert await titles(one) == ["ana's own"]


async def test_two_accounts_on_one_computer(cloud, tmp_path):
    """The second account does not get the first one's library; each has a profile, and nothing crosses."""
    async with computer(tmp_path / "first") as first, computer(tmp_path / "second") as second:
        await first.sign_up(cloud.url)
        await add(first, "Ada's")
        await first.sync.sync_now()
        await first.accounts.sign_out()
        await second.sign_up(cloud.url, "bob@example.org")
        await second.accounts.sign_out()
        await add(first, "Ada's, signed out")
        assert await failure(first.sign_in(cloud.url, "bob@example.org")) == "accounts.other_library"
        assert first.accounts.session is None
        assert await titles(first) == ["Ada's", "Ada's, signed out"]
        await second.sign_in(cloud.url, "bob@example.org")
        await second.sync.sync_now()
        assert await titles(second) == []
        await first.sign_in(cloud.url)
        assert (await first.sync.sync_now()).state is SyncState.IDLE
        assert await titles(first) == ["Ada's", "Ada's, signed out"]


# Names


async def test_file_names_that_are_paths_stay_words(cloud, tmp_path):
    """Whatever another device calls a file, nothing is written beside the library's own folders."""
    tricks = [
        "../../../etc/passwd",
        "C:\\Windows\\x.exe",
        "/etc/shadow",
        "a\u202egpj.exe",
        "con",
        "x" * 5_000,
        "..",
    ]
    async with computer(tmp_path / "deep" / "er" / "a") as one, computer(tmp_path / "b") as other:
        await other.sign_up(cloud.url)
        await one.sign_in(cloud.url)

        home = await add(other)

        def write(tx):
            for name in tricks:
                tx.insert(
                    ITEM, new_id(), collection_id=home.bytes, title=name, description="", kind="document",
                    media_sha=bytes(32), file_name=name, created_ms=1,
                )  # fmt: skip

        await other.database.write(write)
        for each in (other, one):
            assert (await each.sync.sync_now()).state is SyncState.IDLE
        assert sorted(row[0] for row in await one.rows("SELECT file_name FROM item")) == sorted(tricks)
        found = {path.name for path in (tmp_path / "deep").rglob("*")}
        assert not found & {"passwd", "shadow", "x.exe", "con"}


@pytest.mark.parametrize(
    "email",
    [
        "ada@example.org.", " ada@example.org ", "ADA@EXAMPLE.ORG", "ada@EXAMPLE.org.", "\tada@example.org\n",
        "ada@ｅxample.org",
    ],
)  # fmt: skip
async def test_an_email_written_otherwise_is_the_same_account(cloud, tmp_path, email):
    async with computer(tmp_path / "a") as one, computer(tmp_path / "b") as other:
        await one.sign_up(cloud.url, "ada@example.org")
        await other.sign_in(cloud.url, email)
        assert other.accounts.session.user_id == one.accounts.session.user_id
        async with computer(tmp_path / "c") as third:
            server = await third.accounts.find_server(cloud.url)
            given = {"email": email, "password": "of somebody else", "name": "Eve", "language": "en"}
            assert await failure(third.accounts.sign_up(server, **given)) == "accounts.email_taken"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example..org",
        "a" * 10_000 + "@example.org",
        "ada@x.org\0",
        "a b@c.d",
    ],
)
async def test_what_is_no_email_is_said(cloud, tmp_path, email):
    async with computer(tmp_path / "a") as one:
        assert await failure(one.sign_up(cloud.url, email)) in {"accounts.email_invalid", "web.bad_body"}


@pytest.mark.parametrize(
    ("size", "code"),
    [
        (7, "accounts.password_too_short"),
        (10_000, "accounts.password_too_long"),
        (200_000, "accounts.password_too_long"),
        (1_000_000, "web.too_large"),
    ],
)
async def test_a_password_of_any_length_is_answered_soon(cloud, tmp_path, size, code):
    """No hash is made of what is too long, and nothing is sent twice."""
    async with computer(tmp_path / "a") as one:
        server = await one.accounts.find_server(cloud.url)
        given = {"email": "ada@example.org", "password": "p" * size}
        async with asyncio.timeout(60):
            assert await failure(one.accounts.sign_up(server, **given, name="Ada", language="en")) == code
            told = await failure(one.accounts.sign_in(server, **given))
        assert told == (code if size > 7 else "accounts.wrong_sign_in")
        assert one.accounts.session is None


async def test_names_of_ten_megabytes(cloud, tmp_path):
    """A nickname, a group's name and a body: refused before they are read, the work beside them goes on."""
    long = "x" * (10 << 20)
    async with computer(tmp_path / "a") as one:
        assert await failure(sign_up_as(one, cloud.url, long)) == "web.too_large"
        await one.sign_up(cloud.url)
        call, token = one.accounts.http.call, await one.accounts.access_token()
        for method, path, body in (
            ("PATCH", "accounts/me", AccountChange(long)),
            ("POST", "groups", NewGroup(new_id(), long)),
            ("POST", "groups", NewGroup(new_id(), "Biology", long)),
            ("PATCH", f"groups/{uuid.uuid4()}", GroupChange(long)),
        ):
            url = f"{cloud.url}/api/v1/{path}"
            assert await failure(call(method, url, token=token, body=body, answer=dict)) == "web.too_large"
        for method, path, body in (
            ("PATCH", "accounts/me", AccountChange("x" * 101)),
            ("POST", "groups", NewGroup(new_id(), "x" * 101)),
        ):
            url = f"{cloud.url}/api/v1/{path}"
            assert await failure(call(method, url, token=token, body=body, answer=dict)) in {
                "accounts.name_invalid", "groups.bad_name"
            }  # fmt: skip
        await add(one)
        assert (await one.sync.sync_now()).state is SyncState.IDLE


async def sign_up_as(one, url, name):
    server = await one.accounts.find_server(url)
    await one.accounts.sign_up(server, email="b@example.org", password=PASSWORD, name=name, language="en")


@pytest.mark.parametrize("size", [1 << 20, ROW_BYTES + 1, 10 << 20])
async def test_a_row_that_is_too_large_is_set_aside(cloud, tmp_path, size):
    """It stays here with its reason; everything else is handed in."""
    async with computer(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await add(one, "x" * size)
        await add(one, "small")
        status = await one.sync.sync_now()
        assert (status.state, status.pending, status.refused) == (SyncState.IDLE, 0, 1)
        (refused,) = await one.sync.refused()
        assert refused.reason == "too_large"
        async with computer(tmp_path / "b") as other:
            await other.sign_in(cloud.url)
            await other.sync.sync_now()
            assert await titles(other) == ["small"]


async def test_many_megabytes_of_edits_go_in_batches(cloud, tmp_path):
    async with computer(tmp_path / "a") as one, computer(tmp_path / "b") as other:
        await one.sign_up(cloud.url)

        def write(tx):
            for number in range(24):
                tx.insert(COLLECTION, new_id(), title=f"{number}" + secrets.token_hex(400_000), created_ms=1)

        await one.database.write(write)
        await other.sign_in(cloud.url)
        for each in (one, other):
            status = await each.sync.sync_now()
            assert (status.state, status.pending, status.refused) == (SyncState.IDLE, 0, 0)
        assert await titles(one) == await titles(other)


# A network's sign-in page, at every step


async def test_a_captive_portal_at_sign_in_and_refresh(cloud, tmp_path):
    async with odd_proxy(cloud.listener.port) as proxy, computer(tmp_path / "a") as one:
        await one.sign_up(proxy.url)
        await add(one)
        real, proxy.passed = proxy.passed, portal
        one.accounts._access.clear()
        status = await one.sync.sync_now()
        assert (status.state, status.problem.code) == (SyncState.PROBLEM, "network.not_lantern")
        readable(status.problem)
        assert one.accounts.session is not None
        async with computer(tmp_path / "b") as other:
            assert await failure(other.accounts.find_server(proxy.url)) == "network.not_lantern"
        proxy.passed = real
        status = await one.sync.sync_now()
        assert (status.state, status.pending) == (SyncState.IDLE, 0)


async def portal(_request):
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (
        len(PORTAL),
        PORTAL,
    )


# A year away


async def test_a_device_that_was_away_for_a_year(tmp_path):
    """Below the horizon: what was deleted meanwhile goes, what is unsent stays, nobody is asked anything."""
    server, ana, ben = (
        Server(tmp_path / "server"),
        Device(tmp_path / "ana", "ana"),
        Device(tmp_path / "ben", "ben"),
    )
    rows = [ana.make("collection", OWN, title=f"{n}", created_ms=n) for n in range(60)]
    for device in (ana, ben):
        await device.settle(server.send)
    for key in rows[:40]:
        ben.delete(key)
    for key in rows[40:50]:
        ben.change(key, title="changed meanwhile")
    ben.make("collection", OWN, title="new meanwhile", created_ms=1)
    await ben.settle(server.send)
    store = SqliteChangeStore(server.connection)
    assert transacted(server.connection, lambda: forget(store, OWN, store.heads([OWN])[OWN])) == 40
    ana.change(rows[45], body="unsent")
    ana.change(rows[3], title="unsent, of a row that was deleted")
    ana.make("collection", OWN, title="unsent and new", created_ms=1)
    ana.make("view", OWN, event=True, at_ms=7)
    for device in (ana, ben, ana, ben):
        await device.settle(server.send)
    assert everything(ana)[0] == everything(ben)[0]
    found = {values.get("title") for _, values in ana.seen("collection").values()}
    assert {"unsent and new", "new meanwhile", "unsent, of a row that was deleted"} <= found
    assert not {f"{n}" for n in range(40)} & found
    assert ana.value(rows[45], "body") == "unsent"
    assert [values for _, values in ana.seen("view").values()] == [{"at_ms": 7}]
    assert ana.refused() == []
    for one in (server, ana, ben):
        one.close()
