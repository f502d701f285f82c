"""The REST operations of one's own account. What administrators do is in `admin_routes`, links of mails in `pages`."""

import uuid
from contextlib import aclosing

from aiohttp import web

from server.accounts.admin_routes import ADMIN_OPERATIONS
from server.accounts.foreign_routes import FOREIGN_OPERATIONS
from server.accounts.origin import Origin
from server.accounts.pages import PAGE_OPERATIONS
from server.accounts.service import AccountsService
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from shared.accounts import messages

_ROOT = "/api/v1/accounts"
_NEW_PASSWORD = ("accounts.password_too_short", "accounts.password_too_long", "accounts.busy")
_PROOF = (
    "accounts.device_unproven",
    "accounts.clock_skew",
    "accounts.device_taken",
    "accounts.too_many_devices",
)
_GUESSING = ("accounts.too_many_attempts", "accounts.busy")


def _accounts(call: Call) -> AccountsService:
    return call.services.accounts


def _origin(call: Call) -> Origin:
    device = call.principal.device_id if call.principal else None
    return Origin(call.address, call.language, device)


async def server_info(call: Call) -> messages.ServerInfo:
    return _accounts(call).server_info()


async def keys(call: Call) -> messages.SigningKeys:
    return _accounts(call).signing_keys()


async def sign_up(call: Call, body: messages.SignUp) -> messages.Session:
    return await _accounts(call).sign_ups.sign_up(body, _origin(call))


async def sign_in(call: Call, body: messages.SignIn) -> messages.Session:
    return await _accounts(call).sign_ins.sign_in(body, _origin(call))


async def refresh(call: Call, body: messages.Refresh) -> messages.Session:
    return await _accounts(call).refresh(body, _origin(call))


async def sign_out(call: Call) -> None:
    await _accounts(call).sign_ins.sign_out(call.user, _origin(call))


async def sign_out_everywhere(call: Call) -> None:
    await _accounts(call).sign_ins.sign_out_everywhere(call.user, _origin(call))


async def ask_password_reset(call: Call, body: messages.PasswordReset) -> None:
    _accounts(call).recovery.ask_reset(body.email, _origin(call))


async def reset_password(call: Call, body: messages.NewPassword) -> None:
    await _accounts(call).recovery.reset(body.token, body.password, _origin(call))


async def change_password(call: Call, body: messages.PasswordChange) -> None:
    await _accounts(call).recovery.change_password(call.user, body.old, body.new, _origin(call))


async def verify_email(call: Call, body: messages.EmailToken) -> None:
    await _accounts(call).recovery.verify(body.token, _origin(call), body.password)


async def change_email(call: Call, body: messages.EmailChange) -> messages.EmailChanged:
    return await _accounts(call).emails.ask(call.user, body.email, body.password, _origin(call))


async def confirm_email(call: Call, body: messages.EmailToken) -> None:
    await _accounts(call).emails.confirm(body.token, body.password, _origin(call))


async def resend_verification(call: Call) -> None:
    await _accounts(call).recovery.resend(call.user)


async def accept_invitation(call: Call, body: messages.InvitationToken) -> messages.Account:
    accounts = _accounts(call)
    await accounts.tenants.accept(call.user, body.token, _origin(call))
    return await accounts.profile.me(call.user)


async def me(call: Call) -> messages.Account:
    return await _accounts(call).profile.me(call.user)


async def change_me(call: Call, body: messages.AccountChange) -> messages.Account:
    return await _accounts(call).profile.change(call.user, body)


async def delete_me(call: Call, body: messages.DeleteAccount) -> None:
    await _accounts(call).data.erase(call.user, body.password, _origin(call))


async def devices(call: Call) -> messages.Devices:
    return await _accounts(call).profile.devices(call.user)


async def rename_device(call: Call, body: messages.DeviceChange) -> None:
    device_id: uuid.UUID = call.path["device_id"]
    await _accounts(call).profile.rename_device(call.user, device_id, body.name)


async def remove_device(call: Call) -> None:
    device_id: uuid.UUID = call.path["device_id"]
    await _accounts(call).profile.remove_device(call.user, device_id, _origin(call))


