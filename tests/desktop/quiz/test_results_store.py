"""Hosted games as rows: what goes in comes out, and fetching twice changes only what changed."""

from typing import Any

import msgspec

from desktop.quiz import results_store as store
from desktop.quiz.results_store import record_id
from shared.ids import QuizId, derived_id, new_id
from shared.quiz.records import GAME, GAME_PLAYER
from tests.support.quiz_results import small_result

QUIZ_ID = QuizId(new_id())


async def saved(database, result, quiz_id: QuizId | None = QUIZ_ID):
    return await database.write(lambda tx: store.save(tx, result, quiz_id))


async def loaded(database, game_id) -> Any:
    async with database.reader() as reader:
        return await store.game(reader, game_id)


def by_question(answers):
    return sorted(answers, key=lambda answer: (answer.q, answer.at_ms, answer.pid))


async def test_a_result_comes_back_whole(database):
    result = small_result(voided=(1,), hidden=((3, "mud"),))
    found = await loaded(database, await saved(database, result))
    assert msgspec.structs.replace(found, players=(), answers=()) == msgspec.structs.replace(
        result, players=(), answers=()
    )
    assert {player.pid for player in found.players} == {"p1", "p2", "p3"}
    assert sorted(found.players, key=lambda player: player.pid) == list(result.players)
    assert list(found.answers) == by_question(result.answers)


async def test_the_same_result_again_changes_nothing(database, changes):
    await saved(database, small_result())
    before = len(changes)
    await saved(database, small_result())
    assert changes[before:] == [] or not changes[-1].touches("game", "game_player", "game_answer")


async def test_later_marks_replace_earlier_ones(database):
    result = small_result(ended_ms=None)
    game_id = await saved(database, result)
    answers = tuple(
        msgspec.structs.replace(answer, fraction=1.0, points=700) if answer.text == "Newton" else answer
        for answer in result.answers
    )
    players = (
        *result.players[:1],
        msgspec.structs.replace(result.players[1], total=1_500),
        *result.players[2:],
    )
    later = msgspec.structs.replace(result, ended_ms=1_700_000_900_000, answers=answers, players=players)
    await saved(database, later)
    found = await loaded(database, game_id)
    assert found.ended_ms == later.ended_ms
    assert list(found.answers) == by_question(answers)
    assert {player.name: player.total for player in found.players}["Ben"] == 1_500


async def test_games_are_listed_with_players_and_marks(database):
    await saved(database, small_result())
    await saved(database, small_result("g-2", started_ms=1_800_000_000_000), None)
    async with database.reader() as reader:
        rows = await store.games(reader)
        of_quiz = await store.games(reader, QUIZ_ID)
    assert [row["started_ms"] for row in rows] == [1_800_000_000_000, 1_700_000_000_000]
    assert rows[0]["players"] == 2
    assert [row["id"] for row in of_quiz] == [record_id("g-1").bytes]


async def test_what_was_deleted_is_not_shown_and_stays_deleted(database):
    game_id = await saved(database, small_result())
    await database.write(lambda tx: tx.delete(GAME, game_id))
    assert await loaded(database, game_id) is None
    await saved(database, small_result(ended_ms=1))
    assert await loaded(database, game_id) is None
    await database.write(lambda tx: tx.restore(GAME, game_id))
    assert await loaded(database, game_id) is not None


async def test_a_deleted_player_is_left_out(database):
    game_id = await saved(database, small_result())
    await database.write(lambda tx: tx.delete(GAME_PLAYER, derived_id("game_player", game_id, "p3")))
    found = await loaded(database, game_id)
    assert [player.name for player in found.players] == ["Ana", "Ben"]
