import stat

import pytest

from desktop.runtime.secrets import SecretStore
from shared.errors import AppError
from tests.support.keyrings import desktop_keyring

__all__ = ["desktop_keyring"]


def store_of(paths):
    return SecretStore(
        paths.root,
        "account-secrets.json",
        no_keyring="accounts.no_keyring",
        keyring_failed="accounts.keyring_failed",
    )


@pytest.fixture
def store(paths):
    return store_of(paths)


async def test_what_is_kept_safely_lies_in_the_keyring(paths, store, desktop_keyring):
    assert await store.keep_safely("session", "s3cret") == "keyring"
    assert await store_of(paths).get("session") == "s3cret"
    assert not any(b"s3cret" in file.read_bytes() for file in paths.root.rglob("*") if file.is_file())


async def test_without_a_keyring_a_file_only_its_user_reads(paths, store):
    assert await store.keep_safely("session", "s3cret") == "file"
    file = paths.root / "account-secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await store_of(paths).find("session") == ("s3cret", "file")


async def test_a_locked_keyring_gives_way_to_the_file(store, desktop_keyring):
    desktop_keyring.locked = True
    assert await store.keep_safely("session", "s3cret") == "file"


async def test_what_another_process_wrote_is_seen_when_asked_again(paths, store, desktop_keyring):
    await store.keep_safely("session", "old")
    await store_of(paths).keep_safely("session", "new")
    assert await store.get("session") == "old"
    assert await store.get("session", again=True) == "new"


async def test_forgotten_means_everywhere(paths, store, desktop_keyring):
    await store.keep("session", "one", "file")
    await store.keep("session", "two")
    await store.forget("session")
    assert await store_of(paths).find("session") is None
    assert desktop_keyring.kept == {}


async def test_the_codes_are_the_callers(store, desktop_keyring):
    desktop_keyring.locked = True
    with pytest.raises(AppError) as caught:
        await store.get("session")
    assert caught.value.code == "accounts.keyring_failed"


async def test_a_torn_file_holds_nothing(paths, store):
    (paths.root / "account-secrets.json").write_bytes(b'{"session": "s3')
    assert await store.get("session") is None
    assert await store.keep_safely("session", "again") == "file"
