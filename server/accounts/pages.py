"""The small pages that links in mails lead to: GET shows a form, POST acts, because mail scanners follow links.

No script, no cookie; the token is the right to act, so a request forged elsewhere has nothing to forge with.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

from server.accounts.mail_tokens import EMAIL, RESET, VERIFY
from server.accounts.origin import Origin
from server.accounts.page_html import Page, answer
from server.accounts.service import AccountsService
from server.texts import told
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from server.web.parsing import body_bytes
from shared.errors import ERRORS, AppError

_FORM = "application/x-www-form-urlencoded"
_FORM_BYTES = 16_384
_FIELDS = 8
_FORM_S = 30.0


class Link(msgspec.Struct, frozen=True):
    """What a mailed link carries."""

    token: str = ""


class Form(msgspec.Struct, frozen=True):
    """What a page's form sends."""

    token: str = ""
    name: str = ""
    password: str = ""


Look = Callable[[AccountsService, str], Awaitable[Page]]
Act = Callable[[AccountsService, Form, Origin], Awaitable[None]]


async def _look_verify(accounts: AccountsService, token: str) -> Page:
    if await accounts.recovery.asks_password(token):
        return Page("verify_own", asks_password=True, new_password=False)
    return Page("verify")


async def _verify(accounts: AccountsService, form: Form, origin: Origin) -> None:
    await accounts.recovery.verify(form.token, origin, form.password)


async def _look_email(accounts: AccountsService, token: str) -> Page:
    await accounts.recovery.check_link(token, EMAIL)
    return Page("email", asks_password=True, new_password=False)


async def _change_email(accounts: AccountsService, form: Form, origin: Origin) -> None:
    await accounts.emails.confirm(form.token, form.password, origin)


async def _look_reset(accounts: AccountsService, token: str) -> Page:
    await accounts.recovery.check_link(token, RESET)
    return Page("reset", asks_password=True)


async def _reset(accounts: AccountsService, form: Form, origin: Origin) -> None:
    await accounts.recovery.reset(form.token, form.password, origin)


async def _look_invitation(accounts: AccountsService, token: str) -> Page:
    asked = await accounts.invited.look(token)
    values = {"inviter": asked.inviter, "tenant": asked.tenant, "email": asked.email}
    name = "invitation" if asked.tenant else "server_invitation"
    return Page(
        name, asks_name=not asked.known, asks_password=True, new_password=not asked.known, values=values
    )


async def _join(accounts: AccountsService, form: Form, origin: Origin) -> None:
    await accounts.invited.accept(form.token, form.name, form.password, origin)


async def verify_page(call: Call) -> web.Response:
    return await _shown(call, _look_verify)


async def verify_post(call: Call) -> web.Response:
    return await _done(call, _look_verify, _verify, "verified")


async def email_page(call: Call) -> web.Response:
    return await _shown(call, _look_email)


async def email_post(call: Call) -> web.Response:
    return await _done(call, _look_email, _change_email, "email_changed")


async def reset_page(call: Call) -> web.Response:
    return await _shown(call, _look_reset)


async def reset_post(call: Call) -> web.Response:
    return await _done(call, _look_reset, _reset, "reset_done")


async def invitation_page(call: Call) -> web.Response:
    return await _shown(call, _look_invitation)


async def invitation_post(call: Call) -> web.Response:
    return await _done(call, _look_invitation, _join, "joined")


async def _shown(call: Call, look: Look) -> web.Response:
    accounts: AccountsService = call.services.accounts
    try:
        page = await look(accounts, call.query.token)
    except AppError as error:
        return _problem(call, Page("no_link"), "", error)
    return answer(page, call.language, accounts.server_info().name, token=call.query.token)


async def _done(call: Call, look: Look, act: Act, done: str) -> web.Response:
    accounts: AccountsService = call.services.accounts
    form = await _form(call)
    page, token = Page("no_link"), ""
    try:
        page, token = await look(accounts, form.token), form.token
        await act(accounts, form, Origin(call.address, call.language))
    except AppError as error:
        return _problem(call, msgspec.structs.replace(page, typed_name=form.name), token, error)
    return answer(Page(done), call.language, accounts.server_info().name)


def _problem(call: Call, page: Page, token: str, error: AppError) -> web.Response:
    accounts: AccountsService = call.services.accounts
    return answer(
        page,
        call.language,
        accounts.server_info().name,
        token=token,
        problem=told(error, call.language),
        status=ERRORS[error.code].http_status,
    )


async def _form(call: Call) -> Form:
    """Read the form. Raises AppError `web.wrong_media_type`, `web.too_large`, `web.bad_body`."""
    if call.request.content_type != _FORM:
        raise AppError("web.wrong_media_type", expected=_FORM)
    raw = await body_bytes(call.request, _FORM_BYTES, _FORM_S)
    try:
        fields = dict(
            parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
        )
        form = msgspec.convert(fields, Form)
    except ValueError as cause:
        raise AppError("web.bad_body", reason="no form") from cause
    if "\0" in form.token + form.name + form.password:
        raise AppError("web.bad_body", reason="no form")
    return form


def _operations(
    page: str, shown: Callable[[Call], Awaitable[web.Response]], posted: Callable[[Call], Awaitable[web.Response]],
    summary: str, codes: tuple[str, ...],
) -> tuple[Operation, Operation]:  # fmt: skip
    path = f"/account/{page}"
    statuses = tuple(sorted({200, *(ERRORS[code].http_status for code in codes)}))
    return (
        Operation(
            "GET", path, shown, f"{summary}: the page.", query=Link, auth=Auth.NONE, raw=True, head=True,
            limit=Limit.SIGN_IN, gives=("text/html",), statuses=statuses,
        ),
        Operation(
            "POST", path, posted, f"{summary}.", auth=Auth.NONE, raw=True, limit=Limit.SIGN_IN,
            takes=(_FORM,), gives=("text/html",), statuses=statuses, max_body_bytes=_FORM_BYTES,
            errors=("web.wrong_media_type", "web.too_large", "web.bad_body"),
        ),
    )  # fmt: skip


_PASSWORD = ("accounts.password_too_short", "accounts.password_too_long", "accounts.busy")
_PROOF = (
    "accounts.wrong_password",
    "accounts.too_many_attempts",
    "accounts.password_too_long",
    "accounts.busy",
)
PAGE_OPERATIONS: tuple[Operation, ...] = (
    *_operations(
        VERIFY, verify_page, verify_post, "Confirm an e-mail by its link", ("accounts.link_invalid", *_PROOF)
    ),
    *_operations(
        EMAIL,
        email_page,
        email_post,
        "Put another e-mail in force by its link",
        ("accounts.link_invalid", "accounts.email_taken", *_PROOF),
    ),
    *_operations(
        RESET, reset_page, reset_post, "Choose a password by its link", ("accounts.link_invalid", *_PASSWORD)
    ),
    *_operations(
        "invitation",
        invitation_page,
        invitation_post,
        "Accept an invitation by its link",
        (
            "accounts.invitation_invalid",
            "accounts.wrong_sign_in",
            "accounts.too_many_attempts",
            "accounts.in_other_tenant",
            "accounts.name_invalid",
            *_PASSWORD,
        ),
    ),
)
