"""The stand-in for Stripe that others wrote (`localstripe`, GPL) as a process of its own: a second opinion.

Its objects have shapes of years ago, and it sends no `customer.subscription.updated`, no checkout, no refunds.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import stripe

from tests.support.no_skips import OPTIONAL
from tests.support.waiting import until_true

_LIMIT_S = 60.0


@asynccontextmanager
async def localstripe(folder: Path) -> AsyncGenerator[str, None]:
    """Run it with an empty store; yields its address."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"),
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )

    async def answers() -> bool:
        assert process.returncode is None, "it did not start"
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    try:
        await until_true(answers, limit_s=_LIMIT_S)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def send_webhooks(url: str, to: str, secret: str) -> None:
    """Have it send all its events somewhere, signed."""
    limit = aiohttp.ClientTimeout(_LIMIT_S)
    async with aiohttp.ClientSession(timeout=limit) as http:
        body = {"url": to, "secret": secret}
        async with http.post(f"{url}/_config/webhooks/lantern", json=body) as answer:
            answer.raise_for_status()


def client(url: str) -> stripe.StripeClient:
    """Stripe's own library, talking to it."""
    return stripe.StripeClient("sk_test_1234567890", base_addresses={"api": url}, max_network_retries=0)


def _free_port() -> int:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as found:
            found.bind(("::", 0))
            return found.getsockname()[1]
    except OSError:
        pytest.skip(f"{OPTIONAL}localstripe listens on IPv6, which is not there")