async def export(call: Call) -> web.StreamResponse:
    async with aclosing(await _accounts(call).data.export(call.user, _origin(call))) as pieces:
        first = await anext(pieces)
        answer = web.StreamResponse()
        answer.content_type = "application/zip"
        answer.headers["Content-Disposition"] = 'attachment; filename="lantern-export.zip"'
        answer.headers["Cache-Control"] = "no-store"
        await answer.prepare(call.request)
        await answer.write(first)
        async for piece in pieces:
            await answer.write(piece)
        await answer.write_eof()
    return answer


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/api/v1/server",
        server_info,
        "What this server is.",
        answer=messages.ServerInfo,
        auth=Auth.NONE,
    ),
    Operation(
        "GET",
        "/api/v1/keys",
        keys,
        "The public keys that are good now.",
        answer=messages.SigningKeys,
        auth=Auth.NONE,
    ),
    Operation(
        "POST",
        f"{_ROOT}/sign-up",
        sign_up,
        "Make an account and sign this device in.",
        answer=messages.Session,
        status=201,
        body=messages.SignUp,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=(
            "accounts.sign_up_closed",
            "accounts.invitation_needed",
            "accounts.invitation_invalid",
            "accounts.invitation_other_email",
            "accounts.email_invalid",
            "accounts.email_taken",
            "accounts.confirm_email",
            "accounts.name_invalid",
            "accounts.suspended",
            "accounts.too_many_attempts",
            *_NEW_PASSWORD,
            *_PROOF,
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/sign-in",
        sign_in,
        "Sign this device in.",
        answer=messages.Session,
        body=messages.SignIn,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=(
            "accounts.wrong_sign_in",
            "accounts.email_invalid",
            "accounts.confirm_email",
            "accounts.suspended",
            "accounts.password_too_long",
            *_GUESSING,
            *_PROOF,
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/refresh",
        refresh,
        "Exchange a refresh token for new tokens; the same request again gives the same.",
        answer=messages.Session,
        body=messages.Refresh,
        auth=Auth.NONE,
        errors=(
            "accounts.token_invalid",
            "accounts.token_revoked",
            "accounts.token_reused",
            "accounts.device_unproven",
            "accounts.deleted",
        ),
    ),
    Operation("POST", f"{_ROOT}/sign-out", sign_out, "Sign this device out.", though_suspended=True),
    Operation(
        "POST",
        f"{_ROOT}/sign-out-everywhere",
        sign_out_everywhere,
        "Sign every device out.",
        though_suspended=True,
    ),
    Operation(
        "POST",
        f"{_ROOT}/password-reset",
        ask_password_reset,
        "Ask for a mail with a link to choose a new password.",
        body=messages.PasswordReset,
        auth=Auth.NONE,
        limit=Limit.MAIL,
        errors=("accounts.email_invalid",),
    ),
    Operation(
        "POST",
        f"{_ROOT}/password-reset/confirm",
        reset_password,
        "Choose a new password by the link's token.",
        body=messages.NewPassword,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=("accounts.link_invalid", *_NEW_PASSWORD),
    ),
    Operation(
        "POST",
        f"{_ROOT}/password",
        change_password,
        "Change the password; other devices are signed out.",
        body=messages.PasswordChange,
        errors=(
            "accounts.wrong_password",
            "accounts.no_password",
            "accounts.too_many_attempts",
            *_NEW_PASSWORD,
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/verify-email",
        verify_email,
        "Confirm the e-mail by the link's token.",
        body=messages.EmailToken,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=(
            "accounts.link_invalid",
            "accounts.wrong_password",
            "accounts.too_many_attempts",
            "accounts.password_too_long",
            "accounts.busy",
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/verify-email/resend",
        resend_verification,
        "Have the confirming link mailed again.",
        errors=("accounts.mail_off", "accounts.already_verified", "accounts.too_many_mails"),
    ),
    Operation(
        "POST",
        f"{_ROOT}/email",
        change_email,
        "Move the account to another e-mail, which is asked by mail first where the server sends mails.",
        answer=messages.EmailChanged,
        body=messages.EmailChange,
        errors=(
            "accounts.email_invalid",
            "accounts.email_same",
            "accounts.email_taken",
            "accounts.wrong_password",
            "accounts.no_password",
            "accounts.password_too_long",
            "accounts.too_many_mails",
            *_GUESSING,
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/email/confirm",
        confirm_email,
        "Put another e-mail in force by the link's token and the account's password.",
        body=messages.EmailToken,
        auth=Auth.NONE,
        limit=Limit.SIGN_IN,
        errors=(
            "accounts.link_invalid",
            "accounts.wrong_password",
            "accounts.password_too_long",
            "accounts.email_taken",
            *_GUESSING,
        ),
    ),
    Operation(
        "POST",
        f"{_ROOT}/invitation",
        accept_invitation,
        "Join a tenant by an invitation's token.",
        answer=messages.Account,
        body=messages.InvitationToken,
        errors=(
            "accounts.invitation_invalid",
            "accounts.invitation_other_email",
            "accounts.in_other_tenant",
        ),
    ),
    Operation("GET", f"{_ROOT}/me", me, "One's own account.", answer=messages.Account),
    Operation(
        "PATCH",
        f"{_ROOT}/me",
        change_me,
        "Change name or language.",
        answer=messages.Account,
        body=messages.AccountChange,
        errors=("accounts.name_invalid",),
    ),
    Operation(
        "DELETE",
        f"{_ROOT}/me",
        delete_me,
        "Delete the account and everything that is only its own.",
        body=messages.DeleteAccount,
        errors=(
            "accounts.wrong_password",
            "accounts.no_password",
            "accounts.password_too_long",
            "accounts.last_admin",
            *_GUESSING,
        ),
    ),
    Operation("GET", f"{_ROOT}/devices", devices, "One's own devices.", answer=messages.Devices),
    Operation(
        "PATCH",
        f"{_ROOT}/devices/{{device_id}}",
        rename_device,
        "Rename a device.",
        body=messages.DeviceChange,
        errors=("accounts.device_not_found", "accounts.name_invalid"),
    ),
    Operation(
        "DELETE",
        f"{_ROOT}/devices/{{device_id}}",
        remove_device,
        "Sign a device out for good.",
        errors=("accounts.device_not_found",),
    ),
    Operation(
        "GET",
        f"{_ROOT}/export",
        export,
        "Everything that is kept of oneself, as a zip archive: JSON lines, and the files as they are.",
        raw=True,
        gives=("application/zip",),
        errors=("accounts.busy",),
    ),
    *FOREIGN_OPERATIONS,
    *ADMIN_OPERATIONS,
    *PAGE_OPERATIONS,
)
