"""The page's seat and `shared/quiz/player_seat.py` are twins: the same frames lead to the same state."""

import json
from typing import Any, get_args

import msgspec
import pytest

from shared.quiz.commands import ToHostScreen
from shared.quiz.link_clock import LinkClock
from shared.quiz.messages import (
    Ack,
    Close,
    Deny,
    Frame,
    Gone,
    HostLost,
    Lobby,
    OwnResult,
    Pong,
    Reveal,
    Snapshot,
    Time,
    ToClient,
)
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.quiz.quiz import Media, Source
from shared.quiz.views import Solution, Summary
from tests.support.player_scenes import KINDS, board, info, opened, prep, shown, welcome
from tests.support.source_tree import ROOT

WIRE = ROOT / "tests" / "wire"
READ: dict[str, type[msgspec.Struct]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(ToClient | ToHostScreen)
}
pytestmark = pytest.mark.asyncio(loop_scope="session")
SINGLE = KINDS["single"]
ANSWER = "answer"
GAME = info(seed=12345)
REVEAL = Reveal(
    60, 2, Solution(1), Summary(3, 2, (1, 2)), "Why", own=OwnResult(1, 900, 1800, 2, 1, 30, 1, "right")
)
MIDWAY = Snapshot(
    "open", shown=shown(SINGLE), view=SINGLE.view, open_at=900, close_at=30_900, total=40, rank=3
)

GAMES: dict[str, list[Frame | str]] = {
    "lobby": [welcome(game=GAME), Lobby("Ana 2", "Owls", 4)],
    "answered": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, Ack(2, "n1", "ok"), Close(42, 2), REVEAL],
    "unsent": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER],
    "resumed": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, welcome(MIDWAY, GAME, seq=50)],
    "late": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, Ack(2, "n1", "late")],
    "locked": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, Ack(2, "n1", "locked")],
    "another nonce": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, Ack(2, "other", "ok")],
    "paused": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), Time(50, 2, None, paused=True, left_ms=700)],
    "resumes": [
        *(welcome(game=GAME), prep(SINGLE), opened(SINGLE), Time(50, 2, None, paused=True, left_ms=700)),
        Time(51, 2, 99_000),
    ],
    "old": [welcome(game=GAME, seq=100), prep(SINGLE), opened(SINGLE)],
    "doubled": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, opened(SINGLE)],
    "board": [welcome(game=GAME), prep(SINGLE), opened(SINGLE), ANSWER, Ack(2, "n1", "ok"), REVEAL, board()],
    "podium": [welcome(game=GAME), board(final=True)],
    "host lost": [welcome(game=GAME), HostLost(5)],
    "host back": [welcome(game=GAME), HostLost(5), HostLost(None)],
    "denied": [Deny("name_taken", ("Otter",))],
    "elsewhere": [welcome(game=GAME), Gone("elsewhere")],
}  # fmt: skip

RUN = """([frames]) => {
  const memory = new Map();
  const storage = { getItem: (key) => memory.get(key) || null, setItem: (key, text) => memory.set(key, text),
    removeItem: (key) => memory.delete(key) };
  let count = 0;
  const keep = new Lantern.Keep(storage);
  const seat = new Lantern.Seat({ pin: "482913", keep, random: () => 1, nonce: () => `n${++count}` });
  seat.join({ pin: "482913", name: "Ana", team: "" }, 0);
  seat.step(0);
  const sent = seat.opened(0);
  for (const text of frames) {
    if (text === "answer") sent.push(...seat.answer(seat.state.shown.q, 1, { elapsed: 5, shown: 1000, sure: 0 }, 2000));
    else sent.push(...seat.receive(Lantern.readFrame(text), 2000));
  }
  const { phase, paused, shown, view, openAt, closeAt, leftMs, answer, own, total, rank } = seat.state;
  const { players, name, team, hostLost, gone, ended, seq, epoch } = seat.state;
  return {
    sent: sent.filter((frame) => frame.k !== "ping"),
    state: { phase, paused, q: shown && shown.q, openAt, closeAt, leftMs, answer, points: own && own.points,
      total, rank, players, name, team,
      hostLost, gone, ended, seq, epoch, unsent: Array.from(seat.unsent.keys()), token: seat.token,
      order: view ? Lantern.ownOrder(seat.state.game.seed, shown.q, view.options.length, view.type) : null },
  };
}"""


