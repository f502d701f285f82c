"""SQL of games that were hosted: a result becomes rows, rows become a result again."""

from collections.abc import Iterable
from typing import Any

import aiosqlite
import msgspec

from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import GameId, QuizId, derived_id
from shared.quiz.quiz import GameOptions, Quiz
from shared.quiz.records import GAME, GAME_ANSWER, GAME_PLAYER
from shared.quiz.results import AnswerResult, GameResult, PlayerResult


class _State(msgspec.Struct, omit_defaults=True):
    """The `state_json` column: what a host can still change after the game began."""

    game: str
    asked: tuple[int, ...] = ()
    voided: tuple[int, ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()


class _Facts(msgspec.Struct, omit_defaults=True):
    """The `facts_json` column of a player."""

    device: str = ""
    extra_time: float = 1
    aways: int = 0
    fast_taps: int = 0
    joined_ms: int = 0
    finished_ms: int | None = None


_GAMES = """
    SELECT g.id, g.quiz_id, g.title, g.pace, g.started_ms, g.ended_ms,
        (SELECT count(*) FROM game_player p
            WHERE p.game_id = g.id AND p.deleted = 0 AND p.state = 'in') AS players,
        (SELECT avg(a.fraction) FROM game_answer a WHERE a.game_id = g.id AND a.deleted = 0) AS mean
    FROM game g WHERE g.deleted = 0
"""


def record_id(game: str) -> GameId:
    """Return the record id of a game by the id that its host gave it."""
    return GameId(derived_id("game", game))


async def games(reader: aiosqlite.Connection, quiz_id: QuizId | None = None) -> list[sqlite3.Row]:
    """Return hosted games, the last one first; with `quiz_id`, those of one quiz."""
    if quiz_id is None:
        return list(await reader.execute_fetchall(f"{_GAMES} ORDER BY g.started_ms DESC"))
    return list(
        await reader.execute_fetchall(
            f"{_GAMES} AND g.quiz_id = ? ORDER BY g.started_ms DESC", [quiz_id.bytes]
        )
    )


async def game(reader: aiosqlite.Connection, game_id: GameId) -> GameResult | None:
    """Return one game with every player and answer, unless it is deleted."""
    rows = list(
        await reader.execute_fetchall(
            "SELECT started_ms, ended_ms, quiz_json, options_json, state_json FROM game"
            " WHERE id = ? AND deleted = 0",
            [game_id.bytes],
        )
    )
    if not rows:
        return None
    row = rows[0]
    state = msgspec.json.decode(row["state_json"], type=_State)
    players = await reader.execute_fetchall(
        "SELECT player, name, team, total, rank, state, facts_json FROM game_player"
        " WHERE game_id = ? AND deleted = 0 ORDER BY rank, name, player",
        [game_id.bytes],
    )
    answers = await reader.execute_fetchall(
        "SELECT player, question, answer_json, text, fraction, points, elapsed_ms, clamped_ms, late, sure, at_ms"
        " FROM game_answer WHERE game_id = ? AND deleted = 0 ORDER BY question, at_ms, player",
        [game_id.bytes],
    )
    return GameResult(
        game_id=state.game,
        quiz=msgspec.json.decode(row["quiz_json"], type=Quiz),
        options=msgspec.json.decode(row["options_json"], type=GameOptions),
        started_ms=row["started_ms"],
        ended_ms=row["ended_ms"],
        asked=state.asked,
        voided=state.voided,
        players=tuple(_player(found) for found in players),
        answers=tuple(_answer(found) for found in answers),
        hidden=state.hidden,
    )


def save(tx: Transaction, result: GameResult, quiz_id: QuizId | None) -> GameId:
    """Write a result, or what changed since it was written last. Rows that a person deleted stay deleted."""
    game_id = record_id(result.game_id)
    values = {
        "title": result.quiz.title,
        "ended_ms": result.ended_ms,
        "state_json": _json(_State(result.game_id, result.asked, result.voided, result.hidden)),
    }
    if _known(tx, "game", "id", game_id, "id"):
        tx.update(GAME, game_id, **values)
    else:
        tx.insert(
            GAME,
            game_id,
            quiz_id=None if quiz_id is None else quiz_id.bytes,
            pace=result.options.pace,
            started_ms=result.started_ms,
            quiz_json=_json(result.quiz),
            options_json=_json(result.options),
            **values,
        )
    _save_players(tx, game_id, result.players)
    _save_answers(tx, game_id, result.answers)
    return game_id


def _save_players(tx: Transaction, game_id: GameId, players: Iterable[PlayerResult]) -> None:
    known = _known(
        tx, "game_player", "game_id", game_id, "player, name, team, total, rank, state, facts_json"
    )
    pids = {found[0] for found in known}
    for player in players:
        facts = _Facts(
            player.device,
            player.extra_time,
            player.aways,
            player.fast_taps,
            player.joined_ms,
            player.finished_ms,
        )
        values: dict[str, Any] = {
            "name": player.name,
            "team": player.team,
            "total": player.total,
            "rank": player.rank,
            "state": player.state,
            "facts_json": _json(facts),
        }
        row = (player.pid, *values.values())
        id_ = derived_id("game_player", game_id, player.pid)
        if row in known:
            continue
        if player.pid in pids:
            tx.update(GAME_PLAYER, id_, **values)
        else:
            tx.insert(GAME_PLAYER, id_, game_id=game_id.bytes, player=player.pid, **values)


def _save_answers(tx: Transaction, game_id: GameId, answers: Iterable[AnswerResult]) -> None:
    names = "player, question, answer_json, text, fraction, points, elapsed_ms, clamped_ms, late, sure, at_ms"
    known = _known(tx, "game_answer", "game_id", game_id, names)
    keys = {found[:2] for found in known}
    for answer in answers:
        values: dict[str, Any] = {
            "answer_json": _json(answer.answer),
            "text": answer.text,
            "fraction": float(answer.fraction),
            "points": answer.points,
            "elapsed_ms": answer.elapsed_ms,
            "clamped_ms": answer.clamped_ms,
            "late": int(answer.late),
            "sure": answer.sure,
            "at_ms": answer.at_ms,
        }
        if (answer.pid, answer.q, *values.values()) in known:
            continue
        id_ = derived_id("game_answer", game_id, answer.pid, str(answer.q))
        if (answer.pid, answer.q) in keys:
            tx.update(GAME_ANSWER, id_, **values)
        else:
            tx.insert(GAME_ANSWER, id_, game_id=game_id.bytes, player=answer.pid, question=answer.q, **values)


def _known(tx: Transaction, table: str, column: str, game_id: GameId, names: str) -> set[tuple[Any, ...]]:
    rows = tx.execute(
        f"SELECT {names} FROM {table} WHERE {column} = ?",  # noqa: S608 - names of this module
        [game_id.bytes],
    )
    return {tuple(row) for row in rows}


def _player(row: sqlite3.Row) -> PlayerResult:
    facts = msgspec.json.decode(row["facts_json"], type=_Facts)
    return PlayerResult(
        pid=row["player"],
        name=row["name"],
        team=row["team"],
        device=facts.device,
        total=row["total"],
        rank=row["rank"],
        extra_time=facts.extra_time,
        aways=facts.aways,
        fast_taps=facts.fast_taps,
        state=row["state"],
        joined_ms=facts.joined_ms,
        finished_ms=facts.finished_ms,
    )


def _answer(row: sqlite3.Row) -> AnswerResult:
    return AnswerResult(
        pid=row["player"],
        q=row["question"],
        answer=msgspec.json.decode(row["answer_json"]),
        text=row["text"],
        fraction=row["fraction"],
        points=row["points"],
        elapsed_ms=row["elapsed_ms"],
        clamped_ms=row["clamped_ms"],
        late=bool(row["late"]),
        sure=row["sure"],
        at_ms=row["at_ms"],
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
