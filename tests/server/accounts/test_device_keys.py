"""A device shows that it holds its key."""

import msgspec
import pytest

from server.accounts.device_keys import check_refresh, proven_key
from shared.accounts.proofs import SKEW_MS
from shared.base64url import encoded
from shared.errors import AppError
from tests.support.accounts_stage import Device
from tests.support.clocks import ManualClock

EMAIL = "Ada@example.org"


def code(device, address=EMAIL, now_ms=None):
    with pytest.raises(AppError) as refused:
        proven_key(device, address, now_ms or device.signed_ms)
    return refused.value


def test_a_signed_sign_in_gives_the_key():
    device = Device(ManualClock())
    introduced = device.introduced(EMAIL)
    assert proven_key(introduced, EMAIL, introduced.signed_ms) == device.key.public_key().public_bytes_raw()


def test_nothing_of_it_can_be_changed():
    device, other = Device(ManualClock()), Device(ManualClock())
    good = device.introduced(EMAIL)
    changed = [
        msgspec.structs.replace(good, device_id=other.device_id),
        msgspec.structs.replace(good, public_key=other.introduced(EMAIL).public_key),
        msgspec.structs.replace(good, signed_ms=good.signed_ms + 1),
        msgspec.structs.replace(good, signature=other.introduced(EMAIL).signature),
        *(msgspec.structs.replace(good, signature=odd) for odd in ("", "x", "ñ", "\0", encoded(bytes(64)))),
        *(msgspec.structs.replace(good, public_key=odd) for odd in ("", "AA", "\ud800", encoded(bytes(32)))),
    ]
    assert {code(one).code for one in changed} == {"accounts.device_unproven"}
    assert code(good, "eve@example.org").code == "accounts.device_unproven"
    assert code(good, "\ud800").code == "accounts.device_unproven"


@pytest.mark.parametrize("ahead_ms", [-SKEW_MS - 1, SKEW_MS + 1, 10**15, -(10**18)])
def test_a_wrong_clock_is_told_the_right_time(ahead_ms):
    clock = ManualClock()
    introduced = Device(clock).introduced(EMAIL, ahead_ms=ahead_ms)
    refused = code(introduced, now_ms=clock.now_ms())
    assert (refused.code, refused.parameters) == ("accounts.clock_skew", {"server_ms": clock.now_ms()})


def test_a_refresh_is_signed_over_its_token():
    device = Device(ManualClock())
    key = device.key.public_key().public_bytes_raw()
    body = device.refresh("token")
    check_refresh(key, "token", body.signature)
    for token, signature in (("token2", body.signature), ("token", ""), ("\ud800", body.signature)):
        with pytest.raises(AppError) as refused:
            check_refresh(key, token, signature)
        assert refused.value.code == "accounts.device_unproven"
