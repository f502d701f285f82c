"""How a device introduces itself where the server objects once; the rest is in test_service.py."""

import uuid

import pytest

from desktop.accounts.introduction import Introduction
from desktop.accounts.service import LocalIdentity
from desktop.accounts.session_store import SessionStore
from shared.accounts.messages import SignIn
from shared.errors import AppError
from tests.support.clocks import ManualClock


class Profile:
    def __init__(self):
        self.names = LocalIdentity(uuid.uuid4(), uuid.uuid4(), uuid.uuid4())

    async def identity(self):
        return self.names

    async def rename_device(self):
        self.names = LocalIdentity(self.names.database_id, uuid.uuid4(), self.names.user_id)
        return self.names.device_id


class Http:
    """Refuses with the errors it was given, one after the other."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.devices = []

    async def call(self, method, url, *, body, answer):
        self.devices.append(body.device)
        if self.errors:
            raise self.errors.pop(0)
        return "session"


async def introduced(paths, *errors):
    http, profile, clock = Http(*errors), Profile(), ManualClock()
    introduction = Introduction(http, SessionStore(paths.root), profile, clock)
    try:
        await introduction.make("https://x", "a@b.org", lambda device: SignIn("a@b.org", "p", device))
    except AppError as error:
        return http, error.code
    return http, ""


def skew():
    return AppError("accounts.clock_skew", server_ms=1_900_000_000_000)


async def test_a_clock_that_is_off_is_put_right_once(paths):
    http, code = await introduced(paths, skew())
    assert (code, len(http.devices)) == ("", 2)
    assert http.devices[1].signed_ms == 1_900_000_000_000
    assert http.devices[1].signature != http.devices[0].signature
    assert (await introduced(paths, skew(), skew()))[1] == "accounts.clock_skew"


async def test_a_taken_device_becomes_another_with_another_key(paths):
    http, code = await introduced(paths, AppError("accounts.device_taken"))
    first, second = http.devices
    assert code == ""
    assert first.device_id != second.device_id
    assert first.public_key != second.public_key
    taken = AppError("accounts.device_taken")
    assert (await introduced(paths, taken, taken))[1] == "accounts.device_taken"


async def test_both_may_happen(paths):
    http, code = await introduced(paths, skew(), AppError("accounts.device_taken"))
    assert (code, len(http.devices)) == ("", 3)


@pytest.mark.parametrize("code", ["accounts.wrong_sign_in", "network.unreachable"])
async def test_other_refusals_are_told(paths, code):
    assert (await introduced(paths, AppError(code)))[1] == code


async def test_the_key_is_kept_before_a_server_hears_of_it(paths):
    http, _ = await introduced(paths, AppError("network.unreachable"))
    store = SessionStore(paths.root)
    file = (paths.root / "account-secrets.json").read_text()
    assert "device key" in file
    assert http.devices[0].public_key
    assert await store.refresh_token() is None
