import stat

import pytest

from desktop.ai.keys import KeyStatus, KeyStore
from shared.errors import AppError
from tests.support.keyrings import desktop_keyring

__all__ = ["desktop_keyring"]

KEY = "sk-0123456789abcdef"


@pytest.fixture
def keys(paths):
    return KeyStore(paths.root)


async def test_a_keyring_keeps_the_key_across_starts(paths, keys, desktop_keyring):
    await keys.keep("openai", KEY)
    assert await KeyStore(paths.root).get("openai") == KEY
    assert await KeyStore(paths.root).status("openai") == KeyStatus(
        "keyring", keyring_available=True, hint="cdef"
    )
    assert await keys.get("anthropic") is None


async def test_profiles_keep_their_keys_apart(paths, keys, desktop_keyring):
    await keys.keep("openai", KEY)
    assert await KeyStore(paths.root.parent / "other").get("openai") is None


async def test_without_a_keyring_nothing_is_kept_until_the_person_chooses(paths, keys):
    with pytest.raises(AppError) as caught:
        await keys.keep("openai", KEY)
    assert caught.value.code == "ai.no_keyring"
    assert await keys.status("openai") == KeyStatus(None, keyring_available=False)
    assert not any(KEY.encode() in file.read_bytes() for file in paths.root.rglob("*") if file.is_file())


async def test_session_keys_end_with_the_program(paths, keys):
    await keys.keep("openai", KEY, "session")
    assert await keys.get("openai") == KEY
    assert (await keys.status("openai")).place == "session"
    assert await KeyStore(paths.root).get("openai") is None


async def test_a_key_file_is_readable_by_its_owner_only(paths, keys):
    await keys.keep("openai", KEY, "file")
    await keys.keep("xai", "other", "file")
    file = paths.root / "provider-keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = KeyStore(paths.root)
    assert await again.get("openai") == KEY
    assert await again.get("xai") == "other"
    assert (await again.status("xai")).hint == "", "a short key shows nothing of itself"


async def test_forgetting_leaves_nothing_behind(paths, keys):
    await keys.keep("openai", KEY, "file")
    await keys.forget("openai")
    assert not (paths.root / "provider-keys.json").exists()
    assert await keys.get("openai") is None


async def test_a_key_moves_it_is_never_in_two_places(paths, keys, desktop_keyring):
    await keys.keep("openai", KEY, "file")
    await keys.keep("openai", KEY, "keyring")
    assert not (paths.root / "provider-keys.json").exists()
    await keys.keep("openai", KEY, "session")
    assert desktop_keyring.kept == {}


async def test_a_locked_keyring_is_told(keys, desktop_keyring):
    desktop_keyring.locked = True
    with pytest.raises(AppError) as caught:
        await keys.get("openai")
    assert caught.value.code == "ai.keyring_failed"
    assert (await keys.status("openai")).place is None


async def test_a_torn_key_file_counts_as_no_key(paths, keys):
    (paths.root / "provider-keys.json").write_bytes(b'{"openai": "sk')
    assert await keys.get("openai") is None
