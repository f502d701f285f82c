import ipaddress
import socket
from types import SimpleNamespace

import ifaddr

from server.host import addresses


def adapter(name: str, *ips: object) -> SimpleNamespace:
    return SimpleNamespace(name=name, ips=[SimpleNamespace(ip=ip) for ip in ips])


def test_this_computer_has_an_address():
    found = addresses.local_addresses()
    assert found
    assert all(ipaddress.ip_address(address).version == 4 for address in found)


def test_the_way_out_comes_first_and_virtual_networks_last(monkeypatch):
    monkeypatch.setattr(addresses, "_way_out", lambda: "10.0.0.5")
    monkeypatch.setattr(
        ifaddr,
        "get_adapters",
        lambda: [
            adapter("lo", "127.0.0.1", ("::1", 0, 0)),
            adapter("docker0", "172.17.0.1"),
            adapter("eth0", "169.254.1.1", "192.168.1.7"),
            adapter("wlan0", "10.0.0.5"),
        ],
    )
    assert addresses.local_addresses() == ("10.0.0.5", "192.168.1.7", "172.17.0.1", "169.254.1.1")


def test_without_a_network_there_is_still_this_computer(monkeypatch):
    def unreachable(self: socket.socket, address: object) -> None:
        raise OSError("no way out")

    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [adapter("lo", "127.0.0.1")])
    monkeypatch.setattr(addresses.socket, "socket", type("NoWay", (socket.socket,), {"connect": unreachable}))
    assert addresses.local_addresses() == (addresses.LOOPBACK,)
