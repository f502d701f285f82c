"""The account of a desktop against the real server."""

import asyncio
import json
import shutil
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desktop.accounts.finding import ServerFinder
from desktop.accounts.service import AccountsService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.server_http import ServerHttp
from desktop.storage.archive import export_backup, import_backup
from desktop.sync.service import SyncState
from shared.accounts.messages import UserChange
from shared.base64url import decoded
from shared.clock import SystemClock
from shared.errors import AppError
from shared.groups.messages import Role
from tests.support.clocks import ManualClock
from tests.support.cloud_desktops import PASSWORD, desktop, sign_in, sign_up, synced

YEAR_MS = 365 * 24 * 3600 * 1000


class CountingHttp(ServerHttp):
    """Knows how often each route was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def call(self, method, url, **arguments):
        self.asked.append(url.rpartition("/")[2])
        return await super().call(method, url, **arguments)


def beside(services, clock=None):
    """Another process's accounts service on the same profile."""
    made = AccountsService(services.paths, clock or SystemClock(), ChangeBus(), http=CountingHttp())
    made.join(services.sync.library)
    return made


def secrets_of(root):
    """What stands in for the keyring, when there is none."""
    file = root / "account-secrets.json"
    return json.loads(file.read_bytes()).values() if file.exists() else []


async def refused(awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value.code


async def test_what_is_to_be_told_before_signing_out_is_told_but_holds_nobody_up(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        told = []

        async def tell():
            told.append(ana.accounts.session.email)
            raise AppError("network.unreachable")

        ana.accounts.before_sign_out(tell)
        await ana.accounts.sign_out()
        assert told == []
        await sign_up(ana, cloud.url)
        await ana.accounts.sign_out()
        assert told == ["ana@example.org"]
        assert ana.accounts.session is None
        await sign_in(ana, cloud.url)
        await ana.accounts.sign_out_everywhere()
        assert len(told) == 2


async def test_this_device_signs_with_the_key_that_the_server_knows(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        assert await refused(ana.accounts.sign(b"lease.report.v1.x")) == "accounts.signed_out"
        await sign_up(ana, cloud.url)
        key, signature = await ana.accounts.sign(b"lease.report.v1.x")
        async with cloud.services.database.read() as tx:
            device = await cloud.services.accounts.device(tx, ana.accounts.session.device_id)
        assert decoded(key) == device.public_key
        Ed25519PublicKey.from_public_bytes(device.public_key).verify(decoded(signature), b"lease.report.v1.x")


async def test_an_account_takes_the_name_the_library_goes_by(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        invented = ana.sync.user_id
        assert (ana.accounts.session, ana.accounts.last, await ana.accounts.key_place()) == (None, None, None)
        await sign_up(ana, cloud.url)
        session = ana.accounts.session
        assert (session.user_id, session.email, session.name) == (invented, "ana@example.org", "Ana")
        assert session.device_id == (await ana.sync.library.identity()).device_id
        assert await ana.accounts.key_place() == "file"
        assert [device.current for device in await ana.accounts.own.devices()] == [True]


async def test_it_stays_signed_in_over_a_restart_and_without_a_connection(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        signed_in = ana.accounts.session
    async with desktop(tmp_path / "a") as ana:
        assert ana.accounts.session == signed_in
        assert (await ana.accounts.own.refresh()).name == "Ana"
        await cloud.listener.drain()
        assert ana.accounts.session == signed_in
        assert await ana.accounts.access_token()
        again = beside(ana)
        assert await refused(again.access_token()) == "network.unreachable"
        assert again.session == signed_in
        await again.close()


async def test_one_refresh_serves_everybody_who_waits(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        other = beside(ana)
        tokens = await asyncio.gather(*(other.access_token() for _ in range(20)))
        assert len(set(tokens)) == 1
        assert other.http.asked == ["refresh"]
        await other.close()


async def test_two_processes_take_turns_and_neither_is_signed_out(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        both = [beside(ana), beside(ana)]
        for _ in range(3):
            await asyncio.gather(*(one.check_session() for one in both))
        assert all(one.session is not None for one in (*both, ana.accounts))
        for one in both:
            await one.close()


async def test_a_token_is_renewed_before_it_runs_out_whatever_the_wall_clock_says(tmp_path, cloud):
    clock = ManualClock(SystemClock().now_ms() - YEAR_MS)
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        other = beside(ana, clock)
        await other.access_token()
        clock.step_wall(2 * YEAR_MS)
        await other.access_token()
        assert other.http.asked == ["refresh"]
        clock.advance(24 * 3600 * 1000)
        await other.access_token()
        assert other.http.asked == ["refresh", "refresh"]
        await other.close()


@pytest.mark.parametrize("off_ms", [-YEAR_MS, YEAR_MS])
async def test_a_clock_that_is_off_by_a_year_signs_in(tmp_path, cloud, off_ms):
    async with desktop(tmp_path / "a") as first:
        await sign_up(first, cloud.url)
    async with desktop(tmp_path / "b", clock=ManualClock(SystemClock().now_ms() + off_ms)) as second:
        await sign_in(second, cloud.url)
        assert await second.accounts.access_token()


async def test_a_wrong_password_changes_nothing(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
    async with desktop(tmp_path / "b") as ana:
        server = await ana.accounts.find_server(cloud.url)
        sign = ana.accounts.sign_in(server, email="ana@example.org", password="x" * 10_000)
        assert await refused(sign) in {"accounts.wrong_sign_in", "accounts.password_too_long"}
        assert (ana.accounts.session, ana.accounts.ended) == (None, "")


async def test_a_device_that_was_signed_out_elsewhere_knows_and_keeps_its_work(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        quiz = await ana.quizzes.create("Mine")
        device_id = ana.accounts.session.device_id
        await other.accounts.own.rename_device(device_id, "Old laptop")
        names = {device.name for device in await other.accounts.own.devices()}
        assert "Old laptop" in names
        await other.accounts.own.revoke_device(device_id)
        assert (
            await refused(ana.accounts.call("GET", "accounts/devices", answer=dict)) == "accounts.signed_out"
        )
        assert (ana.accounts.session, ana.accounts.ended) == (None, "accounts.token_revoked")
        assert ana.accounts.last.email == "ana@example.org"
        assert (await ana.quizzes.quiz(quiz)).title == "Mine"
        # Removed for good: the same computer comes back as another device.
        await sign_in(ana, cloud.url)
        assert (ana.accounts.session.device_id == device_id, ana.accounts.ended) == (False, "")


async def test_a_library_copied_to_a_second_computer_becomes_another_device(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        first = ana.accounts.session
    source = tmp_path / "a" / "profiles" / "default" / "library.db"
    target = tmp_path / "b" / "profiles" / "default"
    target.mkdir(parents=True)
    shutil.copy(source, target / "library.db")
    async with desktop(tmp_path / "b") as copy:
        assert copy.accounts.session is None
        assert (await copy.sync.library.identity()).device_id == first.device_id
        await sign_in(copy, cloud.url)
        assert copy.accounts.session.user_id == first.user_id
        assert copy.accounts.session.device_id != first.device_id
        assert copy.accounts.session.device_id == (await copy.sync.library.identity()).device_id


async def test_a_copied_folder_without_the_key_store_asks_to_sign_in(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    (tmp_path / "b" / "profiles" / "default" / "account-secrets.json").unlink()
    async with desktop(tmp_path / "b") as copy:
        assert copy.accounts.session is not None
        assert await refused(copy.accounts.access_token()) == "accounts.signed_out"
        assert (copy.accounts.session, copy.accounts.ended) == (None, "accounts.signed_out")


async def test_a_library_belongs_to_one_account(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        await ana.accounts.sign_out()
        assert await refused(sign_in(ana, cloud.url, "ben@example.org")) == "accounts.other_library"
        assert await refused(sign_up(ana, cloud.url, "eve@example.org", "Eve")) == "accounts.other_library"
        assert ana.accounts.session is None
        await sign_in(ana, cloud.url)
        assert ana.accounts.session.email == "ana@example.org"


async def test_signing_out_works_offline(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        await cloud.listener.drain()
        await ana.accounts.sign_out()
        assert (ana.accounts.session, ana.accounts.ended) == (None, "")
        assert await refused(ana.accounts.access_token()) == "accounts.signed_out"


class MeddlingHttp(ServerHttp):
    """Has another task of the same desktop ask for a new token when the server has just ended the session."""

    def __init__(self, meddle):
        super().__init__()
        self.meddle, self.tasks = meddle, []

    async def call(self, method, url, **arguments):
        answer = await super().call(method, url, **arguments)
        if method == "DELETE" or "sign-out" in url:
            self.tasks.append(asyncio.ensure_future(refused(self.meddle())))
            await asyncio.wait(self.tasks, timeout=1)
        return answer


@pytest.mark.parametrize("way", ["sign_out", "sign_out_everywhere", "delete_account"])
async def test_a_refresh_meanwhile_does_not_take_the_end_for_another_devices_doing(tmp_path, cloud, way):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        before = ana.accounts.http
        ana.accounts.http = http = MeddlingHttp(ana.accounts.check_session)
        ana.accounts._finder = ServerFinder(http)
        await getattr(ana.accounts, way)(*([PASSWORD] if way == "delete_account" else []))
        assert await asyncio.gather(*http.tasks) == ["accounts.signed_out"]
        assert (ana.accounts.session, ana.accounts.ended) == (None, "")
        ana.accounts.reload()
        assert (ana.accounts.session, ana.accounts.ended) == (None, "")
        await before.close()


async def test_signing_out_everywhere_reaches_every_device(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        await ana.accounts.sign_out_everywhere()
        assert ana.accounts.session is None
        assert await refused(other.accounts.check_session()) == "accounts.signed_out"
        assert other.accounts.ended


async def test_a_deleted_account_leaves_the_library_as_it_was_before_any(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        quiz = await ana.quizzes.create("Mine")
        assert await refused(ana.accounts.delete_account("not it")) == "accounts.wrong_password"
        await ana.accounts.delete_account(PASSWORD)
        assert (ana.accounts.session, ana.accounts.last) == (None, None)
        assert (await ana.quizzes.quiz(quiz)).title == "Mine"
        await sign_up(ana, cloud.url, "ana.again@example.org")
        assert ana.accounts.session.email == "ana.again@example.org"


async def test_what_a_person_shared_with_a_group_outlives_the_account_here(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        group = await ana.groups.create("Physics")
        theirs = await ana.quizzes.create("Ana's")
        await ana.quizzes.share(theirs, f"group:{group}")
        invitation = await ana.groups.invite(group, role=Role.MEMBER, uses=1, expires_ms=0)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        await ben.groups.accept(invitation.token)
        mine = await ben.quizzes.create("Ben's")
        await ben.quizzes.share(mine, f"group:{group}")
        await synced(ana, ben)
        assert {one.id for one in await ben.quizzes.quizzes()} == {mine, theirs}
        await ben.accounts.delete_account(PASSWORD)
        # What the group keeps under its old id goes on here under another.
        assert [one.title for one in await ben.quizzes.quizzes()] == ["Ben's"]
        assert await ben.sync.refused() == []


async def test_an_account_deleted_elsewhere_leaves_the_work_of_every_computer(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        group = await other.groups.create("Physics")
        await synced(ana, other)
        sent, unsent = await other.quizzes.create("Sent"), None
        await synced(other)
        unsent = await other.quizzes.create("Not sent")
        await ana.groups.delete(group)
        await ana.accounts.delete_account(PASSWORD)
        status = await other.sync.sync_now()
        assert (status.state, other.accounts.session, other.accounts.last) == (SyncState.OFF, None, None)
        assert other.accounts.ended == "accounts.deleted"
        assert status.problem is not None
        assert {one.id for one in await other.quizzes.quizzes()} == {sent, unsent}
        assert await other.groups.groups() == []
        # The library is nobody's: it may become another account's.
        await sign_up(other, cloud.url, "ana.again@example.org")
        assert other.accounts.ended == ""
        await synced(other)


async def test_a_suspended_account_pauses_and_goes_on_when_it_is_back(tmp_path, cloud):
    async with (
        desktop(tmp_path / "a") as ana,
        desktop(tmp_path / "b") as ben,
        desktop(tmp_path / "c") as root,
    ):
        await cloud.services.accounts.create_super_admin("root@example.org", "Root", PASSWORD)
        await sign_in(root, cloud.url, "root@example.org")
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group = await ben.groups.create("Physics")
        invitation = await ben.groups.invite(group, role=Role.MEMBER, uses=1, expires_ms=0)
        await ana.groups.accept(invitation.token)
        await synced(ben, ana)
        assert [one.group_id for one in await ana.groups.groups()] == [group]
        path = f"admin/users/{ana.accounts.session.user_id}"
        await root.accounts.call("PATCH", path, body=UserChange(suspended=True), answer=dict)
        quiz = await ana.quizzes.create("Made meanwhile")
        status = await ana.sync.sync_now()
        status = await ana.sync.sync_now()
        assert (status.state, status.problem.code) == (SyncState.PROBLEM, "accounts.suspended")
        assert status.pending == 1
        assert ana.accounts.session is not None
        assert await ana.groups.groups() == []
        assert (await ana.quizzes.quiz(quiz)).title == "Made meanwhile"
        await root.accounts.call("PATCH", path, body=UserChange(suspended=False), answer=dict)
        await synced(ana)
        assert ana.sync.status.pending == 0
        assert [one.group_id for one in await ana.groups.groups()] == [group]


async def test_a_mail_for_a_new_password_is_asked_without_a_session(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        server = await ana.accounts.find_server(cloud.url)
        assert (
            await refused(ana.accounts.request_password_reset(server, "ana@example.org"))
            == "accounts.mail_off"
        )


async def test_a_backup_holds_no_sign_in_and_a_restored_library_goes_on_after_the_next(tmp_path, cloud):
    backup = tmp_path / "library.lantern"
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        await ana.quizzes.create("Early")
        await synced(ana, other)
        export_backup(ana.paths, backup, 1)
        with zipfile.ZipFile(backup) as archive:
            held = b"".join(archive.read(name) for name in archive.namelist())
        token = await ana.accounts._store.refresh_token()
        key = await ana.accounts._store.device_key((await ana.sync.library.identity()).database_id)
        assert token is not None
        assert key is not None
        for secret in (token, ana.accounts._access.token, *secrets_of(ana.paths.root)):
            assert secret.encode() not in held
        await ana.quizzes.create("Later")
        await synced(ana, other)
    import_backup(ProfilePaths.of(tmp_path / "a"), backup)
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await ana.quizzes.create("After")
        assert (await ana.sync.sync_now()).problem.code == "sync.device_taken"
        await sign_in(ana, cloud.url)
        await synced(ana, other)
        for services in (ana, other):
            assert {one.title for one in await services.quizzes.quizzes()} == {"Early", "Later", "After"}
        assert await ana.sync.refused() == []
