"""Computers on one network, as Linux network namespaces on a bridge: made and taken away by the test. Needs root."""

import contextlib
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

_numbers = itertools.count()


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=20)


class Computer:
    """One namespace. `address` is its own on the classroom's network."""

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.prefix = ("ip", "netns", "exec", name)

    def move(self, address: str) -> None:
        """Give it another address instead."""
        ip("-n", self.name, "addr", "flush", "dev", "eth0")
        ip("-n", self.name, "addr", "add", f"{address}/24", "dev", "eth0")
        ip("-n", self.name, "route", "add", "default", "dev", "eth0")
        self.address = address

    def run(self, *command: str, limit_s: float = 30.0) -> str:
        """Run a program there; its output."""
        done = subprocess.run(
            [*self.prefix, *command], capture_output=True, text=True, timeout=limit_s, check=True
        )
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a program there."""
        return subprocess.Popen([*self.prefix, *command], stdout=subprocess.PIPE, text=True)


@contextlib.contextmanager
def classroom(computers: int) -> Iterator[list[Computer]]:
    """So many computers on one switch, with addresses 10.77.0.1, .2, …"""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and iproute2")
    mark = f"lt{os.getpid() % 100_000}x{next(_numbers)}"
    made = [Computer(f"{mark}c{number}", f"10.77.0.{number + 1}") for number in range(computers)]
    switch = f"{mark}s"
    try:
        ip("netns", "add", switch)
        ip("-n", switch, "link", "add", "br0", "type", "bridge")
        ip("-n", switch, "link", "set", "br0", "up")
        for number, computer in enumerate(made):
            ip("netns", "add", computer.name)
            ip("-n", computer.name, "link", "set", "lo", "up")
            port = f"p{number}"
            ip(
                "-n",
                switch,
                "link",
                "add",
                port,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                computer.name,
            )
            ip("-n", switch, "link", "set", port, "master", "br0", "up")
            ip("-n", computer.name, "link", "set", "eth0", "up")
            ip("-n", computer.name, "addr", "add", f"{computer.address}/24", "dev", "eth0")
            ip("-n", computer.name, "route", "add", "default", "dev", "eth0")
        yield made
    finally:
        for name in (*(computer.name for computer in made), switch):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True, timeout=20)
