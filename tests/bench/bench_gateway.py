"""What the gateway adds to a provider: CPU of a plain and of a streamed call, time to the first byte, memory.

The provider is a process of its own that answers after 50 ms; the same client asks it directly in the same run, and a
bare relay (`peers/bare_relay.py`) that does nothing but pass on. The server keeps its ledger durably. With
LANTERN_BENCH_LITELLM=1 LiteLLM's proxy stands beside it, installed into a folder of its own; it may also name the
program.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psutil

from server.ai.routes import OPENAI
from tests.bench.peers.litellm_proxy import LiteLlm
from tests.bench.served import Kind, kinds
from tests.support.api_fuzz import Member
from tests.support.cloud_server import CloudProcess
from tests.support.gateway_crowd import furnish, settings

BEHAVIOURS = (":pieces1", ":pieces20", ":pieces20:delay50", ":pieces20:delay50:gap50")
STREAM_S = 1.05
"""How long the last of them takes."""
PLAIN, STREAM, WAITING, SLOW = (f"openai-{number}" for number in range(len(BEHAVIOURS)))
CALLS = int(os.environ.get("LANTERN_BENCH_GATEWAY_CALLS", "600"))
ROUNDS, CONNECTIONS, ASKERS = 3, 8, 100
HERE = Path(__file__).resolve().parent


@dataclass
class Target:
    """Somebody who answers completions. `pid` is whose CPU is counted."""

    host: str
    port: int
    path: str
    token: str
    names: Mapping[str, str]
    pid: int = 0

    def request(self, model: str, *, stream: bool) -> bytes:
        body = json.dumps(
            {
                "model": self.names.get(model, model),
                "max_tokens": 100,
                "stream": stream,
                "messages": [{"role": "user", "content": "What is a leaf?"}],
            }
        ).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def cpu_s(self) -> float:
        process = psutil.Process(self.pid)
        every = [process, *process.children(recursive=True)]
        return sum(one.cpu_times().user + one.cpu_times().system for one in every)


@dataclass
class Seen:
    """Seconds until the first byte of the body, until the end."""

    first_s: float
    whole_s: float


class Line:
    """A kept connection that reads just enough of HTTP."""

    def __init__(self, target: Target) -> None:
        self.target = target

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection(
            self.target.host, self.target.port, limit=1 << 20
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def ask(self, request: bytes) -> Seen:
        began = time.perf_counter()
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        if b"content-length:" in head:
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            first = await self.reader.readexactly(1)
            first_s = time.perf_counter() - began
            await self.reader.readexactly(length - len(first))
            return Seen(first_s, time.perf_counter() - began)
        first_s = 0.0
        while True:
            size = int(await self.reader.readline(), 16)
            first_s = first_s or time.perf_counter() - began
            await self.reader.readexactly(size + 2)
            if size == 0:
                return Seen(first_s, time.perf_counter() - began)


async def asked(
    targets: list[Target], model: str, calls: int, *, stream: bool, spread_s: float = 0.0
) -> list[Seen]:
    """Ask so often, each target over a connection of its own; they begin one after another within `spread_s`."""
    left, seen = iter(range(calls)), list[Seen]()

    async def one(number: int, target: Target) -> None:
        await asyncio.sleep(spread_s * number / len(targets))
        request = target.request(model, stream=stream)
        async with Line(target) as line:
            for _ in left:
                seen.append(await line.ask(request))

    async with asyncio.TaskGroup() as group:
        for number, target in enumerate(targets):
            group.create_task(one(number, target))
    return seen


def cpu_us(targets: list[Target], model: str, calls: int, *, stream: bool) -> float:
    """Median over the rounds of the CPU of one call."""
    found: list[float] = []
    asyncio.run(asked(targets, model, len(targets) * 4, stream=stream))
    for _ in range(ROUNDS):
        before = targets[0].cpu_s()
        asyncio.run(asked(targets, model, calls, stream=stream))
        found.append((targets[0].cpu_s() - before) / calls * 1e6)
    return statistics.median(found)


def added_ms(target: Target, direct: Target, model: str, calls: int) -> tuple[float, float]:
    """What the first byte comes later than from the provider itself: p50 and p99, medians of the rounds."""
    p50s: list[float] = []
    p99s: list[float] = []
    for _ in range(ROUNDS):
        alone = _first_ms(asyncio.run(asked([direct], model, calls, stream=True)))
        through = _first_ms(asyncio.run(asked([target], model, calls, stream=True)))
        p50s.append(_share(through, 0.5) - _share(alone, 0.5))
        p99s.append(_share(through, 0.99) - _share(alone, 0.99))
    return statistics.median(p50s), statistics.median(p99s)


def _first_ms(seen: list[Seen]) -> list[float]:
    return sorted(one.first_s * 1_000 for one in seen)


def _share(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def fsync_ms(folder: Path) -> dict[str, float]:
    """The floor of anything durable: a page written and synced, p50 and p99."""
    found: list[float] = []
    with (folder / "floor").open("wb", buffering=0) as file:
        for _ in range(200):
            began = time.perf_counter()
            file.write(bytes(4_096))
            os.fsync(file.fileno())
            found.append((time.perf_counter() - began) * 1_000)
    found.sort()
    return {"fsync_ms": round(_share(found, 0.5), 2), "fsync_p99_ms": round(_share(found, 0.99), 2)}


def figures(_options: object) -> Iterator[dict[str, Any]]:
    """CPU, first byte, a hundred at once, memory; on each database, the peer once."""
    for kind in kinds():
        for row in _figures(kind):
            yield {**row, "figure": f"{row['figure']}{kind.suffix}", **kind.beside}


def _figures(kind: Kind) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        url, provider = started_provider(stack)
        asyncio.run(furnish(folder / "cloud", BEHAVIOURS, url=kind.url))
        # Periodic work of a fresh server would count as work of the first calls.
        quiet = {**settings(url), "JOBS__ENABLED": "false", **kind.settings}
        server = asyncio.run(CloudProcess(folder / "cloud", quiet).start())
        stack.callback(lambda: asyncio.run(server.kill()))
        people = [Member(server.url, f"p{number}@example.org").sign_up() for number in range(ASKERS // 2)]
        beside: dict[str, Any] = {**fsync_ms(folder), "unit": "us"}
        targets = [_target(server, member.access_token) for member in people]
        peer = None if kind.suffix else LiteLlm.started(stack, url, BEHAVIOURS)
        peer_target = None if peer is None else _of_peer(peer)
        bare = started_bare(stack, url, provider.names)
        yield from _cpu(targets[:CONNECTIONS], bare, peer_target, beside)
        yield from _first_byte(targets[0], provider, peer_target, beside)
        yield _hundred(targets, provider, beside)
        rss = psutil.Process(server.process.pid).memory_info().rss / (1 << 20)
        yield {"figure": "gateway_rss", "value": round(rss, 1), "unit": "MiB", "must": "<= 150"} | _load()


def _cpu(
    targets: list[Target], bare: Target, peer: Target | None, beside: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    for figure, model, stream, most in (
        ("gateway_cpu_plain", PLAIN, False, 650),
        ("gateway_cpu_stream_20", STREAM, True, 1_000),
    ):
        value = cpu_us(targets, model, CALLS, stream=stream)
        floor = cpu_us([bare] * CONNECTIONS, model, CALLS, stream=stream)
        row = {"figure": figure, "value": round(value), **beside, "must": f"<= {most}"}
        row |= {"bare_relay": round(floor), "times_bare": round(value / floor, 2)}
        if peer is not None:
            theirs = cpu_us([peer] * CONNECTIONS, model, CALLS // 4, stream=stream)
            row |= {"litellm": round(theirs), "times_less": round(theirs / value, 1)}
        yield row | _load()


def _first_byte(
    target: Target, provider: Target, peer: Target | None, beside: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    p50, p99 = added_ms(target, provider, WAITING, 100)
    theirs = added_ms(peer, provider, WAITING, 100) if peer is not None else None
    for name, value, most, index in (("p50", p50, 1, 0), ("p99", p99, 5, 1)):
        row = {"figure": f"gateway_first_byte_{name}", "value": round(value, 2), **beside, "unit": "ms"}
        if theirs is not None:
            row["litellm"] = round(theirs[index], 2)
        yield row | {"must": f"<= {most}"} | _load()


def _hundred(targets: list[Target], provider: Target, beside: dict[str, Any]) -> dict[str, Any]:
    """A hundred streams under way at any time, of fifty people; each comes for a second, a piece every 50 ms."""

    def round_of(every: list[Target]) -> float:
        asking = asked(every, SLOW, 4 * ASKERS, stream=True, spread_s=STREAM_S)
        return _share(_first_ms(asyncio.run(asking)), 0.99)

    added: list[float] = []
    for _ in range(ROUNDS):
        alone = round_of([provider] * ASKERS)
        added.append(round_of(targets * 2) - alone)
    value = round(statistics.median(added), 2)
    more = {"unit": "ms", "must": "<= 5", "askers": ASKERS, "rounds": [round(each, 1) for each in added]}
    return {"figure": "gateway_first_byte_p99_100_askers", "value": value, **beside, **more, **_load()}


def _load() -> dict[str, Any]:
    return {"load": round(os.getloadavg()[0], 1)}


def _target(server: CloudProcess, token: str) -> Target:
    assert server.process is not None
    return Target("127.0.0.1", server.port, f"{OPENAI}/chat/completions", token, {}, server.process.pid)


def _of_peer(peer: LiteLlm) -> Target:
    return Target("127.0.0.1", peer.port, "/v1/chat/completions", peer.key, {}, peer.pid)


def started_provider(stack: ExitStack) -> tuple[str, Target]:
    """Start the fake provider; its address, and itself as a target with the names that its models have there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.fault_provider"], stdout=subprocess.PIPE, text=True
    )
    stack.callback(_ended(process))
    assert process.stdout is not None
    url = json.loads(process.stdout.readline())["url"]
    names = {f"openai-{number}": f"fake{behaviour}" for number, behaviour in enumerate(BEHAVIOURS)}
    return url, Target(
        "127.0.0.1", int(url.rsplit(":", 1)[1]), "/v1/chat/completions", "x", names, process.pid
    )


def started_bare(stack: ExitStack, url: str, names: Mapping[str, str]) -> Target:
    """Start the relay that does nothing else."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "peers" / "bare_relay.py"), url, json.dumps(names)],
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(_ended(process))
    assert process.stdout is not None
    port = json.loads(process.stdout.readline())["port"]
    return Target("127.0.0.1", port, "/v1/chat/completions", "x", {}, process.pid)


def _ended(process: "subprocess.Popen[str]") -> Callable[[], None]:
    def end() -> None:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()

    return end
