import asyncio

import msgspec
import pytest
from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
from aiohttp.base_protocol import BaseProtocol

from server.live import frames
from shared.quiz.messages import Ack, OwnResult, Reveal
from shared.quiz.views import Solution, Summary


def read(data: bytes) -> list[bytes]:
    """What aiohttp's own reader makes of it."""
    loop = asyncio.get_running_loop()
    queue = WebSocketDataQueue(BaseProtocol(loop), 2**20, loop=loop)
    reader = WebSocketReader(queue, 2**20, compress=False, decode_text=False)
    reader.feed_data(data)
    return [message.data for message, _ in queue._buffer]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 100_000])
async def test_a_frame_of_any_length_is_read_as_it_was_written(length: int):
    payload = b"x" * length
    assert read(frames.framed(payload)) == [payload]


async def test_the_own_part_is_spliced_into_what_all_share():
    reveal = Reveal(3, 1, Solution(2), Summary(answers=4), "because")
    spliced = frames.Spliced(reveal, "own")
    own = OwnResult(1.0, 900, 900, 1)
    (plain,) = read(spliced.plain)
    (mine,) = read(spliced.with_own(own))
    assert msgspec.json.decode(plain, type=Reveal) == reveal
    assert msgspec.json.decode(mine, type=Reveal) == msgspec.structs.replace(reveal, own=own)


async def test_a_frame_is_json_with_its_kind():
    (data,) = read(frames.text(Ack(2, "n", "ok")))
    assert msgspec.json.decode(data) == {"k": "ack", "q": 2, "nonce": "n", "s": "ok"}
