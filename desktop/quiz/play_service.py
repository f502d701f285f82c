"""Playing quizzes that are hosted elsewhere: seats, answers that wait for a host, and what was learnt. No Qt."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from desktop.quiz import attempt_store, seat_store
from desktop.quiz.attempts import Keeper
from desktop.quiz.play_link import PlayLink
from desktop.quiz.play_views import AttemptView, SeatView, attempt_view, seat_values, seat_view
from desktop.runtime.discovery import FoundHost, Health, probe
from desktop.runtime.http import request
from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import AttemptId, derived_id
from shared.quiz.media_kinds import MOST_MEDIA_BYTES, is_sha
from shared.quiz.player_seat import SavedSeat
from shared.quiz.quiz import Media
from shared.tasks import TaskScope

ASK_TEAM = "?"
"""Asked for at first: a game with teams refuses it and names them, any other takes no notice."""
KEEP_SEATS_MS = 120 * 24 * 3_600_000
KEEP_MEDIA_S = 60 * 24 * 3_600
_MEDIA_DIR = "played-media"
_MEDIA_TIMEOUT_S = 30.0
_MOST_ATTEMPTS = 500


class Playing:
    """A game this device plays or wants to play. Pages follow it with `subscribe`; it goes on without them."""

    def __init__(self, host: str, keeper: Keeper, started_ms: int) -> None:
        self.host = host
        self.keeper = keeper
        self.started_ms = started_ms
        self.link: PlayLink
        self.kept: object = None
        self.unsaved: AppError | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def game_id(self) -> str:
        """Empty until the host has given a seat."""
        game = self.link.seat.game
        return "" if game is None else game.id

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change; returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


class PlayService:
    """Seats of this profile. Make it with the open library; `close` before the library closes."""

    def __init__(self, database: Database, paths: ProfilePaths, clock: Clock) -> None:
        self._database = database
        self._media_dir = paths.root / _MEDIA_DIR
        self._clock = clock
        self._scope = TaskScope("quiz play")
        self._playing: dict[str, Playing] = {}
        self._joining: list[Playing] = []
        self._saving: dict[int, bool] = {}
        self._fetching: dict[str, asyncio.Lock] = {}

    def start(self) -> None:
        """Deliver answers that wait, in the background, for as long as the program runs."""
        self._scope.spawn(self._deliver(), name="deliver")

    # Coming in

    async def ask_host(self, url: str) -> Health:
        """Who answers at `url`. Raises `AppError("quiz.nothing_there")` or `AppError("quiz.not_a_host")`."""
        try:
            return await probe(url)
        except AppError as cause:
            code = "quiz.not_a_host" if cause.code == "network.bad_answer" else "quiz.nothing_there"
            raise AppError(code, address=url.rpartition("//")[2]) from cause

    def join(self, url: str, pin: str, *, host: str = "", name: str = "", lang: str = "") -> Playing:
        """Ask a host for a seat. What becomes of it is told through the seat: `link.retry` answers a refusal."""
        saved = SavedSeat(pin=pin, name=name, team=ASK_TEAM)
        playing = self._make(saved, url, host, Keeper(), self._clock.now_ms(), lang)
        self._joining.append(playing)
        playing.link.start()
        return playing

    async def resume(self, game: str, *, lang: str = "", patient: bool = False) -> Playing:
        """Go on with a seat, also without its host. Raises `AppError("quiz.no_seat")`."""
        playing = self._playing.get(game)
        if playing is None:
            playing = await self._restore(game, lang)
        playing.link.patient = patient
        if not patient:
            playing.link.wake()
        else:
            playing.link.start()
        return playing

    def playing(self) -> list[Playing]:
        """Games that have a connection, or try to get one."""
        return [one for one in self._playing.values() if one.link.running]

    async def leave(self, playing: Playing) -> None:
        """Stop playing; a seat that was given stays and can be resumed."""
        await playing.link.leave()
        await self._try_to_keep(playing)
        self._playing.pop(playing.game_id, None)
        if playing in self._joining:
            self._joining.remove(playing)

    async def follow(self, hosts: list[FoundHost]) -> None:
        """Hosts that were found: a game that is at another address now is followed there, also one left for later."""
        urls = {game.id: host.url for host in hosts for game in host.games}
        for playing in tuple(self._playing.values()):
            url = urls.get(playing.game_id)
            if url is not None and playing.link.seat.link == "off":
                await playing.link.move_to(url)
                playing.link.wake()
        moved = [
            (seat.game, urls[seat.game])
            for seat in await self.seats()
            if seat.game not in self._playing and urls.get(seat.game, seat.url) != seat.url
        ]
        if moved:
            await self._database.write(lambda tx: [seat_store.move_seat(tx, *one) for one in moved])

    # Seats and what was played

    async def seats(self) -> list[SeatView]:
        """Every seat and every host that was visited, the last used first."""
        async with self._database.reader() as reader:
            return [seat_view(row) for row in await seat_store.seats(reader)]

    async def forget(self, game: str) -> None:
        """Give up a seat, with answers that nobody has yet."""
        playing = self._playing.pop(game, None)
        if playing is not None:
            await playing.link.leave()
        await self._database.write(lambda tx: seat_store.delete_seat(tx, game))

    async def attempts(self) -> list[AttemptView]:
        """The newest 500 games that were played."""
        async with self._database.reader() as reader:
            return [attempt_view(row) for row in await attempt_store.attempts(reader, _MOST_ATTEMPTS)]

    async def attempt(self, attempt_id: AttemptId) -> AttemptView:
        """One game. Raises `AppError("quiz.no_attempt")`."""
        async with self._database.reader() as reader:
            row = await attempt_store.attempt(reader, attempt_id)
        if row is None:
            raise AppError("quiz.no_attempt")
        return attempt_view(row)

    async def delete_attempt(self, attempt_id: AttemptId) -> None:
        await self._database.write(lambda tx: attempt_store.delete_attempt(tx, attempt_id))

    async def restore_attempt(self, attempt_id: AttemptId) -> None:
        """Undo a deletion."""
        await self._database.write(lambda tx: attempt_store.restore_attempt(tx, attempt_id))

    async def media_file(self, playing: Playing, media: Media) -> Path:
        """The file of a picture, sound or film, fetched once. Raises AppError when it does not come whole."""
        if not is_sha(media.sha):
            raise AppError("quiz.media_lost")
        async with self._fetching.setdefault(media.sha, asyncio.Lock()):
            path = self._media_dir / media.sha
            if not await asyncio.to_thread(path.exists):
                url = f"{playing.link.url}/media/{media.sha}"
                data = await request("GET", url, timeout_s=_MEDIA_TIMEOUT_S, max_bytes=MOST_MEDIA_BYTES)
                await asyncio.to_thread(_store_media, path, media.sha, data)
            return path

    async def close(self) -> None:
        """End all connections without giving up a seat; what is to be kept is written."""
        every = [*self._playing.values(), *self._joining]
        for playing in every:
            await playing.link.stop()
        await self._scope.close()
        for playing in every:
            await self._try_to_keep(playing)

    # Inside

    def _make(
        self, saved: SavedSeat, url: str, host: str, keeper: Keeper, started_ms: int, lang: str
    ) -> Playing:
        playing = Playing(host, keeper, started_ms)
        changed = partial(self._changed, playing)
        playing.link = PlayLink(saved, url, self._scope, lang=lang, changed=changed)
        return playing

    async def _restore(self, game: str, lang: str) -> Playing:
        async with self._database.reader() as reader:
            row = await seat_store.seat(reader, game)
            if row is None or not row["token"]:
                raise AppError("quiz.no_seat")
            view = seat_view(row)
            kept = await attempt_store.attempt(reader, _attempt_id(game, view.saved.pid))
        questions = () if kept is None else attempt_view(kept).questions
        playing = self._make(view.saved, view.url, view.host, Keeper(questions), view.joined_ms, lang)
        # Another page may have resumed the same game meanwhile: one game has one connection.
        return self._playing.setdefault(game, playing)

    def _changed(self, playing: Playing) -> None:
        if playing in self._joining and playing.game_id:
            self._joining.remove(playing)
            before = self._playing.get(playing.game_id)
            self._playing[playing.game_id] = playing
            if before is not None and not self._scope.closed:
                # Joined anew with the PIN: the seat held so far gives way.
                self._scope.spawn(before.link.stop(), name="give way")
        playing.keeper.look(playing.link.seat)
        self._save_soon(playing)
        playing.tell()

    def _save_soon(self, playing: Playing) -> None:
        """Write the newest state; changes during a write make one more."""
        if not playing.game_id or self._scope.closed:
            return
        key = id(playing)
        if key in self._saving:
            self._saving[key] = True
            return
        self._saving[key] = False
        self._scope.spawn(self._save(playing, key), name="save")

    async def _save(self, playing: Playing, key: int) -> None:
        try:
            again = True
            while again:
                self._saving[key] = False
                await self._try_to_keep(playing)
                again = self._saving[key]
        finally:
            del self._saving[key]

    async def _try_to_keep(self, playing: Playing) -> None:
        """A full disk does not end a game: the next change tries again, the page says so."""
        before = playing.unsaved
        try:
            await self._keep(playing)
        except AppError as error:
            playing.unsaved = error
        else:
            playing.unsaved = None
        if playing.unsaved is not before:
            playing.tell()

    async def _keep(self, playing: Playing) -> None:
        """One transaction: the seat, and the attempt with what is known of its questions."""
        seat, game = playing.link.seat, playing.game_id
        saved = seat.saved()
        if not game or not seat.token:
            return
        over = playing.link.over
        values = seat_values(saved, playing.link.url, playing.host)
        questions = playing.keeper.questions()
        attempt = {
            "game": game,
            "title": values["title"] or "",
            "host": playing.host,
            "pace": "live" if saved.game is None else saved.game.pace,
            "name": saved.name,
            "started_ms": playing.started_ms,
            "total": seat.stage.total,
            "rank": seat.stage.rank,
            "players": seat.stage.players,
            "finished": int(over or seat.result is not None),
            "questions_json": msgspec.json.encode(questions).decode(),
        }
        state = (saved, attempt, over)
        if state == playing.kept:
            return

        def write(tx: Transaction) -> None:
            seat_store.put_seat(tx, game, **values)
            if over:
                seat_store.close_seat(tx, game)
            if questions:
                attempt_store.put_attempt(tx, _attempt_id(game, saved.pid), **attempt)

        await self._database.write(write)
        playing.kept = state

    async def _deliver(self) -> None:
        """Open connections for seats that hold answers nobody has, and tidy what is old."""
        with suppress(AppError):  # the next start tries again
            await self._tidy()
            for seat in await self.seats():
                if seat.can_resume and (seat.saved.unsent or seat.saved.finishing):
                    await self.resume(seat.game, patient=True)

    async def _tidy(self) -> None:
        before_ms = self._clock.now_ms() - KEEP_SEATS_MS
        await self._database.write(lambda tx: seat_store.delete_seats_before(tx, before_ms))
        await asyncio.to_thread(_tidy_media, self._media_dir, self._clock.now_ms() / 1000 - KEEP_MEDIA_S)


def _attempt_id(game: str, pid: str) -> AttemptId:
    return AttemptId(derived_id("attempt", game, pid))


def _store_media(path: Path, sha: str, data: bytes) -> None:
    """Write whole or not at all. Raises `AppError("quiz.media_lost")` when the bytes are others."""
    if hashlib.sha256(data).hexdigest() != sha:
        raise AppError("quiz.media_lost", detail="other bytes than its name says")
    partial_path = path.with_name(f"{sha}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial_path.write_bytes(data)
        partial_path.replace(path)
    except OSError as cause:
        partial_path.unlink(missing_ok=True)
        raise disk_error(cause, path.parent) from cause


def _tidy_media(folder: Path, before_s: float) -> None:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.stat().st_mtime < before_s:
                path.unlink(missing_ok=True)
