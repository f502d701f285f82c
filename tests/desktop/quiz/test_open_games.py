"""The file of games without a final result."""

from desktop.quiz.open_games import FILE, OpenGames


async def test_games_are_remembered_until_dropped(tmp_path):
    games = OpenGames(tmp_path / "classroom")
    assert await games.all() == {}
    await games.add("a", "live")
    await games.add("b", "self")
    assert await OpenGames(tmp_path / "classroom").all() == {"a": "live", "b": "self"}
    await games.drop("a", "unknown")
    assert await games.all() == {"b": "self"}


async def test_a_damaged_file_counts_as_none_and_is_replaced(tmp_path):
    (tmp_path / FILE).write_bytes(b"\xff{")
    games = OpenGames(tmp_path)
    assert await games.all() == {}
    await games.add("a", "live")
    assert await games.all() == {"a": "live"}
