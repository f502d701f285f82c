"""Signing in with an account elsewhere: begun, shown, and then a device is signed in, an account made, or linked.

Who somebody is elsewhere is (issuer, subject) and nothing else. An e-mail, confirmed or not, opens no account that
exists: whoever has that account says so once, with its password.
"""

import secrets
import uuid

import msgspec

from server.accounts import account_store, foreign_store
from server.accounts.account_store import AccountRow
from server.accounts.audit import note
from server.accounts.context import Context
from server.accounts.device_keys import proven_key
from server.accounts.encoding import secret_hash
from server.accounts.foreign_store import BegunRow, ProofRow, WayRow
from server.accounts.names import cleaned_name, language_tag
from server.accounts.oidc_provider import Identity, OidcProvider
from server.accounts.origin import Origin
from server.accounts.provider_http import ProviderHttp
from server.accounts.sessions import Opened, Sessions
from server.accounts.sign_in_service import SignInService
from server.accounts.sign_up_service import SignUpService, Wanted
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts import pkce
from shared.accounts.foreign_messages import (
    ForeignBegun,
    ForeignEnter,
    ForeignFinish,
    ForeignProven,
    Needs,
)
from shared.accounts.messages import Session, SignIn
from shared.errors import AppError
from shared.ids import new_id

SIGN_IN, LINK, PROVE = "sign_in", "link", "prove"
_SECRET_BYTES = 32
_MINUTE_MS = 60_000
_LONGEST_CHARS = 4_096


