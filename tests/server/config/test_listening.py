import pytest

from server.config.listening import own_url


@pytest.mark.parametrize(
    ("host", "tls", "url"),
    [
        ("127.0.0.1", False, "http://127.0.0.1:8440"),
        ("0.0.0.0", True, "https://127.0.0.1:8440"),
        ("::", False, "http://127.0.0.1:8440"),
        ("::1", False, "http://[::1]:8440"),
        ("10.1.2.3", True, "https://10.1.2.3:8440"),
    ],
)
def test_what_it_listens_on_can_be_opened(host, tls, url):
    assert own_url(host, 8440, tls=tls) == url
