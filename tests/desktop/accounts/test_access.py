import base64
import uuid

import msgspec
import pytest

from desktop.accounts.access import EARLY_MS, AccessToken, lifetime_ms
from shared.accounts.messages import Account, ServerInfo, Session
from tests.support.clocks import ManualClock

ACCOUNT = Account(uuid.uuid4(), "a@b.org", True, "A", "en", "learner", "free", 0)
SERVER = ServerInfo(uuid.uuid4(), "Lantern", "key", "1", "open", False)


def jwt(claims):
    body = base64.urlsafe_b64encode(msgspec.json.encode(claims)).rstrip(b"=").decode()
    return f"head.{body}.signature"


def session(token, expires_ms=0):
    return Session(token, expires_ms, "refresh", ACCOUNT, SERVER)


def test_it_is_good_for_as_long_as_its_own_claims_say_and_no_wall_clock_matters():
    clock = ManualClock()
    access = AccessToken(clock)
    assert not access.good
    access.take(session(jwt({"iat": 100, "exp": 1_000})))
    clock.step_wall(-(10**12))
    assert access.good
    clock.advance(900_000 - EARLY_MS - 1)
    assert access.good
    clock.advance(1)
    assert not access.good


def test_another_kind_of_token_goes_by_the_answers_time():
    clock = ManualClock()
    access = AccessToken(clock)
    access.take(session("opaque", clock.now_ms() + 600_000))
    assert access.good
    access.clear()
    assert (access.good, access.token) == (False, "")


@pytest.mark.parametrize(
    "token", ["", "a.b", "a.!!!.c", jwt({"exp": 5}), jwt({"exp": "x", "iat": 1}), jwt([])]
)
def test_no_lifetime_in_what_is_no_jwt(token):
    assert lifetime_ms(token) is None
