"""What the web interface answers about leases, for the devices of the person."""

from server.billing.leases import Leases
from server.web.call import Call
from server.web.operation import Operation
from shared.billing import lease_messages as messages

_BASE = messages.LEASES_PATH
_REFUSED = (
    "billing.lease_not_found",
    "billing.lease_elsewhere",
    "billing.lease_forged",
    "billing.unavailable",
)


def _leases(call: Call) -> Leases:
    return call.services.leases


async def lent(call: Call) -> messages.LentList:
    return await _leases(call).lent(call.user)


async def issue(call: Call, body: messages.IssueLease) -> messages.LeaseAnswer:
    return await _leases(call).issue(call.user, body)


async def renew(call: Call, body: messages.SendReport) -> messages.LeaseAnswer:
    return await _leases(call).renew(call.user, body)


async def report(call: Call, body: messages.SendReport) -> messages.LeaseAnswer:
    return await _leases(call).report(call.user, body)


LEASE_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        _BASE,
        lent,
        "What the devices of the person may use up without a connection.",
        answer=messages.LentList,
        errors=("billing.unavailable",),
    ),
    Operation(
        "POST",
        f"{_BASE}/issue",
        issue,
        "Lend this device a part of an allowance, signed, for seven days.",
        answer=messages.LeaseAnswer,
        body=messages.IssueLease,
        errors=(
            "billing.lease_too_little",
            "billing.too_many_leases",
            "billing.used_up",
            "billing.reserved",
            "billing.in_progress",
            *_REFUSED,
        ),
    ),
    Operation(
        "POST",
        f"{_BASE}/renew",
        renew,
        "Tell what was used, and have the lease renewed.",
        answer=messages.LeaseAnswer,
        body=messages.SendReport,
        errors=_REFUSED,
    ),
    Operation(
        "POST",
        f"{_BASE}/report",
        report,
        "Tell what was used; a final report gives the rest back.",
        answer=messages.LeaseAnswer,
        body=messages.SendReport,
        errors=_REFUSED,
    ),
)
