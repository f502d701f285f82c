"""Looks for hosts by multicast DNS and says what it sees, one JSON line each. A program: it may stand in a namespace.

`python -m tests.support.mdns_browser SECONDS [ADDRESS]`
"""

import asyncio
import json
import sys
from typing import Any

from zeroconf import ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

SERVICE = "_lantern-quiz._tcp.local."


async def browse(seconds: float, *interfaces: str) -> None:
    """Print what appears, changes and goes, for so long."""
    zeroconf = AsyncZeroconf(interfaces=list(interfaces)) if interfaces else AsyncZeroconf()
    changes: asyncio.Queue[tuple[str, ServiceStateChange]] = asyncio.Queue()

    def changed(*, name: str, state_change: ServiceStateChange, **_more: Any) -> None:
        changes.put_nowait((name, state_change))

    browser = AsyncServiceBrowser(zeroconf.zeroconf, SERVICE, handlers=[changed])
    try:
        async with asyncio.timeout(seconds):
            while True:
                name, state = await changes.get()
                told: dict[str, Any] = {"name": name, "state": state.name}
                if state is not ServiceStateChange.Removed:
                    info = AsyncServiceInfo(SERVICE, name)
                    if not await info.async_request(zeroconf.zeroconf, 3_000):
                        continue
                    told["addresses"], told["port"] = info.parsed_addresses(), info.port
                    told["text"] = info.decoded_properties
                print(json.dumps(told), flush=True)  # noqa: T201 - its output is its answer
    except TimeoutError:
        pass
    await browser.async_cancel()
    await zeroconf.async_close()


if __name__ == "__main__":
    asyncio.run(browse(float(sys.argv[1]), *sys.argv[2:]))
