"""The REST operations of administrators: people, audit log, tenants, invitations."""

from server.accounts.origin import Origin
from server.accounts.service import AccountsService
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from shared.accounts import messages
from shared.accounts.permissions import AUDIT_READ, USERS_MANAGE

_ADMIN = "/api/v1/admin"
_TENANT = "/api/v1/tenants/{tenant_id}"
_NO_TENANT = ("accounts.tenant_not_found",)


def _accounts(call: Call) -> AccountsService:
    return call.services.accounts


def _origin(call: Call) -> Origin:
    return Origin(call.address, call.language, call.user.device_id)


async def users(call: Call) -> messages.Users:
    return await _accounts(call).admin.users(call.user, call.query)


async def change_user(call: Call, body: messages.UserChange) -> messages.User:
    return await _accounts(call).admin.change_user(call.user, call.path["user_id"], body, _origin(call))


async def audit(call: Call) -> messages.AuditPage:
    return await _accounts(call).admin.audit(call.user, call.query)


async def tenants(call: Call) -> messages.Tenants:
    return await _accounts(call).tenants.all()


async def create_tenant(call: Call, body: messages.NewTenant) -> messages.Tenant:
    return await _accounts(call).tenants.create(call.user, body, _origin(call))


async def change_tenant(call: Call, body: messages.TenantChange) -> messages.Tenant:
    return await _accounts(call).tenants.change(call.user, call.path["tenant_id"], body, _origin(call))


async def invite(call: Call, body: messages.NewTenantInvitation) -> messages.TenantInvitation:
    return await _accounts(call).tenants.invite(call.user, call.path["tenant_id"], body, _origin(call))


async def invitations(call: Call) -> messages.TenantInvitations:
    return await _accounts(call).tenants.invitations(call.user, call.path["tenant_id"])


async def withdraw(call: Call) -> None:
    tenant_id, invitation_id = call.path["tenant_id"], call.path["invitation_id"]
    await _accounts(call).tenants.withdraw(call.user, tenant_id, invitation_id, _origin(call))


async def remove_member(call: Call) -> None:
    tenant_id, user_id = call.path["tenant_id"], call.path["user_id"]
    await _accounts(call).tenants.remove_member(call.user, tenant_id, user_id, _origin(call))


ADMIN_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        f"{_ADMIN}/users",
        users,
        "People of one's tenant; of all, for super admins.",
        answer=messages.Users,
        query=messages.UserQuery,
        permission=USERS_MANAGE,
        errors=_NO_TENANT,
    ),
    Operation(
        "PATCH",
        f"{_ADMIN}/users/{{user_id}}",
        change_user,
        "Give a role, suspend, or (super admins) give a plan.",
        answer=messages.User,
        body=messages.UserChange,
        permission=USERS_MANAGE,
        errors=(
            "accounts.user_not_found",
            "accounts.role_not_allowed",
            "accounts.last_admin",
            *_NO_TENANT,
        ),
    ),
    Operation(
        "GET",
        f"{_ADMIN}/audit",
        audit,
        "The audit log of one's tenant; the whole, for super admins.",
        answer=messages.AuditPage,
        query=messages.AuditQuery,
        permission=AUDIT_READ,
        errors=_NO_TENANT,
    ),
    Operation(
        "GET", f"{_ADMIN}/tenants", tenants, "All tenants.", answer=messages.Tenants, auth=Auth.SUPER_ADMIN
    ),
    Operation(
        "POST",
        f"{_ADMIN}/tenants",
        create_tenant,
        "Make a tenant and invite its first administrator.",
        answer=messages.Tenant,
        status=201,
        body=messages.NewTenant,
        auth=Auth.SUPER_ADMIN,
        errors=("accounts.name_invalid", "accounts.email_invalid"),
    ),
    Operation(
        "PATCH",
        f"{_ADMIN}/tenants/{{tenant_id}}",
        change_tenant,
        "Rename or suspend a tenant.",
        answer=messages.Tenant,
        body=messages.TenantChange,
        auth=Auth.SUPER_ADMIN,
        errors=("accounts.name_invalid", *_NO_TENANT),
    ),
    Operation(
        "POST",
        f"{_TENANT}/invitations",
        invite,
        "Invite somebody by mail. The tenant 00000000-0000-0000-0000-000000000000 is the server itself.",
        answer=messages.TenantInvitation,
        status=201,
        body=messages.NewTenantInvitation,
        permission=USERS_MANAGE,
        limit=Limit.MAIL,
        errors=("accounts.role_not_allowed", "accounts.email_invalid", *_NO_TENANT),
    ),
    Operation(
        "GET",
        f"{_TENANT}/invitations",
        invitations,
        "The open invitations.",
        answer=messages.TenantInvitations,
        permission=USERS_MANAGE,
        errors=_NO_TENANT,
    ),
    Operation(
        "DELETE",
        f"{_TENANT}/invitations/{{invitation_id}}",
        withdraw,
        "Take an invitation back.",
        permission=USERS_MANAGE,
        errors=("accounts.invitation_not_found", *_NO_TENANT),
    ),
    Operation(
        "DELETE",
        f"{_TENANT}/members/{{user_id}}",
        remove_member,
        "Take somebody out of a tenant, or leave it; the account stays.",
        errors=(
            "accounts.user_not_found",
            "accounts.role_not_allowed",
            "accounts.last_admin",
            *_NO_TENANT,
        ),
    ),
)
