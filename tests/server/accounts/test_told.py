"""Rows as they are told."""

import msgspec

from server.accounts import told
from server.accounts.account_store import AccountRow
from server.accounts.device_store import DeviceRow
from server.accounts.tenant_store import InvitationRow
from shared.accounts import messages
from shared.ids import new_id

ROW = AccountRow(
    new_id(), "a@example.org", True, "Ada", "es", "teacher", "pro", 1_000, None, "secret hash", 3, 5
)


def test_the_plan_told_is_the_one_in_force():
    assert (told.account(ROW, 999).plan, told.account(ROW, 999).plan_until_ms) == ("pro", 1_000)
    assert (told.account(ROW, 1_000).plan, told.account(ROW, 1_000).plan_until_ms) == ("free", 0)


def test_no_secret_is_told():
    for told_row in (told.account(ROW, 0), told.user(ROW, 9)):
        assert b"secret" not in msgspec.json.encode(told_row)
    assert told.user(ROW, 9).seen_ms == 9


def test_what_is_told_is_what_the_interface_declares():
    device = DeviceRow(new_id(), ROW.id, "Laptop", "linux", b"key", 1, 2)
    invitation = InvitationRow(new_id(), b"hash", None, "b@example.org", "teacher", ROW.id, 1, 2)
    for value, kind in (
        (told.account(ROW, 0), messages.Account),
        (told.user(ROW, 0), messages.User),
        (told.device(device, {device.id}, None), messages.Device),
        (told.invitation(invitation), messages.TenantInvitation),
    ):
        assert msgspec.json.decode(msgspec.json.encode(value), type=kind) == value
    assert (
        told.device(device, set(), device.id).signed_in,
        told.device(device, set(), device.id).current,
    ) == (False, True)
