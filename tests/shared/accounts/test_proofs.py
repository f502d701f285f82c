"""What is signed names everything that matters, and nothing can stand for something else."""

import uuid

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from shared.accounts.messages import NewDevice
from shared.accounts.proofs import refresh_message, sign_in_message

DEVICE = NewDevice(uuid.UUID(int=1), "Laptop", "linux", "AAAA", 5, "sig")
URLSAFE = st.text("ABCDEFabcdef0123456789-_", max_size=8)


SIGNED = st.tuples(st.uuids(), URLSAFE, st.integers(0, 10**13), st.text(max_size=8))


@given(SIGNED, SIGNED)
def test_two_requests_never_share_a_message(one, other):
    messages = [sign_in_message(NewDevice(id, "", "", key, ms), mail) for id, key, ms, mail in (one, other)]
    assert (messages[0] == messages[1]) is (one == other)


def test_the_signature_is_no_part_of_what_is_signed():
    bare = msgspec.structs.replace(DEVICE, signature="")
    assert sign_in_message(DEVICE, "a@b.org") == sign_in_message(bare, "a@b.org")


@given(st.text(max_size=30))
def test_a_refresh_is_never_a_sign_in(token):
    assert refresh_message(token) != sign_in_message(DEVICE, token)
    assert refresh_message(token).endswith(token.encode("utf-8", "surrogatepass"))


def test_golden_bytes():
    """Devices in the field sign exactly this."""
    assert sign_in_message(DEVICE, "é@b.org") == (
        b"lantern-sign-in-1\n00000000-0000-0000-0000-000000000001\nAAAA\n5\n\xc3\xa9@b.org"
    )
    assert refresh_message("tok") == b"lantern-refresh-1\ntok"
