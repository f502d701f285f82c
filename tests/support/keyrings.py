"""A keyring as a desktop has one, in memory, for the length of a test."""

import keyring
import keyring.backend
import keyring.errors
import pytest


class MemoryKeyring(keyring.backend.KeyringBackend):
    """Keeps passwords until it is locked; then it refuses as a real one does."""

    priority = 1  # pyright: ignore[reportAssignmentType]

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.locked = False

    def _open(self):
        if self.locked:
            raise keyring.errors.KeyringLocked("no")
        return self.kept

    def get_password(self, service, username):
        return self._open().get((service, username))

    def set_password(self, service, username, password):
        self._open()[service, username] = password

    def delete_password(self, service, username):
        del self._open()[service, username]


@pytest.fixture
def desktop_keyring():
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)
