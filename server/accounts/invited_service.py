"""Accepting an invitation to a tenant in the browser, where there is no device: with a new account or an old one."""

import msgspec

from server.accounts import account_store
from server.accounts.audit import note
from server.accounts.context import Context
from server.accounts.names import cleaned_name
from server.accounts.origin import Origin
from server.accounts.sign_up_service import SignUpService, Wanted
from server.accounts.tenant_service import TenantService
from server.storage.transaction import Transaction
from shared.errors import AppError


class Asked(msgspec.Struct, frozen=True):
    """What an invited person is told. `known`: the e-mail has an account; `tenant` is empty for the server itself."""

    email: str
    tenant: str
    inviter: str
    known: bool


class InvitedService:
    """Shows and accepts invitations by their links."""

    def __init__(self, context: Context, tenants: TenantService, sign_ups: SignUpService) -> None:
        self._context, self._tenants, self._sign_ups = context, tenants, sign_ups

    async def look(self, token: str) -> Asked:
        """Return what an invitation is to. Raises `AppError("accounts.invitation_invalid")`."""
        async with self._context.database.write() as tx:
            row = await self._tenants.found(tx, token)
            inviter = await account_store.by_id(tx, row.invited_by)
            account = await account_store.by_email(tx, row.email)
            tenant = await self._tenants.name_of(tx, row.tenant_id)
        return Asked(row.email, tenant, inviter.name if inviter else "", account is not None)

    async def accept(self, token: str, name: str, password: str, origin: Origin) -> None:
        """Join, with the password of the account there is, or with a new account of this name and password.

        Raises AppError as signing in and signing up do, and `accounts.in_other_tenant`.
        """
        asked = await self.look(token)
        if asked.known:
            await self._with_account(token, asked.email, password, origin)
        else:
            await self._anew(token, asked.email, name, password, origin)

    async def _with_account(self, token: str, email: str, password: str, origin: Origin) -> None:
        self._context.passwords.check_length(password)

        async with self._context.database.write() as tx:
            account = await account_store.by_email(tx, email)
            attempt = await self._context.attempts.begin(
                tx, email, origin.address, account.id if account else None, None
            )
        stored = account.password_hash if account else None
        if not await self._context.passwords.fits(stored, password):
            subject, tenant = (account.id, account.tenant_id) if account else (None, None)
            async with self._context.database.write() as tx:
                await note(tx, "sign_in.refused", origin, actor=None, subject=subject, tenant=tenant)
            raise AppError("accounts.wrong_sign_in")

        async def join(tx: Transaction) -> None:
            row = await self._tenants.found(tx, token)
            found = await account_store.by_email(tx, email)
            if found is None:
                raise AppError("accounts.wrong_sign_in")
            await self._context.attempts.succeeded(tx, attempt)
            await self._tenants.join(tx, found, row, origin)

        await self._context.database.transact(join)

    async def _anew(self, token: str, email: str, name: str, password: str, origin: Origin) -> None:
        cleaned = cleaned_name(name)
        password_hash = await self._context.passwords.hashed(password)
        wanted = Wanted(email, cleaned, origin.language, password_hash, None, token)

        async def make(tx: Transaction) -> None:
            await self._sign_ups.make(tx, wanted, origin)

        await self._context.database.transact(make)
