from pathlib import Path

import pytest

from server.host.door import Refusal
from server.live.connection import Connection
from server.live.game import Game
from shared.quiz.messages import VERSION, Hello
from tests.server.live.test_connection import FakeWire
from tests.support.clocks import ManualClock
from tests.support.host_stage import HostStage, staged


def tried(stage: HostStage, address: str = "10.0.0.9", **hello) -> str:
    """The reason of a refusal, "" when it is in."""
    connection = Connection(FakeWire(), address, stage.host.now_ms())
    entered = stage.host.door.enter(
        connection, Hello(VERSION, **{"role": "player", **hello}), stage.host.now_ms()
    )
    if isinstance(entered, Game):
        entered.leave(connection)
        return ""
    assert isinstance(entered, Refusal)
    return entered.deny.reason


@pytest.fixture
async def stage(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as found:
        yield found


async def test_a_class_behind_one_address_joins_all_at_once(stage: HostStage):
    pin = (await stage.game()).record.setup.pin
    assert {tried(stage, pin=pin, name=f"N{number}") for number in range(500)} == {""}


async def test_wrong_pins_run_out_and_right_ones_go_on(stage: HostStage, clock: ManualClock):
    pin = (await stage.game()).record.setup.pin
    wrong = [tried(stage, pin="x", name="Eve") for _ in range(100)]
    assert wrong[:30] == ["pin"] * 30
    assert set(wrong[30:]) == {"too_many"}
    assert tried(stage, pin=pin, name="Ana") == ""
    assert tried(stage, "10.0.0.10", pin="x", name="Typo") == "pin"
    clock.advance(2_000)
    assert tried(stage, pin="x", name="Eve") == "pin"
    assert stage.host.tally.wrong_pins == 102


async def test_joins_from_one_address_have_a_rate(stage: HostStage, clock: ManualClock):
    pin = (await stage.game()).record.setup.pin
    reasons = [tried(stage, pin=pin, name=f"N{number}") for number in range(700)]
    assert reasons[599] == ""
    assert reasons[-1] == "too_many"
    assert tried(stage, "10.0.0.10", pin=pin, name="Ana") == ""
    clock.advance(1_000)
    assert tried(stage, pin=pin, name="Ben") == ""


async def test_players_on_this_computer_have_none(stage: HostStage):
    pin = (await stage.game()).record.setup.pin
    for number in range(1_700):
        connection = Connection(FakeWire(), "127.0.0.1", stage.host.now_ms(), local=True)
        hello = Hello(VERSION, "player", pin=pin, name=f"N{number}")
        assert isinstance(stage.host.door.enter(connection, hello, stage.host.now_ms()), Game)


async def test_codes_are_limited_per_room_too(stage: HostStage):
    game = await stage.game()
    pin = game.record.setup.pin
    reasons = [tried(stage, f"10.0.{number}.1", pin=pin, code="ZZZZ") for number in range(80)]
    assert reasons[:50] == ["token"] * 50
    assert reasons[-1] == "too_many"
    assert tried(stage, pin="wrong", code="ZZZZ") == "pin"


async def test_a_token_needs_no_pin_and_says_nothing_when_it_is_wrong(stage: HostStage):
    game = await stage.game()
    assert tried(stage, token="no such token") == "token"
    assert tried(stage, role="host", token=game.record.host_token) == ""
    assert tried(stage, role="screen", token=game.record.screen_token) == ""
    assert tried(stage, role="host", token=game.record.screen_token) == "token"


async def test_another_version_is_told_so(stage: HostStage):
    connection = Connection(FakeWire(), "a", 0)
    entered = stage.host.door.enter(connection, Hello(VERSION + 1, "player", pin="1"), 0)
    assert isinstance(entered, Refusal)
    assert entered.deny.reason == "version"


async def test_a_game_that_is_over_lets_nobody_new_in(stage: HostStage, monkeypatch):
    game = await stage.game()
    monkeypatch.setattr(type(game.session), "over", property(lambda self: True))
    assert tried(stage, pin=game.record.setup.pin, name="Late") == "ended"


async def test_a_room_has_an_end(stage: HostStage):
    game = await stage.game()
    game.tokens.update({str(number).encode(): "p" for number in range(5_000)})
    assert tried(stage, pin=game.record.setup.pin, name="Last") == "full"
