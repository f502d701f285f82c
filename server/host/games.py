"""The games of one host: created, found by PIN or token, restored after a crash, removed. Knows no request."""

import hashlib
import logging
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from server.host.media_files import MediaFiles
from server.live import tokens
from server.live.clock import HostClock
from server.live.game import Game
from server.live.journal import Journal
from server.live.journal_store import GameRecord
from server.live.outlet import Surroundings
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.dealing import deal
from shared.quiz.nicknames import NameWords, parse_words
from shared.quiz.questions import validate_quiz
from shared.quiz.quiz import GameOptions, GameSetup, Quiz
from shared.quiz.results import GameResult
from shared.quiz.session import Session

FORGOTTEN_MS = 12 * 3_600_000
"""A live game that nothing has happened in for so long is not taken up again; its results stay."""
_SEED_BITS = 31
_LOG = logging.getLogger("lantern.host")


@cache
def name_words() -> NameWords:
    """Word lists for players' names, of every language there is."""
    folder = files("resources") / "i18n"
    lists = [path for path in folder.iterdir() if path.name.startswith("nickname_words.")]
    return parse_words({path.name.split(".")[1]: path.read_text(encoding="utf-8") for path in lists})


class NewGame(msgspec.Struct, frozen=True):
    """What a game is made from. `source` is the hash of the quiz file."""

    quiz: Quiz
    media: Mapping[str, bytes]
    options: GameOptions
    host: str
    source: str = ""


class Games:
    """Running games by id, and records of those that are over."""

    def __init__(
        self, journal: Journal, clock: HostClock, media: MediaFiles, around: Callable[[Game], Surroundings]
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._media = media
        self._around = around
        self._over: dict[str, GameRecord] = {}
        self.running: dict[str, Game] = {}
        self.damaged: dict[str, str] = {}

    async def restore(self) -> None:
        """Take up every game that was not over. A damaged one is told of, and the others go on."""
        for game_id in (*await self._journal.unreadable(), *self._lost()):
            self.damaged[game_id] = ""
        for record in await self._journal.games():
            setup = record.setup
            stale = setup.options.pace == "live" and self._clock.now_ms() - record.last_ms > FORGOTTEN_MS
            if record.over or stale:
                self._over[setup.game_id] = record
                continue
            try:
                game = await self._replayed(record)
            except AppError as error:
                _LOG.error("game %s cannot be taken up again: %s", setup.game_id, error.code)
                self.damaged[setup.game_id] = setup.quiz.title
                continue
            self._media.know(setup.game_id, setup.quiz)
            self.running[setup.game_id] = game
            game.start()

    async def create(self, new: NewGame) -> Game:
        """Deal the quiz and open its lobby. Raises `AppError`: the quiz's first problem, or a full disk."""
        problems = [problem for problem in validate_quiz(new.quiz) if not problem.warning]
        if problems:
            raise AppError(problems[0].code, detail="", retryable=None, **problems[0].parameters)
        seed = secrets.randbits(_SEED_BITS)
        now_ms = self._clock.now_ms()
        pins = {game.record.setup.pin for game in self.running.values()}
        quiz = deal(new.quiz, seed, new.options)
        setup = GameSetup(str(new_id()), tokens.new_pin(pins), quiz, new.options, seed, now_ms)
        record = GameRecord(setup, new.host, tokens.new_token(), tokens.new_token(), new.source, now_ms)
        try:
            self._media.add(setup.game_id, quiz, new.media)
            await self._journal.add_game(record)
        except (OSError, sqlite3.Error) as cause:
            self._media.forget(setup.game_id)
            raise AppError("host.disk", detail=str(cause)) from cause
        game = self._game(record)
        self.running[setup.game_id] = game
        game.start()
        return game

    def from_source(self, source: str) -> Game | None:
        """The game that is still going on and was made from this quiz file."""
        return next(
            (
                game
                for game in self.running.values()
                if game.record.source == source and not game.session.over
            ),
            None,
        )

    def by_pin(self, pin: str) -> Game | None:
        """The game behind a PIN; one that goes on before one that is over."""
        found = [game for game in self.running.values() if tokens.same(pin, game.record.setup.pin)]
        return min(found, key=lambda game: game.session.over, default=None)

    def by_player_token(self, token: str) -> tuple[Game, str] | None:
        """The game and seat of a player's token."""
        hashed = tokens.token_hash(token)
        return next(
            ((game, game.tokens[hashed]) for game in self.running.values() if hashed in game.tokens), None
        )

    def by_staff_token(self, token: str, role: str) -> Game | None:
        """The game that this token makes its holder host, or screen, of."""
        for game in self.running.values():
            right = game.record.host_token if role == "host" else game.record.screen_token
            if tokens.same(token, right):
                return game
        return None

    def find(self, game_id: str) -> Game:
        """A running game. Raises `AppError` (`host.no_game`, `host.game_damaged`)."""
        game = self.running.get(game_id)
        if game is None:
            self._refuse_damaged(game_id)
            raise AppError("host.no_game")
        return game

    async def result(self, game_id: str) -> GameResult:
        """Everything of a game, running or over. Raises `AppError` (`host.no_game`, `host.game_damaged`)."""
        game = self.running.get(game_id)
        if game is not None:
            return game.results()
        self._refuse_damaged(game_id)
        record = self._over.get(game_id)
        if record is None:
            raise AppError("host.no_game")
        return (await self._replayed(record)).results()

    async def remove(self, game_id: str) -> None:
        """Stop a game and forget all of it. Raises `AppError("host.no_game")`."""
        known = game_id in self.running or game_id in self._over or game_id in self.damaged
        if not known:
            raise AppError("host.no_game")
        game = self.running.pop(game_id, None)
        if game is not None:
            await game.stop(stopped_by_host=True)
        self._over.pop(game_id, None)
        self.damaged.pop(game_id, None)
        try:
            await self._journal.remove_game(game_id)
        except sqlite3.Error as cause:
            raise AppError("host.disk", detail=str(cause)) from cause
        self._media.forget(game_id)

    def records(self) -> list[GameRecord]:
        """Records of games that are over and no longer loaded."""
        return list(self._over.values())

    async def stop(self) -> None:
        """End all writers; the journal keeps the games."""
        for game in self.running.values():
            await game.stop()

    def _game(self, record: GameRecord) -> Game:
        session = Session(record.setup, name_words())
        game = Game(record, session, self._journal, self._clock, lambda: self._around(game))
        return game

    async def _replayed(self, record: GameRecord) -> Game:
        game = self._game(record)
        game_id = record.setup.game_id
        await game.replay(await self._journal.events(game_id), await self._journal.seats(game_id))
        return game

    def _refuse_damaged(self, game_id: str) -> None:
        if game_id in self.damaged:
            raise AppError("host.game_damaged")

    def _lost(self) -> tuple[str, ...]:
        recovered = self._journal.recovered
        return recovered.lost if recovered else ()


def source_of(data: bytes) -> str:
    """What tells one quiz file from another."""
    return hashlib.sha256(data).hexdigest()
