"""How somebody who is signed in can sign in: accounts elsewhere, linked and unlinked, and a first password."""

import uuid

from server.accounts import account_store, foreign_store
from server.accounts.audit import note_by
from server.accounts.context import Context
from server.accounts.foreign_service import LINK, PROVE, ForeignService
from server.accounts.foreign_store import WayRow
from server.accounts.origin import Origin
from server.accounts.recovery_service import RecoveryService
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.foreign_messages import FirstPassword, ForeignBegun, LinkWay, OwnForeignBegin, Way, Ways
from shared.errors import AppError


class WaysService:
    """Nothing here leaves an account that nobody can open."""

    def __init__(self, context: Context, foreign: ForeignService, recovery: RecoveryService) -> None:
        self._context, self._foreign, self._recovery = context, foreign, recovery

    async def ways(self, who: Principal) -> Ways:
        """Return how a person can sign in."""
        async with self._context.database.read() as tx:
            return await self._ways(tx, who.user_id)

    async def begin(self, who: Principal, body: OwnForeignBegin) -> ForeignBegun:
        """As `ForeignService.begin`, for whoever is signed in."""
        return await self._foreign.begin(
            body.provider, body.redirect_uri, body.code_challenge, who=who, purpose=body.purpose
        )

    async def link(self, who: Principal, body: LinkWay, origin: Origin) -> Ways:
        """Link an account elsewhere. The password is asked: a desk left open is not enough.

        Raises AppError `accounts.browser_answer_old`, `accounts.way_of_another`, `accounts.no_password`,
        `accounts.wrong_password`, `accounts.too_many_attempts`, `accounts.password_too_long`.
        """
        await self._recovery.check_password(who, body.password, origin)

        async def work(tx: Transaction) -> Ways:
            proof = await self._foreign.proof(tx, body.ticket, LINK)
            if proof.user_id != who.user_id:
                raise AppError("accounts.browser_answer_old")
            account = await self._context.account(tx, who.user_id, lock=True)
            await self._foreign.add_way(tx, account.id, proof)
            await foreign_store.drop_proof(tx, proof.ticket_hash)
            await note_by(tx, "way.linked", origin, who, detail={"provider": proof.provider})
            self._foreign.tell(tx, "way_linked", account, proof.provider)
            return await self._ways(tx, account.id)

        return await self._context.database.transact(work)

    async def unlink(self, who: Principal, way_id: uuid.UUID, origin: Origin) -> Ways:
        """Take a way back. Raises AppError `accounts.way_not_found`, `accounts.last_way`."""

        async def work(tx: Transaction) -> Ways:
            account = await self._context.account(tx, who.user_id, lock=True)
            rows = await foreign_store.of_person(tx, who.user_id)
            gone = next((row for row in rows if row.id == way_id), None)
            if gone is None:
                raise AppError("accounts.way_not_found")
            left = [row for row in rows if row is not gone and row.provider in self._foreign.providers]
            if account.password_hash is None and not left:
                raise AppError("accounts.last_way")
            await foreign_store.drop_way(tx, who.user_id, way_id)
            await note_by(tx, "way.unlinked", origin, who, detail={"provider": gone.provider})
            return await self._ways(tx, who.user_id)

        return await self._context.database.transact(work)

    async def first_password(self, who: Principal, body: FirstPassword, origin: Origin) -> Ways:
        """Give an account its first password; whoever asks has just shown elsewhere that it is them.

        Raises AppError `accounts.has_password`, `accounts.browser_answer_old`, `accounts.way_of_another`, and those of
        a new password.
        """
        self._context.passwords.check_new(body.password)
        async with self._context.database.write() as tx:
            await self._check_own(tx, who, body.ticket)
        password_hash = await self._context.passwords.hashed(body.password)

        async def work(tx: Transaction) -> Ways:
            way = await self._check_own(tx, who, body.ticket)
            account = await self._context.account(tx, who.user_id, lock=True)
            if account.password_hash is not None:
                raise AppError("accounts.has_password")
            await account_store.change(tx, account.id, password_hash=password_hash)
            await note_by(tx, "password.set", origin, who)
            self._foreign.tell(tx, "password_set", account, way.provider)
            await foreign_store.use_way(tx, way.id, way.email)
            proof = await self._foreign.proof(tx, body.ticket, PROVE)
            await foreign_store.drop_proof(tx, proof.ticket_hash)
            return await self._ways(tx, account.id)

        return await self._context.database.transact(work)

    async def _check_own(self, tx: Transaction, who: Principal, ticket: str) -> WayRow:
        account = await self._context.account(tx, who.user_id)
        if account.password_hash is not None:
            raise AppError("accounts.has_password")
        proof = await self._foreign.proof(tx, ticket, PROVE)
        if proof.user_id != who.user_id:
            raise AppError("accounts.browser_answer_old")
        way = await foreign_store.by_subject(tx, proof.issuer, proof.subject)
        if way is None or way.user_id != who.user_id:
            raise AppError("accounts.way_of_another", provider=self._foreign.name_of(proof.provider))
        return way

    async def _ways(self, tx: Transaction, user_id: uuid.UUID) -> Ways:
        account = await self._context.account(tx, user_id)
        rows = await foreign_store.of_person(tx, user_id)
        return Ways(account.password_hash is not None, tuple(self._told(row) for row in rows))

    def _told(self, row: WayRow) -> Way:
        return Way(
            way_id=row.id,
            provider=row.provider,
            provider_name=self._foreign.name_of(row.provider),
            email=row.email,
            linked_ms=row.linked_ms,
            used_ms=row.used_ms,
            offered=row.provider in self._foreign.providers,
        )
