import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.addresses import Client, Networks, client_of, limited_part, parsed

PROXIES = Networks(("10.0.0.0/8", "::1"))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", None),
        ("", None),
    ],
)
def test_addresses_as_proxies_write_them(text, address):
    found = parsed(text)
    assert (str(found) if found else None) == address


def test_what_an_untrusted_peer_claims_counts_nothing():
    assert client_of("203.0.113.1", ["1.2.3.4"], "https", PROXIES, tls=False) == Client("203.0.113.1", False)


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["6.6.6.6, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (["6.6.6.6", "203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (["203.0.113.9, garbage"], "10.0.0.1"),
        (["10.0.0.3"], "10.0.0.3"),
        ([], "10.0.0.1"),
    ],
)
def test_behind_proxies_the_nearest_stranger_asks(lines, address):
    assert client_of("10.0.0.1", lines, "https", PROXIES, tls=False) == Client(address, True)


def test_the_last_proxy_says_whether_it_was_tls():
    assert client_of("10.0.0.1", [], "https, http", PROXIES, tls=False).secure is False
    assert client_of("203.0.113.1", [], "", PROXIES, tls=True).secure is True


@given(st.lists(st.ip_addresses().map(str) | st.text(max_size=20), max_size=40))
def test_no_invented_list_hides_the_one_who_is_next(invented):
    found = client_of("10.0.0.1", [*invented, "203.0.113.9"], "", PROXIES, tls=False)
    assert found.address == "203.0.113.9"


def test_limits_count_a_whole_ipv6_network():
    assert limited_part("2001:db8:1:2:3:4:5:6") == limited_part("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert limited_part("203.0.113.9") == "203.0.113.9"
    assert limited_part("@") == "@"


def test_networks():
    assert "10.255.0.1" in PROXIES
    assert "11.0.0.1" not in PROXIES
    assert "no address" not in PROXIES
    assert not Networks(())
    assert PROXIES
    with pytest.raises(ValueError, match="mistake"):
        Networks(["mistake"])
    assert str(ipaddress.ip_address("::1")) in PROXIES
