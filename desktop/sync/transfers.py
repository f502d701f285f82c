"""Files of synced rows between this computer and the server: one at a time, by urgency, resumed after anything.

Other slices say what files there are (`register`); this knows neither rows nor formats.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.logs import get_log
from desktop.runtime.server_http import ServerHttp
from desktop.storage.database import Database
from desktop.sync import transfer_store
from desktop.sync.content_provider import Accounts, ContentProvider
from desktop.sync.transfer_plan import (
    RECHECK_MS,
    UP,
    Known,
    Transfer,
    ends_the_pass,
    is_told,
    planned,
    wait_ms,
)
from desktop.sync.transfer_progress import TransferProgress
from desktop.sync.transfer_store import Place, Trouble
from desktop.sync.transfer_wire import TransferWire
from desktop.sync.views import MediaProgress
from shared.clock import Clock
from shared.content.files import ContentFile
from shared.errors import AppError
from shared.tasks import TaskScope

POLL_S = 60.0
FAILED_S = 15.0
LONGEST_FAILED_S = 600.0
REPLAN_S = 3.0
STALE_PART_S = 14 * 24 * 3600.0
_WAKES = ("account", "item", "transcript", "job", "quiz", "question", "collection", "setting", "membership")


class Transfers:
    """Announces the kind "transfer" on the bus. `run_once` does all that can be done now, `start` keeps doing it."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        http: ServerHttp,
        *,
        folder: Path,
        clock: Clock,
        bus: ChangeBus,
        may_run: Callable[[], bool] = lambda: True,
        may_use_metered: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._http = http
        self._folder = folder
        self._clock = clock
        self._bus = bus
        self._may_run = may_run
        self._metered: Callable[[], bool] = lambda: False
        self._may_use_metered = may_use_metered
        self._providers: dict[str, ContentProvider] = {}
        self._scope = TaskScope("transfers")
        self._wake = asyncio.Event()
        self._pressed = asyncio.Event()
        self._turn = asyncio.Lock()
        self._held = 0
        self._free = asyncio.Event()
        self._free.set()
        self._owners: dict[Place, ContentProvider] = {}
        self._asked_about: set[Place] = set()
        self._tried: set[tuple[str, str, bytes]] = set()
        self._wanted: set[bytes] = set()
        self._urgent = False
        self._planned_at = 0.0
        self._unsubscribe: Callable[[], None] | None = None
        self._log = get_log("transfers")
        self._shown = TransferProgress(lambda: bus.announce("transfer"))
        self._patience_s = 0.0

    # Joining

    def register(self, kind: str, provider: ContentProvider) -> None:
        """Let a slice's files travel. Before `start`."""
        self._providers[kind] = provider

    def use_metered(self, metered: Callable[[], bool]) -> None:
        """Ask this whether the connection costs by the byte; then only what a person asked for travels."""
        self._metered = metered

    def start(self, until_lock: Callable[[], Awaitable[None]]) -> None:
        """Begin once this process runs the profile's jobs; from then on by itself."""
        self._unsubscribe = self._bus.subscribe(self._heard)
        self._scope.spawn(self._serve(until_lock), name="serve")

    async def close(self) -> None:
        """Stop; what is under way goes on from the same byte at the next start."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        await self._scope.close()

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()
        self._pressed.set()

    @asynccontextmanager
    async def held(self) -> AsyncGenerator[None, None]:
        """Pause between two pieces while rows are exchanged: they never wait for files."""
        self._held += 1
        self._free.clear()
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._free.set()

    # What people see and ask

    @property
    def progress(self) -> MediaProgress:
        """How far everything is."""
        return self._shown.now

    @property
    def problem(self) -> AppError | None:
        """What keeps files here or there until a person does something."""
        return self._shown.problem

    @property
    def possible(self) -> bool:
        """Whether there is a server to fetch from."""
        return self._accounts.session is not None

    @property
    def metered(self) -> bool:
        """Whether only what a person asks for should travel now."""
        return self._metered() and not self._may_use_metered()

    def share_of(self, sha256: bytes) -> float | None:
        """How much of a file has travelled, 0..1; None when it is not under way and nobody asked for it."""
        share = self._shown.share_of(sha256)
        return 0.0 if share is None and sha256 in self._wanted else share

    async def ask(self, hashes: Sequence[bytes]) -> None:
        """Fetch these files before all others, also on a metered connection and whatever was chosen."""
        wanted = list(hashes)
        self._wanted.update(wanted)
        await self._database.write(lambda tx: transfer_store.ask(tx, wanted))
        self._bus.announce("transfer")
        self._urgent = True
        self.wake()

    async def stop_asking(self, sha256: bytes) -> None:
        """Nobody wants a file any more; one that is under way still comes."""
        self._wanted.discard(sha256)
        await self._database.write(lambda tx: transfer_store.unask(tx, sha256))
        self._bus.announce("transfer")

    async def asked(self) -> set[bytes]:
        """Files that a person asked for and that are not here yet."""
        async with self._database.reader() as reader:
            return await transfer_store.asked(reader)

    async def trouble_of(self, sha256: bytes) -> AppError | None:
        """Why a file that a person asked for has not come yet."""
        async with self._database.reader() as reader:
            found = await transfer_store.troubles(reader)
        return next((one.error for key, one in found.items() if key[2] == sha256), None)

    async def try_again(self) -> None:
        """Try everything that failed again at once."""
        await self._database.write(transfer_store.forget_troubles)
        self.wake()

    # Running

    def _heard(self, change: ChangeSet) -> None:
        if change.touches(*_WAKES):
            self._wake.set()
        if change.touches("account"):
            self._pressed.set()

    async def _serve(self, until_lock: Callable[[], Awaitable[None]]) -> None:
        await until_lock()
        await asyncio.to_thread(self._sweep)
        failures = 0
        while True:
            self._wake.clear()
            self._pressed.clear()
            failed = False
            try:
                failed = not await self.run_once()
            except AppError as trouble:
                failed = True
                self._log.warning("transfers paused", code=trouble.code)
            failures = failures + 1 if failed else 0
            # After a failure new rows wait like everything else; a person's word does not.
            doubled_s = min(LONGEST_FAILED_S, FAILED_S * 2 ** (failures - 1))
            wait_s = max(doubled_s, self._patience_s) if failed else POLL_S
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await (self._pressed if failed else self._wake).wait()

    def _sweep(self) -> None:
        """Remove parts that nobody went on with for long."""
        if not self._folder.is_dir():
            return
        oldest = time.time() - STALE_PART_S
        for part in self._folder.glob("*.part"):
            with contextlib.suppress(OSError):
                if part.stat().st_mtime < oldest:
                    part.unlink()

    async def run_once(self) -> bool:
        """Send and fetch all that can travel now. False when the line or the server did not let it.

        Raises AppError when the library cannot be read or written.
        """
        async with self._turn:
            self._asked_about.clear()
            self._patience_s = 0.0
            try:
                return await self._run()
            finally:
                self._shown.rest()

    async def _run(self) -> bool:
        session = self._accounts.session
        if session is None or not self._may_run():
            self._shown.forget()
            return True
        wire = TransferWire(self._http, _Line(self._accounts, session.server_url))
        self._tried.clear()
        queue = await self._looked(wire, session.server_url)
        while queue and self._may_run():
            if not await self._carry(wire, session.server_url, queue.pop(0)):
                return False
            if not queue or self._is_stale():
                # What a person asked for meanwhile goes first.
                queue = await self._looked(wire, session.server_url)
            else:
                self._shown.count(queue)
        return queue is not None

    def _is_stale(self) -> bool:
        return self._urgent or (self._wake.is_set() and time.monotonic() - self._planned_at > REPLAN_S)

    async def _looked(self, wire: TransferWire, server: str) -> list[Transfer] | None:
        """Look what is to be done; None when the server could not be asked what it has."""
        self._wake.clear()
        self._urgent = False
        transfers = await self._planned(server)
        self._shown.count(transfers)
        unknown = [one.file for one in transfers if one.direction == UP]
        unknown = [file for file in unknown if (file.scope, file.sha256) not in self._asked_about]
        if unknown:
            if not await self._check(wire, server, unknown):
                return None
            transfers = await self._planned(server)
            self._shown.count(transfers)
        self._planned_at = time.monotonic()
        return transfers

    async def _our_turn(self) -> None:
        await self._free.wait()

    async def _planned(self, server: str) -> list[Transfer]:
        files: list[ContentFile] = []
        self._owners = {}
        for provider in self._providers.values():
            for file in await provider.files():
                files.append(file)
                self._owners.setdefault((file.scope, file.sha256), provider)
        now_ms = self._clock.now_ms()
        async with self._database.reader() as reader:
            sent = await transfer_store.sent(reader, server, now_ms - RECHECK_MS)
            asked = await transfer_store.asked(reader)
            self._wanted = set(asked)
            troubles = await transfer_store.troubles(reader)
        resting = {key for key, one in troubles.items() if one.next_try_ms > now_ms}
        lasting = (one.error for one in troubles.values() if is_told(one.error))
        self._shown.problem = next(lasting, None)
        return planned(files, Known(sent, asked, resting | self._tried), only_asked=self.metered)

    async def _check(self, wire: TransferWire, server: str, files: list[ContentFile]) -> bool:
        """Ask, scope by scope, which files the server has already."""
        by_scope: dict[str, list[bytes]] = {}
        for file in files:
            by_scope.setdefault(file.scope, []).append(file.sha256)
        for scope, hashes in by_scope.items():
            try:
                there = await wire.have(scope, hashes)
            except AppError as error:
                if ends_the_pass(error):
                    self._note_line(error)
                    return False
                for sha in hashes:
                    await self._failed(UP, (scope, sha), error)
                continue
            self._asked_about.update((scope, sha) for sha in hashes)
            if there:
                await self._note_sent(server, [(scope, sha) for sha in there])
        return True

    async def _note_sent(self, server: str, places: list[Place]) -> None:
        await self._database.write(lambda tx: transfer_store.note_sent(tx, server, places))

    async def _carry(self, wire: TransferWire, server: str, transfer: Transfer) -> bool:
        """Send or fetch one file. False when the line or the server failed."""
        file = transfer.file
        place = (file.scope, file.sha256)
        self._tried.add((transfer.direction, *place))
        self._shown.begin(file.sha256, file.size_bytes)
        try:
            if transfer.direction == UP:
                await self._send(wire, server, file)
            else:
                await self._fetch(wire, file)
        except AppError as error:
            self._log.info("a file did not travel", direction=transfer.direction, code=error.code)
            if ends_the_pass(error):
                self._note_line(error)
                return False
            await self._failed(transfer.direction, place, error)
        finally:
            self._shown.end(file.sha256)
        return True

    async def _send(self, wire: TransferWire, server: str, file: ContentFile) -> None:
        source = await self._owners[file.scope, file.sha256].source(file)
        if source is None:
            return
        await wire.send(
            file, source, lambda done, size: self._shown.report(file.sha256, done, size), self._our_turn
        )
        await self._note_sent(server, [(file.scope, file.sha256)])

    async def _fetch(self, wire: TransferWire, file: ContentFile) -> None:
        await asyncio.to_thread(lambda: self._folder.mkdir(parents=True, exist_ok=True))
        part = self._folder / f"{file.sha256.hex()}.part"
        await wire.fetch(
            file, part, lambda done, size: self._shown.report(file.sha256, done, size), self._our_turn
        )
        await self._owners[file.scope, file.sha256].received(file, part)
        await asyncio.to_thread(lambda: part.unlink(missing_ok=True))
        await self._database.write(lambda tx: transfer_store.unask(tx, file.sha256))

    async def _failed(self, direction: str, place: Place, error: AppError) -> None:
        async with self._database.reader() as reader:
            before = (await transfer_store.troubles(reader)).get((direction, *place))
        attempt = before.attempt + 1 if before is not None else 0
        trouble = Trouble(attempt, self._clock.now_ms() + wait_ms(error, attempt), error)
        await self._database.write(lambda tx: transfer_store.put_trouble(tx, direction, place, trouble))
        if is_told(error):
            self._shown.problem = error

    def _note_line(self, error: AppError) -> None:
        """The line or the server failed: exchange of rows tells of the line, a full server is told here."""
        self._patience_s = float(error.parameters.get("seconds", 0) or 0)
        if error.code.startswith("content.") or error.code == "network.too_large":
            self._shown.problem = error


class _Line(msgspec.Struct, frozen=True):
    """The server that a pass began with: a sign-in elsewhere meanwhile sends nothing there."""

    accounts: Accounts
    server_url: str

    async def access_token(self) -> str:
        session = self.accounts.session
        if session is None or session.server_url != self.server_url:
            raise AppError("accounts.signed_out")
        return await self.accounts.access_token()
