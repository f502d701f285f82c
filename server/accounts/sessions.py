"""Sign-ins of devices: opened with a proven key, renewed by rotation, ended; and who an access token speaks for."""

import os
import uuid
from collections import OrderedDict
from functools import partial

import msgspec

from server.accounts import account_store, device_store, session_store, told
from server.accounts.access_tokens import Claims, Subscription
from server.accounts.account_store import AccountRow
from server.accounts.attempts import place_hash
from server.accounts.audit import note
from server.accounts.context import DAY_MS, Context
from server.accounts.device_keys import check_refresh
from server.accounts.device_store import DeviceRow
from server.accounts.encoding import secret_hash
from server.accounts.names import plain_name
from server.accounts.origin import Origin
from server.accounts.refresh_tokens import RefreshToken, new_token, read_token, sealed, unsealed
from server.accounts.session_store import SessionRow, SessionState
from server.storage.transaction import Transaction
from server.web.addresses import limited_part
from server.web.principal import Principal
from shared.accounts.messages import NewDevice, Refresh, Session
from shared.accounts.permissions import permissions_of
from shared.errors import AppError
from shared.ids import new_id

KNOWN_MS = 5_000
"""How long this process believes what it read of a sign-in; an end elsewhere counts after that at the latest."""
GRACE_MS = 30_000
"""How long a used-up refresh token gets the same successor although that one has arrived: two requests at once."""
_REMEMBERED = 20_000
_PLATFORM_CHARS = 40


class Opened(msgspec.Struct, frozen=True):
    """A sign-in inside its transaction, before its access token is signed."""

    row: SessionRow
    refresh_token: str
    account: AccountRow


