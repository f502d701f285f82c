"""Only what the server signed for this person and lease is a lease."""

import uuid

import pytest
from msgspec.structs import replace

from desktop.leases.signed import verified
from shared.billing import leases as rules
from shared.errors import AppError
from tests.shared.billing.test_leases import LEASE
from tests.support.lease_stage import SERVER_KEY

KEYS = {"k": rules.encoded(SERVER_KEY.public_key().public_bytes_raw())}


def token(lease, domain=rules.LEASE_DOMAIN):
    payload = rules.canonical(lease)
    return rules.sealed(payload, SERVER_KEY.sign(domain + payload))


def test_a_signed_lease_is_read():
    assert verified(token(LEASE), KEYS, LEASE.lease_id, LEASE.user_id) == LEASE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        token(LEASE, rules.REPORT_DOMAIN),
        token(replace(LEASE, key_id="other")),
        token(replace(LEASE, lease_id=uuid.UUID(int=77))),
        token(replace(LEASE, user_id=uuid.UUID(int=77))),
        token(replace(LEASE, grant=1)).partition(".")[0] + "." + token(LEASE).partition(".")[2],
    ],
)
def test_anything_else_is_not(text):
    with pytest.raises(AppError, match=r"leases\.unverified"):
        verified(text, KEYS, LEASE.lease_id, LEASE.user_id)


def test_a_key_that_is_none_is_told():
    with pytest.raises(AppError, match=r"leases\.unverified"):
        verified(token(LEASE), {"k": "AAAA"}, LEASE.lease_id, LEASE.user_id)