class ForeignService:
    """Owns the providers of the configuration. Close it."""

    def __init__(
        self, context: Context, sessions: Sessions, sign_ins: SignInService, sign_ups: SignUpService
    ) -> None:
        self._context, self._sessions = context, sessions
        self._sign_ins, self._sign_ups = sign_ins, sign_ups
        section = context.config.sign_in
        self._http = ProviderHttp(section.timeout_s)
        self.providers = {
            table.id: OidcProvider(table, self._http, context.clock) for table in section.providers
        }

    async def close(self) -> None:
        """Close the connections to the providers."""
        await self._http.close()

    # In the browser

    async def begin(
        self,
        provider_id: str,
        redirect_uri: str,
        challenge: str,
        *,
        who: Principal | None = None,
        purpose: str = SIGN_IN,
    ) -> ForeignBegun:
        """Return where the browser goes. `challenge` is that of a verifier which only the device knows.

        Raises AppError `accounts.no_such_provider`, `accounts.redirect_not_allowed`, `accounts.provider_unreachable`,
        `accounts.provider_failed`.
        """
        provider = self._provider(provider_id)
        if not provider.takes(redirect_uri) or not pkce.is_challenge(challenge):
            raise AppError("accounts.redirect_not_allowed")
        state, nonce = secrets.token_urlsafe(_SECRET_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        url = await provider.authorization_url(
            state=state, nonce=nonce, challenge=challenge, redirect_uri=redirect_uri
        )
        async with self._context.database.write() as tx:
            expires_ms = self._expiry(tx)
            user_id = who.user_id if who is not None else None
            row = BegunRow(
                secret_hash(state), provider.id, purpose, user_id, nonce, challenge, redirect_uri, expires_ms
            )
            await foreign_store.add_begun(tx, row)
        return ForeignBegun(url, state, expires_ms)

    async def finish(self, body: ForeignFinish) -> ForeignProven:
        """Return who came back, as a ticket. The code is used up, whatever comes of it.

        Raises AppError `accounts.browser_answer_old`, `accounts.provider_…`, `accounts.sign_up_closed`.
        """
        row = await self._taken(body)
        provider = self._provider(row.provider)
        identity = await provider.identity(
            code=body.code,
            verifier=body.code_verifier,
            redirect_uri=row.redirect_uri,
            nonce=row.nonce,
            iss=body.iss,
        )
        ticket = secrets.token_urlsafe(_SECRET_BYTES)
        async with self._context.database.write() as tx:
            needs = await self._needs(tx, identity, provider) if row.purpose == SIGN_IN else "nothing"
            proof = ProofRow(
                ticket_hash=secret_hash(ticket),
                provider=provider.id,
                kind=provider.kind,
                purpose=row.purpose,
                user_id=row.user_id,
                expires_ms=self._expiry(tx),
                **msgspec.structs.asdict(identity),
            )
            await foreign_store.add_proof(tx, proof)
        return ForeignProven(ticket, needs, provider.id, identity.name, identity.email, proof.expires_ms)

    async def _taken(self, body: ForeignFinish) -> BegunRow:
        """Use up what was begun; only whoever began it knows the verifier."""
        if max(map(len, (body.state, body.code, body.iss))) > _LONGEST_CHARS:
            raise AppError("accounts.browser_answer_old")
        async with self._context.database.write() as tx:
            row = await foreign_store.begun(tx, secret_hash(body.state))
            if row is None or not pkce.fits(body.code_verifier, row.challenge):
                raise AppError("accounts.browser_answer_old")
            await foreign_store.drop_begun(tx, row.state_hash)
        return row

    async def _needs(self, tx: Transaction, identity: Identity, provider: OidcProvider) -> Needs:
        if await foreign_store.by_subject(tx, identity.issuer, identity.subject) is not None:
            return "nothing"
        if not identity.email:
            raise AppError("accounts.provider_no_email", provider=provider.name)
        # Before anything is said of who has an account: this address may be somebody else's.
        if self._context.must_verify and not identity.email_verified:
            raise AppError("accounts.provider_email_unverified", provider=provider.name)
        account = await account_store.by_email(tx, identity.email)
        if account is not None:
            return "other_way" if account.password_hash is None else "password"
        if self._context.config.accounts.sign_up == "closed":
            raise AppError("accounts.sign_up_closed")
        return "account"

    # In

    async def enter(self, body: ForeignEnter, origin: Origin) -> Session:
        """Sign a device in by a ticket, which is used up by that and by nothing else.

        Raises AppError `accounts.browser_answer_old`, `accounts.sign_in_other_way`, `accounts.suspended`,
        `accounts.confirm_email`, those of signing in with a password where one is needed, those of making an account
        where there is none, those of a device's proof.
        """
        key = proven_key(body.device, body.ticket, self._context.clock.now_ms())
        async with self._context.database.write() as tx:
            proof = await self.proof(tx, body.ticket, SIGN_IN)
            way = await foreign_store.by_subject(tx, proof.issuer, proof.subject)
            account = await account_store.by_email(tx, proof.email) if way is None else None
            own = await self._context.account(tx, way.user_id) if way is not None else None
        if account is not None and account.password_hash is None:
            name = self.name_of(proof.provider)
            raise AppError("accounts.sign_in_other_way", email=proof.email, provider=name)
        if account is not None:
            return await self._link(body, proof, origin)
        if own is None:
            await self._sign_ups.check_open(body.invitation, proof.email)
        elif self._context.must_verify and not _confirmed(own, proof):
            await self._sign_ins.ask_to_confirm(own)

        async def open_session(tx: Transaction) -> Opened:
            proven = await self.proof(tx, body.ticket, SIGN_IN)
            row = await self._come(tx, body, proven, origin)
            return await self._open(tx, row, body, key, proven, origin)

        return await self._sessions.answer(await self._context.database.transact(open_session))

    async def _come(self, tx: Transaction, body: ForeignEnter, proof: ProofRow, origin: Origin) -> AccountRow:
        """Return the account that the proof is of; it is made when there is none."""
        way = await foreign_store.by_subject(tx, proof.issuer, proof.subject)
        if way is None:
            return await self._make(tx, body, proof, origin)
        await foreign_store.use_way(tx, way.id, proof.email)
        account = await self._context.account(tx, way.user_id, lock=True)
        if account.suspended:
            raise AppError("accounts.suspended")
        if not account.email_verified and _confirmed(account, proof):
            await account_store.change(tx, account.id, email_verified=True)
            account = await self._context.account(tx, account.id)
        return account

    async def _make(self, tx: Transaction, body: ForeignEnter, proof: ProofRow, origin: Origin) -> AccountRow:
        wanted = Wanted(
            proof.email,
            cleaned_name(body.name or proof.name),
            language_tag(body.language),
            None,
            body.user_id,
            body.invitation,
            verified=proof.email_verified,
        )
        account = await self._sign_ups.make(tx, wanted, origin)
        if account is None:
            # Somebody else took the address while this person typed a name.
            raise AppError("accounts.email_taken")
        await self.add_way(tx, account.id, proof)
        return account

    async def _open(
        self,
        tx: Transaction,
        account: AccountRow,
        body: ForeignEnter,
        key: bytes,
        proof: ProofRow,
        origin: Origin,
    ) -> Opened:
        opened = await self._sessions.open(tx, account, body.device, key, origin)
        await foreign_store.drop_proof(tx, proof.ticket_hash)
        at = msgspec.structs.replace(origin, device_id=body.device.device_id)
        by = {"provider": proof.provider}
        await note(tx, "sign_in", at, actor=account.id, tenant=account.tenant_id, detail=by)
        return opened

    async def _link(self, body: ForeignEnter, proof: ProofRow, origin: Origin) -> Session:
        """Sign in with the password of the account that has the e-mail, and link it in the same transaction."""

        async def also(tx: Transaction, account: AccountRow) -> None:
            proven = await self.proof(tx, body.ticket, SIGN_IN)
            await self.add_way(tx, account.id, proven)
            await foreign_store.drop_proof(tx, proven.ticket_hash)
            by = {"provider": proven.provider}
            await note(tx, "way.linked", origin, actor=account.id, tenant=account.tenant_id, detail=by)
            self.tell(tx, "way_linked", account, proven.provider)

        with_password = SignIn(proof.email, body.password, body.device)
        return await self._sign_ins.sign_in(with_password, origin, signed=body.ticket, also=also)

    # For the other ways

    async def proof(self, tx: Transaction, ticket: str, purpose: str) -> ProofRow:
        """Return what a ticket proves. Raises `AppError("accounts.browser_answer_old")`."""
        found = await foreign_store.proof(tx, secret_hash(ticket))
        if found is None or found.purpose != purpose:
            raise AppError("accounts.browser_answer_old")
        return found

    async def add_way(self, tx: Transaction, user_id: uuid.UUID, proof: ProofRow) -> None:
        """Link what a proof is of. Raises `AppError("accounts.way_of_another")`; once more is fine."""
        row = WayRow(
            new_id(),
            user_id,
            proof.provider,
            proof.kind,
            proof.issuer,
            proof.subject,
            proof.email,
            tx.now_ms,
            tx.now_ms,
        )
        if not await foreign_store.add_way(tx, row):
            known = await foreign_store.by_subject(tx, proof.issuer, proof.subject)
            if known is None or known.user_id != user_id:
                raise AppError("accounts.way_of_another", provider=self.name_of(proof.provider))
        await self._context.hooks.linked(tx, user_id, proof.kind, proof.subject)

    def name_of(self, provider_id: str) -> str:
        """What people know a provider by; one that is configured no more has its id."""
        provider = self.providers.get(provider_id)
        return provider.name if provider is not None else provider_id

    def tell(self, tx: Transaction, kind: str, account: AccountRow, provider_id: str) -> None:
        """Write to the owner once the transaction is committed."""
        email, language, name = account.email or "", account.language, self.name_of(provider_id)
        tx.after_commit(lambda: self._context.mails.send(kind, email, language, provider=name))

    def _provider(self, provider_id: str) -> OidcProvider:
        provider = self.providers.get(provider_id)
        if provider is None:
            raise AppError("accounts.no_such_provider")
        return provider

    def _expiry(self, tx: Transaction) -> int:
        return tx.now_ms + self._context.config.sign_in.minutes * _MINUTE_MS


def _confirmed(account: AccountRow, proof: ProofRow) -> bool:
    """Whether the account's address is confirmed, here or by the provider."""
    return account.email_verified or (proof.email_verified and proof.email == account.email)