class Sessions:
    """Opens, renews, checks and ends sign-ins."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: OrderedDict[uuid.UUID, tuple[int, SessionState]] = OrderedDict()

    # Opening

    async def open(
        self, tx: Transaction, account: AccountRow, device: NewDevice, key: bytes, origin: Origin
    ) -> Opened:
        """Sign a device in. Its earlier sign-in ends.

        Raises AppError `accounts.device_taken`, `accounts.too_many_devices`.
        """
        await self._register(tx, account.id, device, key)
        await self.end(tx, "replaced", user_id=account.id, device_id=device.device_id)
        session_id, mac_key = new_id(), os.urandom(16)
        token = new_token(session_id, 0, mac_key)
        row = SessionRow(
            id=session_id,
            user_id=account.id,
            device_id=device.device_id,
            mac_key=mac_key,
            number=0,
            token_hash=secret_hash(token),
            earlier_hash=None,
            sealed_token=None,
            rotated_ms=tx.now_ms,
            arrived=False,
            created_ms=tx.now_ms,
            expires_ms=self._expiry(tx),
        )
        await session_store.add(tx, row)
        await device_store.know_place(tx, account.id, place_hash(limited_part(origin.address)))
        return Opened(row, token, account)

    async def _register(self, tx: Transaction, user_id: uuid.UUID, device: NewDevice, key: bytes) -> None:
        name = plain_name(device.name, "?")
        platform = plain_name(device.platform, "", _PLATFORM_CHARS)
        known = await device_store.by_id(tx, device.device_id)
        if known is None:
            most = self._context.config.accounts.devices
            if await device_store.count(tx, user_id) >= most:
                raise AppError("accounts.too_many_devices", most=most)
            row = DeviceRow(device.device_id, user_id, name, platform, key, tx.now_ms, tx.now_ms)
            if not await device_store.add(tx, row):
                raise AppError("accounts.device_taken")
            return
        if known.user_id != user_id or known.public_key != key or known.revoked_ms is not None:
            raise AppError("accounts.device_taken")
        await device_store.change(tx, user_id, known.id, platform=platform, seen_ms=tx.now_ms)

    def _expiry(self, tx: Transaction) -> int:
        return tx.now_ms + self._context.config.accounts.refresh_days * DAY_MS

    async def answer(self, opened: Opened) -> Session:
        """Return what the device is told, with a signed access token."""
        now_ms = self._context.clock.now_ms()
        account, row = opened.account, opened.row
        expires_s = now_ms // 1000 + self._context.config.accounts.access_minutes * 60
        plan = account.plan_at(now_ms)
        claims = Claims(
            iss=self._context.keys.server_id,
            sub=account.id,
            session=row.id,
            device=row.device_id,
            number=row.number,
            generation=account.generation,
            role=account.role,
            subscription=Subscription(plan, plan == account.plan and plan != "free", account.plan_until_ms),
            permissions=permissions_of(account.role, self._context.plan(plan)),
            iat=now_ms // 1000,
            exp=expires_s,
            tenant=account.tenant_id,
        )
        token = await self._context.keys.sign_access(claims)
        return Session(
            access_token=token,
            access_expires_ms=expires_s * 1000,
            refresh_token=opened.refresh_token,
            account=told.account(account, now_ms),
            server=self._context.server_info(),
        )

    # Renewing

    async def refresh(self, body: Refresh, origin: Origin) -> Session:
        """Give the next tokens for a refresh token, or the same again when their answer was lost.

        A suspended account is given them too: its devices have to learn what they may no longer see, and to sign out.
        Raises AppError `accounts.token_invalid`, `accounts.token_revoked`, `accounts.token_reused` (the sign-in is
        ended), `accounts.device_unproven`, `accounts.deleted`.
        """
        token = read_token(body.refresh_token)
        if token is None:
            raise AppError("accounts.token_invalid")

        async def renew(tx: Transaction) -> Opened | AppError:
            return await self._renew(tx, token, body.signature, origin)

        renewed = await self._context.database.transact(renew)
        if isinstance(renewed, AppError):
            raise renewed
        return await self.answer(renewed)

    async def _renew(
        self, tx: Transaction, token: RefreshToken, signature: str, origin: Origin
    ) -> Opened | AppError:
        """An AppError that is returned, not raised, keeps what was written."""
        row = await session_store.by_id(tx, token.session_id)
        if row is None or not token.genuine(row.mac_key):
            raise AppError("accounts.token_invalid")
        device = await device_store.by_id(tx, row.device_id)
        account = await account_store.by_id(tx, row.user_id)
        if device is None or account is None:
            raise AppError("accounts.token_invalid")
        check_refresh(device.public_key, token.text, signature)
        _check_standing(row, device, account, tx.now_ms)
        await device_store.change(tx, account.id, device.id, seen_ms=tx.now_ms)
        # A number above ours is of a time that a restored backup has forgotten.
        if token.hash == row.token_hash or token.number > row.number:
            return await self._rotate(tx, row, token, account)
        again = self._again(row, token, tx.now_ms)
        if again is not None:
            return Opened(row, again, account)
        await self.end(tx, "reused", user_id=row.user_id, session_id=row.id)
        await note(tx, "session.reused", origin, actor=account.id, tenant=account.tenant_id)
        return AppError("accounts.token_reused")

    async def _rotate(
        self, tx: Transaction, row: SessionRow, token: RefreshToken, account: AccountRow
    ) -> Opened:
        number = token.number + 1
        successor = new_token(row.id, number, row.mac_key)
        changed = {
            "number": number,
            "token_hash": secret_hash(successor),
            "earlier_hash": token.hash,
            "sealed_token": sealed(successor, token.text),
            "rotated_ms": tx.now_ms,
            "arrived": False,
            "expires_ms": self._expiry(tx),
        }
        await session_store.change(tx, row.id, **changed)
        tx.after_commit(partial(self.forget, row.id))
        return Opened(msgspec.structs.replace(row, **changed), successor, account)

    def _again(self, row: SessionRow, token: RefreshToken, now_ms: int) -> str | None:
        """Return the successor given before, when its answer may have been lost."""
        if token.hash != row.earlier_hash or row.sealed_token is None:
            return None
        if row.arrived and now_ms - row.rotated_ms > GRACE_MS:
            return None
        return unsealed(row.sealed_token, token.text)

    # Checking

    async def principal(self, token: str, *, though_suspended: bool = False) -> Principal:
        """Return who an access token speaks for. Raises AppError, see `AccountsService.principal`."""
        claims = await self._context.keys.verify_access(token)
        state = await self._state(claims)
        if state is None or (state.ended and not state.deleted):
            raise AppError("accounts.token_revoked")
        if state.deleted:
            raise AppError("accounts.deleted")
        if state.suspended and not though_suspended:
            raise AppError("accounts.suspended")
        if claims.generation != state.generation:
            raise AppError("accounts.token_expired")
        if claims.number == state.number and not state.arrived:
            async with self._context.database.write() as tx:
                await session_store.mark_arrived(tx, claims.session, claims.number)
            self.forget(claims.session)
        plan = claims.subscription.plan
        return Principal(
            user_id=claims.sub,
            session_id=claims.session,
            device_id=claims.device,
            tenant_id=claims.tenant,
            role=claims.role,
            plan=plan,
            # Not those of the token: what a plan gives may have been edited since.
            permissions=permissions_of(claims.role, self._context.plan(plan)),
        )

    async def _state(self, claims: Claims) -> SessionState | None:
        now_ms = self._context.clock.monotonic_ms()
        read_ms, state = self._known.get(claims.session, (0, None))
        if state is not None and now_ms - read_ms < KNOWN_MS and claims.generation == state.generation:
            return state
        async with self._context.database.read() as tx:
            state = await session_store.state(tx, claims.session)
        if state is not None:
            self._known[claims.session] = (now_ms, state)
            self._known.move_to_end(claims.session)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return state

    # Ending

    def forget(self, session_id: uuid.UUID) -> None:
        """Read a sign-in anew at its next use."""
        self._known.pop(session_id, None)

    def forget_all(self) -> None:
        """Read every sign-in anew: the standing of many has changed."""
        self._known.clear()
        for call in self._context.hooks.standing_changed:
            call()

    async def end(
        self,
        tx: Transaction,
        reason: str,
        *,
        user_id: uuid.UUID,
        device_id: uuid.UUID | None = None,
        session_id: uuid.UUID | None = None,
        but: uuid.UUID | None = None,
    ) -> None:
        """End sign-ins of somebody: all, those of one device, one, or all but one. Live connections are told."""
        if session_id is not None:
            ended = await session_store.end(tx, reason, session_id=session_id)
        else:
            ended = await session_store.end(tx, reason, user_id=user_id, device_id=device_id, but=but)

        for ended_session, ended_device in ended:
            tx.after_commit(partial(self.forget, ended_session))
            self._context.hooks.ended(tx, user_id, ended_device)


def _check_standing(row: SessionRow, device: DeviceRow, account: AccountRow, now_ms: int) -> None:
    if account.deleted_ms is not None:
        raise AppError("accounts.deleted")
    if row.end_reason == "reused":
        raise AppError("accounts.token_reused")
    if row.ended_ms is not None or device.revoked_ms is not None:
        raise AppError("accounts.token_revoked")
    if row.expires_ms <= now_ms:
        raise AppError("accounts.token_invalid")
