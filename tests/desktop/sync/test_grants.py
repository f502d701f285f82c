"""Grant documents: whose, until when, and when another is due."""

import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.sync import grants
from desktop.sync.store import Grant
from shared.errors import AppError
from shared.ids import new_id
from shared.sync.messages import GRANT_AUDIENCE, GrantClaims

USER, DEVICE = new_id(), new_id()
KEY = Ed25519PrivateKey.generate()
NOW_S = 1_800_000_000


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def claims(**changes):
    made = GrantClaims(
        sub=str(USER), aud=GRANT_AUDIENCE, device=str(DEVICE), epoch=0, iat=NOW_S, exp=NOW_S + 30 * 86_400,
        scopes={f"user:{USER}": 7, "group:b": 7, "group:a": 1},
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def document(of):
    signed = f"{encoded(b'{}')}.{encoded(msgspec.json.encode(of))}"
    return f"{signed}.{encoded(KEY.sign(signed.encode()))}"


PUBLIC = encoded(KEY.public_key().public_bytes_raw())


def test_a_document_of_the_server_is_believed():
    text = document(claims())
    grants.check_signature(text, PUBLIC)
    read = grants.read_claims(text, USER, DEVICE)
    until_ms = (NOW_S + 30 * 86_400) * 1000
    assert grants.shared_scopes(read) == [Grant("group:a", 1, until_ms), Grant("group:b", 7, until_ms)]


@pytest.mark.parametrize(
    "text", ["", "a.b", "x.y.z", document(claims())[:-4] + "AAAA", document(claims())[1:]]
)
def test_forged_ones_are_not(text):
    with pytest.raises(AppError, match="garbled"):
        grants.check_signature(text, PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a.!.c",
        document(claims(aud="other")),
        document(claims(sub="x")),
        document(claims(device="x")),
    ],
)
def test_somebody_elses_is_not_for_this_device(text):
    with pytest.raises(AppError, match="garbled"):
        grants.read_claims(text, USER, DEVICE)


def test_another_one_is_due_after_a_day_or_when_a_scope_came():
    given, now_ms = [Grant("group:a", 7, 0)], NOW_S * 1000
    assert grants.due(given, {"group:a"}, None, now_ms)
    assert not grants.due(given, {"group:a"}, claims(), now_ms + grants.EVERY_MS - 1)
    assert grants.due(given, {"group:a"}, claims(), now_ms + grants.EVERY_MS)
    assert not grants.due(given, {"group:b"}, claims(), now_ms + grants.OFTEN_MS - 1)
    assert grants.due(given, {"group:a", "group:b"}, claims(), now_ms + grants.OFTEN_MS)


def test_a_role_that_changed_makes_a_document_outdated():
    given = [Grant("group:a", 7, 0), Grant("group:b", 3, 0), Grant("group:c", 3, 0)]
    assert grants.outdated(given, {"group:a": "member", "group:b": "viewer"}) == set()
    assert grants.outdated(given, {"group:a": "viewer", "group:b": "manager", "group:d": "member"}) == {
        "group:a",
        "group:b",
    }


def test_what_ran_out_is_locked():
    given = [Grant("group:a", 7, 1_000), Grant("group:b", 7, 2_000)]
    assert grants.locked(given, 1_000) == given[:1]