def python_twin(frames: list[Frame | str]) -> dict[str, Any]:
    """What the Python seat sends and shows, in the words of the page's seat."""
    count = iter(range(1, 100))
    seat = PlayerSeat(
        SavedSeat(pin="482913", name="Ana"), nonce=lambda: f"n{next(count)}", jitter=lambda: 1.0
    )
    sent = seat.connected(0)
    for frame in frames:
        if isinstance(frame, str):
            seat.stage.painted(1995)
            sent += seat._give(2, 1, 5, 2000, 0)
            seat.stage.answer = 1
        else:
            sent += seat.receive(frame, 2000)
    stage = seat.stage
    found = [json.loads(msgspec.json.encode(frame)) for frame in sent]
    return {
        "sent": [frame for frame in found if frame["k"] != "ping"],
        "state": {
            "phase": stage.phase, "paused": stage.paused, "q": stage.q,
            "openAt": stage.open_at, "closeAt": stage.close_at, "leftMs": stage.left_ms,
            "answer": stage.answer, "points": stage.own and stage.own.points,
            "total": stage.total, "rank": stage.rank, "players": stage.players,
            "name": seat.name, "team": seat.team, "hostLost": seat.host_lost_since,
            "gone": seat.gone, "ended": stage.ended, "seq": seat.seq, "epoch": seat.epoch, "token": seat.token,
            "unsent": [2] if seat.is_sending(2) else [], "order": list(seat.order()) if stage.view else None,
        },
    }  # fmt: skip


DEFAULTS = {
    "sure": 0,
    "team": "",
    "lang": "",
    "device": "",
    "code": "",
    "token": "",
    "seen": [0, 0],
    "shown_ms": 0,
}
TOLD_DIFFERENTLY = {"shown_ms", "players", "name"}
"""The estimate of the paint is each one's own; the counts and the name before the welcome are not shown."""


def comparable(twin: dict[str, Any]) -> dict[str, Any]:
    sent = [{**DEFAULTS, **frame} for frame in twin["sent"]]
    return {
        "sent": [{key: value for key, value in frame.items() if key != "shown_ms"} for frame in sent],
        "state": {key: value for key, value in twin["state"].items() if key not in TOLD_DIFFERENTLY},
    }


@pytest.mark.parametrize("name", GAMES)
async def test_the_same_frames_lead_to_the_same_state(device, stand, name: str):
    page = await device()
    await page.goto(stand.url)
    texts = [
        frame if isinstance(frame, str) else msgspec.json.encode(frame).decode() for frame in GAMES[name]
    ]
    theirs = await page.evaluate(RUN, [texts])
    assert comparable(theirs) == comparable(python_twin(GAMES[name]))


def whole(value: Any) -> Any:
    """A struct as plain data with nothing left out, as a client has to understand it."""
    if isinstance(value, Media | Source):
        return msgspec.to_builtins(value)
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        tag = {config.tag_field: config.tag} if config.tag_field else {}
        return tag | {name: whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [whole(each) for each in value]
    return value


@pytest.mark.parametrize("kind", READ)
async def test_what_the_host_leaves_out_is_read_as_declared(device, stand, kind: str):
    page = await device()
    await page.goto(stand.url)
    texts = [json.dumps(frame) for frame in json.loads((WIRE / f"{kind}.json").read_text("utf-8"))]
    theirs = await page.evaluate("(texts) => texts.map(Lantern.readFrame)", texts)
    assert theirs == [whole(msgspec.json.decode(text, type=READ[kind])) for text in texts]


async def test_the_order_of_options_is_the_same_everywhere(device, stand):
    page = await device()
    await page.goto(stand.url)
    samples = json.loads((WIRE / "own_order.json").read_text("utf-8"))
    orders = "(all) => all.map(({ seed, q, count }) => Lantern.ownOrder(seed, q, count, 'single'))"
    assert await page.evaluate(orders, samples) == [sample["order"] for sample in samples]


async def test_the_host_s_time_is_reckoned_the_same(device, stand):
    page = await device()
    await page.goto(stand.url)
    pings = [
        (10.0, 1_000_040, 1_000_041, 90.0),
        (200.0, 1_000_215, 1_000_215, 226.0),
        (400.0, 1_000_500, 1_000_501, 590.0),
    ]
    theirs = await page.evaluate(
        """(pings) => {
          const clock = new Lantern.HostClock();
          pings.forEach((ping) => clock.add(...ping));
          return clock.offset;
        }""",
        pings,
    )
    ours = LinkClock()
    ours.opened(0)
    for number, (t1, t2, t3, t4) in enumerate(pings, 1):
        ours._sent[number] = t1
        ours.ponged(Pong(number, t1, t2, t3), t4)
    assert theirs == pytest.approx(ours.offset_ms)


async def test_numbers_are_read_as_people_type_them(device, stand):
    page = await device()
    await page.goto(stand.url)
    typed = [
        "12",
        "12.5",
        "12,5",
        " -3 ",
        "\u22123",
        "1 000",
        ".5",
        "1e3",
        "",
        "abc",
        "1,2,3",
        "--1",
        "Infinity",
        "0x10",
    ]
    read = await page.evaluate("(typed) => typed.map(Lantern.readNumber)", typed)
    assert read == [12, 12.5, 12.5, -3, -3, 1000, 0.5, 1000, None, None, None, None, None, None]
