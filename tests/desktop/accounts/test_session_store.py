import uuid

import msgspec

from desktop.accounts.session_store import Remembered, SessionStore, signed_in, updated
from shared.accounts.messages import Account, ServerInfo
from tests.support.keyrings import desktop_keyring

__all__ = ["desktop_keyring"]

ACCOUNT = Account(uuid.uuid4(), "a@b.org", False, "Ana", "en", "teacher", "pro", 5, None, "School")
SERVER = ServerInfo(uuid.uuid4(), "School server", "key", "1", "open", False)
SIGNED_IN = signed_in("https://x", uuid.uuid4(), ACCOUNT, SERVER)


async def test_who_is_signed_in_is_remembered(paths):
    assert SessionStore(paths.root).read() == Remembered()
    await SessionStore(paths.root).write(Remembered(SIGNED_IN, signed_in=True))
    assert SessionStore(paths.root).read() == Remembered(SIGNED_IN, signed_in=True)


async def test_a_torn_file_is_no_account(paths):
    await SessionStore(paths.root).write(Remembered(SIGNED_IN))
    file = paths.root / "account.json"
    file.write_bytes(file.read_bytes()[:40])
    assert SessionStore(paths.root).read() == Remembered()


async def test_no_secret_lies_in_the_file_of_the_account(paths, desktop_keyring):
    store, database_id = SessionStore(paths.root), uuid.uuid4()
    await store.keep_refresh_token("r3fresh")
    await store.keep_device_key(database_id, "ab" * 32)
    await store.write(Remembered(SIGNED_IN, signed_in=True))
    everything = b"".join(file.read_bytes() for file in paths.root.rglob("*") if file.is_file())
    assert b"r3fresh" not in everything
    assert b"ab" * 32 not in everything
    assert (await store.refresh_token(), await store.place(database_id)) == ("r3fresh", "keyring")
    await store.forget_refresh_token()
    assert await store.refresh_token() is None


async def test_a_key_belongs_to_one_library_file(paths):
    store = SessionStore(paths.root)
    mine, other = uuid.uuid4(), uuid.uuid4()
    await store.keep_device_key(mine, "cd" * 32)
    assert await SessionStore(paths.root).device_key(mine) == "cd" * 32
    assert await store.device_key(other) is None
    assert (await store.place(mine), await store.place(other)) == ("file", None)


def test_what_the_server_tells_anew():
    after = updated(
        SIGNED_IN, msgspec.structs.replace(ACCOUNT, name="Ana C", plan="free", email_verified=True)
    )
    assert (after.name, after.plan, after.email_verified) == ("Ana C", "free", True)
    assert after.server_url == SIGNED_IN.server_url
