"""How a device introduces itself to a server at sign-in: its key, its proof, a second try where one helps."""

import platform
from collections.abc import Callable

import msgspec

from desktop.accounts import device_key
from desktop.accounts.joining import LocalIdentity, LocalProfile
from desktop.accounts.session_store import SessionStore
from desktop.runtime.server_http import ServerHttp
from shared.accounts.foreign_messages import ForeignEnter
from shared.accounts.messages import NAME_CHARS, NewDevice, Session, SignIn, SignUp
from shared.accounts.proofs import sign_in_message
from shared.clock import Clock
from shared.errors import AppError

Body = Callable[[NewDevice], SignUp | SignIn | ForeignEnter]


class Introduction:
    """One sign-in or sign-up of this device."""

    def __init__(self, http: ServerHttp, store: SessionStore, profile: LocalProfile, clock: Clock) -> None:
        self._http, self._store, self._profile, self._clock = http, store, profile, clock

    async def make(self, url: str, email: str, body: Body) -> Session:
        """Post `body` of this device, which signs `email` or the ticket that stands in its place.

        A clock that is off and a copied library are put right, once each.

        Raises the AppError of the server, of the connection, or of the key store.
        """
        now_ms = self._clock.now_ms()
        corrected = renamed = False
        while True:
            device = await self._device(email, now_ms)
            try:
                return await self._http.call("POST", url, body=body(device), answer=Session)
            except AppError as error:
                if error.code == "accounts.clock_skew" and not corrected:
                    now_ms, corrected = int(error.parameters["server_ms"]), True
                elif error.code == "accounts.device_taken" and not renamed:
                    await self._become_another()
                    renamed = True
                else:
                    raise

    async def _device(self, email: str, now_ms: int) -> NewDevice:
        identity = await self._profile.identity()
        key = await self._key(identity)
        public = device_key.public_key(key)
        name = platform.node()[:NAME_CHARS] or "Lantern"
        device = NewDevice(identity.device_id, name, platform.system(), public, now_ms)
        proof = device_key.sign(key, sign_in_message(device, email))
        return msgspec.structs.replace(device, signature=proof)

    async def _key(self, identity: LocalIdentity) -> str:
        """Return the device's key, made at the first sign-in. It is kept before a server hears of it."""
        key = await self._store.device_key(identity.database_id)
        if key is None:
            key = device_key.new_key()
            await self._store.keep_device_key(identity.database_id, key)
        return key

    async def _become_another(self) -> None:
        await self._profile.rename_device()
        identity = await self._profile.identity()
        await self._store.keep_device_key(identity.database_id, device_key.new_key())
