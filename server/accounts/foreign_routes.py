"""The REST operations of signing in with accounts elsewhere, and of one's own ways to sign in."""

import uuid

from server.accounts.origin import Origin
from server.accounts.service import AccountsService
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from shared.accounts import foreign_messages as messages
from shared.accounts.messages import Session

_FOREIGN = "/api/v1/accounts/foreign"
_WAYS = "/api/v1/accounts/ways"
_PROVIDER = ("accounts.no_such_provider", "accounts.provider_unreachable", "accounts.provider_failed")
_BEGIN = (*_PROVIDER, "accounts.redirect_not_allowed")
_PASSWORD = (
    "accounts.wrong_password",
    "accounts.too_many_attempts",
    "accounts.password_too_long",
    "accounts.busy",
)


def _accounts(call: Call) -> AccountsService:
    return call.services.accounts


def _origin(call: Call) -> Origin:
    device = call.principal.device_id if call.principal else None
    return Origin(call.address, call.language, device)


async def begin_foreign(call: Call, body: messages.ForeignBegin) -> messages.ForeignBegun:
    return await _accounts(call).foreign.begin(body.provider, body.redirect_uri, body.code_challenge)


async def finish_foreign(call: Call, body: messages.ForeignFinish) -> messages.ForeignProven:
    return await _accounts(call).foreign.finish(body)


async def enter_foreign(call: Call, body: messages.ForeignEnter) -> Session:
    return await _accounts(call).foreign.enter(body, _origin(call))


async def ways(call: Call) -> messages.Ways:
    return await _accounts(call).ways.ways(call.user)


async def begin_way(call: Call, body: messages.OwnForeignBegin) -> messages.ForeignBegun:
    return await _accounts(call).ways.begin(call.user, body)


async def link_way(call: Call, body: messages.LinkWay) -> messages.Ways:
    return await _accounts(call).ways.link(call.user, body, _origin(call))


async def unlink_way(call: Call) -> messages.Ways:
    way_id: uuid.UUID = call.path["way_id"]
    return await _accounts(call).ways.unlink(call.user, way_id, _origin(call))


async def first_password(call: Call, body: messages.FirstPassword) -> messages.Ways:
    return await _accounts(call).ways.first_password(call.user, body, _origin(call))


# Beginning and finishing give nobody anything to guess with; a class behind one address does both at once.
FOREIGN_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        f"{_FOREIGN}/begin",
        begin_foreign,
        "Begin to sign in with an account elsewhere: where the browser goes.",
        answer=messages.ForeignBegun,
        body=messages.ForeignBegin,
        auth=Auth.NONE,
        errors=_BEGIN,
    ),
    Operation(
        "POST",
        f"{_FOREIGN}/finish",
        finish_foreign,
        "Hand in what came back in the browser; what was begun is used up.",
        answer=messages.ForeignProven,
        body=messages.ForeignFinish,
        auth=Auth.NONE,
        errors=(
            *_PROVIDER,
            "accounts.browser_answer_old",
            "accounts.provider_clock",
            "accounts.provider_no_email",
            "accounts.provider_email_unverified",
            "accounts.sign_up_closed",
        ),
    ),
    Operation(
        "POST",
        f"{_FOREIGN}/enter",
        enter_foreign,
        "Sign this device in by the ticket; makes the account, or links it with its password, where that is needed.",
        answer=Session,
        body=messages.ForeignEnter,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=(
            "accounts.browser_answer_old",
            "accounts.sign_in_other_way",
            "accounts.way_of_another",
            "accounts.wrong_sign_in",
            "accounts.email_invalid",
            "accounts.email_taken",
            "accounts.confirm_email",
            "accounts.suspended",
            "accounts.user_not_found",
            "accounts.name_invalid",
            "accounts.sign_up_closed",
            "accounts.invitation_needed",
            "accounts.invitation_invalid",
            "accounts.invitation_other_email",
            "accounts.too_many_attempts",
            "accounts.password_too_long",
            "accounts.busy",
            "accounts.device_unproven",
            "accounts.clock_skew",
            "accounts.device_taken",
            "accounts.too_many_devices",
        ),
    ),
    Operation("GET", _WAYS, ways, "How one can sign in.", answer=messages.Ways),
    Operation(
        "POST",
        f"{_WAYS}/begin",
        begin_way,
        "Begin to link an account elsewhere, or to prove oneself with one.",
        answer=messages.ForeignBegun,
        body=messages.OwnForeignBegin,
        errors=_BEGIN,
    ),
    Operation(
        "POST",
        _WAYS,
        link_way,
        "Link an account elsewhere by the ticket.",
        answer=messages.Ways,
        body=messages.LinkWay,
        errors=("accounts.browser_answer_old", "accounts.way_of_another", "accounts.no_password", *_PASSWORD),
    ),
    Operation(
        "DELETE",
        f"{_WAYS}/{{way_id}}",
        unlink_way,
        "Take a way to sign in back; the last one stays.",
        answer=messages.Ways,
        errors=("accounts.way_not_found", "accounts.last_way"),
    ),
    Operation(
        "POST",
        f"{_WAYS}/password",
        first_password,
        "Choose a first password, by a ticket that proves it is oneself.",
        answer=messages.Ways,
        body=messages.FirstPassword,
        errors=(
            "accounts.has_password",
            "accounts.browser_answer_old",
            "accounts.way_of_another",
            "accounts.password_too_short",
            "accounts.password_too_long",
            "accounts.busy",
        ),
    ),
)
